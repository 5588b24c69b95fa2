import fc from 'fast-check'
import { expect, test } from 'vitest'
import { opensWith, squeeze } from '../../src/values/text.ts'

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

test('a text begins with its summary where their letters do', () => {
  const text = 'Corran\nThe harbour council met on Monday, and decided nothing.\nIt will meet again.'
  expect(opensWith(text, 'The harbour council met on Monday and …')).toBe(true)
  expect(
    opensWith('The harbour council met on Monday ...', 'The harbour council met on Monday, and decided nothing.'),
  ).toBe(true)
  expect(opensWith(text, 'It will meet again.')).toBe(false)
  expect(opensWith(text, 'The harbour council met on Sunday.')).toBe(false)
  expect(opensWith(text, '…')).toBe(false)
  expect(opensWith('', 'The harbour council met.')).toBe(false)
})
