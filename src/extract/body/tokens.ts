/** Words that tell text from furniture: those of class names and ids, of the text itself, and of the heading above. */

import type { Element } from 'domhandler'
import { FNV_START, fnv1a, fnvNext } from '../../values/hash.ts'
import { codeAt } from '../../values/text.ts'
import type { Segmentation } from './blocks.ts'
import { pairHash, type TokenTable, wordHash } from './token-table.ts'

/** What the words of one kind say together: log-odds of being article text. */
export interface TokenScore {
  readonly mean: number
  readonly lowest: number
  /** sum of all that speak against it */
  readonly against: number
}

/** How words are judged; the trees' companion tables in the product, tables of the other folds in training. */
export interface TokenJudge {
  ofClass(key: string): TokenScore
  ofText(text: string): TokenScore
  ofHeading(text: string): TokenScore
}

export const NEUTRAL: TokenScore = { mean: 0, lowest: 0, against: 0 }

export const TOKEN_FEATURES = [
  'class mean',
  'class lowest',
  'parent class mean',
  'parent class lowest',
  'upper class mean',
  'upper class lowest',
  'heading mean',
  'heading lowest',
  'text mean',
  'text lowest',
  'text against',
] as const

/** So many letters of a text are read. */
const MAX_LETTERS = 800

/** Class lists of whole application states say nothing about the element. */
const MAX_KEY = 200

/** Everything an element is called, as one string. */
export function classKey({ attribs }: Element): string {
  let key = attribs['class'] ?? ''
  for (const name of ['id', 'role', 'data-testid', 'itemprop', 'data-component'])
    if (attribs[name] !== undefined) key += ` ${attribs[name]}`
  return key.length > MAX_KEY ? key.slice(0, MAX_KEY) : key
}

/** Single letters say nothing, and longer runs of them are hashes. */
const MIN_CLASS_TOKEN = 2
const MAX_CLASS_TOKEN = 20

/** `StoryBody__text-block is-wide` to story, body, text, block, is, wide. */
export function classTokens(key: string): readonly string[] {
  const lower = key.toLowerCase()
  const tokens: string[] = []
  let start = 0
  let wasUpper = true
  for (let at = 0; at <= key.length; at++) {
    const code = key.charCodeAt(at)
    const isUpper = code >= 65 && code <= 90
    const isLetter = isUpper || (code >= 97 && code <= 122)
    if (isLetter && !(isUpper && !wasUpper)) {
      wasUpper = isUpper
      continue
    }
    if (at - start >= MIN_CLASS_TOKEN && at - start <= MAX_CLASS_TOKEN) tokens.push(lower.slice(start, at))
    start = isLetter ? at : at + 1
    wasUpper = true
  }
  return tokens
}

/** Where the words of a text begin and end, two places each, signs that part things among them. */
function wordPlaces(lower: string): readonly number[] {
  const places: number[] = []
  let start = -1
  for (let at = 0; at <= lower.length; at++) {
    const code = lower.charCodeAt(at)
    if (isWordCode(code)) {
      if (start < 0) start = at
      continue
    }
    if (start >= 0) places.push(start, at)
    start = -1
    if (SYMBOLS.has(code)) places.push(at, at + 1)
  }
  return places
}

const beginningOf = (text: string): string => text.slice(0, MAX_LETTERS).toLowerCase()

/** Words of a text, and pairs of words in a row: `read`, `more`, `read_more`. Any number is one word. */
export function textTokens(text: string): readonly string[] {
  const lower = beginningOf(text)
  const places = wordPlaces(lower)
  const tokens: string[] = []
  let before: string | undefined
  for (let i = 0; i < places.length; i += 2) {
    const word = isDigit(lower.charCodeAt(places[i]!)) ? NUMBER : lower.slice(places[i], places[i + 1])
    tokens.push(word)
    if (before !== undefined) tokens.push(`${before}_${word}`)
    before = word
  }
  return tokens
}

/** What stands for every number. */
const NUMBER = '#'

const SYMBOLS: ReadonlySet<number> = new Set([...'|©@:»›'].map(symbol => symbol.charCodeAt(0)))
const isDigit = (code: number): boolean => code >= 48 && code <= 57

/** Letters and digits; beyond ASCII everything but the blocks of punctuation. */
function isWordCode(code: number): boolean {
  if (code < 128) return (code >= 97 && code <= 122) || isDigit(code)
  return code >= 0xc0 && !(code >= 0x2000 && code <= 0x2bff) && !(code >= 0x3000 && code <= 0x303f) && code < 0xff00
}

/** Scores those of the `classTokens` of a list of names that the table knows, looked up as they stand in it. */
export function scoreNames(key: string, table: TokenTable): TokenScore {
  const tally = new Tally()
  let hash = FNV_START
  let length = 0
  let wasUpper = true
  // Behind the end stands no letter.
  const end = key.length
  for (let at = 0; at <= end; at++) {
    const code = codeAt(key, at)
    const isUpper = code >= 65 && code <= 90
    const isLetter = isUpper || (code >= 97 && code <= 122)
    const isBoundary: boolean = !isLetter || (isUpper && !wasUpper)
    wasUpper = isUpper || isBoundary
    if (isBoundary) {
      if (length >= MIN_CLASS_TOKEN && length <= MAX_CLASS_TOKEN) tally.add(table.get(wordHash(hash)))
      hash = FNV_START
      length = 0
    }
    if (!isLetter) continue
    hash = fnvNext(hash, code | 32)
    length++
  }
  return tally.score()
}

