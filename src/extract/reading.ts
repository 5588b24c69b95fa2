/** How a field is read: several readings in order of trust, each with its place, the agreement of the others as confidence. */

import type { ReadFrom, Reading } from '../model.ts'
import type { Page } from './page.ts'

/** One field of a page, or nothing. */
export type FieldReader<T> = (page: Page) => Reading<T> | undefined

/** One way to read a field: from where, at which place, how. */
export type Way<T> = readonly [from: ReadFrom, where: string, read: (page: Page) => T | undefined]

/** A value and where it was read, before it is known how many others agree. */
export interface Candidate<T> {
  readonly value: T
  readonly from: ReadFrom
  readonly where: string
}

/** What one source alone is worth, and two, and three: about how often such readings were right on news pages. */
const CONFIDENCE = [0.6, 0.85, 0.95, 0.99]

/** More alternatives than these help nobody decide. */
const MAX_ALTERNATIVES = 5

/** All ways that give a value, in their order. */
export function readAll<T>(page: Page, ways: readonly Way<T>[]): Candidate<T>[] {
  const found: Candidate<T>[] = []
  for (const [from, where, read] of ways) {
    const value = read(page)
    if (value !== undefined) found.push({ value, from, where })
  }
  return found
}

/**
 * The first way that gives a value wins; the others vote. Different values are kept as alternatives.
 * @param same whether two values mean the same
 */
export function firstOf<T>(
  page: Page,
  ways: readonly Way<T>[],
  same: (a: T, b: T) => boolean = Object.is,
): Reading<T> | undefined {
  const found = readAll(page, ways)
  return found[0] && withVotes(found[0], found, same)
}

/**
 * A chosen value with the confidence that the other readings lend it. Sources count, not readings: two meta elements are written by
 * one template.
 */
export function withVotes<T>(
  best: Candidate<T>,
  found: readonly Candidate<T>[],
  same: (a: T, b: T) => boolean,
): Reading<T> {
  const sources = new Set([best.from])
  const alternatives: Candidate<T>[] = []
  for (const each of found) {
    if (same(each.value, best.value)) sources.add(each.from)
    else if (!alternatives.some(other => same(other.value, each.value))) alternatives.push(each)
  }
  return {
    value: best.value,
    from: best.from,
    where: best.where,
    confidence: CONFIDENCE[Math.min(sources.size, CONFIDENCE.length) - 1] as number,
    ...(alternatives.length > 0 && { alternatives: alternatives.slice(0, MAX_ALTERNATIVES) }),
  }
}
