/** What a block looks like by itself. */

import type { Block } from '../blocks.ts'
import { linkShare, type Row } from './sums.ts'

export const FORM = [
  'words',
  'link share',
  'italic share',
  'commas a word',
  'capital share',
  'letters a word',
  'symbols',
  'end mark',
  'images before',
  'repeated',
] as const

/** One row a block. */
export function ownForm(blocks: readonly Block[]): Row {
  const counts = countTexts(blocks)
  return (i, rows, at) => {
    const block = blocks[i]!
    const { text, letters, words } = block
    rows[at++] = Math.min(words, 300)
    rows[at++] = linkShare(block)
    rows[at++] = block.italicLetters / letters
    rows[at++] = block.commas / Math.max(1, words)
    rows[at++] = block.capitals / letters
    rows[at++] = letters / Math.max(1, words)
    rows[at++] = Math.min(block.symbols, 10)
    rows[at++] = endMark(text)
    rows[at++] = Math.min(block.imagesBefore, 5)
    rows[at++] = Math.min(4, (counts.get(text) ?? 1) - 1)
  }
}

/** How often each text occurs; texts that are alone with their length are left out, for they need not be read for that. */
function countTexts(blocks: readonly Block[]): ReadonlyMap<string, number> {
  const lengths = new Map<number, number>()
  for (const { text } of blocks) lengths.set(text.length, (lengths.get(text.length) ?? 0) + 1)
  const counts = new Map<string, number>()
  for (const { text } of blocks) if (lengths.get(text.length)! > 1) counts.set(text, (counts.get(text) ?? 0) + 1)
  return counts
}

/** 3 for a cut sentence, 2 for a mark that ends sentences, a closing quote after it looked through; 1 for other marks; 0 for a letter. */
export function endMark(text: string): number {
  let at = text.length - 1
  if (/["'”“’»)\]]/.test(text[at] ?? '') && at > 0) at--
  const mark = text[at] ?? ''
  if (mark === '…' || text.endsWith('...', at + 1)) return 3
  if (/[.!?。！？؟।]/.test(mark)) return 2
  return /[\p{L}\p{N}]/u.test(mark) ? 0 : 1
}
