import { describe, expect, test } from 'vitest'
import type { Terms } from '../../src/model.ts'
import { decideRights } from '../../src/policy/rights.ts'

const now = Date.parse('2026-03-01T08:00:00Z')
const excerpt = { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }
const permission = { who: 'Ada Example, The Herald', when: '2026-01-05', document: 'contracts/herald.pdf' }
const full: Terms = { republish: 'full', permission, excerpt, images: true }

describe('the terms of the source', () => {
  test('full needs a written permission', () => {
    expect(decideRights({ republish: 'full', excerpt, images: true }, {}, now).shown).toBe('excerpt')
    expect(decideRights(full, {}, now).shown).toBe('full')
  })
  test('the permission is named as the reason', () => {
    expect(decideRights(full, {}, now).reasons).toEqual([
      'full: permission of Ada Example, The Herald, 2026-01-05, contracts/herald.pdf',
    ])
  })
  test.each(['excerpt', 'headline-only', 'none'] as const)('%s stays what it is', republish => {
    expect(decideRights({ ...full, republish }, {}, now).shown).toBe(republish)
  })
})

describe('signals of the page only lower', () => {
  test.each([
    ['robots noindex', { noindex: true }, 'headline-only'],
    ['robots nosnippet', { nosnippet: true }, 'headline-only'],
    ['robots max-snippet:0', { maxSnippet: 0 }, 'headline-only'],
    ['robots max-snippet:80', { maxSnippet: 80 }, 'excerpt'],
    ['robots max-snippet:-1, no limit', { maxSnippet: -1 }, 'full'],
    ['robots noarchive', { noarchive: true }, 'excerpt'],
    ['isAccessibleForFree: false', { isAccessibleForFree: false }, 'excerpt'],
    ['unavailable_after, passed', { unavailableAfter: '2026-02-28T00:00:00.000Z' }, 'none'],
    ['unavailable_after, to come', { unavailableAfter: '2026-03-02T00:00:00.000Z' }, 'full'],
  ] as const)('%s', (_, signals, shown) => {
    expect(decideRights(full, signals, now).shown).toBe(shown)
  })
  test('a page that welcomes snippets does not raise the terms', () => {
    expect(decideRights({ ...full, republish: 'headline-only' }, { maxSnippet: -1 }, now).shown).toBe('headline-only')
  })
  test('the limit of the snippet goes with the decision', () => {
    expect(decideRights(full, { maxSnippet: 80 }, now).maxCharacters).toBe(80)
  })
})

describe('pictures', () => {
  test('need the full text and a permission that names them', () => {
    expect(decideRights(full, {}, now).images).toBe(true)
    expect(decideRights({ ...full, images: false }, {}, now).images).toBe(false)
    expect(decideRights({ ...full, republish: 'excerpt' }, {}, now).images).toBe(false)
  })
  test('robots noimageindex takes them away', () => {
    expect(decideRights(full, { noimageindex: true }, now).images).toBe(false)
  })
})

describe('wishes of the site for everybody', () => {
  const agreed: Terms = { republish: 'excerpt', excerpt, images: false }
  test.each([
    ['content-signal: search=no, ai-train=no', 'none'],
    ['content-signal: use=immediate', 'headline-only'],
    ['content-signal: use=reference', 'excerpt'],
    ['content-signal: search=yes, ai-input=no, ai-train=no', 'excerpt'],
    ['content-usage: search=n', 'none'],
    ['content-usage: /news/ search=n, train-ai=n', 'none'],
    ['content-usage: train-ai=n', 'excerpt'],
    ['content-usage: search=no', 'excerpt'],
  ] as const)('%s', (line, shown) => {
    expect(decideRights(agreed, { usage: { lines: [line] } }, now).shown).toBe(shown)
  })
  test('the line is the reason', () => {
    expect(decideRights(agreed, { usage: { lines: ['content-signal: search=no'] } }, now).reasons).toContain(
      'none: the site says content-signal: search=no',
    )
  })
  test('contradictory lines: the strictest counts', () => {
    const usage = { lines: ['content-signal: search=yes', 'content-usage: search=n'] }
    expect(decideRights(agreed, { usage }, now).shown).toBe('none')
  })
  test('a TDM reservation leaves the headline, 0 grants nothing', () => {
    expect(decideRights(agreed, { usage: { tdmReservation: '1' } }, now).shown).toBe('headline-only')
    expect(decideRights({ ...agreed, republish: 'none' }, { usage: { tdmReservation: '0' } }, now).shown).toBe('none')
  })
  test('a written permission stands above them', () => {
    expect(
      decideRights(full, { usage: { lines: ['content-signal: search=no'], tdmReservation: '1' } }, now).shown,
    ).toBe('full')
  })
})