/** Scores those of the text's `textTokens` that the table knows: words are looked up as they stand in the text, and no pair is put together. */
export function scoreText(text: string, table: TokenTable): TokenScore {
  const lower = beginningOf(text)
  const tally = new Tally()
  let before = NO_WORD
  let hash = FNV_START
  let length = 0
  let isNumber = false
  // Behind the end stands no letter.
  const end = lower.length
  for (let at = 0; at <= end; at++) {
    const code = codeAt(lower, at)
    if (isWordCode(code)) {
      if (length++ === 0) isNumber = isDigit(code)
      hash = fnvNext(hash, code)
      continue
    }
    if (length > 0) {
      before = tally.addWord(table, before, isNumber ? NUMBER_HASH : wordHash(hash))
      hash = FNV_START
      length = 0
    }
    if (SYMBOLS.has(code)) before = tally.addWord(table, before, wordHash(fnvNext(FNV_START, code)))
  }
  return tally.score()
}

const NO_WORD = -1
const NUMBER_HASH = wordHash(fnv1a(NUMBER))

class Tally {
  private sum = 0
  private count = 0
  private lowest = 0
  private against = 0

  add(value: number | undefined): void {
    if (value === undefined) return
    this.sum += value
    this.count++
    if (value < 0) this.against += value
    if (value < this.lowest) this.lowest = value
  }

  /** Adds a word, and the pair that it makes with the one before; gives the word. */
  addWord(table: TokenTable, before: number, word: number): number {
    this.add(table.get(word))
    if (before !== NO_WORD) this.add(table.get(pairHash(before, word)))
    return word
  }

  score(): TokenScore {
    const { sum, count, lowest, against } = this
    return count === 0 ? NEUTRAL : { mean: sum / count, lowest, against }
  }
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
  /** 1 for blocks whose numbers are wanted */
  readonly isCandidate: Uint8Array
}

/** Collects what token features need. */
export function tokenSource(
  { tree, blocks }: Segmentation,
  { headings, isCandidate }: Pick<TokenSource, 'headings' | 'isCandidate'>,
): TokenSource {
  const classKeys: string[] = new Array(tree.elements.length).fill('')
  const isSeen = new Uint8Array(tree.elements.length)
  for (let i = 0; i < blocks.length; i++)
    if (isCandidate[i])
      for (let at = blocks[i]!.element; at >= 0 && isSeen[at] === 0; at = tree.parents[at]!) {
        isSeen[at] = 1
        classKeys[at] = classKey(tree.elements[at]!)
      }
  return {
    parents: tree.parents,
    classKeys,
    blockElements: new Int32Array(blocks.map(block => block.element)),
    texts: blocks.map(block => block.text),
    headings,
    isCandidate,
  }
}

/** Writes TOKEN_FEATURES, the last numbers of a row, into the row of every candidate. */
export function addTokenFeatures(rows: Float32Array, source: TokenSource, judge: TokenJudge): void {
  const { parents, classKeys, blockElements, texts, headings, isCandidate } = source
  const own = classKeys.map(key => (key === '' ? NEUTRAL : judge.ofClass(key)))
  const above = scoreAbove(parents, own)
  const width = rows.length / blockElements.length
  let headingBlock = -1
  let heading = NEUTRAL
  for (let block = 0; block < blockElements.length; block++) {
    if (!isCandidate[block]) continue
    const at = blockElements[block]!
    const parent = Math.max(0, parents[at]!)
    const text = judge.ofText(texts[block]!)
    if (headings[block] !== headingBlock) {
      headingBlock = headings[block]!
      heading = headingBlock < 0 ? NEUTRAL : judge.ofHeading(texts[headingBlock]!)
    }
    const to = (block + 1) * width - TOKEN_FEATURES.length
    writeScore(own[at]!, rows, to)
    writeScore(own[parent]!, rows, to + 2)
    rows[to + 4] = above.means[parent]!
    rows[to + 5] = above.lowest[parent]!
    writeScore(heading, rows, to + 6)
    writeScore(text, rows, to + 8)
    rows[to + 10] = text.against
  }
}

function writeScore({ mean, lowest }: TokenScore, rows: Float32Array, at: number): void {
  rows[at] = mean
  rows[at + 1] = lowest
}

/** By element: what all names above it say together. */
function scoreAbove(parents: Int32Array, own: readonly TokenScore[]) {
  const means = new Float64Array(parents.length)
  const lowest = new Float64Array(parents.length)
  const depths = new Int32Array(parents.length)
  for (let at = 1; at < parents.length; at++) {
    const parent = parents[at]!
    const depth = depths[parent]!
    const { mean, lowest: low } = own[parent]!
    depths[at] = depth + 1
    means[at] = (means[parent]! * depth + mean) / (depth + 1)
    lowest[at] = Math.min(lowest[parent]!, low)
  }
  return { means, lowest }
}
