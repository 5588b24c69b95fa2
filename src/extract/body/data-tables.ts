/** Tables of the text: rows and columns that stand between its blocks. Layout made of tables is none. */

import { type Element, isTag } from 'domhandler'
import { elementsWithText, nearest, type Segmentation } from './blocks.ts'

export interface DataTable {
  /** its number in the tree */
  readonly element: number
  /** its first and last block */
  readonly first: number
  readonly last: number
  readonly caption: Element | undefined
  /** rows of td and th elements */
  readonly rows: readonly (readonly Element[])[]
}

/** Cells hold figures and names; more letters in the mean are text set in columns. */
const MAX_CELL_LETTERS = 250

/** Above this share of link text a table is a list of other pages. */
const MAX_LINK_SHARE = 0.5

/** A cell with more of the page's text than this is no cell, but a column of the page. */
const MAX_TEXT_SHARE = 0.5

export const CELLS: ReadonlySet<string> = new Set(['td', 'th'])

/** Tables further from the text than this belong to a box beside it. */
const MAX_STEPS = 4

/** The data tables between the first and the last chosen block, in order; none stands in another. */
export function dataTables(page: Segmentation, isChosen: Uint8Array): readonly DataTable[] {
  const { tree, blocks } = page
  const { elements, parents } = tree
  const start = isChosen.indexOf(1)
  const end = isChosen.lastIndexOf(1)
  const lettersChosen = blocks.reduce((sum, { letters }, i) => (isChosen[i] ? sum + letters : sum), 0)
  const tables = outermostTables()
  const holdsText = elementsWithText(page, isChosen)
  const found: DataTable[] = []
  const tableOf = (block: number): number => tables[blocks[block]?.element ?? 0]!
  for (let i = Math.max(0, start); i <= end; i++) {
    const table = tableOf(i)
    if (table < 0) continue
    // The first or the last words of the text may stand in a table that goes on.
    let first = i
    while (tableOf(first - 1) === table) first--
    while (tableOf(i + 1) === table) i++
    const rows = isNear(table) ? dataRows(elements[table]!) : []
    const caption = elements[table]!.children.filter(isTag).find(({ name }) => name === 'caption')
    if (rows.length > 0 && isData(first, i)) found.push({ element: table, first, last: i, caption, rows })
  }
  return found

  /** By element: the outermost table it stands in, -1 outside. */
  function outermostTables(): Int32Array {
    const outermost = new Int32Array(elements.length).fill(-1)
    for (let at = 1; at < elements.length; at++) {
      const above = outermost[parents[at]!]!
      outermost[at] = above >= 0 ? above : elements[at]!.name === 'table' ? at : -1
    }
    return outermost
  }

  function isNear(table: number): boolean {
    for (let at = table, steps = 0; at >= 0 && steps < MAX_STEPS; at = parents[at]!, steps++)
      if (holdsText[at]) return true
    return false
  }

  function isData(first: number, last: number): boolean {
    let letters = 0
    let linked = 0
    for (let i = first; i <= last; i++) {
      letters += blocks[i]!.letters
      linked += blocks[i]!.linkedLetters
    }
    return (
      letters / (last - first + 1) <= MAX_CELL_LETTERS &&
      linked <= letters * MAX_LINK_SHARE &&
      textOfLargestCell(first, last) <= lettersChosen * MAX_TEXT_SHARE
    )
  }

  function textOfLargestCell(first: number, last: number): number {
    const texts = new Map<number, number>()
    for (let i = first; i <= last; i++) {
      if (!isChosen[i]) continue
      const cell = nearest(tree, blocks[i]!.element, CELLS)
      texts.set(cell, (texts.get(cell) ?? 0) + blocks[i]!.letters)
    }
    return Math.max(0, ...texts.values())
  }
}

/** Rows of cells, or nothing when there are not two of each, or when tables stand in tables. */
function dataRows(table: Element): Element[][] {
  const rows: Element[][] = []
  let isNested = false
  const walk = (element: Element): void => {
    const children = element.children.filter(isTag)
    // A row is what holds cells: the tags of rows are often missing, in heads above all.
    const cells = children.filter(({ name }) => CELLS.has(name))
    if (cells.length > 0) rows.push(cells)
    for (const child of children) {
      if (child.name === 'table') isNested = true
      if (CELLS.has(child.name)) findNested(child)
      else walk(child)
    }
  }
  const findNested = (element: Element): void => {
    for (const child of element.children.filter(isTag)) {
      if (child.name === 'table') isNested = true
      else findNested(child)
    }
  }
  walk(table)
  const widest = Math.max(0, ...rows.map(row => row.length))
  return isNested || rows.length < 2 || widest < 2 ? [] : rows
}
