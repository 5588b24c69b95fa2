/** Floors for what the engine reads on the pages that the project ships: fixtures/pages/<name>/page.html, expected.json beside it. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { load } from 'cheerio/slim'
import { describe, expect, test } from 'vitest'
import { extract } from '../../src/extract/index.ts'
import type { ExtractedArticle, FieldName, PageKind } from '../../src/model.ts'
import { sanitizeHtml } from '../../src/values/html.ts'

/** Fields of which the whole value is compared. */
const COMPARED = [
  'standfirst',
  'authorBio',
  'dateline',
  'section',
  'keywords',
  'language',
  'siteName',
  'agencyCredits',
  'copyrightNotice',
  'canonicalUrl',
  'signals',
] as const satisfies readonly FieldName[]

interface Expected extends Partial<Record<(typeof COMPARED)[number], unknown>> {
  readonly url: string
  readonly kind?: PageKind
  readonly headline?: string
  readonly byline?: readonly string[]
  readonly published?: string
  readonly leadImage?: { readonly url: string }
  readonly body?: { readonly text: string; readonly html?: readonly string[] }
}

const PAGES = join(import.meta.dirname, '..', '..', 'fixtures', 'pages')
const names = readdirSync(PAGES)

const pages = names.map(name => {
  const expected = JSON.parse(readFileSync(join(PAGES, name, 'expected.json'), 'utf8')) as Expected
  return {
    name,
    expected,
    article: extract({ url: expected.url, bytes: readFileSync(join(PAGES, name, 'page.html')) }),
  }
})

/** Share of pages (for the body: mean over pages) that must be right; raised when the engine gets better, never lowered. */
const FLOORS: Readonly<Record<string, number>> = {
  headline: 1,
  byline: 0.85,
  published: 0.85,
  body: 0.96,
  kind: 1,
  leadImage: 1,
  ...Object.fromEntries(COMPARED.map(field => [field, 1])),
}

const MEASURES: Readonly<Record<string, (expected: Expected, article: ExtractedArticle) => number | undefined>> = {
  headline: ({ headline }, { fields }) => right(headline, fields.headline?.value),
  byline: ({ byline }, { fields }) => right(byline?.join(), fields.byline?.value.join()),
  published: ({ published }, { fields }) =>
    published === undefined ? undefined : Number(sameTime(published, fields.published?.value)),
  kind: ({ kind }, article) => right(kind, article.kind),
  leadImage: ({ leadImage }, { fields }) => right(leadImage?.url, fields.leadImage?.value.url),
  ...Object.fromEntries(
    COMPARED.map(field => [
      field,
      (expected: Expected, { fields }: ExtractedArticle) =>
        right(JSON.stringify(expected[field]), JSON.stringify(fields[field]?.value)),
    ]),
  ),
  body: ({ body }, { fields }) => (body === undefined ? undefined : lineF1(body.text, fields.body?.value.text ?? '')),
}

const right = (wanted: string | undefined, found: string | undefined): number | undefined =>
  wanted === undefined ? undefined : Number(wanted === found)

const wordsOf = (text: string): readonly string[] => text.match(/[\p{L}\p{N}]+/gu) ?? []

/** A time with an offset is compared as an instant, any other as far as it is written. */
function sameTime(wanted: string, found = ''): boolean {
  return /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(wanted) ? Date.parse(wanted) === Date.parse(found) : found.startsWith(wanted)
}

/** Lines of both texts that are the same, weighed by their length, as F1. */
function lineF1(wanted: string, found: string): number {
  const lines = new Set(wanted.split('\n'))
  const same = found
    .split('\n')
    .filter(line => lines.delete(line))
    .join('').length
  return (2 * same) / (wanted.replaceAll('\n', '').length + found.replaceAll('\n', '').length)
}

describe('on the shipped pages', () => {
  test.each(Object.keys(FLOORS))('%s is read right', measure => {
    const scores = pages.flatMap(({ name, expected, article }) => {
      const score = MEASURES[measure]!(expected, article)
      return score === undefined ? [] : [{ name, score }]
    })
    const mean = scores.reduce((sum, { score }) => sum + score, 0) / scores.length
    const wrong = scores.filter(({ score }) => score < 1).map(({ name, score }) => `${name} ${score.toFixed(2)}`)
    expect(mean, wrong.join(', ')).toBeGreaterThanOrEqual(FLOORS[measure]!)
  })

  test.each(pages)('$name: no page loses its text, and its structure is kept', ({ expected, article }) => {
    if (expected.body === undefined) return
    const body = article.fields.body?.value
    expect(lineF1(expected.body.text, body?.text ?? '')).toBeGreaterThanOrEqual(0.75)
    for (const piece of expected.body.html ?? []) expect(body?.html).toContain(piece)
  })

  test.each(pages)('$name: its HTML says what its plain text says, but for captions', ({ article }) => {
    const { html = '', text = '' } = article.fields.body?.value ?? {}
    const $ = load(html.replaceAll('</t', ' </t'), null, false)
    $('figcaption').remove()
    expect(wordsOf($.root().text())).toEqual(wordsOf(text))
  })

  test.each(pages)('$name: its HTML needs no cleaning', ({ article }) => {
    const html = article.fields.body?.value.html ?? ''
    expect(sanitizeHtml(html)).toBe(html)
  })
})

test('the entries of a live blog are kept apart from its lead', () => {
  const live = pages.find(({ name }) => name === 'live-blog')!.article.fields.body?.value
  expect(live?.entries?.map(({ headline }) => headline)).toEqual([
    'Road open in one direction',
    'Power is back in Upper Hallow',
    'School buses cancelled',
    'Good morning',
  ])
})
