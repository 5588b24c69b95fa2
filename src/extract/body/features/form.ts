/** What a block looks like by itself. */

import type { Block } from '../blocks.ts'
import { linkShare, type Row } from './sums.ts'

export const FORM = [
  'words',
  'link share',
  'links',
  'bold share',
  'italic share',
  'commas a word',
  'digit share',
  'capital share',
  'letters a word',
  'symbols',
  'end mark',
  'begins low',
  'begins with quote',
  'ends with colon',
  'looks like a date',
  'has time',
  'images before',
  'repeated',
] as const

const DATE_LIKE =
  /\d{1,2}[.:/-]\s?\d{2}|\b(?:19|20)\d\d\b|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?\s+\d/i

/** One row a block. */
export function ownForm(blocks: readonly Block[]): Row {
  const seen = new Map<string, number>()
  for (const { text } of blocks) seen.set(text, (seen.get(text) ?? 0) + 1)
  return i => {
    const block = blocks[i]!
    const { text, letters, words } = block
    const first = text.charCodeAt(0)
    return [
      Math.min(words, 300),
      linkShare(block),
      Math.min(block.links, 20),
      block.boldLetters / letters,
      block.italicLetters / letters,
      block.commas / Math.max(1, words),
      block.digits / letters,
      block.capitals / letters,
      letters / Math.max(1, words),
      Math.min(block.symbols, 10),
      endMark(text),
      first >= 97 && first <= 122 ? 1 : 0,
      first === 34 || first === 0x201c || first === 0x201e || first === 0xab || first === 0x2018 ? 1 : 0,
      text.endsWith(':') ? 1 : 0,
      words < 15 && DATE_LIKE.test(text) ? 1 : 0,
      block.hasTime ? 1 : 0,
      Math.min(block.imagesBefore, 5),
      Math.min(4, (seen.get(text) ?? 1) - 1),
    ]
  }
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
