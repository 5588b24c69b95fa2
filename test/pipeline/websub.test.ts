/** From a feed that names its hub to a poll that the hub asked for, over HTTP throughout. */

import { createHmac } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createServer } from '../../src/http/server.ts'
import type { Store } from '../../src/ports.ts'
import { HUB } from '../http/hub.ts'
import { heraldAt, openPollDesk, type PollDesk } from './poll-desk.ts'
import { type Publisher, startPublisher } from './publisher.ts'

let desk: PollDesk
let publisher: Publisher
let hub: Publisher
let store: Store
let server: FastifyInstance

beforeEach(async () => {
  desk = await openPollDesk()
  ;({ publisher, store } = desk)
  hub = await startPublisher()
  server = createServer({ store, clock: desk.clock, hub: HUB })
  publisher.answers.set('/rss', {
    headers: { 'content-type': 'application/rss+xml', link: `<${hub.origin}/>; rel="hub"` },
    body: '<rss version="2.0"><channel><title>Herald</title></channel></rss>',
  })
  await desk.take({ ...heraldAt(publisher.origin), pollMinutesMax: 60 }, { callbackUrl: 'https://desk.example' })
})

afterEach(async () => {
  await server.close()
  await hub.close()
  await desk.close()
})

const poll = () => desk.pollDue()
const dueInMinutes = async () => {
  const [health] = await store.sourceHealth()
  return (Date.parse(health?.feeds[0]?.dueAt ?? '') - desk.clock.now()) / 60_000
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
  const confirmed = await server.inject(`${callback.pathname}?${intent}`)
  expect([confirmed.statusCode, confirmed.body]).toEqual([200, 'c4'])
  // The question is answered once.
  expect((await server.inject(`${callback.pathname}?${intent}`)).statusCode).toBe(404)

  desk.pass(20 * 60_000)
  await poll()
  expect(await dueInMinutes()).toBe(60)
  desk.pass(2 * 60_000)
  const delivered = await server.inject({
    method: 'POST',
    url: callback.pathname,
    payload: '<rss/>',
    headers: { 'content-type': 'application/rss+xml' },
  })
  expect(delivered.statusCode).toBe(202)
  expect(await dueInMinutes()).toBe(0)
  expect(hub.bodies).toHaveLength(1)
  desk.pass(20 * 3_600_000)
  await poll()
  expect(hub.bodies).toHaveLength(2)
})

test('a delivery with a wrong signature gets the same answer, and does nothing', async () => {
  await poll()
  const [health] = await store.sourceHealth()
  const feedId = health?.feeds[0]?.id ?? ''
  const known = await store.subscriptionOf(feedId)
  await store.saveSubscription({ ...known!, hub: 'https://hub.example/' })
  desk.pass(2 * 60_000)
  const before = await dueInMinutes()
  const deliver = (signature: string) =>
    server.inject({
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
  await desk.take(heraldAt(publisher.origin))
  await poll()
  expect(hub.requests).toHaveLength(0)
})

test('nobody else finds a callback', async () => {
  expect((await server.inject('/websub/guess?hub.mode=subscribe')).statusCode).toBe(404)
  expect((await server.inject({ method: 'POST', url: '/websub/guess', payload: 'x' })).statusCode).toBe(410)
})
