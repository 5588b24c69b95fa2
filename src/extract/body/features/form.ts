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
  const twins = countTwins(blocks)
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
    rows[at++] = Math.min(4, twins[i]!)
  }
}

/**
 * By block: how many other blocks have its text. A text that is alone with its length and its ends is not read whole, as it would be to look
 * it up.
 */
function countTwins(blocks: readonly Block[]): Int32Array {
  const n = blocks.length
  // Filled by loops: `Int32Array.from` goes by an array's iterator, and no compiler puts its function in place.
  const outlines = new Int32Array(n)
  const alike = new Map<number, number>()
  for (let i = 0; i < n; i++) {
    const outline = outlineOf(blocks[i]!.text)
    outlines[i] = outline
    alike.set(outline, (alike.get(outline) ?? 0) + 1)
  }
  const isAlone = (i: number): boolean => alike.get(outlines[i]!) === 1
  const counts = new Map<string, number>()
  blocks.forEach(({ text }, i) => {
    if (!isAlone(i)) counts.set(text, (counts.get(text) ?? 0) + 1)
  })
  const twins = new Int32Array(n)
  blocks.forEach(({ text }, i) => {
    if (!isAlone(i)) twins[i] = counts.get(text)! - 1
  })
  return twins
}

/** Equal for equal texts, and mostly different for others. */
function outlineOf(text: string): number {
  const { length } = text
  const middle = text.charCodeAt(length >> 1)
  return (((length * 31 + text.charCodeAt(0)) * 31 + middle) * 31 + text.charCodeAt(length - 1)) & 0x3fffffff
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
