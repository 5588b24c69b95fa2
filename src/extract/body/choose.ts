/** Which blocks of a page are its article. */

import type { Page } from '../page.ts'
import { leaveAppeals } from './appeals.ts'
import { leaveAreas } from './areas.ts'
import { type Block, PARAGRAPH_WORDS, type Segmentation } from './blocks.ts'
import { type Claims, claimsOf } from './claims.ts'
import { isCredit } from './credits.ts'
import { leaveEnd } from './end.ts'
import { measure } from './features.ts'
import { leaveInvitations } from './invitations.ts'
import { isByline, isDateLine, isHeadline, isSiteLabel } from './labels.ts'
import { lineKey } from './learned.ts'
import { firstEntry, liveUpdates } from './live.ts'
import { bodyModel } from './model.ts'
import { leaveCaptions } from './pictured.ts'
import { isPointer, leavePointers } from './pointers.ts'
import { leavePullQuotes } from './quotes.ts'
import { leaveRepeats } from './repeats.ts'
import { nextArticle } from './scope.ts'
import { leaveTeasers } from './teasers.ts'
import { addTokenFeatures, tokenSource } from './tokens.ts'
import { probabilities } from './trees.ts'

/** What has fields of its own, however much it looks like a line of the text. */
export interface ShownFields {
  readonly headline: string | undefined
  readonly names: readonly string[]
}

/** With less confidence than this it is in doubt whether what was chosen is an article's text. */
export const UNSURE = 0.87

export interface Choice {
  /** one entry a block */
  readonly isChosen: Uint8Array
  readonly count: number
  /** mean probability over the words of the chosen blocks */
  readonly confidence: number
}

/** Weighs every block with the trained model; of a live blog the lead alone is chosen. */
export function chooseBlocks(segmentation: Segmentation, page: Page, fields: ShownFields): Choice {
  const { weights, headlineBlock } = weigh(segmentation, claimsOf(page))
  const isChosen = likeliestText(
    weights,
    segmentation.blocks.map(({ words }) => words),
  )
  // The headline is a field of its own, however much it looks like the first line of the text.
  if (headlineBlock >= 0) isChosen[headlineBlock] = 0
  leaveInvitations(segmentation.blocks, isChosen)
  leaveAppeals(segmentation, isChosen)
  segmentation.blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    if (isOfSite(block) || page.boilerplate?.has(lineKey(block.text))) isChosen[i] = 0
  })
  leaveFields(segmentation.blocks, isChosen, fields)
  leaveRepeats(segmentation.blocks, isChosen)
  leavePullQuotes(segmentation, isChosen)
  isChosen.fill(0, nextArticle(segmentation, isChosen, headlineBlock))
  leaveAreas(segmentation, isChosen)
  leaveCaptions(segmentation, isChosen)
  leaveTeasers(segmentation, isChosen)
  leavePointers(segmentation, isChosen, page.baseUrl)
  const updates = liveUpdates(page)
  if (updates.length > 0) {
    const end = firstEntry(segmentation, updates, headlineBlock)
    if (isChosen.subarray(0, end).includes(1)) isChosen.fill(0, end)
  }
  leaveEnd(segmentation, isChosen, fields.names)
  return { isChosen, ...sumUp(segmentation, isChosen, weights) }
}

/** What stands among paragraphs and is about the site or the making of the page. */
const isOfSite = (block: Block): boolean => isSiteLabel(block.text) || isPointer(block) || isCredit(block.text)

/**
 * Leaves lines that hold a field and nothing else. Between paragraphs a name alone may say who speaks, and behind the first a date when something
 * happened, or the words of the headline what follows.
 */
function leaveFields(blocks: readonly Block[], isChosen: Uint8Array, { headline, names }: ShownFields): void {
  const isParagraph = ({ words }: Block, i: number): boolean => isChosen[i] === 1 && words >= PARAGRAPH_WORDS
  const first = blocks.findIndex(isParagraph)
  const last = blocks.findLastIndex(isParagraph)
  blocks.forEach(({ text }, i) => {
    if (!isChosen[i]) return
    if ((i < first || i > last) && isByline(text, names)) isChosen[i] = 0
    if (i < first && (isDateLine(text) || isHeadline(text, headline))) isChosen[i] = 0
  })
}

/**
 * The blocks whose text is expected to agree best with the article, as F1 over words. Where the model is sure of a page this is a limit near
 * one half; where it doubts everything, the limit falls with it, and the likeliest blocks are kept instead of none.
 * Lewis, "Evaluating and optimizing autonomous text classification systems", SIGIR 1995.
 */
export function likeliestText(probabilities: Float32Array, words: ArrayLike<number>): Uint8Array {
  const order: number[] = []
  let expected = 0
  for (let i = 0; i < probabilities.length; i++) {
    if (probabilities[i]! > 0) order.push(i)
    expected += probabilities[i]! * words[i]!
  }
  order.sort((a, b) => probabilities[b]! - probabilities[a]!)
  let hit = 0
  let taken = 0
  let best = 0
  let count = 0
  order.forEach((block, rank) => {
    hit += probabilities[block]! * words[block]!
    taken += words[block]!
    const f1 = (2 * hit) / (taken + expected)
    if (f1 <= best) return
    best = f1
    count = rank + 1
  })
  const isChosen = new Uint8Array(probabilities.length)
  for (const block of order.slice(0, count)) isChosen[block] = 1
  return isChosen
}

function sumUp({ blocks }: Segmentation, isChosen: Uint8Array, probabilities: Float32Array) {
  let count = 0
  let words = 0
  let sum = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    count++
    words += block.words
    sum += block.words * probabilities[i]!
  })
  return { count, confidence: words === 0 ? 0 : sum / words }
}

/** Probability of being text, for each block. */
function weigh(page: Segmentation, claims: Claims): { weights: Float32Array; headlineBlock: number } {
  const { forest, judge } = bodyModel()
  const measured = measure(page, claims)
  const { rows, isCandidate, headlineBlock } = measured
  addTokenFeatures(rows, tokenSource(page, measured), judge)
  return { weights: probabilities(forest, rows, isCandidate), headlineBlock }
}
