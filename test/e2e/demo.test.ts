/** The demo desk as its user sees it: a command that fills a hub, and every output of every article on it. */

import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { escapeHtml } from '../../src/values/html.ts'
import { start, wiredesk } from '../cli/wiredesk.ts'

interface ApiArticle {
  readonly id: string
  readonly url: string
  readonly headline: string
  readonly contentHtml: string
  readonly attribution: { readonly creditLine: string; readonly sourceUrl: string }
}

const demo = start(['demo', '--port', '0', '--json'])
let hub = ''
let articles: readonly ApiArticle[] = []

const get = async (path: string): Promise<string> => (await fetch(hub + path)).text()

beforeAll(async () => {
  const line = await new Promise<string>((resolve, reject) => {
    let text = ''
    demo.child.stdout.on('data', chunk => {
      text += chunk
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')))
    })
    demo.child.on('exit', code => reject(new Error(`the demo ended with ${code}`)))
  })
  hub = (JSON.parse(line) as { hub: string }).hub
  articles = (JSON.parse(await get('/v1/articles?limit=100')) as { articles: ApiArticle[] }).articles
})

afterAll(async () => {
  demo.child.kill('SIGINT')
  expect((await demo.ended).code).toBe(0)
})

describe('the demo desk', () => {
  test('holds 40 articles or more of four publishers', () => {
    expect(articles.length).toBeGreaterThanOrEqual(40)
    expect(new Set(articles.map(({ attribution }) => new URL(attribution.sourceUrl).host)).size).toBe(4)
  })

  test('every article page carries its credit line and its Source link', async () => {
    const bare: string[] = []
    for (const { url, attribution } of articles) {
      const page = await get(new URL(url).pathname)
      if (!carriesOrigin(page, attribution)) bare.push(url)
    }
    expect(bare).toEqual([])
  })

  test.each(['/feeds/rss.xml', '/feeds/atom.xml', '/feeds/feed.json'])(
    '%s carries credit line and Source link of every article',
    async path => {
      // Undoing one level of escaping leaves the HTML that a reader of the feed would show.
      const feed = (await get(path)).replaceAll('\\"', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>')
      const text = feed.replaceAll('&quot;', '"').replaceAll('&amp;', '&')
      expect(articles.filter(({ attribution }) => !carriesOrigin(text, attribution))).toEqual([])
    },
  )

  test('the API carries them in every text', () => {
    expect(articles.filter(each => !carriesOrigin(each.contentHtml, each.attribution))).toEqual([])
  })

  test('a revision and a correction come in while one watches', async () => {
    const events = async () =>
      (JSON.parse(await get('/v1/events?limit=500')) as { events: { type: string }[] }).events.map(({ type }) => type)
    await expect
      .poll(events, { timeout: 20_000 })
      .toEqual(expect.arrayContaining(['article.updated', 'article.corrected']))
  })
})

describe('demo --once', () => {
  test('ends by itself, with what was stored and the two revisions', async () => {
    const { code, lines } = await wiredesk(['demo', '--once', '--json', '--port', '0'])
    expect(code).toBe(0)
    expect(lines.map(line => line['stored'] ?? line['change'])).toEqual([41, 'update', 'correction'])
  })
})

const carriesOrigin = (html: string, { creditLine, sourceUrl }: ApiArticle['attribution']): boolean => {
  const links = [...html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>Source link<\/a>/g)].map(link => link[1])
  return html.includes(escapeHtml(creditLine)) && links.includes(escapeHtml(sourceUrl))
}
