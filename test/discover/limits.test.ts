import { expect, test } from 'vitest'
import { discover } from '../../src/discover/index.ts'
import { growth, LINEAR } from '../growth.ts'

test('of one page at most 5,000 links are taken, of a sitemap all that its protocol allows', () => {
  const anchors = Array.from(
    { length: 6000 },
    (_, n) => `<a href="/2026/03/${n}-harbour-plan-is-agreed">Harbour plan</a>`,
  )
  const page = { url: 'https://herald.example/', bytes: Buffer.from(anchors.join('')) }
  const { links, leftOut } = discover('section', page)
  expect(links).toHaveLength(5000)
  expect(leftOut).toBe(1000)
  expect(discover('section', { ...page, selector: 'a' })).toMatchObject({ links, leftOut: 1000 })
  const entries = Array.from({ length: 6000 }, (_, n) => `<url><loc>https://herald.example/${n}</loc></url>`)
  const sitemap = { url: 'https://herald.example/map.xml', bytes: Buffer.from(`<urlset>${entries.join('')}</urlset>`) }
  expect(discover('sitemap', sitemap).links).toHaveLength(6000)
})

test('links that were not even looked at are counted as left out', () => {
  const anchors = Array.from({ length: 50_000 }, (_, n) => `<a href="/2026/03/${n}-harbour-plan-is-agreed">Plan</a>`)
  const page = { url: 'https://herald.example/', bytes: Buffer.from(anchors.join('')) }
  expect(discover('section', page)).toMatchObject({ leftOut: 45_000 })
})

test('a selector reads any number of links, and of matches within matches, in linear time', () => {
  const read = (html: string, selector: string) =>
    discover('section', { url: 'https://herald.example/', bytes: Buffer.from(html), selector })
  const anchors = (n: number) => Array.from({ length: n }, (_, i) => `<a href="/${i}">n</a>`).join('')
  const nested = (n: number) => `${'<div>'.repeat(400)}${anchors(n)}${'</div>'.repeat(400)}`
  expect(read(anchors(50_000), 'a')).toMatchObject({ leftOut: 45_000 })
  expect(read(nested(50_000), 'div, a')).toMatchObject({ leftOut: 45_000 })
  expect(growth(n => read(anchors(n), 'a'), 12_000)).toBeLessThan(LINEAR)
  expect(growth(n => read(nested(n), 'div, a'), 12_000)).toBeLessThan(LINEAR)
})
