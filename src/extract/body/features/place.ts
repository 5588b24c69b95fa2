/** What a block stands in: its own tag and those above it. */

import type { Block, Tree } from '../blocks.ts'
import type { Row } from './sums.ts'

export const PLACE = [
  'tag',
  'depth',
  'heading level',
  'in aside',
  'in footer',
  'in figure',
  'in list',
  'in table',
  'in main',
  'in link',
  'in articleBody',
  'runs in element',
  'siblings alike',
] as const

const TAG_CODES = new Map(
  Object.entries({
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
  }),
)
const OTHER_TAG = 19

const IN_LINK = 64

/** Areas of a page by tag, as bits in the order of their names in PLACE. */
const AREAS = new Map(
  Object.entries({
    aside: 1,
    footer: 2,
    figure: 4,
    figcaption: 4,
    ul: 8,
    ol: 8,
    table: 16,
    main: 32,
    a: IN_LINK,
  }),
)
const ARTICLE_BODY = 128
const AREA_COUNT = 8

/** By element: bit set of the areas it stands in. */
export function readAreas({ elements, parents }: Tree): Int32Array {
  const areas = new Int32Array(elements.length)
  for (let at = 1; at < elements.length; at++) {
    const { name, attribs } = elements[at]!
    const itemprop = attribs['itemprop']
    const own = itemprop !== undefined && /articleBody/i.test(itemprop) ? ARTICLE_BODY : 0
    areas[at] = areas[parents[at]!]! | own | (AREAS.get(name) ?? 0)
  }
  return areas
}

/** Whether a block stands in a link that holds other blocks: the text of a card. */
export const isInLink = (areas: Int32Array, { element }: Block): boolean => (areas[element]! & IN_LINK) !== 0

export const tagCode = (tree: Tree, block: Block): number =>
  TAG_CODES.get(tree.elements[block.element]!.name) ?? OTHER_TAG

export function headingLevel(tree: Tree, { element }: Block): number {
  for (let at = element, steps = 0; at >= 0 && steps < 3; at = tree.parents[at]!, steps++) {
    const name = tree.elements[at]!.name
    if (name.length === 2 && name[0] === 'h' && name >= 'h1' && name <= 'h6') return Number(name[1])
  }
  return 0
}

export function ownPlace(tree: Tree, blocks: readonly Block[], areas: Int32Array): Row {
  const runs = new Int32Array(tree.elements.length)
  const alike = new Map<number, number>()
  const kindOf = (block: Block): number => tree.parents[block.element]! * 32 + tagCode(tree, block)
  for (const block of blocks) {
    runs[block.element]!++
    alike.set(kindOf(block), (alike.get(kindOf(block)) ?? 0) + 1)
  }
  return (i, rows, at) => {
    const block = blocks[i]!
    rows[at++] = tagCode(tree, block)
    rows[at++] = tree.depths[block.element]!
    rows[at++] = headingLevel(tree, block)
    const bits = areas[block.element]!
    for (let area = 0; area < AREA_COUNT; area++) rows[at++] = (bits >> area) & 1
    rows[at++] = Math.min(50, runs[block.element]!)
    rows[at++] = Math.min(50, alike.get(kindOf(block)) ?? 1)
  }
}
