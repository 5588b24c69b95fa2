/** Which blocks of a page are its article: found by comparing them with the gold text. */

import { getOrMake } from '../../src/values/memo.ts'

/** Words as the scorer of the data counts them. */
export const TOKEN = /[\p{L}\p{N}_]+/gu
const SHINGLE = 4

/** A block with more of its shingles in the gold than this starts as article text. */
const START_SHARE = 0.5

/** Rounds over the doubtful blocks; nothing moves after three. */
const ROUNDS = 3

/** What training needs to know of each block. */
export interface Labels {
  /** 1: article text */
  readonly isText: Uint8Array
  /** 1: the gold leaves the choice open, so the block teaches nothing */
  readonly isOpen: Uint8Array
  /** words of the gold */
  readonly goldWords: number
  /** share of the gold that the chosen blocks give back, as F1 */
  readonly f1: number
}

/**
 * Labels by shingle overlap, then hill climbing on the page's F1 over short and doubtful blocks.
 * @param open texts that may or may not belong to the body
 */
export function labelBlocks(texts: readonly string[], gold: string, open: readonly string[]): Labels {
  const ids = new Map<string, number>()
  const encode = (text: string): Int32Array =>
    Int32Array.from(text.match(TOKEN) ?? [], token => getOrMake(ids, token, () => ids.size + 1))
  const goldTokens = encode(gold)
  const wanted = countShingles(goldTokens)
  const wantedTotal = Math.max(1, goldTokens.length - SHINGLE + 1)
  const blocks = texts.map(encode)
  const openCounts = open.map(text => countShingles(encode(text)))

  const isText = new Uint8Array(texts.length)
  const isOpen = new Uint8Array(texts.length)
  const isDoubtful = new Uint8Array(texts.length)
  blocks.forEach((block, i) => {
    const share = shareIn(block, wanted)
    isText[i] = block.length >= SHINGLE && share > START_SHARE ? 1 : 0
    isDoubtful[i] = block.length > 0 && (block.length < SHINGLE + 4 || (share > 0 && share < 0.98)) ? 1 : 0
    if (block.length > 0 && openCounts.some(counts => shareIn(block, counts) > START_SHARE)) isOpen[i] = 1
  })

  const have = new Map<number, number>()
  let hits = 0
  let total = 0
  const change = (key: number, by: 1 | -1): void => {
    const now = have.get(key) ?? 0
    const limit = wanted.get(key) ?? 0
    if (by === 1 && now < limit) hits++
    if (by === -1 && now <= limit) hits--
    have.set(key, now + by)
    total += by
  }
  const f1 = (): number => (2 * hits) / (total + wantedTotal)
  const chosen = concat(blocks.filter((_, i) => isText[i]))
  forEachShingle(chosen, key => change(key, 1))
  // Of a text that stands twice on the page, the second is a teaser or a copy: every block gets its chance to leave.
  for (let round = 0; round < ROUNDS; round++) {
    let moved = false
    for (let i = 0; i < blocks.length; i++) {
      if (!isDoubtful[i] && !(round === 0 && isText[i])) continue
      const before = f1()
      toggle(i)
      if (f1() > before) moved = true
      else toggle(i)
    }
    if (!moved) break
  }
  return { isText, isOpen, goldWords: Math.max(1, goldTokens.length), f1: f1() }

  function toggle(i: number): void {
    const left = contextOf(i, -1)
    const right = contextOf(i, 1)
    const without = concat([left, right])
    const within = concat([left, blocks[i]!, right])
    const [now, then] = isText[i] ? [within, without] : [without, within]
    forEachShingle(now, key => change(key, -1))
    forEachShingle(then, key => change(key, 1))
    isText[i] = isText[i] ? 0 : 1
  }

  /** The three tokens of chosen text on one side of a block. */
  function contextOf(i: number, step: 1 | -1): Int32Array {
    const found: number[] = []
    for (let j = i + step; j >= 0 && j < blocks.length && found.length < SHINGLE - 1; j += step) {
      if (!isText[j]) continue
      const block = blocks[j]!
      for (let k = 0; k < block.length && found.length < SHINGLE - 1; k++)
        found.push(step === 1 ? block[k]! : block[block.length - 1 - k]!)
    }
    return Int32Array.from(step === 1 ? found : found.reverse())
  }
}

function concat(parts: readonly Int32Array[]): Int32Array {
  const out = new Int32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function forEachShingle(tokens: Int32Array, take: (key: number) => void): void {
  for (let i = 0; i + SHINGLE <= tokens.length; i++) {
    let key = 0
    for (let j = 0; j < SHINGLE; j++) key = Math.imul(key ^ tokens[i + j]!, 0x9e3779b1) ^ (key >>> 15)
    take(key)
  }
}

function countShingles(tokens: Int32Array): Map<number, number> {
  const counts = new Map<number, number>()
  forEachShingle(tokens, key => counts.set(key, (counts.get(key) ?? 0) + 1))
  return counts
}

function shareIn(tokens: Int32Array, counts: ReadonlyMap<number, number>): number {
  let hits = 0
  let total = 0
  forEachShingle(tokens, key => {
    total++
    if (counts.has(key)) hits++
  })
  return total === 0 ? 0 : hits / total
}
