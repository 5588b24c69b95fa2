import { describe, expect, test } from 'vitest'
import type { Body } from '../../src/model.ts'
import { limitBody } from '../../src/normalize/body-limit.ts'

const context = { url: 'https://herald.example/1', sourceId: 'herald' }
const bodyOf = (text: string, more: Partial<Body> = {}): Body => ({
  html: `<p>${text}</p>`,
  text,
  wordCount: 1,
  ...more,
})

describe('the length of a text', () => {
  test('half a million characters are kept as they are', () => {
    const body = bodyOf('a'.repeat(512 * 1024))
    expect(limitBody(body, context)).toBe(body)
  })
  test('one more is no article', () => {
    expect(() => limitBody(bodyOf('a'.repeat(512 * 1024 + 1)), context)).toThrow(
      expect.objectContaining({ code: 'TEXT_TOO_LONG' }),
    )
  })
  test('markup without end is none either', () => {
    expect(() => limitBody(bodyOf('a', { html: '<br>'.repeat(262_145) }), context)).toThrow(
      expect.objectContaining({ code: 'TEXT_TOO_LONG' }),
    )
  })
  test('of a live blog the entries that fit are kept', () => {
    const entry = { html: '<p>a</p>', text: 'a'.repeat(200 * 1024) }
    expect(limitBody(bodyOf('lead', { entries: [entry, entry, entry] }), context).entries).toHaveLength(2)
  })
})
