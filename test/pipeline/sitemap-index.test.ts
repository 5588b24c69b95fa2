/** Polls of a sitemap index against a real publisher and a real ledger; only the clock is ours. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { heraldAt, openPollDesk, type PollDesk } from './poll-desk.ts'
import type { Publisher } from './publisher.ts'

let desk: PollDesk
let publisher: Publisher
let store: Store

beforeEach(async () => {
  desk = await openPollDesk()
  ;({ publisher, store } = desk)
})

afterEach(() => desk.close())

const openDesk = (delayMs: number): Promise<void> =>
  desk.take({
    ...heraldAt(publisher.origin),
    delayMs,
    feeds: [{ kind: 'sitemap', url: `${publisher.origin}/index.xml` }],
  })

const xml = (body: string) => ({ headers: { 'content-type': 'application/xml' }, body })
const index = (...names: string[]) =>
  xml(
    `<sitemapindex>${names.map(name => `<sitemap><loc>${publisher.origin}/${name}</loc></sitemap>`).join('')}</sitemapindex>`,
  )
const urlset = (...names: string[]) =>
  xml(`<urlset>${names.map(name => `<url><loc>${publisher.origin}/${name}</loc></url>`).join('')}</urlset>`)

/** One job of the feed, when it is due. */
const poll = () => desk.poll()
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
    const begun = desk.clock.now()
    let state = await poll()
    while (state.habits.walk?.left || !state.habits.walk) state = await poll()
    expect(asked()).toEqual(['/index.xml', '/1.xml', '/2.xml', '/3.xml'])
    expect(await known()).toEqual(['/1', '/2', '/3'])
    expect(desk.clock.now() - begun).toBeGreaterThanOrEqual(3 * 60_000)
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
