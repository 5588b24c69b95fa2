/** Polls of a sitemap index against a real publisher and a real ledger; only the clock is ours. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import type { FeedState, Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { discover } from '../../src/pipeline/discover.ts'
import type { Clock, Fetcher, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { heraldAt, pollContext } from './poll-desk.ts'
import { type Publisher, startPublisher } from './publisher.ts'

let now: number
const clock: Clock = {
  now: () => now,
  sleep: async ms => {
    now += ms
  },
}
let publisher: Publisher
let store: Store
let fetcher: Fetcher
let context: PipelineContext

beforeEach(async () => {
  now = Date.parse('2026-03-01T08:00:00Z')
  publisher = await startPublisher()
  store = await openSqlite(':memory:')
  fetcher = createHttpFetcher({ userAgent: 'Wiredesk/test', allowPrivate: ['127.0.0.0/8'] })
})

afterEach(async () => {
  await fetcher.close()
  await store.close()
  await publisher.close()
})

async function openDesk(delayMs: number): Promise<void> {
  const source: Source = {
    ...heraldAt(publisher.origin),
    delayMs,
    feeds: [{ kind: 'sitemap', url: `${publisher.origin}/index.xml` }],
  }
  await store.syncSources([source], new Date(now).toISOString())
  context = pollContext({ store, fetcher, clock, source }, {})
}

const xml = (body: string) => ({ headers: { 'content-type': 'application/xml' }, body })
const index = (...names: string[]) =>
  xml(
    `<sitemapindex>${names.map(name => `<sitemap><loc>${publisher.origin}/${name}</loc></sitemap>`).join('')}</sitemapindex>`,
  )
const urlset = (...names: string[]) =>
  xml(`<urlset>${names.map(name => `<url><loc>${publisher.origin}/${name}</loc></url>`).join('')}</urlset>`)

/** One job of the feed, when it is due. */
async function poll(): Promise<FeedState> {
  now = Math.max(now, Date.parse((await feed()).dueAt))
  for (const job of await store.takeDue(10, now, 90_000, ['discover'])) await discover(job, context)
  return feed()
}
const feed = async () => (await store.sourceHealth())[0]?.feeds[0] as FeedState
const asked = () => publisher.paths().filter(path => path !== '/robots.txt')
const known = async () => (await store.listLinks({ limit: 100 })).map(({ url }) => new URL(url).pathname).toSorted()

describe('a sitemap index', () => {
  test('a child that fails keeps the others from nothing, and is told', async () => {
    await openDesk(0)
    publisher.answers.set('/index.xml', index('gone.xml', 'news.xml'))
    publisher.answers.set('/news.xml', urlset('a', 'b'))
    const { habits } = await poll()
    expect(await known()).toEqual(['/a', '/b'])
    expect(habits.walk?.children).toMatchObject([{ reason: 'HTTP_NOT_FOUND', idle: 1 }, { idle: 0 }])
  })

  test('a child is looked at though its index has not changed', async () => {
    await openDesk(0)
    publisher.answers.set('/index.xml', index('news.xml'))
    publisher.answers.set('/news.xml', [urlset('a'), urlset('a', 'b')])
    await poll()
    await poll()
    expect(await known()).toEqual(['/a', '/b'])
  })

  test('children are asked with their validators', async () => {
    await openDesk(0)
    publisher.answers.set('/index.xml', index('news.xml'))
    publisher.answers.set('/news.xml', { ...urlset('a'), headers: { etag: '"one"' } })
    await poll()
    await poll()
    expect(publisher.requests.at(-1)?.headers['if-none-match']).toBe('"one"')
  })

  test('a long delay ends the job, not the poll: it goes on where it was, and nothing is asked twice or lost', async () => {
    await openDesk(60_000)
    publisher.answers.set('/index.xml', index('1.xml', '2.xml', '3.xml'))
    for (const name of ['1', '2', '3']) publisher.answers.set(`/${name}.xml`, urlset(name))
    const begun = now
    let state = await poll()
    while (state.habits.walk?.left || !state.habits.walk) state = await poll()
    expect(asked()).toEqual(['/index.xml', '/1.xml', '/2.xml', '/3.xml'])
    expect(await known()).toEqual(['/1', '/2', '/3'])
    expect(now - begun).toBeGreaterThanOrEqual(3 * 60_000)
    expect(Date.parse(state.dueAt)).toBeGreaterThan(begun + 15 * 60_000 - 1)
  })

  test('a sitemap that is no index any more has no children', async () => {
    await openDesk(0)
    publisher.answers.set('/index.xml', [index('news.xml'), urlset('a')])
    publisher.answers.set('/news.xml', urlset('b'))
    await poll()
    expect((await poll()).habits.walk).toBeUndefined()
  })
})
