/**
 * Many patterns over names of classes, at the cost of one look at each letter.
 * Aho and Corasick, "Efficient string matching: an aid to bibliographic search", CACM 1975.
 */

import { codeAt } from '../values/text.ts'

/** What names are made of: small letters, dashes, white space, digits, and any other sign. */
const SIGNS = 'abcdefghijklmnopqrstuvwxyz- 0.'
const SIGN_BITS = 5
const CAPITAL = 1 << SIGN_BITS

const DASH = SIGNS.indexOf('-')
const BLANK = SIGNS.indexOf(' ')
const OTHER = SIGNS.indexOf('.')

/** `\b`, always before or behind a letter. */
const BOUNDARY = ['-', ' ', '.']

/** By character code. */
const SIGN_OF = Uint8Array.from({ length: 128 }, (_, code) => {
  const sign = String.fromCharCode(code)
  if (/[A-Z]/.test(sign)) return SIGNS.indexOf(sign.toLowerCase()) | CAPITAL
  if (/\d/.test(sign)) return SIGNS.indexOf('0')
  if (/\s/.test(sign)) return BLANK
  const at = SIGNS.indexOf(sign === '_' ? '-' : sign)
  return at < 0 ? OTHER : at
})

/** Bits that stand for something, and what says so in a name. */
export type Saying = readonly [bits: number, pattern: RegExp]

/**
 * Gives the bits of all patterns that match in a list of names, or in an id. However a name is written (`storyBody`, `story__body`), patterns
 * see small letters, with single dashes between its parts. Patterns are made of small letters and dashes, sets of them, groups that keep
 * nothing, alternatives, `?`, `^`, `\b` and `\s`; anything else is an error when the matcher is made.
 */
export function matcherOf(sayings: readonly Saying[]): (names: string) => number {
  const { next, found } = automatonOf(sayings)
  const start = next[BLANK]!
  return names => {
    let state = start
    let bits = 0
    let before = BLANK
    const { length } = names
    for (let at = 0; at < length; at++) {
      const code = codeAt(names, at)
      let sign = code < SIGN_OF.length ? SIGN_OF[code]! : OTHER
      if (sign & CAPITAL) {
        sign ^= CAPITAL
        if (before < DASH) {
          state = next[(state << SIGN_BITS) | DASH]!
          bits |= found[state]!
        }
        before = OTHER
      } else {
        if (sign === DASH && before === DASH) continue
        before = sign
      }
      state = next[(state << SIGN_BITS) | sign]!
      bits |= found[state]!
    }
    return bits | found[next[(state << SIGN_BITS) | BLANK]!]!
  }
}

interface Automaton {
  /** the state that follows a state and a sign */
  readonly next: Uint16Array
  /** by state: bits of all words that end here */
  readonly found: Int32Array
}

function automatonOf(sayings: readonly Saying[]): Automaton {
  const words = sayings.flatMap(([bits, { source }]) => wordsOf(source).map(word => [bits, word] as const))
  const size = words.reduce((sum, [, { length }]) => sum + length, 1)
  const next = new Uint16Array(size << SIGN_BITS)
  const found = new Int32Array(size)
  let states = 1
  for (const [bits, word] of words) {
    let state = 0
    for (const sign of word) state = next[(state << SIGN_BITS) | SIGNS.indexOf(sign)] ||= states++
    found[state]! |= bits
  }
  // In order of length, each state goes on where the longest end of its word that begins another one does.
  const shorter = new Uint16Array(states)
  const waiting = [0]
  for (const state of waiting)
    for (let sign = 0; sign < SIGNS.length; sign++) {
      const at = (state << SIGN_BITS) | sign
      const otherwise = state === 0 ? 0 : next[(shorter[state]! << SIGN_BITS) | sign]!
      const longer = next[at]!
      if (longer === 0) {
        next[at] = otherwise
        continue
      }
      shorter[longer] = otherwise
      found[longer]! |= found[otherwise]!
      waiting.push(longer)
    }
  return { next: next.slice(0, states << SIGN_BITS), found: found.slice(0, states) }
}

/** Everything that a pattern matches. */
function wordsOf(source: string): readonly string[] {
  let at = 0
  const found = alternatives()
  if (at < source.length) throw unknown()
  return found

  function alternatives(): readonly string[] {
    const all = [...sequence()]
    while (source[at] === '|') {
      at++
      all.push(...sequence())
    }
    return all
  }

  function sequence(): readonly string[] {
    let words: readonly string[] = ['']
    while (at < source.length && source[at] !== '|' && source[at] !== ')') {
      const parts = item()
      const isOptional = source[at] === '?'
      if (isOptional) at++
      words = words.flatMap(word => [...(isOptional ? [word] : []), ...parts.map(part => word + part)])
    }
    return words
  }

  function item(): readonly string[] {
    const [whole, sign, set] = /^(?:([a-z-])|\[([a-z-]+)\]|\\[bs]|\^|\(\?:)/.exec(source.slice(at)) ?? []
    if (whole === undefined) throw unknown()
    at += whole.length
    if (sign !== undefined) return [sign]
    if (set !== undefined) return [...set]
    if (whole === '\\b') return BOUNDARY
    if (whole !== '(?:') return [' ']
    const inner = alternatives()
    if (source[at++] !== ')') throw unknown()
    return inner
  }

  function unknown(): Error {
    return new Error(`no list of words: /${source}/, from its sign ${at + 1} on`)
  }
}
