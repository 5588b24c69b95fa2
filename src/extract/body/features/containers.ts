/** How a block stands to the parts of the page that hold most of its text. */

import type { Block, Tree } from '../blocks.ts'
import { FAR, type Row, type Sums } from './sums.ts'

export const CONTAINER = [
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
  'good share of branch',
  'link share of branch',
  'blocks of branch',
  'good before in best',
  'own repeats',
  'parent repeats',
  'repeats above',
  'link share of great-grandparent',
] as const

export function containers(
  tree: Tree,
  blocks: readonly Block[],
  sums: Sums,
  headlineBlock: number,
  looks: Int32Array,
): Row {
  const best = largest(sums.score)
  const mostDirect = largest(sums.direct)
  const holders = [0.5, 0.7, 0.9].map(share => deepestWith(tree, sums, share))
  const shared = [best, ...holders, mostDirect].map(container => sharedDepths(tree, container))
  const article = nearestArticles(tree)
  const headlineArticle = headlineBlock < 0 ? -1 : article[blocks[headlineBlock]!.element]!
  const articles = new Set(blocks.map(block => article[block.element]!)).size
  const branches = branchesBelow(tree, best)
  const repeats = countRepeats(tree, sums, looks)
  const goodInBest = goodBefore(tree, blocks, sums, best)
  const share = (at: number): number => (at < 0 ? 1 : sums.good[at]! / sums.totalGood)
  const linkShareAt = (at: number): number => (at < 0 ? 0 : sums.linked[at]! / Math.max(1, sums.letters[at]!))
  const up = (at: number): number => (at < 0 ? -1 : tree.parents[at]!)
  return (i, rows, at) => {
    const element = blocks[i]!.element
    const depth = tree.depths[element]!
    const parent = up(element)
    const grand = up(parent)
    const own = article[element]!
    const branch = branches[element]!
    const steps = (index: number): number => Math.min(FAR, depth - shared[index]![element]!)
    rows[at++] = steps(0)
    rows[at++] = Math.min(FAR, tree.depths[best]! - shared[0]![element]!)
    rows[at++] = steps(1)
    rows[at++] = steps(2)
    rows[at++] = steps(3)
    rows[at++] = steps(4)
    rows[at++] = share(best)
    rows[at++] = tree.depths[holders[0]!]!
    rows[at++] = share(element)
    rows[at++] = share(parent)
    rows[at++] = share(grand)
    rows[at++] = share(up(grand))
    rows[at++] = linkShareAt(element)
    rows[at++] = linkShareAt(parent)
    rows[at++] = linkShareAt(grand)
    rows[at++] = parent < 0 ? 0 : Math.min(200, sums.blocks[parent]!)
    rows[at++] = grand < 0 ? 0 : Math.min(200, sums.blocks[grand]!)
    rows[at++] = own < 0 ? -1 : share(own)
    rows[at++] = own < 0 ? 0 : own === headlineArticle ? 2 : 1
    rows[at++] = Math.min(50, articles)
    rows[at++] = branch < 0 ? -1 : sums.good[branch]! / Math.max(1, sums.good[best]!)
    rows[at++] = branch < 0 ? -1 : linkShareAt(branch)
    rows[at++] = branch < 0 ? -1 : Math.min(200, sums.blocks[branch]!)
    rows[at++] = goodInBest[i]!
    rows[at++] = Math.min(50, repeats.own[element]!)
    rows[at++] = parent < 0 ? 0 : Math.min(50, repeats.own[parent]!)
    rows[at++] = parent < 0 ? 0 : Math.min(50, repeats.above[parent]!)
    rows[at++] = linkShareAt(up(grand))
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

/** By element: the child of `container` that it is or stands in, -1 outside. */
function branchesBelow({ parents }: Tree, container: number): Int32Array {
  const branches = new Int32Array(parents.length).fill(-1)
  for (let at = 1; at < parents.length; at++) branches[at] = parents[at] === container ? at : branches[parents[at]!]!
  return branches
}

/** Share of a container's good text that stands before each block; below 0 before the container, above 1 after it. */
function goodBefore({ parents }: Tree, blocks: readonly Block[], sums: Sums, container: number): Float32Array {
  const isIn = new Uint8Array(parents.length)
  isIn[container] = 1
  for (let at = container + 1; at < parents.length; at++) isIn[at] = isIn[parents[at]!]!
  const total = Math.max(1, sums.good[container]!)
  const shares = new Float32Array(blocks.length)
  let seen = 0
  let last = -1
  blocks.forEach((block, i) => {
    if (isIn[block.element]) last = i
    shares[i] = seen / total
    if (isIn[block.element] && sums.isGood[i]) seen += block.letters
  })
  let first = 0
  while (first < blocks.length && !isIn[blocks[first]!.element]) shares[first++] = -1
  for (let i = last + 1; i < blocks.length; i++) shares[i] = 2
  return shares
}

/** A card holds less of the good text than this; what holds more is a column of the page. */
const CARD_SHARE = 0.4

/**
 * By element: how many siblings have the same tag and classes, and the largest such number among the element and those above it that hold
 * little of the text: teasers stand in rows of like cards, paragraphs do not.
 */
function countRepeats(
  { parents }: Tree,
  { good, totalGood }: Sums,
  looks: Int32Array,
): { own: Int32Array; above: Int32Array } {
  const n = parents.length
  const keys = new Int32Array(n)
  const counts = new Map<number, number>()
  for (let at = 1; at < n; at++) {
    keys[at] = Math.imul(looks[at]!, 31) ^ Math.imul(parents[at]!, 0x9e3779b1)
    counts.set(keys[at]!, (counts.get(keys[at]!) ?? 0) + 1)
  }
  const own = new Int32Array(n)
  const above = new Int32Array(n)
  for (let at = 1; at < n; at++) {
    own[at] = counts.get(keys[at]!)!
    above[at] = good[at]! > totalGood * CARD_SHARE ? 0 : Math.max(own[at]!, above[parents[at]!]!)
  }
  return { own, above }
}
