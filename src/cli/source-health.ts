import type { FeedState, HealthState, Instant, Source } from '../model.ts'
import { feedHealth, type Health, sourceHealthOf } from '../policy/health.ts'
import type { SourceHealth } from '../ports.ts'

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

/** Judges what the ledger knows of a source. */
export function sourceRow(source: Source, known: SourceHealth | undefined, nowMs: number): SourceRow {
  const judged = (known?.feeds ?? []).map(feed => ({ feed, health: judge(feed, source, known, nowMs) }))
  const { state, why } = sourceHealthOf(judged.map(({ health }) => health))
  return {
    state: source.enabled ? state : 'off',
    why: source.enabled ? why : [],
    feeds: judged.map(({ feed, health }) => toRow(feed, health)),
  }
}

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
