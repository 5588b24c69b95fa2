/**
 * How long feeds take to become links, beside a bare parse by a library that does nothing more:
 *
 *   node test/bench/feeds.ts [FILE ...]
 *
 * Without files two feeds are made up, RSS and Atom, 357 kB together.
 */

import { readFileSync } from 'node:fs'
import { parseFeed as bareParse } from 'feedsmith'
import { readFeed } from '../../src/discover/feed.ts'

const BYTES_OF_EACH = 178_500
const WARM_UP = 20
const ROUNDS = 100

const WORDS = 'harbour rain council ferry vote bridge market school tide storm budget museum'.split(' ')
const words = (from: number, count: number): string =>
  Array.from({ length: count }, (_, at) => WORDS[(from * 7 + at * 5) % WORDS.length]).join(' ')

function rssItem(n: number): string {
  return `<item><title>${words(n, 8)} &amp; ${n}</title><link>https://herald.example/news/${n}?utm_source=rss</link>
<guid isPermaLink="false">herald-${n}</guid><pubDate>Tue, 24 Nov 2026 ${String(n % 24).padStart(2, '0')}:15:00 +0100</pubDate>
<dc:creator><![CDATA[Ada Example]]></dc:creator><category>${words(n, 1)}</category>
<description><![CDATA[<p>${words(n, 40)} <a href="/more/${n}">more</a></p>]]></description>
<media:content url="https://img.herald.example/${n}.jpg" medium="image"/>
<content:encoded><![CDATA[${`<p>${words(n, 60)}</p>`.repeat(4)}]]></content:encoded></item>`
}

function atomEntry(n: number): string {
  return `<entry><title type="html">${words(n, 8)} &amp;amp; ${n}</title><link rel="alternate" type="text/html" href="https://wire.example/${n}"/>
<id>tag:wire.example,2026:${n}</id><updated>2026-11-24T10:${String(n % 60).padStart(2, '0')}:00Z</updated>
<author><name>Ada Example</name></author><category term="${words(n, 1)}"/>
<summary type="html">&lt;p&gt;${words(n, 40)}&lt;/p&gt;</summary>
<content type="html">${`&lt;p&gt;${words(n, 60)}&lt;/p&gt;`.repeat(4)}</content></entry>`
}

function filled(head: string, item: (n: number) => string, end: string): string {
  let text = head
  for (let n = 0; text.length < BYTES_OF_EACH; n++) text += item(n)
  return text + end
}

const madeUp = (): string[] => [
  filled(
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Herald</title><link>https://herald.example/</link>',
    rssItem,
    '</channel></rss>',
  ),
  filled(
    '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><id>tag:wire.example,2026:feed</id>',
    atomEntry,
    '</feed>',
  ),
]

const files = process.argv.slice(2)
const texts = files.length > 0 ? files.map(file => readFileSync(file, 'utf8')) : madeUp()
const documents = texts.map(text => ({ url: 'https://herald.example/feed', bytes: Buffer.from(text) }))

/** Both in turn, so that whatever else the machine does falls on both; medians, since they forget outliers. */
function medians(): { readonly bareMs: number; readonly linksMs: number } {
  const bare: number[] = []
  const links: number[] = []
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const start = performance.now()
    for (const text of texts) bareParse(text)
    const between = performance.now()
    for (const document of documents) readFeed(document)
    const end = performance.now()
    if (round >= WARM_UP) bare.push(between - start) && links.push(end - between)
  }
  return { bareMs: medianOf(bare), linksMs: medianOf(links) }
}

const medianOf = (times: readonly number[]): number => times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0

const { bareMs, linksMs } = medians()
const kB = Math.round(documents.reduce((sum, { bytes }) => sum + bytes.length, 0) / 1000)
console.log(JSON.stringify({ kB, bareMs, linksMs, ratio: linksMs / bareMs }))
