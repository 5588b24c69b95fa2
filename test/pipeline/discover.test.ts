/** Polls against a real publisher and a real ledger; only the clock is ours, so that weeks pass in a moment. */

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { FeedState } from '../../src/model.ts'
import { heraldAt, openPollDesk, type PollDesk } from './poll-desk.ts'
import type { Publisher } from './publisher.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE

let desk: PollDesk
let publisher: Publisher
let said: object[]

beforeEach(async () => {
  desk = await openPollDesk()
  publisher = desk.publisher
  said = []
  const log = {
    info() {},
    debug() {},
    warn: (line: object) => said.push(line),
    error: (line: object) => said.push(line),
  }
  await desk.take(heraldAt(publisher.origin), { log })
})

afterEach(() => desk.close())

const poll = () => desk.poll()
const feed = () => desk.feed()
const rss = (...ids: string[]) => ({
  headers: { 'content-type': 'application/rss+xml', etag: `"${ids.join()}"` },
  body: `<rss version="2.0"><channel><title>Herald</title>${ids
    .map(id => `<item><title>${id}</title><link>${publisher.origin}/${id}</link></item>`)
    .join('')}</channel></rss>`,
})

const polls = () => publisher.requests.filter(({ path }) => path !== '/robots.txt')
const waitOf = ({ dueAt }: FeedState) => Date.parse(dueAt) - desk.clock.now()

describe('the next poll', () => {
  test.each([
    ['the configured interval', {}, 15],
    ['Cache-Control, when it is longer', { 'cache-control': 'max-age=3600' }, 60],
    ['the configured interval, when Cache-Control is shorter', { 'cache-control': 'max-age=60' }, 15],
    ['Retry-After', { 'retry-after': '7200' }, 120],
    ['a day at most', { 'cache-control': 'max-age=31536000' }, 1440],
  ])('waits for %s', async (_, headers, minutes) => {
    publisher.answers.set('/rss', { ...rss('a'), headers })
    expect(waitOf(await poll())).toBe(minutes * MINUTE)
  })
})

describe('a feed that fails', () => {
  test('is asked soon, then in doubling waits, then daily, then weekly, and never given up', async () => {
    publisher.answers.set('/rss', { status: 500 })
    const waits: number[] = []
    for (let failure = 0; failure < 40; failure++) waits.push(waitOf(await poll()) / MINUTE)
    expect(waits.slice(2, 8)).toEqual([120, 240, 480, 960, 1440, 1440])
    expect(waits.at(-1)).toBe(7 * 1440)
    expect((await feed()).failures).toBe(40)
  })
  test('says since when', async () => {
    publisher.answers.set('/rss', { status: 500 })
    await poll()
    expect((await poll()).habits.failingSince).toBe('2026-03-01T08:00:00.000Z')
    publisher.answers.set('/rss', rss('a'))
    expect((await poll()).habits.failingSince).toBeUndefined()
  })
  test('with 410 is asked once more a day later, and then hardly ever', async () => {
    publisher.answers.set('/rss', { status: 410 })
    expect(waitOf(await poll())).toBe(DAY)
    expect(waitOf(await poll())).toBe(30 * DAY)
  })
})

describe('a feed that moves', () => {
  const isAskedFor = () => polls().at(-1)?.path
  beforeEach(() => {
    publisher.answers.set('/rss', { status: 301, headers: { location: '/feed' } })
    publisher.answers.set('/feed', { ...rss('a'), headers: { 'cache-control': 'max-age=43200' } })
  })
  test('is followed, and asked for at its new address after three answers over a day', async () => {
    await poll()
    await poll()
    expect((await poll()).habits.moved).toMatchObject({ to: `${publisher.origin}/feed`, times: 3, taken: true })
    expect(said).toMatchObject([{ to: `${publisher.origin}/feed` }])
    const before = polls().length
    await poll()
    expect([polls().length - before, isAskedFor()]).toEqual([1, '/feed'])
  })
  test('is asked for at its old address again when the new one fails', async () => {
    for (let day = 0; day < 4; day++) await poll()
    publisher.answers.set('/feed', { status: 404 })
    publisher.answers.set('/rss', rss('b'))
    await poll()
    await poll()
    await poll()
    expect(isAskedFor()).toBe('/rss')
    expect((await feed()).failures).toBe(0)
  })
})

describe('validators', () => {
  test.each(['"1"', 'W/"ä b"', Buffer.from('"ä"').toString('latin1')])('go back byte for byte: %s', async etag => {
    publisher.answers.set('/rss', { ...rss('a'), headers: { etag, 'last-modified': 'today, about noon' } })
    await poll()
    await poll()
    expect(polls().at(-1)?.headers).toMatchObject({ 'if-none-match': etag, 'if-modified-since': 'today, about noon' })
  })
  test('of a server that is stuck on 304 are found out, and left off', async () => {
    const stuck = (...ids: string[]) => ({ ...rss(...ids), headers: { etag: '"1"' } })
    publisher.answers.set('/rss', stuck('a'))
    await poll()
    for (const id of ['b', 'c']) {
      publisher.answers.set('/rss', { status: 304, headers: { etag: '"1"' } })
      desk.pass(7 * DAY)
      publisher.answers.set('/rss', stuck('a', id))
      await poll()
    }
    expect((await feed()).habits.fault?.kind).toBe('stuck')
    expect(said).toMatchObject([{ fault: 'stuck' }])
    await poll()
    expect(polls().at(-1)?.headers['if-none-match']).toBeUndefined()
  })
})
