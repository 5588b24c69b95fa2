/** A desk for tests of polls: a real publisher, a real ledger and real manners; only the clock is ours, so that weeks pass in a moment. */

import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import type { FeedState, Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { discover } from '../../src/pipeline/discover.ts'
import { createPoliteness } from '../../src/pipeline/politeness.ts'
import { emptyTally } from '../../src/pipeline/tally.ts'
import type { Clock, Fetcher, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { type Publisher, startPublisher } from './publisher.ts'

/** A source with one feed, `/rss` of a publisher. */
export const heraldAt = (origin: string): Source => ({
  id: 'herald',
  name: 'Herald',
  feeds: [{ kind: 'feed', url: `${origin}/rss` }],
  terms: { republish: 'excerpt', excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }, images: false },
  delayMs: 0,
  pollMinutes: 15,
  enabled: true,
})

export interface PollDesk {
  readonly publisher: Publisher
  readonly store: Store
  readonly clock: Clock
  /** lets time pass */
  pass(ms: number): void
  /** sets its one source, and how it is polled from now on */
  take(source: Source, more?: ContextParts): Promise<void>
  /** polls what is due now */
  pollDue(): Promise<void>
  /** waits for the feed's time, polls it, and gives its row */
  poll(): Promise<FeedState>
  /** the row of the first feed */
  feed(): Promise<FeedState>
  close(): Promise<void>
}

interface ContextParts {
  readonly log?: object
  readonly callbackUrl?: string
}

/** Opens a desk beside a publisher of its own, at eight o'clock on a Sunday. */
export async function openPollDesk(): Promise<PollDesk> {
  let now = Date.parse('2026-03-01T08:00:00Z')
  const pass = (ms: number): void => {
    now += ms
  }
  const clock: Clock = { now: () => now, sleep: async ms => pass(ms) }
  const publisher = await startPublisher()
  const store = await openSqlite(':memory:')
  const fetcher = createHttpFetcher({ userAgent: 'Wiredesk/test', allowPrivate: ['127.0.0.0/8'] })
  let context: PipelineContext

  return { publisher, store, clock, pass, take, pollDue, poll, feed, close }

  async function take(source: Source, more: ContextParts = {}): Promise<void> {
    await store.syncSources([source], new Date(now).toISOString())
    context = contextOf({ store, fetcher, clock, source }, more)
  }
  async function pollDue(): Promise<void> {
    for (const job of await store.takeDue(10, now, 90_000, ['discover'])) await discover(job, context)
  }
  async function poll(): Promise<FeedState> {
    now = Math.max(now, Date.parse((await feed()).dueAt))
    await pollDue()
    return feed()
  }
  async function feed(): Promise<FeedState> {
    return (await store.sourceHealth())[0]?.feeds[0] as FeedState
  }
  async function close(): Promise<void> {
    await fetcher.close()
    await store.close()
    await publisher.close()
  }
}

interface Parts {
  readonly store: Store
  readonly fetcher: Fetcher
  readonly clock: Clock
  readonly source: Source
}

/** What polls work with: nothing that reads pages, and no jitter. */
const contextOf = ({ store, fetcher, clock, source }: Parts, more: ContextParts): PipelineContext =>
  ({
    store,
    clock,
    log: { info() {}, debug() {}, warn() {}, error() {} },
    politeness: createPoliteness({ store, fetcher, clock, agent: 'Wiredesk', maxCrawlDelayMs: 0 }),
    tally: emptyTally(),
    retry: { attempts: 5, baseSeconds: 30, factor: 4, maxHours: 6 },
    recheckMinutes: [],
    source: () => source,
    draw: () => 0,
    ...more,
  }) as unknown as PipelineContext
