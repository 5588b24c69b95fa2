import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/index.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const read = (text: string, kind: 'feed' | 'sitemap' = 'feed') =>
  discover(kind, { url: 'https://herald.example/feeds/x', bytes: bytes(text) })

const rss = (items: string, channel = '') =>
  `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>Herald</title>${channel}${items}</channel></rss>`

describe('RSS', () => {
  test('an item becomes a link with what the feed says of it', () => {
    const item =
      '<item><title>Boats &amp;amp; nets</title><link>/a</link><guid isPermaLink="false">g1</guid><pubDate>Sun, 01 Mar 2026 09:00:00 +0100</pubDate><dc:creator>Ada Example</dc:creator><category>Harbour</category><description>&lt;p&gt;Short.&lt;/p&gt;</description></item>'
    expect(read(rss(item)).links).toEqual([
      {
        url: 'https://herald.example/a',
        guid: 'g1',
        hints: {
          from: 'feed',
          headline: 'Boats & nets',
          standfirst: 'Short.',
          byline: ['Ada Example'],
          published: '2026-03-01T08:00:00.000Z',
          keywords: ['Harbour'],
        },
      },
    ])
  })
  test('a guid that is a permalink serves where the link is missing', () => {
    expect(read(rss('<item><title>A</title><guid>https://herald.example/a</guid></item>')).links[0]?.url).toBe(
      'https://herald.example/a',
    )
  })
  test('an item without a usable address is left out', () => {
    expect(
      read(rss('<item><title>A</title><link>javascript:alert(1)</link><guid isPermaLink="false">x</guid></item>'))
        .links,
    ).toEqual([])
  })
  test('the name is taken out of an author that is an e-mail address', () => {
    expect(
      read(rss('<item><link>/a</link><author>desk@herald.example (Ada Example)</author></item>')).links[0]?.hints
        .byline,
    ).toEqual(['Ada Example'])
  })
  test('a control character does not cost the feed', () => {
    expect(read(rss('<item><title>A\u0008B</title><link>/a</link></item>')).links[0]?.hints.headline).toBe('AB')
  })
  test.each([
    ['<ttl>60</ttl>', 60],
    ['<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>', 360],
  ])('%s is the wish for %i minutes', (channel, minutes) => {
    expect(read(rss('<item><link>/a</link></item>', channel)).ttlMinutes).toBe(minutes)
  })
  test('hours and days without news; the 24th hour is the first, and what is none is passed over', () => {
    const channel =
      '<skipHours><hour>1</hour><hour>24</hour><hour>25</hour></skipHours><skipDays><day>Sunday</day><day>Caturday</day></skipDays>'
    expect(read(rss('<item><link>/a</link></item>', channel)).rest).toEqual({ hours: [1, 0], days: [0] })
    expect(read(rss('<item><link>/a</link></item>')).rest).toBeUndefined()
  })
})

test('Atom: the alternate link, the updated time where published is missing', () => {
  const entry =
    '<entry><id>tag:x</id><title type="html">&lt;b&gt;A&lt;/b&gt;</title><link rel="edit" href="/edit"/><link href="/a"/><updated>2026-03-01T08:00:00Z</updated><author><name>Ada Example</name></author></entry>'
  expect(read(`<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>${entry}</feed>`).links).toMatchObject([
    {
      url: 'https://herald.example/a',
      guid: 'tag:x',
      hints: { headline: 'A', byline: ['Ada Example'], published: '2026-03-01T08:00:00.000Z' },
    },
  ])
})

test('JSON Feed', () => {
  const feed = {
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Herald',
    items: [
      {
        id: '1',
        url: 'https://herald.example/a',
        title: 'A',
        date_published: '2026-03-01T08:00:00Z',
        authors: [{ name: 'Ada Example' }],
        tags: ['Harbour'],
      },
    ],
  }
  expect(read(JSON.stringify(feed)).links).toMatchObject([
    { url: 'https://herald.example/a', hints: { headline: 'A', keywords: ['Harbour'] } },
  ])
})

test('RDF in a legacy encoding', () => {
  const feed =
    '<?xml version="1.0" encoding="windows-1251"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel rdf:about="x"><title>t</title></channel><item rdf:about="https://herald.example/1"><title>\xcf\xf0\xe8\xe2\xe5\xf2</title><link>https://herald.example/1</link></item></rdf:RDF>'
  const links = discover('feed', { url: 'https://herald.example/', bytes: Buffer.from(feed, 'latin1') }).links
  expect(links[0]?.hints.headline).toBe('Привет')
})

test.each(['', '<html><body>Not a feed</body></html>', '{"a":1}'])('%j is FEED_UNREADABLE', text => {
  expect(() => read(text)).toThrow(expect.objectContaining({ code: 'FEED_UNREADABLE' }))
})

describe('sitemaps', () => {
  const url =
    '<url><loc>https://herald.example/a</loc><lastmod>2026-03-02</lastmod><news:news><news:publication><news:name>Herald</news:name><news:language>en</news:language></news:publication><news:publication_date>2026-03-01T08:00:00Z</news:publication_date><news:title>A &amp; B</news:title></news:news></url>'
  const urlset = (inner: string) =>
    `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">${inner}</urlset>`

  test('news fields become hints', () => {
    expect(read(urlset(url), 'sitemap').links).toEqual([
      {
        url: 'https://herald.example/a',
        hints: {
          from: 'sitemap',
          headline: 'A & B',
          published: '2026-03-01T08:00:00.000Z',
          modified: '2026-03-02T00:00:00.000Z',
          language: 'en',
          publication: 'Herald',
        },
      },
    ])
  })
  test('a truncated file keeps what it gave', () => {
    expect(read(urlset(`${url}<url><loc>https://herald.exam`).slice(0, -9), 'sitemap').links[0]?.url).toBe(
      'https://herald.example/a',
    )
  })
  test('an index names its children', () => {
    expect(read('<sitemapindex><sitemap><loc>/s1.xml</loc></sitemap></sitemapindex>', 'sitemap').more).toEqual([
      'https://herald.example/s1.xml',
    ])
  })
  test('a plain list of addresses serves too', () => {
    expect(read('https://herald.example/a\nhttps://herald.example/b\n', 'sitemap').links).toHaveLength(2)
  })
})
