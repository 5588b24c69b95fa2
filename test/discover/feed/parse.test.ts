import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/discover/feed/parse.ts'
import { WiredeskError } from '../../../src/errors.ts'
import { growth, LINEAR } from '../../growth.ts'

const URL = 'https://herald.example/feeds/x'
const parse = (text: string, more: object = {}) =>
  parseFeed({ url: URL, bytes: new TextEncoder().encode(text), ...more })
const rss = (item: string, channel = '') => parse(`<rss><channel>${channel}<item>${item}</item></channel></rss>`)
const atom = (entry: string, feed = '', attributes = '') =>
  parse(`<feed xmlns="http://www.w3.org/2005/Atom" ${attributes}>${feed}<entry>${entry}</entry></feed>`)

describe('formats', () => {
  test.each([
    ['RSS 2.0', '<rss><channel><title>T</title><item><title>A</title></item></channel></rss>', 'rss'],
    ['RSS 0.90 and 1.0', '<rdf:RDF><channel><title>T</title></channel><item><title>A</title></item></rdf:RDF>', 'rss'],
    ['Atom', '<feed><title>T</title><entry><title>A</title></entry></feed>', 'atom'],
    [
      'Atom with a prefix',
      '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>T</a:title><a:entry><a:title>A</a:title></a:entry></a:feed>',
      'atom',
    ],
    ['CDF', '<CHANNEL><TITLE>T</TITLE><ITEM HREF="/a"><TITLE>A</TITLE></ITEM></CHANNEL>', 'rss'],
    ['JSON Feed', '{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[{"title":"A"}]}', 'json'],
  ])('%s', (_, text, type) => {
    expect(parse(text)).toMatchObject({ type, title: 'T', items: [{ title: 'A' }] })
  })
  test.each([
    ['a page', '<!doctype html><html><body><channel>1</channel></body></html>'],
    ['a sitemap', '<urlset><url><loc>https://herald.example/a</loc></url></urlset>'],
    ['broken JSON', '{"version":"https://jsonfeed.org/version/1.1","items":['],
    ['nothing', ''],
  ])('%s is no feed', (_, text) => {
    expect(() => parse(text)).toThrow(expect.objectContaining({ code: 'FEED_UNREADABLE' }))
  })
})

describe('broken feeds give what can be told apart', () => {
  test('an element that is not closed ends with its parent', () => {
    expect(rss('<title>A<link>/a</link>').items).toHaveLength(1)
  })
  test('a feed that breaks off keeps what is whole', () => {
    const { items } = parse('<rss><channel><item><title>A</title></item><item><title>B</title><link>https://herald.exa')
    expect(items).toMatchObject([{ title: 'A' }, { title: 'B' }])
    expect(items[1]?.link).toBeUndefined()
  })
  test('a prefix that nobody declared means what it mostly means', () => {
    expect(rss('<dc:creator>Ada Example</dc:creator>').items[0]?.authors).toEqual([{ name: 'Ada Example' }])
  })
  test('references of HTML are read, and those of a document type are not', () => {
    const text = '<!DOCTYPE r [<!ENTITY x "y">]><rss><channel><title>caf&eacute; &x;</title></channel></rss>'
    expect(parse(text).title).toBe('café &x;')
  })
  test('controls of windows-1252 that were taken for Latin-1 become what they were', () => {
    expect(rss('<title>don\u0092t</title>').items[0]?.title).toBe('don’t')
  })
  test('Russian under no declaration but that of its bytes', () => {
    const bytes = Buffer.concat([
      Buffer.from('<?xml version="1.0" encoding="windows-1251"?><rss><channel><title>'),
      Buffer.from([0xcf, 0xf0, 0xe8]),
      Buffer.from('</title></channel></rss>'),
    ])
    expect(parseFeed({ url: URL, bytes })).toMatchObject({ title: 'При', charset: 'windows-1251' })
  })
})

describe('what a text is', () => {
  test.each([
    ['escaped HTML', '<title type="html">&lt;b&gt;A&lt;/b&gt; &amp;amp; B</title>', '<b>A</b> &amp; B'],
    ['text that looks like HTML', '<title type="text">1 &lt; 2</title>', '1 < 2'],
    [
      'XHTML, without the div around it',
      '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <b>B</b></div></title>',
      'A <b>B</b>',
    ],
    ['base64 (Atom 0.3)', '<title type="text/html" mode="base64">PGI+QTwvYj4=</title>', '<b>A</b>'],
    ['base64 by its media type (RFC 4287, 4.1.3.3)', '<title type="application/octet-stream">QQ==</title>', 'A'],
  ])('%s', (_, title, read) => {
    expect(atom(title).items[0]?.title).toBe(read)
  })
})

