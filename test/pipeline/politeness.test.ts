import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { Snooze } from '../../src/errors.ts'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { createPoliteness, type Politeness } from '../../src/pipeline/politeness.ts'
import type { Fetcher, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { type Publisher, startPublisher } from './publisher.ts'

let publisher: Publisher
let elsewhere: Publisher
let store: Store
let fetcher: Fetcher
let politeness: Politeness

beforeEach(async () => {
  publisher = await startPublisher()
  elsewhere = await startPublisher()
  store = await openSqlite(':memory:')
  fetcher = createHttpFetcher({ userAgent: 'Wiredesk/test', allowPrivate: ['127.0.0.0/8'] })
  politeness = createPoliteness({ store, fetcher, clock: systemClock, agent: 'Wiredesk', maxCrawlDelayMs: 1000 })
})

afterEach(async () => {
  await fetcher.close()
  await store.close()
  await publisher.close()
  await elsewhere.close()
})

const ask = (path: string, delayMs = 0) =>
  politeness.ask({ url: publisher.origin + path, kind: 'page', delayMs, isPatient: true })

describe('robots.txt', () => {
  test('is asked for before anything else, and once', async () => {
    publisher.answers.set('/a', { body: 'A' })
    await ask('/a')
    await ask('/a')
    expect(publisher.paths()).toEqual(['/robots.txt', '/a', '/a'])
  })

  test('closes what it closes, without a request', async () => {
    publisher.answers.set('/robots.txt', { body: 'User-agent: *\nDisallow: /private' })
    await expect(ask('/private/1')).rejects.toMatchObject({ code: 'ROBOTS_CLOSED' })
    expect(publisher.paths()).toEqual(['/robots.txt'])
  })

  test('that is not there closes nothing (RFC 9309, 2.3.1.3)', async () => {
    publisher.answers.set('/a', { body: 'A' })
    expect((await ask('/a')).status).toBe(200)
  })

  test('that fails closes everything (RFC 9309, 2.3.1.4)', async () => {
    publisher.answers.set('/robots.txt', { status: 500 })
    await expect(ask('/a')).rejects.toMatchObject({ code: 'ROBOTS_UNREACHABLE' })
    expect(publisher.paths()).toEqual(['/robots.txt'])
  })

  test('may stand behind a redirect (RFC 9309, 2.3.1.2)', async () => {
    publisher.answers.set('/robots.txt', { status: 301, headers: { location: '/elsewhere.txt' } })
    publisher.answers.set('/elsewhere.txt', { body: 'User-agent: *\nDisallow: /' })
    await expect(ask('/a')).rejects.toMatchObject({ code: 'ROBOTS_CLOSED' })
  })

  test('is asked of the host that a redirect leads to, too', async () => {
    publisher.answers.set('/a', { status: 302, headers: { location: `${elsewhere.origin}/b` } })
    elsewhere.answers.set('/robots.txt', { body: 'User-agent: *\nDisallow: /b' })
    await expect(ask('/a')).rejects.toMatchObject({ code: 'ROBOTS_CLOSED' })
    expect(elsewhere.paths()).toEqual(['/robots.txt'])
  })
})

describe('pace', () => {
  test('the delay lies between the end of one answer and the next request', async () => {
    publisher.answers.set('/a', { body: 'A' })
    await ask('/a', 120)
    await ask('/a', 120)
    const [robots, first, second] = publisher.requests
    expect(first!.at - robots!.at).toBeGreaterThanOrEqual(120)
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(120)
  })

  test('a Crawl-delay longer than ours counts, up to the cap', async () => {
    publisher.answers.set('/robots.txt', { body: 'User-agent: *\nCrawl-delay: 60' })
    publisher.answers.set('/a', { body: 'A' })
    await ask('/a')
    await ask('/a')
    const [, first, second] = publisher.requests
    expect(second!.at - first!.at).toBeGreaterThanOrEqual(1000)
  })

  test('a host that may not be asked yet makes the job come again', async () => {
    publisher.answers.set('/a', { body: 'A' })
    await ask('/a', 60_000).catch(() => {})
    await expect(
      politeness.ask({ url: `${publisher.origin}/a`, kind: 'page', delayMs: 60_000 }),
    ).rejects.toBeInstanceOf(Snooze)
  })

  test.each([429, 503])('after %i the whole host rests as long as it asks', async status => {
    publisher.answers.set('/a', { status, headers: { 'retry-after': '3600' } })
    publisher.answers.set('/b', { body: 'B' })
    await expect(ask('/a')).rejects.toMatchObject({ code: status === 429 ? 'HTTP_RATE_LIMITED' : 'HTTP_SERVER_ERROR' })
    await expect(ask('/b')).rejects.toBeInstanceOf(Snooze)
    expect(publisher.paths()).toEqual(['/robots.txt', '/a'])
  })
})

describe('redirects', () => {
  test('are followed, and the answer has the last address', async () => {
    publisher.answers.set('/a', { status: 301, headers: { location: '/b' } })
    publisher.answers.set('/b', { body: 'B' })
    expect(await ask('/a')).toMatchObject({ url: `${publisher.origin}/b`, status: 200 })
  })
  test('in a circle end', async () => {
    publisher.answers.set('/a', { status: 302, headers: { location: '/a' } })
    await expect(ask('/a')).rejects.toMatchObject({ code: 'TOO_MANY_REDIRECTS' })
    expect(publisher.requests).toHaveLength(7)
  })
  test.each(['', 'ftp://files.example/a', 'javascript:alert(1)'])('to "%s" are refused', async location => {
    publisher.answers.set('/a', { status: 302, headers: { location } })
    await expect(ask('/a')).rejects.toMatchObject({ code: 'REDIRECT_REFUSED' })
  })
})

test.each([
  [404, 'HTTP_NOT_FOUND'],
  [410, 'HTTP_GONE'],
  [403, 'HTTP_FORBIDDEN'],
  [418, 'HTTP_CLIENT_ERROR'],
  [500, 'HTTP_SERVER_ERROR'],
])('status %i is the error %s', async (status, code) => {
  publisher.answers.set('/a', { status })
  await expect(ask('/a')).rejects.toMatchObject({ code })
})
