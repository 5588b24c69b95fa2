import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { newestLinks } from '../../src/discover/newest-links.ts'
import { readSitemap } from '../../src/discover/sitemap.ts'
import type { FoundLink } from '../../src/model.ts'

const URL = 'https://herald.example/sitemap.xml'
const read = (bytes: Uint8Array | string) => readSitemap({ url: URL, bytes: Buffer.from(bytes) })
const urlset = (count: number): string =>
  `<urlset>${Array.from({ length: count }, (_, n) => `<url><loc>https://herald.example/${n}</loc></url>`).join('')}</urlset>`

describe('what serves as a sitemap', () => {
  test('gzip by its first bytes, whatever it is called', () => {
    expect(read(gzipSync(urlset(2))).links).toHaveLength(2)
  })
  test('a truncated file gives what came', () => {
    expect(read(urlset(3).slice(0, -20)).links).toHaveLength(2)
    expect(read(gzipSync(urlset(5000)).subarray(0, 8000)).links.length).toBeGreaterThan(100)
  })
  test('a list of addresses, and nothing else that is text', () => {
    expect(read('https://herald.example/a\r\nhttps://herald.example/b\n').links.map(link => link.url)).toEqual([
      'https://herald.example/a',
      'https://herald.example/b',
    ])
    expect(() => read('Not found')).toThrow(expect.objectContaining({ code: 'FEED_UNREADABLE' }))
  })
  test('prefixed elements, entities, and a picture beside the address', () => {
    const text =
      '<s:urlset xmlns:s="http://www.sitemaps.org/schemas/sitemap/0.9"><s:url><image:image><image:loc>https://i.herald.example/1.jpg</image:loc></image:image><s:loc> https://herald.example/a?x=1&amp;y=2 </s:loc></s:url></s:urlset>'
    expect(read(text).links).toEqual([
      { url: 'https://herald.example/a?x=1&y=2', hints: { from: 'sitemap', image: 'https://i.herald.example/1.jpg' } },
    ])
  })
  test('an index names its children, those that changed last first', () => {
    const text =
      '<sitemapindex><sitemap><loc>/2024.xml</loc><lastmod>2024-12-31</lastmod></sitemap><sitemap><loc>/2026.xml</loc><lastmod>2026-11-24</lastmod></sitemap></sitemapindex>'
    expect(read(text).more).toEqual(['https://herald.example/2026.xml', 'https://herald.example/2024.xml'])
  })
  test('a robots.txt stands for the sitemaps that it names', () => {
    const robots = 'User-agent: *\nDisallow: /a\nSitemap: https://herald.example/news.xml\n'
    expect(read(robots)).toMatchObject({ links: [], more: ['https://herald.example/news.xml'] })
  })
  test('no more addresses than the protocol allows', () => {
    expect(read(urlset(50_001)).links).toHaveLength(50_000)
  })
})

describe('the newest links of a large sitemap', () => {
  const link = (n: number, day?: number): FoundLink => ({
    url: `https://herald.example/${n}`,
    hints: { from: 'sitemap', ...(day !== undefined && { modified: new Date(Date.UTC(2026, 0, day)).toISOString() }) },
  })
  const numbers = (links: readonly FoundLink[]) => links.map(({ url }) => Number(url.split('/').at(-1)))

  test('by their dates', () => {
    expect(numbers(newestLinks([link(1, 1), link(2, 3), link(3, 2), link(4)], 2))).toEqual([2, 3])
  })
  test('without dates, from both ends of the file', () => {
    expect(
      numbers(
        newestLinks(
          [1, 2, 3, 4, 5].map(n => link(n)),
          3,
        ),
      ),
    ).toEqual([1, 2, 5])
  })
  test('all, where there are few', () => {
    expect(numbers(newestLinks([link(2), link(1, 1)], 2))).toEqual([2, 1])
  })
})
