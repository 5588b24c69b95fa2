/** From a feed that names its hub to a poll that the hub asked for, over HTTP throughout. */

import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { createServer } from '../../src/http/server.ts'
import type { Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { discover } from '../../src/pipeline/discover.ts'
import type { Clock, Fetcher, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { HUB } from '../http/hub.ts'
import { heraldAt, pollContext } from './poll-desk.ts'
import { type Publisher, startPublisher } from './publisher.ts'

let now = Date.parse('2026-03-01T08:00:00Z')
const clock: Clock = {
  now: () => now,
  sleep: async ms => {
    now += ms
  },
}
let publisher: Publisher
let hub: Publisher
let store: Store
let fetcher: Fetcher
let desk: FastifyInstance
let context: PipelineContext

beforeEach(async () => {
  publisher = await startPublisher()
  hub = await startPublisher()
  store = await openSqlite(':memory:')
  fetcher = createHttpFetcher({ userAgent: 'Wiredesk/test', allowPrivate: ['127.0.0.0/8'] })
  desk = createServer({ store, clock, hub: HUB })
  publisher.answers.set('/rss', {
    headers: { 'content-type': 'application/rss+xml', link: `<${hub.origin}/>; rel="hub"` },
    body: '<rss version="2.0"><channel><title>Herald</title></channel></rss>',
  })
  const source: Source = { ...heraldAt(publisher.origin), pollMinutesMax: 60 }
  await store.syncSources([source], new Date(now).toISOString())
  context = pollContext({ store, fetcher, clock, source }, { callbackUrl: 'https://desk.example' })
})

afterEach(async () => {
  await desk.close()
  await fetcher.close()
  await store.close()
  await publisher.close()
  await hub.close()
})

async function poll(): Promise<void> {
  for (const job of await store.takeDue(10, now, 90_000)) if (job.kind === 'discover') await discover(job, context)
}
const dueInMinutes = async () => {
  const [health] = await store.sourceHealth()
  return (Date.parse(health?.feeds[0]?.dueAt ?? '') - now) / 60_000
}

test('a feed that names a hub is subscribed to, told of, and polled when the hub calls', async () => {
  hub.answers.set('/', { status: 202 })
  await poll()
  expect(hub.bodies).toHaveLength(1)
  const form = new URLSearchParams(hub.bodies[0])
  expect(form.get('hub.topic')).toBe(`${publisher.origin}/rss`)
  const callback = new URL(form.get('hub.callback') ?? '')
  expect(callback.href).toMatch(/^https:\/\/desk\.example\/websub\/[0-9a-f]{32}$/)

  const intent = new URLSearchParams({
    'hub.mode': 'subscribe',
    'hub.topic': form.get('hub.topic') ?? '',
    'hub.challenge': 'c4',
    'hub.lease_seconds': '86400',
  })
  const confirmed = await desk.inject(`${callback.pathname}?${intent}`)
  expect([confirmed.statusCode, confirmed.body]).toEqual([200, 'c4'])
  // The question is answered once.
  expect((await desk.inject(`${callback.pathname}?${intent}`)).statusCode).toBe(404)

  now += 20 * 60_000
  await poll()
  expect(await dueInMinutes()).toBe(60)
  now += 2 * 60_000
  const delivered = await desk.inject({
    method: 'POST',
    url: callback.pathname,
    payload: '<rss/>',
    headers: { 'content-type': 'application/rss+xml' },
  })
  expect(delivered.statusCode).toBe(202)
  expect(await dueInMinutes()).toBe(0)
  expect(hub.bodies).toHaveLength(1)
  now += 20 * 3_600_000
  await poll()
  expect(hub.bodies).toHaveLength(2)
})

test('a delivery with a wrong signature gets the same answer, and does nothing', async () => {
  await poll()
  const [health] = await store.sourceHealth()
  const feedId = health?.feeds[0]?.id ?? ''
  const known = await store.subscriptionOf(feedId)
  await store.saveSubscription({ ...known!, hub: 'https://hub.example/' })
  now += 2 * 60_000
  const before = await dueInMinutes()
  const deliver = (signature: string) =>
    desk.inject({
      method: 'POST',
      url: `/websub/${known!.id}`,
      payload: 'news',
      headers: { 'x-hub-signature': signature, 'content-type': 'text/xml' },
    })
  expect((await deliver(`sha256=${'0'.repeat(64)}`)).statusCode).toBe(202)
  expect(await dueInMinutes()).toBe(before)
  const signature = `sha256=${createHmac('sha256', known!.secret).update('news').digest('hex')}`
  expect((await deliver(signature)).statusCode).toBe(202)
  expect(await dueInMinutes()).toBe(0)
})

test('a hub that fails changes nothing for the feed', async () => {
  hub.answers.set('/', { status: 500 })
  await poll()
  expect(await dueInMinutes()).toBe(15)
})

test('a hub may send the question elsewhere with its form (5.1)', async () => {
  hub.answers.set('/', { status: 307, headers: { location: '/new' } })
  hub.answers.set('/new', { status: 202 })
  await poll()
  expect(hub.paths()).toEqual(['/', '/new'])
  expect(hub.bodies[1]).toBe(hub.bodies[0])
})

test('without an address of its own a desk asks no hub', async () => {
  const { callbackUrl: _, ...plain } = context
  context = plain as PipelineContext
  await poll()
  expect(hub.requests).toHaveLength(0)
})

test('nobody else finds a callback', async () => {
  expect((await desk.inject('/websub/guess?hub.mode=subscribe')).statusCode).toBe(404)
  expect((await desk.inject({ method: 'POST', url: '/websub/guess', payload: 'x' })).statusCode).toBe(410)
})
