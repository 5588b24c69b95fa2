/** Numbers drawn from a seed and some words: the same on every run. */
export type Draw = (...words: readonly (string | number)[]) => number

/** A number in [0, 1) for each list of words. A page draws a thousand of them, so it is a cheap hash: FNV-1a, mixed as MurmurHash3 ends. */
export const drawFrom = (seed: string): Draw => {
  const start = hashOf(seed, 0x811c9dc5)
  return (...words) => {
    let hash = start
    for (const word of words) hash = hashOf(String(word), Math.imul(hash ^ 0xff, 0x01000193))
    return mixed(hash) / 2 ** 32
  }
}

function hashOf(text: string, start: number): number {
  let hash = start
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}

function mixed(hash: number): number {
  let h = hash
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
