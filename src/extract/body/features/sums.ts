/** Sums over the tree that all families of features share. */

import type { Block, Tree } from '../blocks.ts'

/** Writes the numbers of one block into the page's rows, from a place on. */
export type Row = (block: number, rows: Float32Array, at: number) => void

/** Farther is far. */
export const FAR = 30

/** A block of so many words with less link text than this counts as good text until more is known. */
const GOOD_WORDS = 10
const GOOD_LINK_SHARE = 0.35

export interface Sums {
  /** by element, with all below it */
  readonly good: Float64Array
  readonly letters: Float64Array
  readonly linked: Float64Array
  readonly blocks: Int32Array
  /** good letters directly in the element or in its children */
  readonly direct: Float64Array
  /** Readability-like score */
  readonly score: Float64Array
  readonly totalGood: number
  readonly isGood: Uint8Array
}

export const linkShare = (block: Block): number => block.linkedLetters / block.letters

export function sumUp({ elements, parents }: Tree, blocks: readonly Block[]): Sums {
  const n = elements.length
  const good = new Float64Array(n)
  const letters = new Float64Array(n)
  const linked = new Float64Array(n)
  const counts = new Int32Array(n)
  const direct = new Float64Array(n)
  const score = new Float64Array(n)
  const isGood = new Uint8Array(blocks.length)
  blocks.forEach((block, i) => {
    const at = block.element
    letters[at]! += block.letters
    linked[at]! += block.linkedLetters
    counts[at]!++
    if (block.words < GOOD_WORDS || linkShare(block) >= GOOD_LINK_SHARE) return
    isGood[i] = 1
    good[at]! += block.letters
    direct[at]! += block.letters
    const parent = parents[at]!
    if (parent < 0) return
    direct[parent]! += block.letters
    // The shares of Arc90's Readability: all to the parent, half to its parent, then a third of each level.
    const points = (1 + block.commas + Math.min(3, block.letters / 100)) * (1 - linkShare(block))
    let share = 1
    let up = parent
    for (let level = 1; up >= 0 && level <= 4; level++) {
      score[up]! += points * share
      up = parents[up]!
      share = level === 1 ? 0.5 : 1 / (level * 3 + 3)
    }
  })
  for (let at = n - 1; at > 0; at--) {
    const parent = parents[at]!
    good[parent]! += good[at]!
    letters[parent]! += letters[at]!
    linked[parent]! += linked[at]!
    counts[parent]! += counts[at]!
  }
  return { good, letters, linked, blocks: counts, direct, score, totalGood: Math.max(1, good[0] ?? 0), isGood }
}
