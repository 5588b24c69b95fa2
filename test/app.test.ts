/** The whole program on a desk of its own, against publishers on loopback. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type App, openApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { type Publisher, startPublisher } from './pipeline/publisher.ts'

const paragraph = (n: number) =>
  `<p>Paragraph ${n} of the report tells how the harbour council met on Tuesday evening, listened to the fishers of the east quay, and voted on the dredging of the old channel.</p>`

const articleHtml = (
  headline: string,
  more = '',
) => `<!doctype html><html lang="en"><head><title>${headline} | Herald</title>
<meta property="og:site_name" content="Herald"><meta property="article:published_time" content="2026-03-01T08:00:00Z">
<script type="application/ld+json">{"@context":"https://schema.org","@type":"NewsArticle","headline":"${headline}","author":{"@type":"Person","name":"Ada Example"},"datePublished":"2026-03-01T08:00:00Z"}</script>
</head><body><article><h1>${headline}</h1>${[1, 2, 3, 4].map(paragraph).join('')}${more}</article><footer>© 2026 Herald Media. All rights reserved.</footer></body></html>`

const feed = (publisher: Publisher, paths: readonly string[]) =>
  `<rss version="2.0"><channel><title>Herald</title>${paths.map(path => `<item><title>${path}</title><link>${publisher.origin}${path}</link><guid isPermaLink="false">${path}</guid></item>`).join('')}</channel></rss>`

let publisher: Publisher
let desk: string
let app: App

beforeEach(async () => {
  publisher = await startPublisher()
  desk = mkdtempSync(join(tmpdir(), 'wiredesk-app-'))
  mkdirSync(join(desk, 'config', 'sources'), { recursive: true })
  writeFileSync(
    join(desk, 'config', 'wiredesk.yaml'),
    "fetch: { allowPrivate: ['127.0.0.0/8'], delayMs: 0 }\nretry: { baseSeconds: 0.05, attempts: 3 }\nextract: { threads: 1 }\nlog: { level: silent }\n",
  )
  writeFileSync(join(desk, 'config', 'sources', 'herald.yaml'), `name: The Herald\nfeed: ${publisher.origin}/rss\n`)
  app = await openApp(loadConfig(desk))
})

afterEach(async () => {
  await app.close()
  await publisher.close()
  rmSync(desk, { recursive: true, force: true })
})

function offer(pages: Readonly<Record<string, string>>): void {
  publisher.answers.set('/rss', {
    headers: { 'content-type': 'application/rss+xml' },
    body: feed(publisher, Object.keys(pages)),
  })
  for (const [path, body] of Object.entries(pages))
    publisher.answers.set(path, { body, headers: { etag: `"${path}${body.length}"` } })
}

const onlyArticle = async () => (await app.store.listArticles({ limit: 10, includeCanceled: true })).articles[0]!

describe('a crawl', () => {
  test('stores what the feed names, with attribution and Source link', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    expect(await app.crawlOnce()).toMatchObject({ found: 1, new: 1, quarantined: 0, waiting: 0 })
    const { revision } = await onlyArticle()
    expect(revision.fields).toMatchObject({
      headline: 'Harbour council votes on dredging',
      byline: ['Ada Example'],
      published: '2026-03-01T08:00:00.000Z',
    })
    expect(revision.attribution).toEqual({
      sourceName: 'The Herald',
      sourceUrl: `${publisher.origin}/a`,
      creditLine: 'Originally published by The Herald',
      copyrightNotice: '© 2026 Herald Media. All rights reserved.',
      agencyCredits: [],
    })
  })

  test('asks conditionally the second time and stores nothing new', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    await app.crawlOnce()
    expect(await app.crawlOnce({ recheck: true })).toMatchObject({ found: 0, new: 0, revised: 0, unchanged: 1 })
    expect(publisher.requests.at(-1)?.headers['if-none-match']).toMatch(/^"\/a/)
  })

  test('makes a second revision of a changed article, and no other', async () => {
    offer({
      '/a': articleHtml('Harbour council votes on dredging'),
      '/b': articleHtml('Ferry timetable changes on Monday'),
    })
    await app.crawlOnce()
    offer({
      '/a': articleHtml('Harbour council votes on dredging', paragraph(5)),
      '/b': articleHtml('Ferry timetable changes on Monday'),
    })
    expect(await app.crawlOnce({ recheck: true })).toMatchObject({ revised: 1, unchanged: 1 })
    expect((await app.store.eventsAfter(2, 10)).map(event => event.type)).toEqual(['article.updated'])
  })

  test('tells a correction from an update', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    await app.crawlOnce()
    const note = '<p>Correction: An earlier version of this article gave the wrong name of the channel.</p>'
    offer({ '/a': articleHtml('Harbour council votes on dredging', note) })
    await app.crawlOnce({ recheck: true })
    expect((await onlyArticle()).revision).toMatchObject({ number: 2, change: 'correction' })
  })

  test('drops what is no article with a reason', async () => {
    offer({
      '/a': '<html><head><title>Just a moment...</title></head><body><p>Checking your browser</p></body></html>',
    })
    expect((await app.crawlOnce()).dropped).toEqual({ PAGE_IS_WALL: 1 })
    expect(await app.store.listLinks({})).toMatchObject([{ state: 'dropped', reason: 'PAGE_IS_WALL' }])
  })

  test('tries again what failed, and quarantines what keeps failing', async () => {
    offer({
      '/a': articleHtml('Harbour council votes on dredging'),
      '/b': articleHtml('Ferry timetable changes on Monday'),
    })
    publisher.answers.set('/a', [{ status: 500 }, { body: articleHtml('Harbour council votes on dredging') }])
    publisher.answers.set('/b', { status: 500 })
    expect(await app.crawlOnce({ settle: true })).toMatchObject({ new: 1, quarantined: 1 })
    expect(await app.store.listLinks({ state: 'quarantined' })).toMatchObject([
      { url: `${publisher.origin}/b`, reason: 'HTTP_SERVER_ERROR' },
    ])
  })

  test('two addresses with one canonical URL are one article', async () => {
    const canonical = `<link rel="canonical" href="${publisher.origin}/a">`
    offer({
      '/a': articleHtml('Harbour council votes on dredging', canonical),
      '/a?page=print': articleHtml('Harbour council votes on dredging', canonical),
    })
    await app.crawlOnce()
    expect((await app.store.listArticles({ limit: 10 })).articles).toHaveLength(1)
    expect((await app.store.listLinks({ state: 'done' })).map(link => link.articleId)).toHaveLength(2)
  })

  test('explains every stage of a link', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    await app.crawlOnce()
    const [link] = await app.store.listLinks({})
    expect((await app.store.steps(link!.id)).map(step => [step.stage, step.outcome])).toEqual([
      ['discover', 'ok'],
      ['fetch', 'ok'],
      ['extract', 'ok'],
      ['normalize', 'ok'],
      ['store', 'ok'],
    ])
  })
})

describe('withdrawals', () => {
  test('a withdrawn article is not brought back by a new crawl', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    await app.crawlOnce()
    await app.store.withdrawArticle((await onlyArticle()).article.id, 'legal', new Date().toISOString())
    offer({
      '/a': articleHtml('Harbour council votes on dredging'),
      '/a?again=1': articleHtml(
        'Harbour council votes on dredging',
        `<link rel="canonical" href="${publisher.origin}/a">`,
      ),
    })
    expect((await app.crawlOnce({ recheck: true })).dropped).toEqual({ ARTICLE_CANCELED: 1 })
    expect((await onlyArticle()).article.status).toBe('canceled')
  })

  test('410 from the publisher withdraws the article, 404 does not', async () => {
    offer({
      '/a': articleHtml('Harbour council votes on dredging'),
      '/b': articleHtml('Ferry timetable changes on Monday'),
    })
    await app.crawlOnce()
    publisher.answers.set('/a', { status: 410 })
    publisher.answers.set('/b', { status: 404 })
    await app.crawlOnce({ recheck: true })
    const { articles } = await app.store.listArticles({ limit: 10, includeCanceled: true })
    expect(
      Object.fromEntries(
        articles.map(({ article, revision }) => [revision.fields.headline, [article.status, article.statusReason]]),
      ),
    ).toEqual({
      'Harbour council votes on dredging': ['canceled', 'HTTP_GONE'],
      'Ferry timetable changes on Monday': ['usable', undefined],
    })
  })
})

describe('a desk', () => {
  test('is worked on by one process at a time', async () => {
    // The same process may take its own lock again, so another holder is put in its place.
    await app.store.releaseLock('desk', `${(await import('node:os')).hostname()}:${process.pid}`)
    await app.store.takeLock('desk', `${(await import('node:os')).hostname()}:1`, Date.now(), 30_000, () => true)
    await expect(openApp(loadConfig(desk))).rejects.toMatchObject({ code: 'DESK_LOCKED' })
  })

  test('takes over edited terms at once, and says so in the log', async () => {
    offer({ '/a': articleHtml('Harbour council votes on dredging') })
    await app.crawlOnce()
    writeFileSync(
      join(desk, 'config', 'sources', 'herald.yaml'),
      `name: The Herald\nfeed: ${publisher.origin}/rss\nrepublish: none\n`,
    )
    await app.reconfigure(loadConfig(desk))
    expect((await onlyArticle()).terms.republish).toBe('none')
    expect((await app.store.eventsAfter(1, 10)).map(event => event.type)).toEqual(['article.rights_changed'])
  })
})
