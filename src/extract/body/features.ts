/** What is known of each text block: its own form, where it stands, what surrounds it. One row of numbers a block. */

import { getOrMake } from '../../values/memo.ts'
import type { Block, Segmentation, Tree } from './blocks.ts'
import type { Claims } from './claims.ts'

/** The measured page. */
export interface Measured {
  /** FEATURES.length numbers a block, row after row */
  readonly rows: Float32Array
  /** index of the nearest heading block above, -1 before the first */
  readonly headings: Int32Array
  /** index of the block with the headline, -1 when it was not found */
  readonly headlineBlock: number
}

const OWN = [
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

const TAG = [
  'tag',
  'depth',
  'heading level',
  'in aside',
  'in nav',
  'in footer',
  'in header',
  'in figure',
  'in form',
  'in quote',
  'in list',
  'in table',
  'in article',
  'in main',
  'in link',
  'in hidden',
  'in articleBody',
  'in button',
  'runs in element',
  'siblings alike',
] as const

const POSITION = [
  'share of blocks before',
  'share of text before',
  'good text after',
  'blocks',
  'good letters',
  'blocks from headline',
  'letters from headline',
  'tree steps from headline',
  'blocks from heading',
  'heading words',
] as const

const CONTAINER = [
  'up to best',
  'down to best',
  'up to 50 %',
  'up to 70 %',
  'up to 90 %',
  'up to most direct',
  'share of best',
  'depth of 50 %',
  'good share of element',
  'good share of parent',
  'good share of grandparent',
  'good share of great-grandparent',
  'link share of element',
  'link share of parent',
  'link share of grandparent',
  'blocks of parent',
  'blocks of grandparent',
  'good share of article',
  'article holds headline',
  'articles',
] as const

const SIGNATURE = [
  'path good share',
  'path count',
  'path link share',
  'path is largest',
  'class path good share',
  'class path count',
  'class path link share',
  'class path is largest',
] as const

const NEIGHBOUR = [
  'words before',
  'link share before',
  'same element before',
  'tag before',
  'words 2 before',
  'link share 2 before',
  'words after',
  'link share after',
  'same element after',
  'tag after',
  'words 2 after',
  'link share 2 after',
  'blocks to strong before',
  'steps to strong before',
  'blocks to strong after',
  'steps to strong after',
] as const

const CLAIM = ['is headline', 'is description', 'is byline', 'in declared body', 'page in declared body'] as const

/** Names of a row's numbers, in order. */
export const FEATURES = [...OWN, ...TAG, ...POSITION, ...CONTAINER, ...SIGNATURE, ...NEIGHBOUR, ...CLAIM] as const

/** A block of so many words with less link text than this counts as good text until more is known. */
const GOOD_WORDS = 10
const GOOD_LINK_SHARE = 0.35

/** A paragraph that nearly always is text, wherever it stands. */
const STRONG_WORDS = 18

/** Farther is far. */
const FAR = 30

const TAG_CODES: Readonly<Record<string, number>> = {
  p: 0,
  div: 1,
  span: 2,
  section: 3,
  article: 3,
  main: 3,
  td: 4,
  th: 4,
  li: 5,
  dd: 6,
  dt: 6,
  blockquote: 7,
  h1: 8,
  h2: 9,
  h3: 10,
  h4: 11,
  h5: 12,
  h6: 12,
  figcaption: 13,
  caption: 13,
  a: 14,
  button: 15,
  label: 15,
  legend: 15,
  time: 16,
  pre: 17,
  aside: 18,
  header: 18,
  footer: 18,
  address: 18,
}
const OTHER_TAG = 19

const AREAS: Readonly<Record<string, number>> = {
  aside: 0,
  nav: 1,
  menu: 1,
  footer: 2,
  header: 3,
  figure: 4,
  figcaption: 4,
  form: 5,
  blockquote: 6,
  ul: 7,
  ol: 7,
  table: 8,
  article: 9,
  main: 10,
  a: 11,
  button: 14,
  dialog: 14,
}
const HIDDEN = 12
const ARTICLE_BODY = 13
const AREA_COUNT = 15

/** Measures every block of a page, in time linear in its size. */
export function measure(page: Segmentation, claims: Claims): Measured {
  const { tree, blocks } = page
  const n = blocks.length
  const out = new Float32Array(n * FEATURES.length)
  const sums = sumUp(tree, blocks)
  const areas = readAreas(tree)
  const headlineBlock = findHeadline(tree, blocks, claims.headline)
  const headings = findHeadings(tree, blocks)
  const families = [
    { width: OWN.length, row: ownForm(blocks) },
    { width: TAG.length, row: ownPlace(tree, blocks, areas, sums) },
    { width: POSITION.length, row: position(tree, blocks, sums, headlineBlock, headings) },
    { width: CONTAINER.length, row: containers(tree, blocks, sums, headlineBlock) },
    { width: SIGNATURE.length, row: signatures(tree, blocks, sums) },
    { width: NEIGHBOUR.length, row: neighbours(tree, blocks) },
    { width: CLAIM.length, row: agreement(blocks, claims, headlineBlock) },
  ]
  let offset = 0
  for (const { width, row } of families) {
    for (let i = 0; i < n; i++) out.set(row(i), i * FEATURES.length + offset)
    offset += width
  }
  return { rows: out, headings, headlineBlock }
}

type Row = (block: number) => readonly number[]

// ---- sums over the tree -------------------------------------------------------------------------------------------

interface Sums {
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

const linkShare = (block: Block): number => block.linkedLetters / block.letters

function sumUp({ elements, parents }: Tree, blocks: readonly Block[]): Sums {
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

// ---- own form -----------------------------------------------------------------------------------------------------

const DATE_LIKE =
  /\d{1,2}[.:/-]\s?\d{2}|\b(?:19|20)\d\d\b|\b(?:jan|feb|m[aä]r|apr|ma[iy]|jun|jul|aug|sep|o[ck]t|nov|de[cz])[a-z]*\.?\s+\d/i

function ownForm(blocks: readonly Block[]): Row {
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

/** 2 for a mark that ends sentences, a closing quote after it looked through; 1 for other marks; 0 for a letter. */
function endMark(text: string): number {
  let at = text.length - 1
  if (/["'”“’»)\]]/.test(text[at] ?? '') && at > 0) at--
  const mark = text[at] ?? ''
  if (/[.!?…。！？؟।]/.test(mark)) return 2
  return /[\p{L}\p{N}]/u.test(mark) ? 0 : 1
}

// ---- tag and ancestors --------------------------------------------------------------------------------------------

/** By element: bit set of the areas it stands in. */
function readAreas({ elements, parents }: Tree): Int32Array {
  const areas = new Int32Array(elements.length)
  elements.forEach(({ name, attribs }, at) => {
    let own = at === 0 ? 0 : areas[parents[at]!]!
    const area = AREAS[name]
    if (area !== undefined) own |= 1 << area
    if (
      attribs['hidden'] !== undefined ||
      attribs['aria-hidden'] === 'true' ||
      (attribs['style'] !== undefined && /display\s*:\s*none/i.test(attribs['style']))
    )
      own |= 1 << HIDDEN
    if (attribs['itemprop'] !== undefined && /articleBody/i.test(attribs['itemprop'])) own |= 1 << ARTICLE_BODY
    areas[at] = own
  })
  return areas
}

const tagCode = (tree: Tree, block: Block): number => TAG_CODES[tree.elements[block.element]!.name] ?? OTHER_TAG

function headingLevel(tree: Tree, { element }: Block): number {
  for (let at = element, steps = 0; at >= 0 && steps < 3; at = tree.parents[at]!, steps++) {
    const name = tree.elements[at]!.name
    if (name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6') return Number(name[1])
  }
  return 0
}

function ownPlace(tree: Tree, blocks: readonly Block[], areas: Int32Array, sums: Sums): Row {
  const runs = new Int32Array(tree.elements.length)
  const alike = new Map<number, number>()
  const kindOf = (block: Block): number => tree.parents[block.element]! * 32 + tagCode(tree, block)
  for (const block of blocks) {
    runs[block.element]!++
    alike.set(kindOf(block), (alike.get(kindOf(block)) ?? 0) + 1)
  }
  void sums
  return i => {
    const block = blocks[i]!
    const row = [tagCode(tree, block), tree.depths[block.element]!, headingLevel(tree, block)]
    const bits = areas[block.element]!
    for (let area = 0; area < AREA_COUNT; area++) row.push((bits >> area) & 1)
    row.push(Math.min(50, runs[block.element]!), Math.min(50, alike.get(kindOf(block)) ?? 1))
    return row
  }
}

// ---- position -----------------------------------------------------------------------------------------------------

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '')

/** The heading with the headline's words, else the first main heading. */
function findHeadline(tree: Tree, blocks: readonly Block[], headline: string | undefined): number {
  const wanted = headline === undefined ? '' : bare(headline)
  let first = -1
  let inText = -1
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    const level = headingLevel(tree, block)
    if (level === 1 && first < 0) first = i
    if (wanted === '' || block.text.length < wanted.length * 0.5 || block.text.length > wanted.length * 2 + 20) continue
    const text = bare(block.text)
    if (text !== wanted && !(text.length > 20 && (wanted.startsWith(text) || text.startsWith(wanted)))) continue
    if (level > 0) return i
    if (inText < 0) inText = i
  }
  return first >= 0 ? first : inText
}

function findHeadings(tree: Tree, blocks: readonly Block[]): Int32Array {
  const headings = new Int32Array(blocks.length)
  let last = -1
  blocks.forEach((block, i) => {
    headings[i] = last
    if (headingLevel(tree, block) > 0) last = i
  })
  return headings
}

/** Steps through the tree from one element to another; `FAR` when there are more. */
function treeSteps({ parents, depths }: Tree, from: number, to: number): number {
  let a = from
  let b = to
  let steps = 0
  while (a !== b && steps < FAR) {
    if (depths[a]! >= depths[b]!) a = parents[a]!
    else b = parents[b]!
    if (a < 0 || b < 0) return FAR
    steps++
  }
  return steps
}

function position(tree: Tree, blocks: readonly Block[], sums: Sums, headlineBlock: number, headings: Int32Array): Row {
  const before = new Float64Array(blocks.length + 1)
  const goodBefore = new Float64Array(blocks.length + 1)
  blocks.forEach((block, i) => {
    before[i + 1] = before[i]! + block.letters
    goodBefore[i + 1] = goodBefore[i]! + (sums.isGood[i] ? block.letters : 0)
  })
  const total = Math.max(1, before[blocks.length]!)
  return i => {
    const block = blocks[i]!
    const heading = headings[i]!
    return [
      i / blocks.length,
      before[i]! / total,
      1 - goodBefore[i + 1]! / sums.totalGood,
      Math.min(2000, blocks.length),
      Math.min(100_000, sums.totalGood),
      headlineBlock < 0 ? -200 : Math.max(-100, Math.min(200, i - headlineBlock)),
      headlineBlock < 0 ? -1 : Math.max(-1, Math.min(20_000, before[i]! - before[headlineBlock]!)),
      headlineBlock < 0 ? FAR : treeSteps(tree, block.element, blocks[headlineBlock]!.element),
      heading < 0 ? FAR : Math.min(FAR, i - heading),
      heading < 0 ? 0 : Math.min(FAR, blocks[heading]!.words),
    ]
  }
}

// ---- containers ---------------------------------------------------------------------------------------------------

function containers(tree: Tree, blocks: readonly Block[], sums: Sums, headlineBlock: number): Row {
  const best = largest(sums.score)
  const mostDirect = largest(sums.direct)
  const holders = [0.5, 0.7, 0.9].map(share => deepestWith(tree, sums, share))
  const shared = [best, ...holders, mostDirect].map(container => sharedDepths(tree, container))
  const article = nearestArticles(tree)
  const headlineArticle = headlineBlock < 0 ? -1 : article[blocks[headlineBlock]!.element]!
  const articles = new Set(blocks.map(block => article[block.element]!)).size
  const share = (at: number): number => (at < 0 ? 1 : sums.good[at]! / sums.totalGood)
  const linkShareAt = (at: number): number => (at < 0 ? 0 : sums.linked[at]! / Math.max(1, sums.letters[at]!))
  const up = (at: number): number => (at < 0 ? -1 : tree.parents[at]!)
  return i => {
    const at = blocks[i]!.element
    const depth = tree.depths[at]!
    const parent = up(at)
    const grand = up(parent)
    const own = article[at]!
    const steps = (index: number): number => Math.min(FAR, depth - shared[index]![at]!)
    return [
      steps(0),
      Math.min(FAR, tree.depths[best]! - shared[0]![at]!),
      steps(1),
      steps(2),
      steps(3),
      steps(4),
      share(best),
      tree.depths[holders[0]!]!,
      share(at),
      share(parent),
      share(grand),
      share(up(grand)),
      linkShareAt(at),
      linkShareAt(parent),
      linkShareAt(grand),
      parent < 0 ? 0 : Math.min(200, sums.blocks[parent]!),
      grand < 0 ? 0 : Math.min(200, sums.blocks[grand]!),
      own < 0 ? -1 : share(own),
      own < 0 ? 0 : own === headlineArticle ? 2 : 1,
      Math.min(50, articles),
    ]
  }
}

function largest(values: Float64Array): number {
  let best = 0
  for (let at = 1; at < values.length; at++) if (values[at]! > values[best]!) best = at
  return best
}

/** The deepest element that still holds this share of the good text; document order puts deeper ones later. */
function deepestWith({ depths }: Tree, { good, totalGood }: Sums, share: number): number {
  let best = 0
  for (let at = 1; at < good.length; at++) if (good[at]! >= totalGood * share && depths[at]! > depths[best]!) best = at
  return best
}

/** By element: depth of the nearest element that holds both it and `container`. */
function sharedDepths({ parents, depths }: Tree, container: number): Int32Array {
  const shared = new Int32Array(depths.length)
  const isAbove = new Uint8Array(depths.length)
  for (let at = container; at >= 0; at = parents[at]!) isAbove[at] = 1
  for (let at = 1; at < depths.length; at++) shared[at] = isAbove[at] ? depths[at]! : shared[parents[at]!]!
  return shared
}

function nearestArticles({ elements, parents }: Tree): Int32Array {
  const articles = new Int32Array(elements.length).fill(-1)
  for (let at = 1; at < elements.length; at++)
    articles[at] = elements[at]!.name === 'article' ? at : articles[parents[at]!]!
  return articles
}

// ---- path signatures ----------------------------------------------------------------------------------------------

interface Group {
  good: number
  linked: number
  letters: number
  count: number
}

function signatures(tree: Tree, blocks: readonly Block[], sums: Sums): Row {
  const { paths, classPaths } = hashPaths(tree)
  const byPath = group(blocks, sums, paths)
  const byClassPath = group(blocks, sums, classPaths)
  return i => {
    const at = blocks[i]!.element
    return [...describe(byPath, paths[at]!), ...describe(byClassPath, classPaths[at]!)]
  }

  function describe({ groups, largest: most }: Grouping, key: number): number[] {
    const one = groups.get(key)!
    return [one.good / sums.totalGood, Math.min(200, one.count), one.linked / one.letters, one === most ? 1 : 0]
  }
}

interface Grouping {
  readonly groups: ReadonlyMap<number, Group>
  readonly largest: Group | undefined
}

function group(blocks: readonly Block[], sums: Sums, keys: Int32Array): Grouping {
  const groups = new Map<number, Group>()
  blocks.forEach((block, i) => {
    const one = getOrMake(groups, keys[block.element]!, () => ({ good: 0, linked: 0, letters: 0, count: 0 }))
    if (sums.isGood[i]) one.good += block.letters
    one.letters += block.letters
    one.linked += block.linkedLetters
    one.count++
  })
  let most: Group | undefined
  for (const one of groups.values()) if (most === undefined || one.good > most.good) most = one
  return { groups, largest: most }
}

/** By element: hash of the tag names from the root down, and of the names and classes of three levels. */
function hashPaths({ elements, parents }: Tree): { paths: Int32Array; classPaths: Int32Array } {
  const n = elements.length
  const paths = new Int32Array(n)
  const own = new Int32Array(n)
  const classPaths = new Int32Array(n)
  for (let at = 1; at < n; at++) {
    const { name, attribs } = elements[at]!
    const parent = parents[at]!
    const tag = hash(name, 17)
    paths[at] = Math.imul(paths[parent]! ^ tag, 0x9e3779b1)
    const classes = attribs['class']
    own[at] = classes === undefined ? tag : hash(classes, tag)
    const grand = parent > 0 ? parents[parent]! : 0
    classPaths[at] = Math.imul(Math.imul(own[grand]!, 31) ^ own[parent]!, 31) ^ own[at]!
  }
  return { paths, classPaths }
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hash(text: string, seed: number): number {
  let value = seed ^ 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return value
}

// ---- neighbours ---------------------------------------------------------------------------------------------------

function neighbours(tree: Tree, blocks: readonly Block[]): Row {
  const isStrong = blocks.map(
    block => block.words >= STRONG_WORDS && linkShare(block) < 0.3 && endMark(block.text) === 2,
  )
  const strongBefore = new Int32Array(blocks.length).fill(-1)
  const strongAfter = new Int32Array(blocks.length).fill(-1)
  for (let i = 1; i < blocks.length; i++) strongBefore[i] = isStrong[i - 1] ? i - 1 : strongBefore[i - 1]!
  for (let i = blocks.length - 2; i >= 0; i--) strongAfter[i] = isStrong[i + 1] ? i + 1 : strongAfter[i + 1]!
  return i => {
    const at = blocks[i]!.element
    const words = (j: number): number => (blocks[j] ? Math.min(100, blocks[j].words) : -1)
    const links = (j: number): number => (blocks[j] ? linkShare(blocks[j]) : -1)
    const kin = (j: number): number =>
      !blocks[j] ? -1 : blocks[j].element === at ? 2 : tree.parents[blocks[j].element] === tree.parents[at] ? 1 : 0
    const tag = (j: number): number => (blocks[j] ? tagCode(tree, blocks[j]) : -1)
    const far = (j: number): number => (j < 0 ? FAR : Math.min(FAR, Math.abs(i - j)))
    const steps = (j: number): number => (j < 0 ? FAR : treeSteps(tree, at, blocks[j]!.element))
    return [
      words(i - 1),
      links(i - 1),
      kin(i - 1),
      tag(i - 1),
      words(i - 2),
      links(i - 2),
      words(i + 1),
      links(i + 1),
      kin(i + 1),
      tag(i + 1),
      words(i + 2),
      links(i + 2),
      far(strongBefore[i]!),
      steps(strongBefore[i]!),
      far(strongAfter[i]!),
      steps(strongAfter[i]!),
    ]
  }
}

// ---- the page's own claims ----------------------------------------------------------------------------------------

/** So many bare letters identify a paragraph within a text. */
const PROBE = 32

function agreement(blocks: readonly Block[], claims: Claims, headlineBlock: number): Row {
  const description = claims.description === undefined ? '' : bare(claims.description).slice(0, PROBE)
  const names = (claims.byline ?? []).map(name => name.toLowerCase()).filter(name => name.length > 3)
  const declared = claims.articleBody === undefined ? '' : bare(claims.articleBody)
  const isDeclared = new Uint8Array(blocks.length)
  let declaredLetters = 0
  if (declared.length > 200)
    blocks.forEach((block, i) => {
      if (block.letters < 20) return
      const probe = bare(block.text.slice(0, PROBE * 2)).slice(0, PROBE)
      if (probe.length < 16 || !declared.includes(probe)) return
      isDeclared[i] = 1
      declaredLetters += block.letters
    })
  const coverage = declared.length > 200 ? Math.min(2, declaredLetters / declared.length) : -1
  return i => {
    const { text, words } = blocks[i]!
    const isDescription =
      description.length >= 16 &&
      words > 3 &&
      bare(text.slice(0, PROBE * 2)).slice(0, description.length) === description
    const lower = words < 30 && names.length > 0 ? text.toLowerCase() : ''
    return [
      i === headlineBlock ? 1 : 0,
      isDescription ? 1 : 0,
      lower !== '' && names.some(name => lower.includes(name)) ? 1 : 0,
      coverage < 0 ? -1 : isDeclared[i]!,
      coverage,
    ]
  }
}
