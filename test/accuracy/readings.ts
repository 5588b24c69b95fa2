/**
 * Pages whose blocks were judged one by one, under the rules of `docs/decisions/0005-body-by-blocks.md`: most pages of the data have no gold text, or one
 * that ends before the article does. `review.ts` shows pages for such a reading and takes its answers into `readings.ndjson`.
 */

import { readFileSync } from 'node:fs'
import { fnv1a } from '../../src/values/hash.ts'
import { collapse } from '../../src/values/text.ts'
import type { Labels } from './label.ts'

/** A line of the file. Blocks go by the keys of their texts, so that a page may be cut otherwise without losing its reading. */
export interface PageReading {
  readonly dataset: string
  readonly id: string
  /** keys of the blocks that are article text, parted by blanks; without any the page is no article, or cannot be told */
  readonly text: string
  /** keys of the blocks that may be either, and so teach nothing */
  readonly open?: string
}

export const READINGS_FILE = new URL('readings.ndjson', import.meta.url)

/** The readings of the project, by `dataset/id`. */
export function loadReadings(): ReadonlyMap<string, PageReading> {
  const lines = readFileSync(READINGS_FILE, 'utf8').split('\n').filter(Boolean)
  return new Map(lines.map(line => JSON.parse(line) as PageReading).map(page => [pageKey(page), page]))
}

export const pageKey = ({ dataset, id }: Pick<PageReading, 'dataset' | 'id'>): string => `${dataset}/${id}`

/** A key for each block: 24 bits of the hash of its text, counted on where a text stands more than once. */
export function blockKeys(texts: readonly string[]): readonly string[] {
  const seen = new Map<string, number>()
  return texts.map(text => {
    const key = (fnv1a(collapse(text)) >>> 8).toString(36)
    const count = (seen.get(key) ?? 0) + 1
    seen.set(key, count)
    return count === 1 ? key : `${key}.${count}`
  })
}

/** What a reading says of a page's blocks; nothing when it found no article. */
export function labelsByReading(
  { text, open = '' }: PageReading,
  texts: readonly string[],
  words: ArrayLike<number>,
): Labels | undefined {
  const keys = blockKeys(texts)
  const flags = (wanted: string): Uint8Array => {
    const set = new Set(wanted.split(' '))
    return Uint8Array.from(keys, key => (set.has(key) ? 1 : 0))
  }
  const isText = flags(text)
  const goldWords = isText.reduce((sum, flag, i) => sum + flag * words[i]!, 0)
  return goldWords === 0 ? undefined : { isText, isOpen: flags(open), goldWords, f1: 1 }
}
