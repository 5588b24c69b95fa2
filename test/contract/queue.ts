/** What every queue must do. Each adapter's test file calls this with a way to open an empty one. */

import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Job, Queue } from '../../src/ports.ts'

/** Opens a queue whose jobs go to this handler. */
export type OpenQueue = (handle: (job: Job) => Promise<void>, concurrency: number) => Promise<Queue>

const job = (n: number): Job => ({ kind: 'ingest', id: `LINK${n}`, token: 1 })
const jobs = (count: number): Job[] => Array.from({ length: count }, (_, n) => job(n))

/** The contract, run against one adapter. */
export function queueContract(open: OpenQueue): void {
  let queue: Queue | undefined
  afterEach(async () => {
    await queue?.drain(0)
    await queue?.close()
  })

  describe('jobs', () => {
    test('each is handed over once, with its kind, id and token', async () => {
      const seen: Job[] = []
      queue = await open(async given => void seen.push(given), 4)
      await queue.add([...jobs(20), { kind: 'discover', id: 'FEED', token: 7 }])
      await vi.waitUntil(() => seen.length >= 21)
      await sleep(50)
      expect(seen).toHaveLength(21)
      expect(seen).toContainEqual({ kind: 'discover', id: 'FEED', token: 7 })
    })

    test('no more run at once than there are places', async () => {
      let [running, most, done] = [0, 0, 0]
      queue = await open(async () => {
        most = Math.max(most, ++running)
        await sleep(20)
        running--
        done++
      }, 3)
      await queue.add(jobs(12))
      await vi.waitUntil(() => done === 12)
      expect(most).toBe(3)
    })
  })

  describe('room', () => {
    test('is there in the beginning, and shrinks with what waits', async () => {
      queue = await open(() => sleep(200), 2)
      const before = await queue.room()
      expect(before).toBeGreaterThan(2)
      await queue.add(jobs(before + 2))
      // What is just on its way from a server to this process is counted a moment later.
      await vi.waitUntil(async () => ((await queue?.room()) ?? before) < before)
    })
  })

  describe('drain', () => {
    test('lets the running jobs end and begins no other', async () => {
      const ended: string[] = []
      queue = await open(async ({ id }) => {
        await sleep(150)
        ended.push(id)
      }, 2)
      await queue.add(jobs(8))
      await sleep(60)
      await queue.drain(5000)
      expect(ended.length).toBeLessThanOrEqual(4)
      const count = ended.length
      await sleep(250)
      expect(ended).toHaveLength(count)
    })

    test('gives what has not ended in time', async () => {
      let hasBegun = false
      queue = await open(async () => {
        hasBegun = true
        await sleep(1000)
      }, 1)
      await queue.add([job(1)])
      await vi.waitUntil(() => hasBegun)
      expect(await queue.drain(50)).toEqual([job(1)])
    })

    test('is over when jobs are added again', async () => {
      const seen: string[] = []
      queue = await open(async ({ id }) => void seen.push(id), 2)
      await queue.drain(1000)
      await queue.add([job(5)])
      await vi.waitUntil(() => seen.includes('LINK5'))
    })
  })

  test('says whether it can take jobs', async () => {
    queue = await open(async () => {}, 1)
    expect(await queue.isReady()).toBe(true)
  })
}
