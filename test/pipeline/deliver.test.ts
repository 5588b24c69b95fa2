/** From a line of the log to a consumer's server, over HTTP. */

import { Webhook } from 'standardwebhooks'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { type Consumer, EVENT_TYPES, type Source } from '../../src/model.ts'
import { type DeliveryContext, deliver } from '../../src/pipeline/deliver.ts'
import type { Job } from '../../src/ports.ts'
import { herald, memoryDesk, pageOf } from './memory-desk.ts'
import { startPublisher } from './publisher.ts'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`

interface Options {
  readonly consumer?: Partial<Consumer['webhook']>
  readonly sources?: readonly string[]
  readonly source?: Source
}

/** A desk with one consumer, whose server is on loopback. */
async function deskWithConsumer({ consumer: more = {}, sources, source = herald }: Options = {}) {
  const { context, clock, takeIn } = await memoryDesk([source])
  const { store } = context
  const server = await startPublisher()
  const fetcher = createHttpFetcher({
    userAgent: 'Test',
    allowPrivate: ['127.0.0.0/8'],
    ports: [Number(server.host.split(':')[1])],
  })
  onTestFinished(async () => {
    await fetcher.close()
    await server.close()
  })
  const url = `${server.origin}/events`
  server.answers.set('/events', { status: 204 })
  const consumer: Consumer = {
    id: 'app',
    name: 'App',
    enabled: true,
    webhook: { url, secrets: ['env:APP'], events: EVENT_TYPES, ...more },
    ...(sources && { sources }),
  }
  const iso = () => new Date(clock.nowMs).toISOString()
  const deliveries: DeliveryContext = {
    ...context,
    fetcher,
    baseUrl: 'https://hub.example',
    consumer: id => (id === 'app' ? consumer : undefined),
    resolveSecret: () => SECRET,
  }
  await store.syncConsumers([consumer], iso())

  return {
    store,
    server,
    clock,
    takeIn,
    iso,
    job: async () => (await store.takeDue(1, clock.nowMs, 60_000, ['deliver']))[0],
    run: (job: Job) => deliver(job, deliveries),
    /** Delivers while something is due. */
    async deliverDue(): Promise<void> {
      for (let job = await this.job(); job; job = await this.job()) await this.run(job)
    },
    state: async () => (await store.consumers())[0],
    sent: () => server.bodies.map(body => JSON.parse(body) as { type: string; data: Record<string, unknown> }),
    ids: () => server.requests.map(({ headers }) => headers['webhook-id']),
  }
}

describe('deliveries', () => {
  test('an event is sent signed, with the attribution and the Source link, and without the text', async () => {
    const desk = await deskWithConsumer()
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.deliverDue()
    const [request] = desk.server.requests
    expect(request?.headers).toMatchObject({ 'content-type': 'application/json', 'user-agent': 'Test' })
    const { 'webhook-id': id, 'webhook-signature': signature } = request!.headers as Record<string, string>
    const signed = new Webhook(SECRET).sign(id as string, new Date(desk.clock.nowMs), desk.server.bodies[0] as string)
    expect(signature).toBe(signed)
    const { articles } = await desk.store.listArticles({ limit: 1 })
    const articleId = articles[0]!.article.id
    expect(desk.sent()).toEqual([
      {
        type: 'article.published',
        timestamp: desk.iso(),
        data: {
          articleId,
          sourceId: 'herald',
          revision: 1,
          href: `https://hub.example/v1/articles/${articleId}`,
          status: 'usable',
          url: `https://hub.example/article/${articleId}/council-settles-dispute-at-last`,
          headline: 'Council settles dispute at last',
          shown: 'excerpt',
          attribution: expect.objectContaining({
            sourceName: 'The Herald',
            sourceUrl: 'https://herald.example/a',
            sourceLink: { text: 'Source link', href: 'https://herald.example/a' },
          }),
        },
      },
    ])
    expect(desk.server.bodies[0]).not.toContain('harbour council met')
    expect(await desk.state()).toMatchObject({ position: 1, behind: 0, failures: 0 })
  })

  test('corrections and takedowns follow in the order of the log', async () => {
    const desk = await deskWithConsumer()
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    desk.clock.nowMs += 3_600_000
    await desk.takeIn('/a', pageOf('Council reopens dispute'))
    const { articles } = await desk.store.listArticles({ limit: 1 })
    await desk.store.withdrawArticle(articles[0]!.article.id, 'legal', desk.iso())
    await desk.deliverDue()
    expect(desk.sent().map(({ type, data }) => [type, data['revision'], data['status']])).toEqual([
      ['article.published', 1, 'canceled'],
      ['article.updated', 2, 'canceled'],
      ['article.killed', 2, 'canceled'],
    ])
    expect(desk.sent()[2]?.data).not.toHaveProperty('headline')
  })

  test('an event that is not taken is sent again under its id, and those behind it wait', async () => {
    const desk = await deskWithConsumer()
    desk.server.answers.set('/events', [{ status: 500 }, { status: 204 }])
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.takeIn('/b', pageOf('Ferry timetable changes on Monday'))
    await desk.deliverDue()
    expect(desk.ids()).toHaveLength(1)
    expect(await desk.state()).toMatchObject({
      failures: 1,
      behind: 2,
      reason: 'DELIVERY_REFUSED',
      detail: 'status 500',
    })
    desk.clock.nowMs += 6000
    await desk.deliverDue()
    const [first, again, next] = desk.ids()
    expect(again).toBe(first)
    expect(next).not.toBe(first)
    expect(await desk.state()).toMatchObject({ failures: 0, behind: 0 })
  })

  test('Retry-After is kept, and a server that is not there is tried again', async () => {
    const desk = await deskWithConsumer()
    desk.server.answers.set('/events', { status: 503, headers: { 'retry-after': '60' } })
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.deliverDue()
    expect(Date.parse((await desk.state())?.dueAt ?? '') - desk.clock.nowMs).toBe(60_000)
    await desk.server.close()
    desk.clock.nowMs += 60_000
    await desk.deliverDue()
    expect(await desk.state()).toMatchObject({ failures: 2, reason: 'CONNECT_FAILED' })
  })

  test('redirects are not followed', async () => {
    const desk = await deskWithConsumer()
    desk.server.answers.set('/events', { status: 307, headers: { location: '/elsewhere' } })
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.deliverDue()
    expect(desk.server.paths()).toEqual(['/events'])
    expect(await desk.state()).toMatchObject({ failures: 1, detail: 'status 307' })
  })

  test('a server that is gone (410) is sent nothing more', async () => {
    const desk = await deskWithConsumer()
    desk.server.answers.set('/events', { status: 410 })
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.deliverDue()
    expect(await desk.state()).toMatchObject({ state: 'off', reason: 'CONSUMER_GONE' })
    desk.clock.nowMs += 100 * 86_400_000
    expect(await desk.job()).toBeUndefined()
  })

  test('after three days of tries a server is given up, and resumed it gets all it has missed', async () => {
    const desk = await deskWithConsumer()
    desk.server.answers.set('/events', { status: 500 })
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    const startMs = desk.clock.nowMs
    while ((await desk.state())?.state === 'on') {
      await desk.deliverDue()
      desk.clock.nowMs = Math.max(desk.clock.nowMs, Date.parse((await desk.state())?.dueAt ?? ''))
    }
    expect(desk.ids()).toHaveLength(10)
    expect((desk.clock.nowMs - startMs) / 3_600_000).toBeGreaterThan(72)
    desk.server.answers.set('/events', { status: 200 })
    await desk.store.resumeConsumer('app', desk.iso())
    await desk.deliverDue()
    expect(await desk.state()).toMatchObject({ state: 'on', behind: 0 })
  })

  test('a consumer hears of the sources and kinds of event it wants, and passes over the others', async () => {
    const of = await deskWithConsumer({ sources: ['courier'] })
    await of.takeIn('/a', pageOf('Council settles dispute at last'))
    await of.deliverDue()
    expect(of.ids()).toEqual([])
    expect(await of.state()).toMatchObject({ position: 1, behind: 0 })

    const kinds = await deskWithConsumer({ consumer: { events: ['article.killed'] } })
    await kinds.takeIn('/a', pageOf('Council settles dispute at last'))
    const { articles } = await kinds.store.listArticles({ limit: 1 })
    await kinds.store.withdrawArticle(articles[0]!.article.id, 'legal', kinds.iso())
    await kinds.deliverDue()
    expect(kinds.sent().map(({ type }) => type)).toEqual(['article.killed'])
  })

  test('nothing of an article is sent that may not be shown', async () => {
    const none = { ...herald.terms, republish: 'none' } as const
    const desk = await deskWithConsumer({ source: { ...herald, terms: none } })
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.deliverDue()
    expect(desk.sent()[0]?.data).toMatchObject({ status: 'withheld' })
    expect(desk.server.bodies[0]).not.toContain('Council')
  })

  test('whoever was resumed elsewhere in between stops after the event in hand', async () => {
    const desk = await deskWithConsumer()
    await desk.takeIn('/a', pageOf('Council settles dispute at last'))
    await desk.takeIn('/b', pageOf('Ferry timetable changes on Monday'))
    const job = (await desk.job()) as Job
    const begun = desk.store.beginDelivery
    Object.assign(desk.store, {
      beginDelivery: async (...args: Parameters<typeof begun>) => {
        const claimed = await begun(...args)
        await desk.store.resumeConsumer('app', desk.iso())
        return claimed
      },
    })
    await desk.run(job)
    expect(desk.ids()).toHaveLength(1)
    expect(await desk.state()).toMatchObject({ position: 0, behind: 2 })
  })
})
