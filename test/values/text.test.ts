import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { excerpt, squeeze } from '../../src/values/text.ts'

const plainly = (text: string): string => text.trim().replace(/\s+/g, ' ')

test('white space of every kind is folded, and nothing else is taken for it', () => {
  for (let code = 0; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`
    if (squeeze(text) !== plainly(text)) expect(squeeze(text), code.toString(16)).toBe(plainly(text))
  }
})

test('wherever it stands', () => {
  const unit = fc.constantFrom(' ', ' ', '\n', '\t', '\u00a0', '\u3000', '\ufeff', '\u200b', 'a', 'é', '.')
  fc.assert(
    fc.property(fc.array(unit), units => {
      expect(squeeze(units.join(''))).toBe(plainly(units.join('')))
    }),
  )
})

describe('an excerpt', () => {
  const all = { maxWords: 50, maxCharacters: 300, maxShare: 1 }

  test.each([
    ['words with hyphens', 'A state-of-the-art, hard-to-read summary of the pier-by-pier works.'],
    ['a text without blanks', '经过三个小时的讨论，微弱多数支持该计划，工程将在春天开始。'],
    ['as many characters as there may be', `${'a'.repeat(147)} ${'b'.repeat(152)}`],
  ])('a text within the limits is whole: %s', (_, text) => {
    expect(excerpt(text, all)).toBe(text)
  })

  test('one character more is cut, and the dots count', () => {
    expect(excerpt(`${'a'.repeat(147)} ${'b'.repeat(153)}`, all)).toBe(`${'a'.repeat(147)}...`)
  })

  test('keeps lines apart', () => {
    expect(excerpt('Results of the race\n\nBoat | Points\nRose | 40', { ...all, maxWords: 7 })).toBe(
      'Results of the race\nBoat | Points\nRose...',
    )
  })

  test('does not end in a row between two cells', () => {
    expect(excerpt('Boat | Points\nRose | 40', { ...all, maxWords: 3 })).toBe('Boat | Points\nRose...')
  })
})
