/** FNV-1a over UTF-16 units, 32 bits, of a text or of the part of it between two places (Fowler, Noll and Vo). */
export function fnv1a(text: string, start = 0, stop = text.length): number {
  let hash = 0x811c9dc5
  for (let at = start; at < stop; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash
}
