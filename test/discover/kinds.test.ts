import { describe, expect, test } from 'vitest'
import { discover } from '../../src/discover/index.ts'
import type { DiscoveryKind } from '../../src/model.ts'

const URL = 'https://herald.example/x'
const read = (kind: DiscoveryKind, text: string, more: object = {}) =>
  discover(kind, { url: URL, bytes: Buffer.from(text), ...more })
const urls = (kind: DiscoveryKind, text: string, more: object = {}) =>
  read(kind, text, more).links.map(link => link.url)

describe('WordPress', () => {
  const post = {
    link: 'https://herald.example/a',
    status: 'publish',
    guid: { rendered: 'https://herald.example/?p=1' },
    date_gmt: '2026-03-01T08:00:00',
    modified_gmt: '2026-03-01T09:00:00',
    title: { rendered: 'Boats &amp; nets' },
    excerpt: { rendered: '<p>Short.</p>' },
    _embedded: {
      author: [{ name: 'Ada Example' }],
      'wp:term': [[{ taxonomy: 'category', name: 'Harbour' }], [{ taxonomy: 'post_tag', name: 'ferry' }]],
    },
  }
  test('a post becomes a link with hints', () => {
    expect(read('wordpress', JSON.stringify([post])).links).toEqual([
      {
        url: 'https://herald.example/a',
        guid: 'https://herald.example/?p=1',
        hints: {
          from: 'feed',
          headline: 'Boats & nets',
          standfirst: 'Short.',
          byline: ['Ada Example'],
          published: '2026-03-01T08:00:00.000Z',
          modified: '2026-03-01T09:00:00.000Z',
          section: 'Harbour',
          keywords: ['ferry'],
        },
      },
    ])
  })
  test('a full page has an older one', () => {
    const url = 'https://herald.example/wp-json/wp/v2/posts?per_page=1&page=2'
    expect(read('wordpress', JSON.stringify([post]), { url }).older).toBe(url.replace('page=2', 'page=3'))
    expect(read('wordpress', '[]', { url }).older).toBeUndefined()
  })
  test('what is not published is left out, and an error of the API is told', () => {
    expect(urls('wordpress', JSON.stringify([{ ...post, status: 'draft' }]))).toEqual([])
    expect(() => read('wordpress', '{"code":"rest_no_route","message":"No route"}')).toThrow(/No route/)
  })
})

describe('ninjs', () => {
  test('version 1: one item', () => {
    const item = {
      uri: 'https://wire.example/a',
      headline: 'A',
      byline: 'By Ada Example',
      versioncreated: '2026-03-01T08:00:00Z',
      associations: {
        main: { type: 'picture', renditions: { '16x9': { href: 'https://wire.example/a.jpg', width: 9 } } },
      },
    }
    expect(read('ninjs', JSON.stringify(item)).links[0]).toMatchObject({
      url: 'https://wire.example/a',
      hints: {
        headline: 'A',
        byline: ['Ada Example'],
        published: '2026-03-01T08:00:00.000Z',
        image: 'https://wire.example/a.jpg',
      },
    })
  })
  test('version 3: a list, with headlines by role; canceled items are left out', () => {
    const items = [
      {
        uri: 'urn:a',
        url: 'https://wire.example/a',
        headlines: [
          { role: 'short', value: 'S' },
          { role: 'main', value: 'A' },
        ],
      },
      { uri: 'https://wire.example/b', pubStatus: 'canceled' },
    ]
    expect(read('ninjs', JSON.stringify({ items })).links).toEqual([
      { url: 'https://wire.example/a', guid: 'urn:a', hints: { from: 'feed', headline: 'A' } },
    ])
  })
  test('an item without a page of its own is left out', () => {
    expect(urls('ninjs', JSON.stringify([{ uri: 'urn:a', headline: 'A' }]))).toEqual([])
  })
})

describe('NewsML-G2', () => {
  const item = (
    status: string,
  ) => `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:newsml:wire.example:1" xml:lang="en">
    <itemMeta><versionCreated>2026-03-01T09:00:00Z</versionCreated><firstCreated>2026-03-01T08:00:00Z</firstCreated>
      <pubStatus qcode="stat:${status}"/><link rel="irel:hasWebPage" href="https://wire.example/a"/></itemMeta>
    <contentMeta><by>By Ada Example</by><headline>A</headline><subject qcode="x:1"><name>Harbour</name></subject></contentMeta></newsItem>`
  test('an item of a message becomes a link with hints', () => {
    const message = `<newsMessage><itemSet>${item('usable')}${item('canceled')}</itemSet></newsMessage>`
    expect(read('newsml-g2', message).links).toEqual([
      {
        url: 'https://wire.example/a',
        guid: 'urn:newsml:wire.example:1',
        hints: {
          from: 'feed',
          headline: 'A',
          byline: ['Ada Example'],
          published: '2026-03-01T08:00:00.000Z',
          modified: '2026-03-01T09:00:00.000Z',
          keywords: ['Harbour'],
          language: 'en',
        },
      },
    ])
  })
})

describe('section pages', () => {
  const page = `<title>Harbour</title><nav><a href="/politics">Politics</a><a href="/tag/ferry-boats-and-more">Ferry boats and more</a><a href="/about-us-and-our-work">About us</a></nav>
    <main><h2><a href="/2026/11/24/council-votes-on-ferry">Council votes again on the new ferry</a></h2>
    <a href="/2026/11/24/council-votes-on-ferry#comments">12 comments</a>
    <h2><a href="/2026/11/23/storm">Storm closes the old harbour bridge</a></h2>
    <a href="https://other.example/2026/11/24/a-story-of-another-site">A story of another site</a>
    <a href="/files/timetable-of-the-ferry.pdf">Timetable of the harbour ferry</a></main><a rel="next" href="?page=2">Older</a>`
  test('articles are told by the shape of their addresses and their headlines', () => {
    expect(urls('section', page)).toEqual([
      'https://herald.example/2026/11/24/council-votes-on-ferry',
      'https://herald.example/2026/11/23/storm',
    ])
  })
  test('the weaker links of a shape go with the strong ones', () => {
    const links = ['ferry-vote-delayed-again', 'storm-closes-harbour-bridge', 'rain'].map(
      (slug, n) => `<a href="/news/${slug}-1234${n}">${slug.replaceAll('-', ' ')} tonight in town</a>`,
    )
    expect(urls('section', links.join(''))).toHaveLength(3)
  })
  test('a selector says it better', () => {
    expect(urls('section', page, { selector: 'nav' })).toHaveLength(3)
    expect(urls('section', page, { selector: 'h2 a' })).toHaveLength(2)
  })
  test('an older page is told', () => {
    expect(read('section', page)).toMatchObject({ title: 'Harbour', older: 'https://herald.example/x?page=2' })
  })
  test('a page without articles is told, not taken for a quiet day', () => {
    expect(() => read('section', '<a href="/about">About</a>')).toThrow(/FEED_UNREADABLE/)
    expect(() => read('section', page, { selector: '.gone' })).toThrow(/nothing matches/)
  })
})

test.each(['feed', 'sitemap', 'section', 'wordpress', 'ninjs', 'newsml-g2'] as const)(
  '%s: nothing is FEED_UNREADABLE',
  kind => {
    expect(() => read(kind, '')).toThrow(expect.objectContaining({ code: 'FEED_UNREADABLE' }))
  },
)
