import { describe, expect, test } from 'vitest'
import { textsInState } from '../../../src/extract/body/state.ts'
import { extract } from '../../../src/extract/index.ts'

const A = 'The council voted on Tuesday to lengthen the pier, after years of argument in the town.'
const B = 'Work begins in March, when the boats are out, and should be done before the summer comes.'
/** Scripts below a few hundred letters hold no article. */
const filler = 'x'.repeat(400)

describe('texts in the state of an application', () => {
  test('are the paragraphs of one list', () => {
    const json = JSON.stringify({
      filler,
      story: {
        blocks: [
          { type: 'p', text: A },
          { type: 'p', text: B },
        ],
      },
    })
    expect(textsInState([json])).toEqual([`${A}\n${B}`])
  })
  test('are joined from the parts of a line', () => {
    const parts = [{ value: A.slice(0, 30) }, { value: A.slice(30) }]
    const json = JSON.stringify({ filler, body: { content: [{ content: parts }, { content: [{ value: B }] }] } })
    expect(textsInState([json])).toContain(`${A}\n${B}`)
  })
  test('are HTML in one string', () => {
    const html = `<p>${A}</p>`.repeat(6)
    expect(textsInState([`window.__STATE__ = ${JSON.stringify({ page: { html } })};`])).toEqual([html])
  })
  test('are HTML in a stream of rows, whose length is in bytes', () => {
    const html = `<p>${'Ünder dem Damm läuft Wasser. '.repeat(20)}</p>`
    const row = `1:T${Buffer.byteLength(html).toString(16)},${html}2:["$","div"]\n`
    const push = (text: string) => `self.__next_f.push(${JSON.stringify([1, text])})`
    const cut = 420
    expect(textsInState([push(row.slice(0, cut)), push(row.slice(cut))])).toEqual([html])
  })
  test('are not looked for in programs', () => {
    expect(textsInState([`(function(){var a="${A}";${filler}})()`, filler])).toEqual([])
  })
})

describe('the text of an article that stands in its JSON-LD alone', () => {
  const SENTENCE =
    'The harbour council of the northern town met on Tuesday evening and settled the dispute over the pier.'
  const LINES = [1, 2, 3, 4].map(n => `${n}. ${SENTENCE}`)

  function bodyWith(articleBody: string): string | undefined {
    const node = JSON.stringify({ '@type': 'NewsArticle', headline: 'Council votes', articleBody })
    const html = `<html><head><title>Council votes</title><script type="application/ld+json">${node}</script></head><body><h1>Council votes</h1></body></html>`
    return extract({ url: 'https://lantern.example/council-votes', bytes: new TextEncoder().encode(html) }).fields.body
      ?.value.text
  }

  test.each([
    ['as lines', LINES.join('\n'), LINES.join('\n')],
    ['as one line', LINES.join(' '), LINES.join(' ')],
    [
      'escaped as for HTML',
      LINES.join('\n').replaceAll('The', 'The &quot;old&quot;'),
      LINES.join('\n').replaceAll('The', 'The "old"'),
    ],
    ['as markup that was escaped', LINES.map(line => `&lt;p&gt;${line}&lt;/p&gt;`).join(''), LINES.join('\n')],
  ])('is read: %s', (_, articleBody, text) => {
    expect(bodyWith(articleBody)).toBe(text)
  })
})

test('a page whose text stands in the state of its application alone is an article', () => {
  const line = 'The harbour council of the northern town met on Tuesday evening and settled the dispute over the pier.'
  const paragraphs = [1, 2, 3, 4, 5].map(n => ({ type: 'p', text: `${n}. ${line}` }))
  const state = JSON.stringify({ filler, story: { blocks: paragraphs } })
  const html = `<html><head><title>Council votes</title></head><body><h1>Council votes</h1><script id="__NEXT_DATA__" type="application/json">${state}</script></body></html>`
  const { kind, fields } = extract({
    url: 'https://lantern.example/2026/03/04/votes',
    bytes: new TextEncoder().encode(html),
  })
  expect(fields.body?.where).toBe('application state')
  expect(kind).toBe('article')
})

test('a live blog that shows no text is made of the entries that it declares', () => {
  const update = (n: number) => ({
    '@type': 'BlogPosting',
    headline: `Entry ${n} & more`,
    datePublished: `2026-03-04T0${n}:00:00Z`,
    articleBody: `${n}. The ferries wait for the storm to pass before they leave the eastern harbour again.`,
  })
  const node = JSON.stringify({
    '@type': 'LiveBlogPosting',
    headline: 'Storm, live',
    liveBlogUpdate: [3, 2, 1].map(update),
  })
  const html = `<html><head><title>Storm, live</title><script type="application/ld+json">${node}</script></head><body><h1>Storm, live</h1></body></html>`
  const { kind, fields } = extract({ url: 'https://lantern.example/live/storm', bytes: new TextEncoder().encode(html) })
  expect(kind).toBe('live')
  expect(fields.body?.value.entries).toHaveLength(3)
  expect(fields.body?.value.text.split('\n').slice(0, 2)).toEqual([
    'Entry 3 & more',
    '3. The ferries wait for the storm to pass before they leave the eastern harbour again.',
  ])
  expect(fields.body?.value.html).toMatch(/^<h3>Entry 3 &amp; more<\/h3>\n<p>3\. The ferries/)
})
