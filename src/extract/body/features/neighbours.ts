/** What stands before and after a block. */

import type { Block, Tree } from '../blocks.ts'
import { endMark } from './form.ts'
import { treeSteps } from './position.ts'
import { FAR, linkShare, type Row } from './sums.ts'

export const NEIGHBOUR = [
  'words before',
  'link share before',
  'words 2 before',
  'link share 2 before',
  'words after',
  'words 2 after',
  'blocks to strong before',
  'steps to strong before',
  'blocks to strong after',
  'steps to strong after',
] as const

/** A paragraph that nearly always is text, wherever it stands. */
const STRONG_WORDS = 18

export function neighbours(tree: Tree, blocks: readonly Block[]): Row {
  const isStrong = blocks.map(
    block => block.words >= STRONG_WORDS && linkShare(block) < 0.3 && endMark(block.text) >= 2,
  )
  const strongBefore = new Int32Array(blocks.length).fill(-1)
  const strongAfter = new Int32Array(blocks.length).fill(-1)
  for (let i = 1; i < blocks.length; i++) strongBefore[i] = isStrong[i - 1] ? i - 1 : strongBefore[i - 1]!
  for (let i = blocks.length - 2; i >= 0; i--) strongAfter[i] = isStrong[i + 1] ? i + 1 : strongAfter[i + 1]!
  return (i, rows, at) => {
    const element = blocks[i]!.element
    const words = (j: number): number => (blocks[j] ? Math.min(100, blocks[j].words) : -1)
    const links = (j: number): number => (blocks[j] ? linkShare(blocks[j]) : -1)
    const far = (j: number): number => (j < 0 ? FAR : Math.min(FAR, Math.abs(i - j)))
    const steps = (j: number): number => (j < 0 ? FAR : treeSteps(tree, element, blocks[j]!.element))
    rows[at++] = words(i - 1)
    rows[at++] = links(i - 1)
    rows[at++] = words(i - 2)
    rows[at++] = links(i - 2)
    rows[at++] = words(i + 1)
    rows[at++] = words(i + 2)
    rows[at++] = far(strongBefore[i]!)
    rows[at++] = steps(strongBefore[i]!)
    rows[at++] = far(strongAfter[i]!)
    rows[at++] = steps(strongAfter[i]!)
  }
}