describe('addresses', () => {
  test('xml:base holds for what is within it, links in markup among them', () => {
    const entry = '<link href="a"/><content type="html">&lt;a href="b">b&lt;/a></content>'
    expect(atom(entry, '', 'xml:base="https://wire.example/x/"').items[0]).toMatchObject({
      link: 'https://wire.example/x/a',
      content: '<a href="https://wire.example/x/b">b</a>',
    })
  })
  test('Content-Location is a base', () => {
    const feed = parse('<rss><channel><link>a</link></channel></rss>', { contentLocation: 'https://wire.example/y/' })
    expect(feed.link).toBe('https://wire.example/y/a')
  })
  test('a feed that another host serves means its site', () => {
    expect(rss('<link>/a</link>', '<link>https://wire.example/</link>').items[0]?.link).toBe('https://wire.example/a')
  })
  test('the address before FeedBurner came in between is the better one', () => {
    const item =
      '<link>https://feedproxy.example/~r/1</link><feedburner:origLink>https://herald.example/a</feedburner:origLink>'
    expect(rss(item).items[0]?.link).toBe('https://herald.example/a')
  })
  test('older pages and archives (RFC 5005)', () => {
    expect(atom('', '<link rel="prev-archive" href="/2025.atom"/>').older).toBe('https://herald.example/2025.atom')
  })
  test('JSON Feed: next_url', () => {
    expect(parse('{"items":[],"next_url":"/p2.json"}').older).toBe('https://herald.example/p2.json')
  })
})

describe('people', () => {
  test.each([
    ['<author>desk@herald.example (Ada Example)</author>', { name: 'Ada Example', email: 'desk@herald.example' }],
    ['<author>Ada Example &lt;ada@herald.example&gt;</author>', { name: 'Ada Example', email: 'ada@herald.example' }],
    ['<author><name>Ada</name><uri>/ada</uri></author>', { name: 'Ada', url: 'https://herald.example/ada' }],
    ['<itunes:author>Ada</itunes:author>', { name: 'Ada' }],
  ])('%s', (author, person) => {
    expect(rss(author).items[0]?.authors).toEqual([person])
  })
})

describe('what is attached', () => {
  test('each address once, of every vocabulary', () => {
    const item =
      '<enclosure url="/a.mp3" type="audio/mpeg" length="12"/><enclosure url="/a.mp3" length="x"/><media:group><media:content url="/b.jpg" medium="image"/></media:group>'
    expect(rss(item).items[0]).toMatchObject({
      enclosures: [
        { url: 'https://herald.example/a.mp3', type: 'audio/mpeg', length: '12' },
        { url: 'https://herald.example/b.jpg' },
      ],
      image: 'https://herald.example/b.jpg',
    })
  })
})

describe('whatever comes', () => {
  const pieces = fc.constantFrom(
    ...'<rss> <feed> <channel> <item> <entry> </item> <title> </title> <![CDATA[ ]]> &#x0; &amp; &lt; <link href="/a"/> <a: xmlns:a="b" xml:base=" > " text é \u0000 <!-- --> <!DOCTYPE {"items":[ ]}'.split(
      ' ',
    ),
  )
  test('ends in a feed or in FEED_UNREADABLE', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(pieces).map(parts => parts.join('')),
          fc.string({ unit: 'binary' }),
        ),
        text => {
          try {
            return Array.isArray(parse(text).items)
          } catch (error) {
            return error instanceof WiredeskError && error.code === 'FEED_UNREADABLE'
          }
        },
      ),
      { numRuns: 2000 },
    )
  })
  test('bytes that are no text do as well', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), noise => {
        const bytes = Buffer.concat([Buffer.from('<rss><channel><item><title>'), noise])
        expect(parseFeed({ url: URL, bytes }).items.length).toBeLessThanOrEqual(1)
      }),
    )
  })
  test.each<[what: string, size: number, text: (n: number) => string]>([
    ['elements', 100_000, n => '<b/>'.repeat(n)],
    [
      'prefixes',
      5000,
      n => `<a ${Array.from({ length: n }, (_, i) => `xmlns:p${i}="x"`).join(' ')}>${'<b xmlns:q="y"/>'.repeat(n)}`,
    ],
    ['end tags without a beginning', 50_000, n => `${'<a>'.repeat(1000)}${'</b>'.repeat(n)}`],
    ['open quotes', 5000, n => `<description>${'&lt;a href="'.repeat(n)}`],
    ['pictures without an end', 5000, n => `<description>${'&lt;img src='.repeat(n)}`],
  ])('%s cost linear time', (_, size, text) => {
    expect(growth(n => rss(text(n)), size)).toBeLessThan(LINEAR)
  })
  test('elements nested without end are an attack, and refused', () => {
    expect(() => rss('<a>'.repeat(200_000))).toThrow(expect.objectContaining({ code: 'FEED_UNREADABLE' }))
  })
})
