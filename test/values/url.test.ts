import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { withoutTracking } from '../../src/values/tracking.ts'
import { canonicalUrl, isHomepage, parseHttpUrl, registrableDomain } from '../../src/values/url.ts'
import { addressKey, dedupeKey, feedKey } from '../../src/values/url-key.ts'

const HERALD = 'https://www.herald.example'

describe('the canonical form can be asked for', () => {
  test.each([
    [`${HERALD}/a?utm_source=rss&id=1#top`, `${HERALD}/a?id=1`],
    [`${HERALD}:443/a?fbclid=x`, `${HERALD}/a`],
    [`${HERALD}/a?b=%E9&a=1`, `${HERALD}/a?b=%E9&a=1`],
    [`${HERALD}/a#xtor=RSS-1`, `${HERALD}/a`],
  ])('%s', (url, canonical) => {
    expect(canonicalUrl(url)).toBe(canonical)
  })
  test('a reference is tracking when it names where the link was found', () => {
    expect(withoutTracking(`${HERALD}/a?ref=wire.example`, ['wire.example'])).toBe(`${HERALD}/a`)
    expect(withoutTracking(`${HERALD}/a?ref=chapter-2`, ['wire.example'])).toBe(`${HERALD}/a?ref=chapter-2`)
  })
})

describe('spellings of one address have one key', () => {
  test.each([
    ['http://herald.example/%7eada/?b=2&a=1', 'http://www.herald.example/~ada?a=1&b=2'],
    ['http://herald.example/r%c3%a9sum%c3%a9', 'http://herald.example/résumé'],
    ['http://herald.example/a?q=a+b', 'http://herald.example/a?q=a%20b'],
    ['herald.example/a', 'http://herald.example/a'],
  ])('%s and %s', (one, other) => {
    expect(addressKey(one)).toBe(addressKey(other))
  })
  test.each([
    ['http://herald.example/a', 'https://herald.example/a'],
    ['http://herald.example/a%2Fb', 'http://herald.example/a/b'],
    ['http://herald.example/a?b=1%26c=2', 'http://herald.example/a?b=1&c=2'],
    ['http://herald.example/index.html', 'http://herald.example/'],
  ])('%s and %s are two addresses', (one, other) => {
    expect(addressKey(one)).not.toBe(addressKey(other))
  })
})

describe('addresses of one document have one key', () => {
  test.each([
    ['http://herald.example/a', 'https://www.herald.example/a/'],
    ['https://m.herald.example/News/a', 'https://herald.example/news/a'],
    ['https://herald.example/a/amp/', 'https://herald.example/a?amp=1'],
    ['https://herald.example/news/index.html', 'https://herald.example/news'],
    ['https://herald.example:8443/a', 'https://herald.example/a'],
  ])('%s and %s', (one, other) => {
    expect(dedupeKey(one)).toBe(dedupeKey(other))
  })
  test.each([
    ['https://herald.example/a', 'https://herald.example/b'],
    ['https://herald.example/s/aB3', 'https://herald.example/s/Ab3'],
    ['http://127.0.0.1:8001/a', 'http://127.0.0.1:8002/a'],
    ['http://localhost:8001/a', 'http://localhost:8002/a'],
  ])('%s and %s are two documents', (one, other) => {
    expect(dedupeKey(one)).not.toBe(dedupeKey(other))
  })
  test('feeds of one host may live on two ports', () => {
    expect(feedKey('http://herald.example:81/rss')).not.toBe(feedKey('http://herald.example:82/rss'))
  })
})

test.each([
  ['www.herald.example', 'herald.example'],
  ['news.bbc.co.uk', 'bbc.co.uk'],
  ['ada.blogspot.com', 'ada.blogspot.com'],
  ['www.gov.cn', 'gov.cn'],
])('%s is registered as %s', (host, domain) => {
  expect(registrableDomain(host)).toBe(domain)
})

test.each([
  ['https://herald.example///', true],
  ['https://herald.example/de/', true],
  ['https://herald.example/a', false],
])('%s is a front page: %j', (url, is) => {
  expect(isHomepage(url)).toBe(is)
})

describe('whatever comes', () => {
  const parts = fc.constantFrom(
    ...'http:// https: // www. herald.example : 80 / a %7E %2f %zz ? & = utm_x=1 # :~:text= é @ "'.split(' '),
  )
  const addresses = fc.oneof(
    fc.webUrl({ withFragments: true, withQueryParameters: true }),
    fc.array(parts, { maxLength: 12 }).map(each => each.join('')),
    fc.string({ unit: 'binary' }),
  )
  test('the canonical form is its own canonical form, and keys do not change with it', () => {
    fc.assert(
      fc.property(addresses, text => {
        const url = parseHttpUrl(text)?.href
        if (url === undefined) return
        const canonical = canonicalUrl(url)
        expect(canonicalUrl(canonical)).toBe(canonical)
        expect(dedupeKey(canonical)).toBe(dedupeKey(url))
        expect(addressKey(canonical)).toBe(addressKey(url))
      }),
      { numRuns: 3000 },
    )
  })
  test('nothing is thrown', () => {
    fc.assert(
      fc.property(addresses, text => {
        for (const read of [canonicalUrl, addressKey, dedupeKey, feedKey, withoutTracking]) read(text)
        return typeof isHomepage(text) === 'boolean'
      }),
      { numRuns: 3000 },
    )
  })
})
