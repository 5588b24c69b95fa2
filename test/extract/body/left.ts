/** What rules leave of a page. */

import { parseDocument } from 'htmlparser2'
import { readBlocks, type Segmentation } from '../../../src/extract/body/blocks.ts'

/** Gives the texts that a rule leaves when all blocks are chosen but those with one of some texts. */
export const leftBy =
  (leave: (page: Segmentation, isChosen: Uint8Array) => void) =>
  (html: string, ...unchosen: string[]): string[] => {
    const page = readBlocks(parseDocument(html))
    const isChosen = Uint8Array.from(page.blocks, ({ text }) => (unchosen.includes(text) ? 0 : 1))
    leave(page, isChosen)
    return page.blocks.filter((_, i) => isChosen[i]).map(({ text }) => text)
  }

/** A paragraph about the harbour, with a word of its own at the beginning. */
export const paragraph = (word: string): string => `${word} and the harbour `.repeat(9).trim()
