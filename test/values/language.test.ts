import { expect, test } from 'vitest'
import { directionOf } from '../../src/values/language.ts'

test.each([
  ['ar', 'rtl'],
  ['he_IL', 'rtl'],
  ['ur', 'rtl'],
  ['az-Arab', 'rtl'],
  ['pa-PK', 'rtl'],
  ['dv', 'rtl'],
  ['az', 'ltr'],
  ['ar-Latn', 'ltr'],
  ['en-GB', 'ltr'],
  ['no language', 'ltr'],
  ['', 'ltr'],
] as const)('%s is written %s', (language, direction) => {
  expect(directionOf(language)).toBe(direction)
})
