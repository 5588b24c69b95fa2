/** Which blocks of a page are its article. */

import type { Page } from '../page.ts'
import type { Segmentation } from './blocks.ts'
import { type Claims, claimsOf } from './claims.ts'
import { FEATURES, measure } from './features.ts'
import { firstEntry, liveUpdates } from './live.ts'
import { bodyModel } from './model.ts'
import { TOKEN_FEATURES, tokenFeatures, tokenSource } from './tokens.ts'
import { probability } from './trees.ts'

export interface Choice {
  /** one entry a block */
  readonly isChosen: Uint8Array
  readonly count: number
  /** mean probability over the words of the chosen blocks */
  readonly confidence: number
}

/** Weighs every block with the trained model; of a live blog the lead alone is chosen. */
export function chooseBlocks(segmentation: Segmentation, page: Page): Choice {
  const { probabilities, headlineBlock } = weigh(segmentation, claimsOf(page))
  const { threshold } = bodyModel()
  const isChosen = Uint8Array.from(probabilities, p => (p > threshold ? 1 : 0))
  const updates = liveUpdates(page)
  if (updates.length > 0) {
    const end = firstEntry(segmentation, updates, headlineBlock)
    if (isChosen.subarray(0, end).includes(1)) isChosen.fill(0, end)
  }
  return { isChosen, ...sumUp(segmentation, isChosen, probabilities) }
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
function weigh(page: Segmentation, claims: Claims): { probabilities: Float32Array; headlineBlock: number } {
  const { forest, judge } = bodyModel()
  const { rows, headings, headlineBlock } = measure(page, claims)
  const tokens = tokenFeatures(tokenSource(page, headings), judge())
  const row = new Float32Array(FEATURES.length + TOKEN_FEATURES.length)
  const probabilities = Float32Array.from(page.blocks, (_, i) => {
    row.set(rows.subarray(i * FEATURES.length, (i + 1) * FEATURES.length))
    row.set(tokens.subarray(i * TOKEN_FEATURES.length, (i + 1) * TOKEN_FEATURES.length), FEATURES.length)
    return probability(forest, row, 0)
  })
  return { probabilities, headlineBlock }
}
