import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { type PostgresServer, runOn, startPostgres } from '../services/postgres.ts'

/** As many as the server has for others than this test. */
const CONNECTIONS = 3

describe.skipIf(inject('postgresUrl') === undefined)('a PostgreSQL with three connections', () => {
  let server: PostgresServer
  // One that stays: a backend outlives its connection by a moment, in which it would count as somebody's.
  let watch: pg.Client
  beforeAll(async () => {
    server = await startPostgres({ maxConnections: CONNECTIONS + 1 })
    watch = new pg.Client({ connectionString: server.url })
    await watch.connect()
  })
  afterAll(async () => {
    await watch.end()
    await server.stop()
  })
  afterEach(() => void vi.restoreAllMocks())

  test('whoever comes late gets one of those who have them all and only look for work', async () => {
    const early = [await lookingForWork(server), await lookingForWork(server), await lookingForWork(server)]
    await expect.poll(() => runOn(server.url, 'select 1').then(() => '', codeOf), PATIENT).toBe('53300')
    const late = lookingForWork(server)
    letSecondsPass(10)
    expect(await (await late).looks(2)).toBe('looked')
    // And those get theirs again.
    expect(await Promise.all(early.map(({ looks }) => looks(2)))).toEqual(['looked', 'looked', 'looked'])
  })

  test('a process that wants more than there are makes do with one, and all it asks is answered', async () => {
    const store = await opened(server)
    const asked = Array.from({ length: 40 }, (_, n) => store.saveCursor(`reader ${n}`, String(n), NOW))
    await Promise.all(asked)
    expect(await store.cursor('reader 39')).toBe('39')
    await expect.poll(() => backends(watch), PATIENT).toHaveLength(1)
  })

  test('one connection that is left over is enough to keep those one has', async () => {
    const store = await opened(server)
    await Promise.all([store.countLinks(), store.cursor('a')])
    await expect.poll(() => backends(watch), PATIENT).toHaveLength(2)
    const before = await backends(watch)
    letSecondsPass(10)
    await store.countLinks()
    await store.countLinks()
    expect(await backends(watch)).toEqual(before)
  })
})

const NOW = '2026-03-01T08:00:00.000Z'

/** A machine that is busy otherwise is waited for. */
const PATIENT = { timeout: 60_000 }

async function opened({ url }: PostgresServer): Promise<Store> {
  const store = await openPostgres(url)
  onTestFinished(() => store.close())
  return store
}

/** A process that does nothing but what every idle worker does. */
async function lookingForWork(server: PostgresServer) {
  const store = await opened(server)
  let [isOver, count] = [false, 0]
  const looking = (async () => {
    while (!isOver) {
      await store.takeDue(1, Date.parse(NOW), 1000)
      count++
      await new Promise(resolve => setTimeout(resolve, 5))
    }
  })()
  onTestFinished(async () => {
    isOver = true
    await looking
  })
  return {
    /** Waits until it has looked so often again. */
    async looks(times: number): Promise<string> {
      const until = count + times
      await expect.poll(() => count, PATIENT).toBeGreaterThanOrEqual(until)
      return 'looked'
    },
  }
}

/** What is due to be looked at within that time is due now. */
function letSecondsPass(seconds: number): void {
  const { now } = performance
  vi.spyOn(performance, 'now').mockImplementation(() => now.call(performance) + seconds * 1000)
}

const codeOf = (error: unknown): unknown => (error as { readonly code?: string }).code

async function backends(watch: pg.Client): Promise<unknown[]> {
  const ours = "select pid from pg_stat_activity where application_name = 'wiredesk' order by pid"
  return (await watch.query(ours)).rows.map(({ pid }) => pid)
}
