import { expect, test } from 'vitest'
import { extract } from '../../src/extract/index.ts'
import { joinBodies } from '../../src/extract/next-page.ts'
import type { Body } from '../../src/model.ts'
import { articleWith, page } from './made-up.ts'

const body = (html: string, text: string): Body => ({ html, text, wordCount: 0 })
const FIRST = body('<p>Fish &amp; ships.</p>\n<p>One.</p>', 'Fish & ships.\nOne.')

/** What the second of two pages adds. */
const added = (html: string, text: string): string =>
  joinBodies([FIRST, body(html, text)]).html.slice(FIRST.html.length)

test.each<[rule: string, html: string, text: string, left: string]>([
  ['a paragraph', '<p>Two.</p>\n<p>One.</p>', 'Two.\nOne.', '\n<p>Two.</p>'],
  [
    'a line with a sign that HTML escapes',
    '<p>Fish &amp; ships.</p>\n<p>Two.</p>',
    'Fish & ships.\nTwo.',
    '\n<p>Two.</p>',
  ],
  ['a line with markup', '<p><strong>One</strong>.</p>\n<p>Two.</p>', 'One.\nTwo.', '\n<p>Two.</p>'],
  [
    'one of the paragraphs of an item',
    '<ul>\n<li><p>One.</p>\n<p>Two.</p></li>\n</ul>',
    'One.\nTwo.',
    '\n<ul>\n<li>\n<p>Two.</p></li>\n</ul>',
  ],
  ['a line of a verse', '<p>Two.<br>\n<em>One.</em></p>', 'Two.\nOne.', '\n<p>Two.</p>'],
  ['a list that holds nothing else', '<ul>\n<li>One.</li>\n</ul>\n<p>Two.</p>', 'One.\nTwo.', '\n<p>Two.</p>'],
])('what every page repeats is kept once, and its markup goes whole: %s', (_, html, text, left) => {
  expect(added(html, text)).toBe(left)
})

test('a table keeps its head, which may stand on every page', () => {
  const table = (port: string): Body =>
    body(
      `<table><tbody><tr><th>Port</th><th>Boats</th></tr><tr><td>${port}</td><td>7</td></tr></tbody></table>`,
      `Port | Boats\n${port} | 7`,
    )
  const { html, text } = joinBodies([table('Corran'), table('Holm'), table('Holm')])
  expect(text).toBe('Port | Boats\nCorran | 7\nPort | Boats\nHolm | 7')
  expect(html.match(/<th>Port/g)).toHaveLength(2)
})

test('a page that only repeats adds nothing', () => {
  expect(joinBodies([FIRST, body('<p>One.</p>', 'One.')])).toEqual({ ...FIRST, wordCount: 3 })
})

test.each([
  ['/travel/top-10', '/travel/top-10?page=2'],
  ['/travel/top-10', '/travel/top-10/2'],
  ['/travel/top-10?page=1', '/travel/top-10?page=2'],
  ['/travel/best-piers', '/travel/best-piers/2'],
  ['/travel/best-piers/2', '/travel/best-piers/3'],
])('the number that a first page ends in may be a word of its address: %s', (here, next) => {
  const html = articleWith({ head: `<link rel="next" href="${next}">` })
  expect(extract({ url: `https://herald.example${here}`, bytes: page(html) }).nextPage).toBe(
    `https://herald.example${next}`,
  )
})
