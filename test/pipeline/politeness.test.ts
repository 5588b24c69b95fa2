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

  test('goes with the answers that it allows', async () => {
    publisher.answers.set('/robots.txt', { body: 'User-agent: *\nContent-Signal: ai-train=no\nDisallow:' })
    publisher.answers.set('/a', { body: 'A' })
    expect((await ask('/a')).robots?.usage?.lines).toEqual(['content-signal: ai-train=no'])
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
    await expect(ask('/a')).rejects.toMatchObject({ code: 'ROBOTS_UNREACHABLE', detail: 'HTTP 500' })
    expect(publisher.paths()).toEqual(['/robots.txt'])
  })

  test('that cannot be read again holds on (RFC 9309, 2.4)', async () => {
    const dayAgo = new Date(Date.now() - 90_000_000).toISOString()
    const text = 'User-agent: *\nDisallow: /private'
    await store.saveRobots(publisher.origin, { state: 'ok', text, fetchedAt: dayAgo })
    publisher.answers.set('/robots.txt', { status: 500 })
    publisher.answers.set('/a', { body: 'A' })
    expect((await ask('/a')).status).toBe(200)
    await expect(ask('/private/1')).rejects.toMatchObject({ code: 'ROBOTS_CLOSED' })
    expect(publisher.paths()).toEqual(['/robots.txt', '/a'])
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
    const [robots, first, second] = publisher.requests
    expect(first!.at - robots!.at).toBeGreaterThanOrEqual(1000)
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

test('a host that fails five times in a row is left alone, its pages with their tries', async () => {
  publisher.answers.set('/a', { status: 504 })
  for (let failure = 0; failure < 5; failure++)
    await expect(ask('/a')).rejects.toMatchObject({ code: 'HTTP_SERVER_ERROR' })
  await expect(ask('/b')).rejects.toBeInstanceOf(Snooze)
  expect(publisher.requests).toHaveLength(6)
})

test('after 429 a host is asked half as often', async () => {
  publisher.answers.set('/a', [{ status: 429, headers: { 'retry-after': '1' } }, { body: 'A' }])
  await ask('/a', 900).catch(() => {})
  await ask('/a', 900)
  const [, refused, answered] = publisher.requests
  expect(answered!.at - refused!.at).toBeGreaterThanOrEqual(1800)
})

test('what a site says of the use of its texts is kept with its robots.txt', async () => {
  publisher.answers.set('/robots.txt', {
    headers: { 'tdm-reservation': '1' },
    body: 'User-agent: *\nContent-Signal: ai-train=no\nDisallow:',
  })
  publisher.answers.set('/a', { body: 'A' })
  await ask('/a')
  const usage = { lines: ['content-signal: ai-train=no'], tdmReservation: '1' }
  expect(await store.robots(publisher.origin)).toMatchObject({ state: 'ok', usage })
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

describe("a source's own headers", () => {
  const withOwn = (path: string) => {
    const own = { headers: { authorization: 'env:HERALD' }, origins: [publisher.origin] }
    const secrets = { resolve: () => 'Bearer opensesame', hide: (text: string) => text.replace('opensesame', '***') }
    const options = { store, fetcher, clock: systemClock, agent: 'Wiredesk', maxCrawlDelayMs: 0, secrets }
    return createPoliteness(options).ask({
      url: publisher.origin + path,
      kind: 'page',
      delayMs: 0,
      isPatient: true,
      own,
    })
  }
  const seenBy = ({ requests }: Publisher) =>
    requests.filter(({ path }) => path !== '/robots.txt').map(({ headers }) => headers['authorization'])

  test('go to its own addresses, redirects within them included', async () => {
    publisher.answers.set('/a', { status: 302, headers: { location: '/b' } })
    publisher.answers.set('/b', { body: 'B' })
    await withOwn('/a')
    expect(seenBy(publisher)).toEqual(['Bearer opensesame', 'Bearer opensesame'])
    expect(publisher.requests[0]?.headers).not.toHaveProperty('authorization')
  })

  test('never follow a redirect to another origin, nor come back with it', async () => {
    publisher.answers.set('/a', { status: 302, headers: { location: `${elsewhere.origin}/b` } })
    elsewhere.answers.set('/b', { status: 302, headers: { location: `${publisher.origin}/c` } })
    publisher.answers.set('/c', { body: 'C' })
    await withOwn('/a')
    expect(seenBy(elsewhere)).toEqual([undefined])
    expect(seenBy(publisher)).toEqual(['Bearer opensesame', undefined])
  })

  test('stand in no error, even when the server says them back', async () => {
    publisher.answers.set('/a', { status: 302, headers: { location: 'gopher:opensesame' } })
    await expect(withOwn('/a')).rejects.toMatchObject({ code: 'REDIRECT_REFUSED', detail: 'Location: gopher:***' })
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

describe('the file of TDM reservations', () => {
  const heed = (path: string, delayMs = 0) =>
    politeness.ask({ url: publisher.origin + path, kind: 'page', delayMs, isPatient: true, heedsReservation: true })
  const file = '/.well-known/tdmrep.json'
  const kept = () => store.robots(publisher.origin + file)

  test('is asked for after robots.txt and before the page, once, and kept', async () => {
    publisher.answers.set(file, { body: '[{"location":"/","tdm-reservation":1}]' })
    publisher.answers.set('/a', { body: 'A' })
    await heed('/a')
    expect((await heed('/a')).reservation).toEqual({ tdmReservation: '1' })
    expect(publisher.paths()).toEqual(['/robots.txt', file, '/a', '/a'])
    expect(await kept()).toMatchObject({ state: 'ok', text: '[{"location":"/","tdm-reservation":1}]' })
  })

  test('is asked for only by those who heed it', async () => {
    publisher.answers.set('/a', { body: 'A' })
    await ask('/a')
    expect(publisher.paths()).toEqual(['/robots.txt', '/a'])
  })

  test('is asked for again after a day', async () => {
    const dayAgo = new Date(Date.now() - 90_000_000).toISOString()
    await store.saveRobots(publisher.origin + file, { state: 'absent', text: '', fetchedAt: dayAgo })
    publisher.answers.set('/a', { body: 'A' })
    await heed('/a')
    expect(publisher.paths()).toEqual(['/robots.txt', file, '/a'])
  })

  test('that robots.txt closes is not asked for', async () => {
    publisher.answers.set('/robots.txt', { body: 'User-agent: *\nDisallow: /.well-known/' })
    publisher.answers.set('/a', { body: 'A' })
    await heed('/a')
    expect(publisher.paths()).toEqual(['/robots.txt', '/a'])
  })

  test.each([
    ['a server error', { status: 500 }, 'unreachable'],
    ['nothing', { status: 404 }, 'absent'],
    ['a picture', { headers: { 'content-type': 'image/png' }, body: 'x' }, 'absent'],
  ])('%s in its place keeps no page from us', async (_, answer, state) => {
    publisher.answers.set(file, answer)
    publisher.answers.set('/a', { body: 'A' })
    expect((await heed('/a')).status).toBe(200)
    expect(await kept()).toMatchObject({ state })
  })

  test('keeps the pace of its host: it waits for its slot as the page does', async () => {
    await store.saveRobots(publisher.origin, { state: 'absent', text: '', fetchedAt: new Date().toISOString() })
    const request = { url: `${publisher.origin}/a`, kind: 'page', delayMs: 60_000, heedsReservation: true } as const
    await expect(politeness.ask(request)).rejects.toThrow(Snooze)
    expect(publisher.paths()).toEqual([file])
  })
})
