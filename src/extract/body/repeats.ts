/** Paragraphs that stand on a page more than once. */

import { getOrMake } from '../../values/memo.ts'
import { bare } from '../../values/text.ts'
import type { Block } from './blocks.ts'

/** Shorter texts may well be said twice. */
const MIN_WORDS = 20

/** With so many repeated paragraphs the article itself stands there more than once, for screens of two widths for one. */
const COPIED = 3

/** What stands so often is a note of the site: what was not loaded, and why. */
const NOTE_TIMES = 3

/** Of text that stands once there must be as many words before any other is taken for a note. */
const MIN_REST = 100

/** Behind the first repeated paragraph so much of all words must be repeated for everything there to be the copy, its subheads too. */
const COPY_SHARE = 0.8

/** No paragraph is so long: where a block is, it may be the whole article once more, without its paragraphs, for printing or behind a wall. */
const FLAT_WORDS = 200

/** No page has more copies, and each is looked through for every paragraph. */
const MAX_FLAT = 3

/** So much of such a block must stand in paragraphs, too, for these to be kept in its place. */
const FLAT_SHARE = 0.5

/** Of an article that stands there more than once leaves one; of other text, what is said twice stays, and notes of the site go. */
export function leaveRepeats(blocks: readonly Block[], isChosen: Uint8Array): void {
  leaveFlatCopies(blocks, isChosen)
  const copies = new Map<string, number[]>()
  let rest = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    rest += block.words
    if (block.words >= MIN_WORDS) getOrMake(copies, block.text, () => []).push(i)
  })
  const repeated = [...copies.values()].filter(({ length }) => length > 1)
  for (const places of repeated) rest -= places.length * blocks[places[0]!]!.words
  if (repeated.length >= COPIED) return leaveCopies(blocks, isChosen, repeated)
  if (rest < MIN_REST) return
  for (const places of repeated) if (places.length >= NOTE_TIMES) for (const place of places) isChosen[place] = 0
}

/** Leaves out the copy as a whole where it stands behind the article, else what is repeated of it. */
function leaveCopies(blocks: readonly Block[], isChosen: Uint8Array, repeated: readonly number[][]): void {
  const first = new Map<string, number>()
  blocks.forEach(({ text }, i) => {
    if (isChosen[i] && !first.has(text)) first.set(text, i)
  })
  const seconds = repeated.flatMap(places => places.slice(1))
  let start = Math.min(...seconds)
  // The subhead over the first repeated paragraph is repeated, too.
  while (start > 0 && (!isChosen[start - 1] || first.get(blocks[start - 1]!.text)! < start - 1)) start--
  const behind = [...isChosen.keys()].filter(i => i >= start && isChosen[i])
  const wordsAt = (places: readonly number[]): number => places.reduce((sum, place) => sum + blocks[place]!.words, 0)
  const isCopy = wordsAt(seconds) >= wordsAt(behind) * COPY_SHARE
  for (const place of isCopy ? behind : seconds) isChosen[place] = 0
}

/** Leaves out blocks without paragraphs most of whose words stand in chosen paragraphs, too. */
function leaveFlatCopies(blocks: readonly Block[], isChosen: Uint8Array): void {
  const long = [...isChosen.keys()].filter(i => isChosen[i] && blocks[i]!.words >= FLAT_WORDS)
  if (long.length === 0) return
  const flat = long.sort((a, b) => blocks[b]!.words - blocks[a]!.words).slice(0, MAX_FLAT)
  const paragraphs = blocks.filter(({ words }, i) => isChosen[i] && words >= MIN_WORDS && words < FLAT_WORDS)
  if (paragraphs.length < COPIED) return
  const said = paragraphs.map(({ text, words }) => ({ letters: bare(text), words }))
  for (const i of flat) {
    const whole = bare(blocks[i]!.text)
    const twice = said.reduce((sum, { letters, words }) => (whole.includes(letters) ? sum + words : sum), 0)
    if (twice >= blocks[i]!.words * FLAT_SHARE) isChosen[i] = 0
  }
}
