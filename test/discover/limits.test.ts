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
  const entries = Array.from({ length: 6000 }, (_, n) => `<url><loc>https://herald.example/${n}</loc></url>`)
  const sitemap = { url: 'https://herald.example/map.xml', bytes: Buffer.from(`<urlset>${entries.join('')}</urlset>`) }
  expect(discover('sitemap', sitemap).links).toHaveLength(6000)
})
