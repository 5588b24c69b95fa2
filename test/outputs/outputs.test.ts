import { parseFeed } from 'feedsmith'
import { describe, expect, test } from 'vitest'
import { apiArticle } from '../../src/outputs/api-article.ts'
import { FEEDS, type FeedContent } from '../../src/outputs/index.ts'
import { schemaOrg } from '../../src/outputs/schema-org.ts'
import { show, showWithdrawn } from '../../src/outputs/shown.ts'
import { outputContract } from '../contract/output.ts'
import { hubWith } from '../http/hub.ts'
import { articleRecord, fullTerms, type RecordParts } from '../record.ts'

const now = { baseUrl: 'https://hub.example', nowMs: Date.parse('2026-03-02T00:00:00Z') }

function feedOf(parts: RecordParts): FeedContent {
  const record = articleRecord(parts)
  return {
    title: 'Harbour News & more',
    description: 'News <of> the harbour',
    language: 'en',
    home: 'https://hub.example/',
    self: 'https://hub.example/feeds/x',
    updated: '2026-03-02T00:00:00.000Z',
    articles: [show(record, now)].filter(article => article !== undefined),
    withdrawn: [showWithdrawn(record, now)].filter(article => article !== undefined),
  }
}

interface Item {
  readonly content?: { readonly encoded?: string; readonly value?: string }
  readonly content_html?: string
}

/** The content of a feed's first item, read back by a parser that is not ours. */
function contentOf(text: string): string {
  const { feed } = parseFeed(text) as { feed: { items?: Item[]; entries?: Item[] } }
  const item = (feed.items ?? feed.entries ?? [])[0]
  return item?.content?.encoded ?? item?.content?.value ?? item?.content_html ?? ''
}

for (const feed of FEEDS) outputContract(feed.title, parts => contentOf(feed.render(feedOf(parts))))

outputContract('JSON API', parts => {
  const article = show(articleRecord(parts), now)
  return article ? (apiArticle(article) as { contentHtml: string }).contentHtml : ''
})

outputContract('hub page', async parts => {
  const { server, ids } = await hubWith([articleRecord(parts)])
  const { body } = await server.inject(`/article/${ids[0]}`)
  await server.close()
  return body
})

describe.each(FEEDS)('$title', feed => {
  test('names the publisher and its page in its own fields too', () => {
    const text = feed.render(feedOf({}))
    expect(text).toContain('The Herald')
    expect(text.split('https://herald.example/2026/harbour').length).toBeGreaterThan(2)
  })
  test('characters that XML cannot carry are left out', () => {
    expect(
      contentOf(
        feed.render(feedOf({ attribution: { creditLine: 'Originally\u0000 published\u0008 by \ud800The Herald' } })),
      ),
    ).toMatch(/Originally.{0,6} published.{0,6} by .{0,6}The Herald/)
  })
})

test('Atom says which articles were withdrawn (RFC 6721)', () => {
  expect(FEEDS.find(feed => feed.title === 'Atom')?.render(feedOf({ status: 'canceled' }))).toContain(
    '<at:deleted-entry ref="urn:ulid:01J00000000000000000000001" when="2026-03-01T08:05:00.000Z"/>',
  )
})

describe('fields that feeds and pages have of their own', () => {
  const render = (title: string, parts: RecordParts): string =>
    FEEDS.find(feed => feed.title === title)?.render(feedOf(parts)) ?? ''
  const parts: RecordParts = { fields: { section: 'Harbour', keywords: ['dredging & stones', 'Harbour'] } }

  test('section and keywords are the categories of RSS, each once', () => {
    expect(render('RSS', parts).match(/<category>.*<\/category>/g)).toEqual([
      '<category>Harbour</category>',
      '<category>dredging &amp; stones</category>',
    ])
  })
  test('and those of Atom, and the tags of JSON Feed', () => {
    expect(render('Atom', parts).match(/<category .*>/g)).toHaveLength(2)
    expect(render('JSON Feed', parts)).toContain('"tags":["Harbour","dredging & stones"]')
  })
  test('the description of RSS is HTML: signs of the summary are written as such', () => {
    const { feed } = parseFeed(render('RSS', { fields: { standfirst: 'AT&T: 5 <b 6 &copy; more' } })) as {
      feed: { items: { description: string }[] }
    }
    expect(feed.items[0]?.description).toBe('AT&amp;T: 5 &lt;b 6 &amp;copy; more')
  })
  test('an item of RSS names its language', () => {
    expect(render('RSS', { fields: { language: 'he' } })).toContain('<dc:language>he</dc:language>')
  })
  test('the picture of JSON Feed has its credit', () => {
    const leadImage = { url: 'https://herald.example/1.jpg', credit: 'Photo: Ben Sample' }
    expect(render('JSON Feed', { fields: { leadImage } })).toContain('"credit":"Photo: Ben Sample"')
  })
  test.each([
    ['RSS', 'items'],
    ['Atom', 'entries'],
  ])('the picture of %s is Media RSS, with its size, its words and its credit', (title, list) => {
    const leadImage = {
      url: 'https://herald.example/1.jpg?a=1&b=2',
      width: 1200,
      height: 675,
      caption: 'The quay & the pier',
      credit: 'Ben Sample',
    }
    const text = render(title, { fields: { leadImage } })
    const { feed } = parseFeed(text) as unknown as {
      feed: Record<string, { media?: { contents?: unknown[] } }[]>
    }
    expect(feed[list]?.[0]?.media?.contents?.[0]).toMatchObject({
      url: leadImage.url,
      medium: 'image',
      width: 1200,
      height: 675,
    })
    expect(text).toContain('>The quay &amp; the pier<')
    expect(text).toContain('<media:credit>Ben Sample</media:credit>')
    expect(render(title, { fields: { leadImage: { url: leadImage.url } } })).toMatch(/<media:content [^>]*\/>/)
  })
  test.each(['RSS', 'Atom'])('without a permission for pictures %s has none', title => {
    expect(render(title, { terms: { ...fullTerms, images: false } })).not.toContain('media:content')
  })
  test('without writers and keywords there are no empty lists', () => {
    const none: RecordParts = { fields: { byline: [], keywords: [] } }
    expect(render('JSON Feed', none)).not.toContain('"authors"')
    expect(JSON.stringify(schemaOrg(show(articleRecord(none), now)!))).not.toContain('[]')
  })
  test('schema.org: an agency is no person, a picture has its words and its credit', () => {
    const leadImage = { url: 'https://herald.example/1.jpg', caption: 'The quay', credit: 'Ben Sample' }
    const article = show(articleRecord({ fields: { byline: ['Ada Example', 'Reuters'], leadImage } }), now)!
    expect(schemaOrg(article)).toMatchObject({
      author: [
        { '@type': 'Person', name: 'Ada Example' },
        { '@type': 'Organization', name: 'Reuters' },
      ],
      keywords: ['harbour'],
      image: { '@type': 'ImageObject', url: leadImage.url, caption: 'The quay', creditText: 'Ben Sample' },
    })
  })
  test('the API has biography and dateline of a text in full, and of no other', () => {
    const fields = { authorBio: 'Ada Example writes.', dateline: 'ALDER' }
    const api = (republish: 'full' | 'excerpt') =>
      apiArticle(show(articleRecord({ fields, terms: { ...fullTerms, republish } }), now)!)
    expect(api('full')).toMatchObject(fields)
    expect(JSON.stringify(api('excerpt'))).not.toMatch(/Ada Example writes|"dateline"/)
  })
})
