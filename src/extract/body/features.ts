/** What is known of each text block: its own form, where it stands, what surrounds it. One row of numbers a block. */

import type { Block, Segmentation, Tree } from './blocks.ts'
import type { Claims } from './claims.ts'
import { agreement, CLAIM } from './features/agreement.ts'
import { CONTAINER, containers } from './features/containers.ts'
import { FORM, ownForm } from './features/form.ts'
import { hashLooks, SIGNATURE, signatures } from './features/groups.ts'
import { NEIGHBOUR, neighbours } from './features/neighbours.ts'
import { headingLevel, isInLink, ownPlace, PLACE, readAreas } from './features/place.ts'
import { findHeadings, findHeadline, POSITION, position } from './features/position.ts'
import { sumUp } from './features/sums.ts'
import { TOKEN_FEATURES } from './tokens.ts'

/** The measured page. */
export interface Measured {
  /** 1 for blocks that may be text; the rows of others are not filled */
  readonly isCandidate: Uint8Array
  /** COLUMNS.length numbers a block, row after row; those of TOKEN_FEATURES, the last of a row, are still 0 */
  readonly rows: Float32Array
  /** index of the nearest heading block above, -1 before the first */
  readonly headings: Int32Array
  /** index of the block with the headline, -1 when it was not found */
  readonly headlineBlock: number
}

/** Names of a row's numbers, in order. */
export const COLUMNS = [
  ...FORM,
  ...PLACE,
  ...POSITION,
  ...CONTAINER,
  ...SIGNATURE,
  ...NEIGHBOUR,
  ...CLAIM,
  ...TOKEN_FEATURES,
] as const

/** Measures every block of a page, in time linear in its size. */
export function measure({ tree, blocks }: Segmentation, claims: Claims): Measured {
  const n = blocks.length
  const rows = new Float32Array(n * COLUMNS.length)
  const sums = sumUp(tree, blocks)
  const looks = hashLooks(tree)
  const headlineBlock = findHeadline(tree, blocks, claims.headline)
  const headings = findHeadings(tree, blocks)
  const areas = readAreas(tree)
  const isCandidate = new Uint8Array(n)
  for (let i = 0; i < n; i++) if (!isMereLink(tree, areas, blocks[i]!)) isCandidate[i] = 1
  const families = [
    { width: FORM.length, row: ownForm(blocks) },
    { width: PLACE.length, row: ownPlace(tree, blocks, areas) },
    { width: POSITION.length, row: position(tree, blocks, sums, headlineBlock, headings) },
    { width: CONTAINER.length, row: containers(tree, blocks, sums, headlineBlock, looks) },
    { width: SIGNATURE.length, row: signatures(tree, blocks, sums, headings, looks) },
    { width: NEIGHBOUR.length, row: neighbours(tree, blocks) },
    { width: CLAIM.length, row: agreement(blocks, claims) },
  ]
  let offset = 0
  for (const { width, row } of families) {
    for (let i = 0; i < n; i++) if (isCandidate[i]) row(i, rows, i * COLUMNS.length + offset)
    offset += width
  }
  return { isCandidate, rows, headings, headlineBlock }
}

/** Longer links are sentences of a text that is linked as a whole. */
const MAX_LINK_WORDS = 25
const MERE_LINK_SHARE = 0.9

/**
 * Menus, teasers, and "Read more" between paragraphs: most of all blocks, and never the article's own words. Not weighing them is what readers
 * of the text want, and saves most of the work.
 */
function isMereLink(tree: Tree, areas: Int32Array, block: Block): boolean {
  return (
    block.words < MAX_LINK_WORDS &&
    (block.linkedLetters >= block.letters * MERE_LINK_SHARE || isInLink(areas, block)) &&
    headingLevel(tree, block) === 0
  )
}
