/** What a program that only wants to read pages imports. */

import { describe, expect, test } from 'vitest'
import { extract, WiredeskError } from '../src/index.ts'

const page = (body: string): Uint8Array => new TextEncoder().encode(`<!doctype html><html lang="en">${body}</html>`)

describe('the library', () => {
  test('gives the fields of a page with their evidence, from bytes, headers and an address', () => {
    const text = 'The harbour council met on Tuesday and listened to the fishers before it voted on dredging the quay. '
    const { kind, fields } = extract({
      url: 'https://herald.example/2026/harbour',
      headers: { 'content-type': 'text/html; charset=utf-8' },
      bytes: page(
        `<head><title>Council votes – The Herald</title><meta property="og:title" content="Council votes"></head>
        <body><article><h1>Council votes</h1><p class="byline">By <a rel="author" href="/ada">Ada Example</a></p>
        ${`<p>${text.repeat(3)}</p>`.repeat(6)}</article></body>`,
      ),
    })
    expect(kind).toBe('article')
    expect(fields.headline).toMatchObject({
      value: 'Council votes',
      from: expect.any(String),
      where: expect.any(String),
    })
    expect(fields.byline?.value).toEqual(['Ada Example'])
    expect(fields.body?.value.text.split('\n')).toHaveLength(6)
  })

  test('throws an error of the table for a page that could not be parsed in linear time', () => {
    const bytes = page('<div>'.repeat(100_000))
    expect(() => extract({ url: 'https://herald.example/deep', bytes })).toThrowError(WiredeskError)
  })
})
