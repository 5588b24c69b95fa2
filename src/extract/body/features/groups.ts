/** Blocks that are alike: with the same path from the root, in the same list, under the same heading. */

import { fnv1a } from '../../../values/hash.ts'
import { getOrMake } from '../../../values/memo.ts'
import type { Block, Tree } from '../blocks.ts'
import type { Row, Sums } from './sums.ts'

export const SIGNATURE = [
  'path good share',
  'path count',
  'path link share',
  'path is largest',
  'class path good share',
  'class path count',
  'class path link share',
  'list blocks',
  'list good share',
  'section link share',
  'section good share',
  'section blocks',
] as const

interface Group {
  good: number
  linked: number
  letters: number
  count: number
}

export function signatures(
  tree: Tree,
  blocks: readonly Block[],
  sums: Sums,
  headings: Int32Array,
  looks: Int32Array,
): Row {
  const { paths, classPaths } = hashPaths(tree, looks)
  const byPath = group(blocks, sums, paths)
  const byClassPath = group(blocks, sums, classPaths)
  const lists = nearestLists(tree)
  const sections = sectionsOf(blocks, sums, headings)
  return (i, rows, at) => {
    const element = blocks[i]!.element
    const list = lists[element]!
    const section = sections[i]!
    const path = byPath.groups.get(paths[element]!)!
    const classPath = byClassPath.groups.get(classPaths[element]!)!
    rows[at++] = path.good / sums.totalGood
    rows[at++] = Math.min(200, path.count)
    rows[at++] = path.linked / path.letters
    rows[at++] = path === byPath.largest ? 1 : 0
    rows[at++] = classPath.good / sums.totalGood
    rows[at++] = Math.min(200, classPath.count)
    rows[at++] = classPath.linked / classPath.letters
    rows[at++] = list < 0 ? -1 : Math.min(200, sums.blocks[list]!)
    rows[at++] = list < 0 ? -1 : sums.good[list]! / sums.totalGood
    rows[at++] = section.linked / Math.max(1, section.letters)
    rows[at++] = section.good / sums.totalGood
    rows[at++] = Math.min(200, section.count)
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

/** By element: a number for its tag and classes together. Own hashes: V8 makes that of a string cut out of markup outside of compiled code. */
export function hashLooks({ elements }: Tree): Int32Array {
  const looks = new Int32Array(elements.length)
  for (let at = 0; at < looks.length; at++) {
    const { name, attribs } = elements[at]!
    const classes = attribs['class']
    looks[at] = Math.imul(fnv1a(name), 31) ^ (classes === undefined ? 0 : fnv1a(classes))
  }
  return looks
}

/** By element: hash of the tag names from the root down, and of the names and classes of three levels. */
function hashPaths({ elements, parents }: Tree, own: Int32Array): { paths: Int32Array; classPaths: Int32Array } {
  const n = elements.length
  const paths = new Int32Array(n)
  const classPaths = new Int32Array(n)
  for (let at = 1; at < n; at++) {
    const parent = parents[at]!
    paths[at] = Math.imul(paths[parent]! ^ fnv1a(elements[at]!.name), 0x9e3779b1)
    const grand = parent > 0 ? parents[parent]! : 0
    classPaths[at] = Math.imul(Math.imul(own[grand]!, 31) ^ own[parent]!, 31) ^ own[at]!
  }
  return { paths, classPaths }
}

/** By element: the list or table it stands in, -1 outside. */
function nearestLists({ elements, parents }: Tree): Int32Array {
  const lists = new Int32Array(elements.length).fill(-1)
  for (let at = 1; at < elements.length; at++) {
    const { name } = elements[at]!
    lists[at] = name === 'ul' || name === 'ol' || name === 'dl' || name === 'table' ? at : lists[parents[at]!]!
  }
  return lists
}

/** The runs of blocks between two headings, a heading counting to what follows it. */
function sectionsOf(blocks: readonly Block[], sums: Sums, headings: Int32Array): readonly Group[] {
  const of: Group[] = []
  let section: Group = { good: 0, linked: 0, letters: 0, count: 0 }
  blocks.forEach((block, i) => {
    // The heading of the next block is this block: a new section begins here.
    if (headings[i + 1] === i) section = { good: 0, linked: 0, letters: 0, count: 0 }
    else {
      if (sums.isGood[i]) section.good += block.letters
      section.letters += block.letters
      section.linked += block.linkedLetters
    }
    section.count++
    of.push(section)
  })
  return of
}
