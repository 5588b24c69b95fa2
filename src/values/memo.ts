/** Values made once for each key. */

import { ownCopy } from './text.ts'

/** A Map, or a WeakMap over objects. */
type Cache<K, V> = Pick<Map<K, V>, 'get'> & { set(key: K, value: V): unknown }

/** The map's value for a key, made and kept when it is not there yet. */
export function getOrMake<K, V>(map: Cache<K, V>, key: K, make: (key: K) => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make(key)
  map.set(key, made)
  return made
}

/**
 * A function of one text that remembers what it gave, for as many texts; then its memory begins anew. For texts that repeat within a page,
 * and from page to page of one source.
 */
export function remembering<V>(most: number, make: (text: string) => V): (text: string) => V {
  const known = new Map<string, V>()
  return text => {
    const before = known.get(text)
    if (before !== undefined) return before
    const made = make(text)
    if (known.size >= most) known.clear()
    known.set(ownCopy(text), made)
    return made
  }
}
