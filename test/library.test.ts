/** What a program that only wants to read pages imports. */

import { describe, expect, test } from 'vitest'
import { extract, WiredeskError } from '../src/index.ts'

const page = (body: string): Uint8Array => new TextEncoder().encode(`<!doctype html><html lang="en">${body}</html>`)

const paragraphs = [
  'The harbour council met on Tuesday evening and listened to the fishers of the east quay before it voted, nine to four, on dredging.',
  'The silt has grown by a hand’s breadth a year since the breakwater was raised, the harbour master told the members of the council.',
  'Two boats ran aground in March, and the ferry has not called at low water since the spring, which costs the town its day visitors.',
  'Opponents said the dredging would cloud the oyster beds, and asked for a survey of the seagrass before the first bucket is lowered.',
  'The work is to begin in September, once the terns have left the spit, and should be done before the storms of the late autumn.',
]
const article = page(
  `<head><title>Council votes – The Herald</title><meta property="og:title" content="Council votes"></head>
  <body><article><h1>Council votes</h1><p class="byline">By <a rel="author" href="/ada">Ada Example</a></p>
  ${paragraphs.map(text => `<p>${text}</p>`).join('')}<a rel="next" href="/2">2</a></article></body>`,
)

describe('the library', () => {
  test('gives the fields of a page with their evidence, from bytes, headers and an address', () => {
    const { kind, fields } = extract({
      url: 'https://herald.example/2026/harbour',
      headers: { 'content-type': 'text/html; charset=utf-8' },
      bytes: article,
    })
    expect(kind).toBe('article')
    expect(fields.headline).toMatchObject({
      value: 'Council votes',
      from: expect.any(String),
      where: expect.any(String),
    })
    expect(fields.byline?.value).toEqual(['Ada Example'])
    expect(fields.body?.value.text.split('\n')).toEqual(paragraphs)
  })

  test.each(['', 'page.html', 'mailto:desk@herald.example'])('reads a page whose address is "%s"', url => {
    const { kind, fields } = extract({ url, bytes: article })
    expect(kind).toBe('article')
    expect(fields.headline?.value).toBe('Council votes')
    expect(fields.body?.value.text.split('\n')).toEqual(paragraphs)
  })

  test('throws an error of the table for a page that could not be parsed in linear time', () => {
    const bytes = page('<div>'.repeat(100_000))
    expect(() => extract({ url: 'https://herald.example/deep', bytes })).toThrowError(WiredeskError)
  })
})
