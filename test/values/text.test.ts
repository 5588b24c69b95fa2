import fc from 'fast-check'
import { expect, test } from 'vitest'
import { squeeze } from '../../src/values/text.ts'

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
