/** Where on the page a block stands, and how far from the headline. */

import { bare } from '../../../values/text.ts'
import type { Block, Tree } from '../blocks.ts'
import { mayBegin } from './agreement.ts'
import { headingLevel } from './place.ts'
import { FAR, type Row, type Sums } from './sums.ts'

export const POSITION = [
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

/** The heading with the headline's words, else the first main heading. */
export function findHeadline(tree: Tree, blocks: readonly Block[], headline: string | undefined): number {
  const wanted = headline === undefined ? '' : bare(headline)
  let first = -1
  let inText = -1
  for (let i = 0; i < blocks.length; i++) {
    const block = blocks[i]!
    const level = headingLevel(tree, block)
    if (level === 1 && first < 0) first = i
    if (wanted === '' || block.text.length < wanted.length * 0.5 || block.text.length > wanted.length * 2 + 20) continue
    if (!mayBegin(block.text, wanted)) continue
    const text = bare(block.text)
    if (text !== wanted && !(text.length > 20 && (wanted.startsWith(text) || text.startsWith(wanted)))) continue
    if (level > 0) return i
    if (inText < 0) inText = i
  }
  return first >= 0 ? first : inText
}

export function findHeadings(tree: Tree, blocks: readonly Block[]): Int32Array {
  const headings = new Int32Array(blocks.length)
  let last = -1
  blocks.forEach((block, i) => {
    headings[i] = last
    if (headingLevel(tree, block) > 0) last = i
  })
  return headings
}

/** Steps through the tree from one element to another; `FAR` when there are more. */
export function treeSteps({ parents, depths }: Tree, from: number, to: number): number {
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

export function position(
  tree: Tree,
  blocks: readonly Block[],
  sums: Sums,
  headlineBlock: number,
  headings: Int32Array,
): Row {
  const before = new Float64Array(blocks.length + 1)
  const goodBefore = new Float64Array(blocks.length + 1)
  blocks.forEach((block, i) => {
    before[i + 1] = before[i]! + block.letters
    goodBefore[i + 1] = goodBefore[i]! + (sums.isGood[i] ? block.letters : 0)
  })
  const total = Math.max(1, before[blocks.length]!)
  return (i, rows, at) => {
    const block = blocks[i]!
    const heading = headings[i]!
    rows[at++] = i / blocks.length
    rows[at++] = before[i]! / total
    rows[at++] = 1 - goodBefore[i + 1]! / sums.totalGood
    rows[at++] = Math.min(2000, blocks.length)
    rows[at++] = Math.min(100_000, sums.totalGood)
    rows[at++] = headlineBlock < 0 ? -200 : Math.max(-100, Math.min(200, i - headlineBlock))
    rows[at++] = headlineBlock < 0 ? -1 : Math.max(-1, Math.min(20_000, before[i]! - before[headlineBlock]!))
    rows[at++] = headlineBlock < 0 ? FAR : treeSteps(tree, block.element, blocks[headlineBlock]!.element)
    rows[at++] = heading < 0 ? FAR : Math.min(FAR, i - heading)
    rows[at++] = heading < 0 ? 0 : Math.min(FAR, blocks[heading]!.words)
  }
}
