/** Near-duplicate detection by SimHash. */

/** Under this many words a fingerprint says little: two short notices share most of their words by chance. */
export const MIN_WORDS = 40

/** Word 3-grams: single words would join all reports of one match, longer runs miss light edits. */
const SHINGLE_WORDS = 3

const FNV_OFFSET = 0x811c9dc5
const FNV_PRIME = 0x01000193
const BLANK = 0x20
/** A second, independent basis for the upper half. */
const UPPER_OFFSET = 0x9e3779b9

/**
 * 64-bit SimHash of a text's word 3-grams as 16 hex digits; near-equal texts differ in few bits. Undefined for short texts.
 * Charikar, "Similarity Estimation Techniques from Rounding Algorithms", STOC 2002. Shingles are hashed with FNV-1a in two
 * 32-bit halves, because BigInt arithmetic is several times slower.
 * @param text plain text
 */
export function fingerprint(text: string): string | undefined {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
  if (words.length < MIN_WORDS) return undefined
  const ones = new Int32Array(64)
  const shingles = words.length - SHINGLE_WORDS + 1
  for (let at = 0; at + SHINGLE_WORDS <= words.length; at++) {
    let [lower, upper] = [FNV_OFFSET, UPPER_OFFSET]
    for (let word = at; word < at + SHINGLE_WORDS; word++) {
      // The blank between two words; both halves in one pass, and no string is made for it.
      if (word > at) {
        lower = Math.imul(lower ^ BLANK, FNV_PRIME)
        upper = Math.imul(upper ^ BLANK, FNV_PRIME)
      }
      const text = words[word] as string
      for (let i = 0; i < text.length; i++) {
        const code = text.charCodeAt(i)
        lower = Math.imul(lower ^ code, FNV_PRIME)
        upper = Math.imul(upper ^ code, FNV_PRIME)
      }
    }
    countOnes(ones, 0, mixed(lower))
    countOnes(ones, 32, mixed(upper))
  }
  return halfOf(ones, 32, shingles) + halfOf(ones, 0, shingles)
}

/** How many bits differ between two fingerprints, 0 to 64. */
export function distance(a: string, b: string): number {
  return (
    bitCount(parseInt(a.slice(0, 8), 16) ^ parseInt(b.slice(0, 8), 16)) +
    bitCount(parseInt(a.slice(8), 16) ^ parseInt(b.slice(8), 16))
  )
}

function countOnes(ones: Int32Array, from: number, hash: number): void {
  for (let bit = 0; bit < 32; bit++) ones[from + bit]! += (hash >>> bit) & 1
}

/** A bit is set where more than half of the shingles have it. */
function halfOf(ones: Int32Array, from: number, shingles: number): string {
  let half = 0
  for (let bit = 0; bit < 32; bit++) if (2 * ones[from + bit]! > shingles) half |= 1 << bit
  return (half >>> 0).toString(16).padStart(8, '0')
}

/** FNV leaves the upper bits of short inputs poorly mixed; this is the finaliser of MurmurHash3 (A. Appleby, public domain). */
function mixed(fnv: number): number {
  let hash = Math.imul(fnv ^ (fnv >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

function bitCount(bits: number): number {
  let rest = bits >>> 0
  let count = 0
  for (; rest !== 0; rest &= rest - 1) count++
  return count
}
