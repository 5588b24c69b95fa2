/** Paragraphs that stand on a page more than once. */

import { getOrMake } from '../../values/memo.ts'
import type { Block } from './blocks.ts'

/** Shorter texts may well be said twice. */
const MIN_WORDS = 20

/** With so many repeated paragraphs the article itself stands there more than once, for screens of two widths for one. */
const COPIED = 3

/** What stands so often is a note of the site: what was not loaded, and why. */
const NOTE_TIMES = 3

/** Of text that stands once there must be as many words before any other is taken for a note. */
const MIN_REST = 100

/** Of an article that stands there more than once leaves one; of other text, what is said twice stays, and notes of the site go. */
export function leaveRepeats(blocks: readonly Block[], isChosen: Uint8Array): void {
  const copies = new Map<string, number[]>()
  let rest = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    rest += block.words
    if (block.words >= MIN_WORDS) getOrMake(copies, block.text, () => []).push(i)
  })
  const repeated = [...copies.values()].filter(({ length }) => length > 1)
  for (const places of repeated) rest -= places.length * blocks[places[0]!]!.words
  const isCopied = repeated.length >= COPIED
  if (!isCopied && rest < MIN_REST) return
  for (const places of repeated) {
    if (isCopied) places.shift()
    else if (places.length < NOTE_TIMES) continue
    for (const place of places) isChosen[place] = 0
  }
}
