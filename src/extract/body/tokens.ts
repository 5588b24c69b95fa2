/** Words that tell text from furniture: those of class names and ids, of short blocks, and of the heading above. */

import type { Element } from 'domhandler'
import { getOrMake } from '../../values/memo.ts'
import type { Segmentation } from './blocks.ts'

/** What the words of one kind say together: log-odds of being article text. */
export interface TokenScore {
  readonly mean: number
  readonly lowest: number
}

/** How words are judged; the trees' companion tables in the product, tables of the other folds in training. */
export interface TokenJudge {
  ofClass(key: string): TokenScore
  ofText(text: string): TokenScore
  ofHeading(text: string): TokenScore
  /** of a paragraph long enough to be text by its form */
  ofLong(text: string): TokenScore
}

export const NEUTRAL: TokenScore = { mean: 0, lowest: 0 }

export const TOKEN_FEATURES = [
  'class mean',
  'class lowest',
  'parent class mean',
  'parent class lowest',
  'upper class mean',
  'upper class lowest',
  'text mean',
  'text lowest',
  'heading mean',
  'heading lowest',
  'long mean',
  'long lowest',
] as const

/** Longer blocks are judged by their form: their words are those of any text. */
const MAX_SHORT_WORDS = 25

/** The words of a paragraph from which it can be told as a biography, an offer, a notice; longer ones are text. */
const MAX_LONG_WORDS = 120

/** Class lists of whole application states say nothing about the element. */
const MAX_KEY = 200

/** Everything an element is called, as one string. */
export function classKey({ attribs }: Element): string {
  let key = attribs['class'] ?? ''
  for (const name of ['id', 'role', 'data-testid', 'itemprop', 'data-component'])
    if (attribs[name] !== undefined) key += ` ${attribs[name]}`
  return key.length > MAX_KEY ? key.slice(0, MAX_KEY) : key
}

/** `StoryBody__text-block is-wide` to story, body, text, block, wide. */
export function classTokens(key: string): readonly string[] {
  const words = key
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .match(/[a-z]{2,20}/g)
  return words ? [...new Set(words)] : []
}

/** Words and word pairs of a short block; nothing for a long one. */
export function textTokens(text: string): readonly string[] {
  if (text.length > MAX_SHORT_WORDS * 12) return []
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+|\d+|[|©@:»›]/gu) ?? []
  if (words.length > MAX_SHORT_WORDS) return []
  const plain = words.map(word => (/^\d/.test(word) ? '#' : word))
  return [...new Set([...plain, ...plain.slice(1).map((word, i) => `${plain[i]}_${word}`)])]
}

/** Distinct words of a paragraph; nothing for a short or very long one. */
export function longTokens(text: string): readonly string[] {
  if (text.length < MAX_SHORT_WORDS * 4 || text.length > MAX_LONG_WORDS * 10) return []
  const words = text.toLowerCase().match(/[\p{L}\p{M}]+|[©@]/gu) ?? []
  if (words.length <= MAX_SHORT_WORDS || words.length > MAX_LONG_WORDS) return []
  return [...new Set(words)]
}

/** Mean and lowest of the tokens that the table knows. */
export function scoreTokens(tokens: readonly string[], table: ReadonlyMap<string, number>): TokenScore {
  let sum = 0
  let count = 0
  let lowest = 0
  for (const token of tokens) {
    const value = table.get(token)
    if (value === undefined) continue
    sum += value
    count++
    if (value < lowest) lowest = value
  }
  return count === 0 ? NEUTRAL : { mean: sum / count, lowest }
}

/** The parts of a segmentation that token features are made from; a page in training keeps only these. */
export interface TokenSource {
  readonly parents: Int32Array
  /** by element; empty where no block stands below */
  readonly classKeys: readonly string[]
  readonly blockElements: Int32Array
  readonly texts: readonly string[]
  /** index of the nearest heading block above, -1 before the first */
  readonly headings: Int32Array
}

/** Collects what token features need. */
export function tokenSource({ tree, blocks }: Segmentation, headings: Int32Array): TokenSource {
  const classKeys: string[] = new Array(tree.elements.length).fill('')
  const isSeen = new Uint8Array(tree.elements.length)
  for (const { element } of blocks)
    for (let at = element; at >= 0 && isSeen[at] === 0; at = tree.parents[at]!) {
      isSeen[at] = 1
      classKeys[at] = classKey(tree.elements[at]!)
    }
  return {
    parents: tree.parents,
    classKeys,
    blockElements: Int32Array.from(blocks, block => block.element),
    texts: blocks.map(block => block.text),
    headings,
  }
}

/** One row of TOKEN_FEATURES for every block. */
export function tokenFeatures(source: TokenSource, judge: TokenJudge): Float32Array {
  const { parents, classKeys, blockElements, texts, headings } = source
  const known = new Map<string, TokenScore>()
  const scores: (TokenScore | undefined)[] = new Array(classKeys.length)
  const out = new Float32Array(blockElements.length * TOKEN_FEATURES.length)
  for (let block = 0; block < blockElements.length; block++) {
    const own = blockElements[block]!
    const parent = own < 0 ? -1 : parents[own]!
    const ownScore = scoreAt(own)
    const parentScore = scoreAt(parent)
    let sum = 0
    let count = 0
    let lowest = 0
    for (let at = parent < 0 ? -1 : parents[parent]!; at >= 0; at = parents[at]!) {
      const score = scoreAt(at)
      sum += score.mean
      count++
      if (score.lowest < lowest) lowest = score.lowest
    }
    const text = judge.ofText(texts[block]!)
    const heading = headings[block]! < 0 ? NEUTRAL : judge.ofHeading(texts[headings[block]!]!)
    const long = judge.ofLong(texts[block]!)
    out.set(
      [
        ownScore.mean,
        ownScore.lowest,
        parentScore.mean,
        parentScore.lowest,
        count === 0 ? 0 : sum / count,
        lowest,
        text.mean,
        text.lowest,
        heading.mean,
        heading.lowest,
        long.mean,
        long.lowest,
      ],
      block * TOKEN_FEATURES.length,
    )
  }
  return out

  function scoreAt(element: number): TokenScore {
    if (element < 0) return NEUTRAL
    const ready = scores[element]
    if (ready !== undefined) return ready
    const key = classKeys[element]!
    const score = key === '' ? NEUTRAL : getOrMake(known, key, judge.ofClass)
    scores[element] = score
    return score
  }
}
