import { describe, expect, test } from 'vitest'
import { distance, fingerprint } from '../../src/dedupe/fingerprint.ts'
import { canBeSamePage, storyOf } from '../../src/dedupe/syndication.ts'

const report = Array.from(
  { length: 30 },
  (_, i) =>
    `In ward ${i} the harbour council counted ${i * 7} boats before the storm of day ${i} came in from the west.`,
).join(' ')
const other = Array.from(
  { length: 30 },
  (_, i) =>
    `The orchestra of region ${i} played movement ${i * 3} to an audience of schoolchildren under conductor number ${i}.`,
).join(' ')
const print = (text: string) => fingerprint(text) as string

describe('fingerprint', () => {
  test('is 64 bits as 16 hex digits', () => {
    expect(print(report)).toMatch(/^[0-9a-f]{16}$/)
  })
  test('a light edit moves few bits', () => {
    expect(distance(print(report), print(report.replace('harbour council', 'port council')))).toBeLessThanOrEqual(6)
  })
  test('another text is far away', () => {
    expect(distance(print(report), print(other))).toBeGreaterThan(15)
  })
  test('a short text has none', () => {
    expect(fingerprint('Too short to say anything.')).toBeUndefined()
  })
})

describe('distance', () => {
  test('counts differing bits', () => {
    expect(distance('0000000000000000', '8000000000000001')).toBe(2)
    expect(distance('ffffffffffffffff', '0000000000000000')).toBe(64)
  })
})

describe('stories', () => {
  test('an agency copy joins the story of its original', () => {
    const known = [{ articleId: 'A', storyId: 'S', fingerprint: print(report) }]
    expect(storyOf(print(report), known)).toBe('S')
    expect(storyOf(print(other), known)).toBeUndefined()
  })
})

describe('one page or two', () => {
  test('a rewritten headline over the same text is one page', () => {
    expect(
      canBeSamePage(
        { headline: 'Storm', fingerprint: print(report) },
        { headline: 'Storm hits', fingerprint: print(report) },
      ),
    ).toBe(true)
  })
  test('two texts under one canonical URL are two pages', () => {
    expect(
      canBeSamePage(
        { headline: 'Storm', fingerprint: print(report) },
        { headline: 'Concert', fingerprint: print(other) },
      ),
    ).toBe(false)
  })
})
