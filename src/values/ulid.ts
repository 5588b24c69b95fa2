import { randomBytes } from 'node:crypto'

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const TIME_CHARACTERS = 10
const RANDOM_CHARACTERS = 16

/**
 * A ULID: 48 bits of time, then 80 random bits, as 26 characters of Crockford's base 32; sorts by time of making.
 * Specification: github.com/ulid/spec.
 * @param nowMs epoch milliseconds
 */
export function ulid(nowMs: number): string {
  let time = ''
  for (let rest = nowMs, i = 0; i < TIME_CHARACTERS; i++, rest = Math.floor(rest / 32))
    time = ALPHABET[rest % 32] + time
  let random = ''
  // Five of each byte's eight bits: 16 characters hold the 80 bits the specification asks for.
  for (const byte of randomBytes(RANDOM_CHARACTERS)) random += ALPHABET[byte & 31]
  return time + random
}
