import { expect, test } from 'vitest'
import { discover } from '../../src/discover/index.ts'

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
  const anchors = Array.from({ length: 50_000 }, (_, n) => `<a href="/${n}">n</a>`).join('')
  const nested = `${'<div>'.repeat(400)}${anchors}${'</div>'.repeat(400)}`
  const read = (html: string, selector: string) =>
    discover('section', { url: 'https://herald.example/', bytes: Buffer.from(html), selector })
  const before = process.cpuUsage()
  expect(read(anchors, 'a')).toMatchObject({ leftOut: 45_000 })
  expect(read(nested, 'div, a')).toMatchObject({ leftOut: 45_000 })
  const { user, system } = process.cpuUsage(before)
  // It took 17 seconds once; on a slow machine it takes one.
  expect((user + system) / 1000).toBeLessThan(5000)
})
