/** Values made once for each key. */

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
