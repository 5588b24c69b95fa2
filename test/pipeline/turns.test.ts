import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../src/clock.ts'
import { WiredeskError } from '../../src/errors.ts'
import { createLog } from '../../src/log.ts'
import type { FoundLink, Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import type { DeliveryContext } from '../../src/pipeline/deliver.ts'
import { createTurns } from '../../src/pipeline/turns.ts'
import type { Job, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

const NOW = new Date().toISOString()
const LEASE = 30_000
const herald: Source = {
  id: 'herald',
  name: 'Herald',
  feeds: [{ kind: 'feed', url: 'https://herald.example/rss' }],
  terms: { republish: 'none', excerpt: { maxWords: 1, maxCharacters: 1, maxShare: 0.1 }, images: false },
  delayMs: 0,
  pollMinutes: 15,
  enabled: true,
} as Source

/** A ledger with one claimed link. */
async function claimedLink(): Promise<{ store: Store; job: Job }> {
  const store = await openSqlite(':memory:')
  onTestFinished(() => store.close())
  await store.syncSources([herald], NOW)
  const [poll] = await store.takeDue(1, Date.now(), LEASE)
  const feed = await store.beginFeed(poll as Job, Date.now(), LEASE)
  const link: FoundLink = { url: 'https://herald.example/a', hints: { from: 'feed' } }
  await store.finishFeed(feed!, { outcome: 'ok', dueAt: '2100-01-01T00:00:00.000Z' } as never, [link], NOW)
  const [job] = await store.takeDue(1, Date.now(), LEASE)
  return { store, job: job as Job }
}

const contextOf = (store: Store) =>
  ({ store, clock: systemClock, log: createLog('silent'), source: () => undefined }) as unknown as PipelineContext

const NO_DELIVERIES = {} as DeliveryContext

describe('the turns of a process', () => {
  test('a store that fails ends no link: the claim is given back, without a crash', async () => {
    const { store, job } = await claimedLink()
    const sick: Store = {
      ...store,
      endLink: () => Promise.reject(new WiredeskError('STORE_UNAVAILABLE', { detail: 'disk full' })),
    }
    const turns = createTurns(contextOf(sick), NO_DELIVERIES)
    onTestFinished(() => turns.stop())
    await turns.run(job)
    const [again] = await store.takeDue(1, Date.now(), LEASE)
    expect(again).toMatchObject({ id: job.id, token: job.token + 1 })
    expect((await store.beginLink(again as Job, Date.now(), LEASE))?.crashes).toBe(0)
  })

  test('a job that another worker has begun is left to it', async () => {
    const { store, job } = await claimedLink()
    await store.beginLink(job, Date.now(), LEASE)
    const turns = createTurns(contextOf(store), NO_DELIVERIES)
    onTestFinished(() => turns.stop())
    await turns.run(job)
    expect(await store.countHeld(Date.now())).toBe(1)
  })
})
