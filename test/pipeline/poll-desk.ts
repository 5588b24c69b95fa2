import type { Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { createPoliteness } from '../../src/pipeline/politeness.ts'
import { emptyTally } from '../../src/pipeline/tally.ts'
import type { Clock, Fetcher, Store } from '../../src/ports.ts'

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

export interface PollParts {
  readonly store: Store
  readonly fetcher: Fetcher
  readonly clock: Clock
  readonly source: Source
}

/** What polls work with: real manners and a real ledger, nothing that reads pages, and no jitter. */
export const pollContext = (
  { store, fetcher, clock, source }: PollParts,
  more: { readonly log?: object; readonly callbackUrl?: string } = {},
): PipelineContext =>
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
