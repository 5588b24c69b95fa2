/** JSON documents whose values may have any type: what is of the wrong one counts as absent. */

import { WiredeskError } from '../errors.ts'
import type { FoundLink, LinkHints } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { plainText } from '../values/plain-text.ts'
import type { FeedDocument } from './index.ts'

export type Json = Readonly<Record<string, unknown>>

/** More items than any list of news has. */
const MAX_ITEMS = 2000

/** Throws FEED_UNREADABLE. */
export function readJson({ url, bytes }: FeedDocument): unknown {
  try {
    return JSON.parse(decodeText(bytes, { kind: 'json' }).text)
  } catch (cause) {
    throw new WiredeskError('FEED_UNREADABLE', { url, detail: 'not valid JSON', cause })
  }
}

export const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a list, or of none. */
export const objectsIn = (value: unknown): Json[] =>
  Array.isArray(value) ? value.filter(isObject).slice(0, MAX_ITEMS) : []

/** A value by its path, such as `title.rendered`. */
export const at = (value: unknown, path: string): unknown =>
  path.split('.').reduce<unknown>((found, key) => (isObject(found) ? found[key] : undefined), value)

/** A text without its markup; undefined when nothing is left. */
export function textAt(value: unknown, path: string): string | undefined {
  const found = at(value, path)
  const text = typeof found === 'string' ? plainText(found) : typeof found === 'number' ? String(found) : ''
  return text === '' ? undefined : text
}

/** Hints without what is absent or empty. */
export function hintsOf(given: { readonly [K in keyof LinkHints]?: LinkHints[K] | undefined }): LinkHints {
  const hints = Object.entries(given).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  )
  return { from: 'feed', ...Object.fromEntries(hints) }
}

/** A link with its guid where there is one. */
export const linkOf = (url: string, guid: string | undefined, hints: LinkHints): FoundLink => ({
  url,
  hints,
  ...(guid !== undefined && { guid }),
})
