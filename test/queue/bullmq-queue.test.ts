import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeEach, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Job, Queue } from '../../src/ports.ts'
import { openBullmqQueue } from '../../src/queue/bullmq-queue.ts'
import { queueContract } from '../contract/queue.ts'
import { startRedis } from '../services/redis.ts'

const url = inject('redisUrl') ?? ''

const open = (handle: (job: Job) => Promise<void>, concurrency: number, at = url): Promise<Queue> =>
  openBullmqQueue({ url: at, kinds: ['discover', 'ingest'], concurrency, handle, onError: () => {} })

describe.skipIf(url === '')('the queue on Redis', () => {
  const redis = new Redis(url, { lazyConnect: true })
  beforeEach(async () => {
    await redis.flushall()
  })
  afterAll(() => redis.disconnect())

  queueContract(open)

  test('one claim is one job, however often it is added', async () => {
    let count = 0
    const queue = await open(async () => {
      count++
      await sleep(100)
    }, 4)
    onTestFinished(() => queue.close())
    await queue.add([{ kind: 'ingest', id: 'A', token: 1 }])
    await queue.add([{ kind: 'ingest', id: 'A', token: 1 }])
    await sleep(250)
    expect(count).toBe(1)
  })

  test('keeps nothing of what is done, and ids alone of what waits', async () => {
    let done = 0
    const queue = await open(async () => {
      await sleep(20)
      done++
    }, 1)
    onTestFinished(() => queue.close())
    await queue.add([1, 2, 3].map(n => ({ kind: 'ingest', id: `L${n}`, token: 4 })))
    expect(await redis.hget('wiredesk:ingest:L1-4', 'data')).toBe('[["L1",4],["L2",4],["L3",4]]')
    await vi.waitUntil(() => done === 3)
    await sleep(50)
    expect((await redis.keys('wiredesk:ingest:L*')).length).toBe(0)
  })

  test('goes on after everything in it was flushed', async () => {
    const seen: string[] = []
    const queue = await open(async ({ id }) => void seen.push(id), 2)
    onTestFinished(() => queue.close())
    await queue.add([{ kind: 'ingest', id: 'A', token: 1 }])
    await vi.waitUntil(() => seen.length === 1)
    await redis.flushall()
    await queue.add([{ kind: 'ingest', id: 'B', token: 1 }])
    await vi.waitUntil(() => seen.length === 2, 10_000)
  })

  test.each([
    ['evicts', ['--maxmemory-policy', 'allkeys-lru'], 'maxmemory-policy is allkeys-lru'],
    ['keeps no append-only file', ['--appendonly', 'no'], 'appendonly is no'],
  ])('a Redis that %s is refused', async (_, settings, detail) => {
    const unsafe = await startRedis(settings)
    onTestFinished(() => unsafe.stop())
    await expect(open(async () => {}, 1, unsafe.url)).rejects.toMatchObject({ code: 'QUEUE_UNSAFE', detail })
  })

  test('a Redis that is not there is said', { timeout: 20_000 }, async () => {
    await expect(open(async () => {}, 1, 'redis://127.0.0.1:9')).rejects.toMatchObject({ code: 'QUEUE_UNAVAILABLE' })
  })
})
