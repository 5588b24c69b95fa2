import type { Logger } from 'pino'
import type { Extractor } from '../extract/pool.ts'
import type { SiteRule, Source } from '../model.ts'
import type { RetryPolicy } from '../policy/schedule.ts'
import type { Clock, PageFiles, Store } from '../ports.ts'
import type { Politeness } from './politeness.ts'
import type { Tally } from './tally.ts'

/** What the handlers work with; `app.ts` puts it together once. */
export interface PipelineContext {
  readonly store: Store
  readonly pages: PageFiles
  readonly politeness: Politeness
  readonly extractor: Extractor
  readonly clock: Clock
  readonly log: Logger
  readonly tally: Tally
  readonly retry: RetryPolicy
  readonly recheckMinutes: readonly number[]
  /** the address under which hubs reach us; absent: no hub is asked for anything */
  readonly callbackUrl?: string
  /** the source of that id as it is configured now; undefined when it has left the configuration or is switched off */
  source(id: string): Source | undefined
  /** the site rule for an address, as it is configured now */
  siteRule(url: string): SiteRule | undefined
  /** a number in [0, 1) for jitter */
  draw(): number
}
