import type { FeedState, HealthState, Instant, Source } from '../model.ts'
import { feedHealth, type Health, sourceHealthOf } from '../policy/health.ts'
import type { SourceHealth, StaleRule } from '../ports.ts'

/** `off`: the operator has switched the source off. */
export type ShownState = HealthState | 'off'

/** A feed's health as the commands show it; times as they are stored. */
export interface FeedRow {
  readonly url: string
  readonly state: HealthState
  readonly why: readonly string[]
  readonly failures: number
  readonly nextPoll: Instant
  readonly lastOk?: Instant | undefined
  readonly lastNew?: Instant | undefined
  readonly movedTo?: string | undefined
  readonly validators?: string | undefined
}

/** A source's health: the state of its feed that most needs a person, and every feed's own. */
export interface SourceRow {
  readonly state: ShownState
  readonly why: readonly string[]
  readonly feeds: readonly FeedRow[]
}

/** A rule that was stale longer ago than this has been mended, or the layout was an exception. */
export const STALE_RULE_DAYS = 7

/** Judges what the ledger knows of a source. */
export function sourceRow(
  source: Source,
  known: SourceHealth | undefined,
  nowMs: number,
  staleRules: readonly StaleRule[] = [],
): SourceRow {
  const judged = (known?.feeds ?? []).map(feed => ({ feed, health: judge(feed, source, known, nowMs) }))
  const { state, why: ofFeeds } = sourceHealthOf(judged.map(({ health }) => health))
  const stale = staleRules.filter(({ sourceId }) => sourceId === source.id)
  const why = [...ofFeeds, ...stale.map(staleWords)]
  return {
    state: source.enabled ? state : 'off',
    why: source.enabled ? why : [],
    feeds: judged.map(({ feed, health }) => toRow(feed, health)),
  }
}

const staleWords = ({ detail, pages }: StaleRule): string =>
  `SITE_RULE_STALE on ${pages === 1 ? 'a page' : `${pages} pages`}: ${detail}`

function judge(feed: FeedState, source: Source, known: SourceHealth | undefined, nowMs: number): Health {
  const host = known?.hosts.find(each => each.host === feed.host)
  return feedHealth({ feed, pollMinutes: source.pollMinutes, nowMs, ...(host && { host }) })
}

const toRow = (feed: FeedState, { state, why }: Health): FeedRow => ({
  url: feed.url,
  state,
  why,
  failures: feed.failures,
  nextPoll: feed.dueAt,
  lastOk: feed.lastOkAt,
  lastNew: feed.lastNewAt,
  movedTo: feed.habits.moved?.taken ? feed.habits.moved.to : undefined,
  validators: feed.habits.fault?.kind,
})
