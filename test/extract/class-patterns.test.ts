import fc from 'fast-check'
import { expect, test } from 'vitest'
import { matcherOf } from '../../src/extract/class-patterns.ts'

const PATTERNS = [
  /by-?line|\bauthor\b|posted-?by/,
  /(?:^|\s)(?:(?:site|c)-)?footer/,
  /-meta|meta-|\bbio\b/,
  /sub-?(?:title|head(?:line|er|ing)?)\b/,
  /rubri[ckq]/,
]
const bitsOf = matcherOf(PATTERNS.map((pattern, i) => [1 << i, pattern]))

/** A name as patterns see it, part by part. */
const parted = (names: string): string =>
  names
    .replace(/([a-z])([A-Z])/g, '$1-$2')
    .replace(/[_-]+/g, '-')
    .toLowerCase()

test('names are found however they are written', () => {
  for (const names of ['byline', 'story-by-line', 'Story_ByLine', 'x article__by--line']) expect(bitsOf(names)).toBe(1)
  expect(bitsOf('site-footer')).toBe(2)
  expect(bitsOf('wide c-footer')).toBe(2)
  expect(bitsOf('card-footer')).toBe(0)
  expect(bitsOf('author subheading')).toBe(1 | 8)
  expect(bitsOf('')).toBe(0)
})

test('every pattern matches what it matches as a regular expression', () => {
  const words = 'by line author posted site c footer meta bio sub title head er ing rubri ck q s 7 é : . š'.split(' ')
  const joints = ['', '', '-', '--', '_', '__', ' ', '\n']
  const part = fc.tuple(fc.constantFrom(...words), fc.boolean(), fc.constantFrom(...joints))
  const names = fc
    .array(part, { maxLength: 8 })
    .map(parts => parts.map(([word, isBig, joint]) => (isBig ? word.toUpperCase() : word) + joint).join(''))
  const capitalised = names.map(text => text.replace(/ ([a-z])/g, (_, letter) => letter.toUpperCase()))
  fc.assert(
    fc.property(fc.oneof(names, capitalised), text => {
      const seen = parted(text)
      expect(bitsOf(text)).toBe(PATTERNS.reduce((bits, pattern, i) => bits | (pattern.test(seen) ? 1 << i : 0), 0))
    }),
    { numRuns: 3000 },
  )
})

test('a pattern that is no list of words is an error', () => {
  for (const pattern of [/a+/, /a.b/, /(a)b/, /[^a]b/, /a{2}/, /A/])
    expect(() => matcherOf([[1, pattern]])).toThrow('no list of words')
})
