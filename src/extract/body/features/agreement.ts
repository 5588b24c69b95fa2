/** Where a block repeats what the page says of its article elsewhere. */

import { bare } from '../../../values/text.ts'
import type { Block } from '../blocks.ts'
import type { Claims } from '../claims.ts'
import type { Row } from './sums.ts'

export const CLAIM = ['is description', 'in declared body', 'page in declared body'] as const

/** So many bare letters identify a paragraph within a text. */
const PROBE = 32

export function agreement(blocks: readonly Block[], claims: Claims): Row {
  const description = claims.description === undefined ? '' : bare(claims.description).slice(0, PROBE)
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
  return (i, rows, at) => {
    const { text, words } = blocks[i]!
    const isDescription =
      description.length >= 16 &&
      words > 3 &&
      mayBegin(text, description) &&
      bare(text.slice(0, PROBE * 2)).slice(0, description.length) === description
    rows[at++] = isDescription ? 1 : 0
    rows[at++] = coverage < 0 ? -1 : isDeclared[i]!
    rows[at++] = coverage
  }
}

/** Whether it is worth looking at the bare letters: most texts begin with another one. */
export function mayBegin(text: string, bareText: string): boolean {
  const first = text.charCodeAt(0) | 32
  return first < 97 || first > 122 || first === bareText.charCodeAt(0)
}
