/** What every store must know about those who are told of its events. */

import { beforeEach, describe, expect, test } from 'vitest'
import { type Consumer, EVENT_TYPES } from '../../src/model.ts'
import type { Job, Store } from '../../src/ports.ts'
import { type MemoryDesk, memoryDesk, pageOf } from '../pipeline/memory-desk.ts'

const LEASE = 60_000

const app: Consumer = {
  id: 'app',
  name: 'Morning app',
  webhook: { url: 'https://app.example/events', secrets: ['env:APP'], events: EVENT_TYPES },
  enabled: true,
}

/** @param open gives an empty store */
export function consumersContract(open: () => Promise<Store>): void {
  describe('consumers', () => {
    let desk: MemoryDesk
    let store: Store
    beforeEach(async () => {
      desk = await memoryDesk(undefined, open())
      store = desk.context.store
      await desk.takeIn('/before', pageOf('Ferry timetable changes on Monday'))
    })

    const now = () => desk.clock.nowMs
    const iso = (ms = now()) => new Date(ms).toISOString()
    const sync = (...consumers: readonly Consumer[]) => store.syncConsumers(consumers, iso())
    const take = async () => (await store.takeDue(10, now(), LEASE, ['deliver']))[0]
    const begin = async (job: Job | undefined) => store.beginDelivery(job as Job, now(), LEASE)
    const news = () => desk.takeIn('/after', pageOf('Council settles dispute at last'))

    test('a new one begins at the end of the log, and is due once there is more', async () => {
      await sync(app)
      expect(await store.consumers()).toMatchObject([{ id: 'app', state: 'on', position: 1, behind: 0, failures: 0 }])
      expect(await take()).toBeUndefined()
      await news()
      expect(await take()).toEqual({ kind: 'deliver', id: 'app', token: 1 })
      expect(await take()).toBeUndefined()
    })

    test('a process without deliveries is given none', async () => {
      await sync(app)
      await news()
      expect(await store.takeDue(10, now(), LEASE, ['discover', 'ingest'])).not.toContainEqual(
        expect.objectContaining({ kind: 'deliver' }),
      )
    })

    test('a claim begins once, and is another worker’s when it has lapsed', async () => {
      await sync(app)
      await news()
      const job = await take()
      const first = await begin(job)
      expect(first).toEqual({ id: 'app', position: 1, failures: 0, token: 1 })
      expect(await begin(job)).toBeUndefined()
      desk.clock.nowMs += LEASE
      const second = await begin(await take())
      expect(await store.saveDelivered(first!, 2, now(), LEASE)).toBe(false)
      expect(await store.saveDelivered(second!, 2, now(), LEASE)).toBe(true)
      expect(await store.consumers()).toMatchObject([{ position: 2, behind: 0, lastOkAt: iso() }])
    })

    test('a lease that is kept does not lapse, and one that is given back is free', async () => {
      await sync(app)
      await news()
      const job = (await take()) as Job
      await begin(job)
      desk.clock.nowMs += LEASE / 2
      await store.renew([job], now(), LEASE)
      desk.clock.nowMs += LEASE / 2
      expect(await take()).toBeUndefined()
      expect(await store.countHeld(now())).toBe(1)
      await store.giveBack([job], iso())
      expect(await take()).toMatchObject({ token: 2 })
    })

    test('a failure is kept, and waits; a success clears it', async () => {
      await sync(app)
      await news()
      const failed = { outcome: 'failed', position: 1, failures: 1, reason: 'DELIVERY_REFUSED' } as const
      const first = await begin(await take())
      await store.endDelivery(first!, { ...failed, dueAt: iso(now() + 5000), detail: 'status 500' })
      expect(await store.consumers()).toMatchObject([
        { failures: 1, reason: 'DELIVERY_REFUSED', detail: 'status 500', behind: 1 },
      ])
      expect(await take()).toBeUndefined()
      expect(await store.nextDueAt(now())).toBe(now() + 5000)
      desk.clock.nowMs += 5000
      const second = await begin(await take())
      expect(second).toMatchObject({ failures: 1 })
      await store.saveDelivered(second!, 2, now(), LEASE)
      await store.endDelivery(second!, { outcome: 'ok', position: 2, dueAt: iso() })
      const [state] = await store.consumers()
      expect(state).toMatchObject({ failures: 0, behind: 0 })
      expect(state).not.toHaveProperty('reason')
    })

    test('one that is off is sent nothing until it is resumed, or has another address', async () => {
      await sync(app)
      await news()
      const off = { outcome: 'off', position: 1, failures: 10, reason: 'CONSUMER_GONE', dueAt: iso() } as const
      await store.endDelivery((await begin(await take()))!, off)
      expect(await take()).toBeUndefined()
      expect(await store.resumeConsumer('app', iso())).toBe(true)
      await store.endDelivery((await begin(await take()))!, off)
      await sync({ ...app, webhook: { ...app.webhook, url: 'https://new.app.example/events' } })
      expect(await take()).toMatchObject({ id: 'app' })
    })

    test('one is sent again what came after an event, and whoever was at it has lost it', async () => {
      await sync(app)
      await news()
      const early = await begin(await take())
      expect(await store.resumeConsumer('app', iso(), 0)).toBe(true)
      expect(await store.saveDelivered(early!, 2, now(), LEASE)).toBe(false)
      expect(await begin(await take())).toMatchObject({ position: 0 })
      expect(await store.resumeConsumer('nobody', iso())).toBe(false)
    })

    test('one that leaves the configuration and comes back has kept its place', async () => {
      await sync(app)
      await sync()
      await news()
      expect(await store.consumers()).toEqual([])
      expect(await take()).toBeUndefined()
      await sync({ ...app, enabled: false })
      expect(await take()).toBeUndefined()
      await sync(app)
      expect(await begin(await take())).toMatchObject({ position: 1 })
    })

    test('the log is found by time, and says of which source an event is', async () => {
      const [event] = await store.eventsAfter(0, 1)
      expect(event).toMatchObject({ number: 1, sourceId: 'herald' })
      expect(await store.lastEventBefore(event!.at)).toBe(0)
      desk.clock.nowMs += 1000
      expect(await store.lastEventBefore(iso())).toBe(1)
    })
  })
}
