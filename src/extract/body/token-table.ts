/** What words and pairs of words say, found by their hashes. */

import { fnv1a } from '../../values/hash.ts'

/** 30 bits, which V8 keeps without memory of their own. */
export const wordHash = (hash: number): number => hash >>> 2

/** Of two words in a row, by their hashes. */
export const pairHash = (word: number, next: number): number => (Math.imul(word, 31) + next) >>> 2

const EMPTY = -1

/** A hash table with open addressing: most words are not in it, and are told so by one look. */
export class TokenTable {
  private readonly mask: number
  private readonly hashes: Int32Array
  private readonly values: Float64Array

  /** @param tokens values of words, and of pairs (`read_more`) */
  constructor(tokens: ReadonlyMap<string, number>) {
    const size = 2 ** Math.ceil(Math.log2(Math.max(1, tokens.size) * 4))
    this.mask = size - 1
    this.hashes = new Int32Array(size).fill(EMPTY)
    this.values = new Float64Array(size)
    for (const [token, value] of tokens) {
      const [word = 0, next] = token.split('_').map(part => wordHash(fnv1a(part)))
      const hash = next === undefined ? word : pairHash(word, next)
      const place = this.placeOf(hash)
      this.hashes[place] = hash
      this.values[place] = value
    }
  }

  get(hash: number): number | undefined {
    const place = this.placeOf(hash)
    return this.hashes[place] === EMPTY ? undefined : this.values[place]
  }

  /** Where a hash stands, or would. */
  private placeOf(hash: number): number {
    let place = hash & this.mask
    while (this.hashes[place] !== hash && this.hashes[place] !== EMPTY) place = (place + 1) & this.mask
    return place
  }
}
