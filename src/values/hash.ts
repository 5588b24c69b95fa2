/** FNV-1a over UTF-16 units, 32 bits (Fowler, Noll and Vo). */

import { codeAt } from './text.ts'

/** The hash of no text at all. */
export const FNV_START = 0x811c9dc5

/** The hash of a text that goes on by one unit. */
export const fnvNext = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193)

/** Of a text. */
export function fnv1a(text: string): number {
  let hash = FNV_START
  const { length } = text
  for (let at = 0; at < length; at++) hash = fnvNext(hash, codeAt(text, at))
  return hash
}
