/** How a feed and a source are doing, in words. Nothing ends in silence: every feed is in one of these states, with its reason. */

import type { FeedState, HealthState, HostState, Instant } from '../model.ts'
import { HEALTH_STATES } from '../model.ts'
import { isResting } from './host-pace.ts'
import { newsRate } from './news-rate.ts'
import { walkRemarks } from './sitemap-walk.ts'
import { faultNow } from './validators.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A feed is late when its poll should have begun this long ago; a crowded desk catches up within minutes. */
const LATE_MS = 15 * MINUTE

/** Silent: nothing new for ten times the usual gap, and for three days at least, so that no week-end counts. */
const SILENT_GAPS = 10
const SILENT_AT_LEAST_MS = 3 * DAY

/** Refused by the server or by robots.txt: no wait changes that, a talk with the publisher may. */
const BLOCKED = new Set(['HTTP_FORBIDDEN', 'ROBOTS_CLOSED'])

export interface Health {
  readonly state: HealthState
  /** what a person should know: why it is not healthy, or what is odd though it is */
  readonly why: readonly string[]
}

export interface FeedFacts {
  readonly feed: Omit<FeedState, 'etag' | 'lastModified' | 'bodyHash'>
  readonly host?: HostState
  readonly pollMinutes: number
  readonly nowMs: number
}

/** The state of one feed. */
export function feedHealth(facts: FeedFacts): Health {
  const judged = judge(facts)
  return { state: judged.state, why: [...judged.why, ...remarks(facts)] }
}

/** The state of a source is that of its feed that most needs a person. */
export function sourceHealthOf(feeds: readonly Health[]): Health {
  const rank = ({ state }: Health): number => HEALTH_STATES.indexOf(state)
  return feeds.toSorted((a, b) => rank(a) - rank(b))[0] ?? { state: 'new', why: [] }
}

function judge({ feed, host, pollMinutes, nowMs }: FeedFacts): Health {
  const { reason, failures, dueAt } = feed
  if (failures > 0) {
    const tried = failures === 1 ? 'once' : `${failures} times`
    const since = feed.habits.failingSince === undefined ? '' : ` since ${minuteOf(feed.habits.failingSince)}`
    const why = [`${reason ?? 'INTERNAL'} ${tried}${since}; asked again at ${minuteOf(dueAt)}`]
    if (reason === 'HTTP_GONE') return { state: 'gone', why }
    return { state: BLOCKED.has(reason ?? '') ? 'blocked' : 'failing', why }
  }
  if (nowMs - Date.parse(dueAt) > LATE_MS && feed.lastOkAt !== undefined)
    return { state: 'late', why: [`should have been polled at ${minuteOf(dueAt)}${heldWords(host, nowMs)}`] }
  if (feed.lastOkAt === undefined) return { state: 'new', why: ['not polled yet'] }
  const quietSince = feed.lastNewAt ?? feed.habits.since ?? feed.lastOkAt
  const quietMs = nowMs - Date.parse(quietSince)
  if (quietMs > Math.max(SILENT_AT_LEAST_MS, SILENT_GAPS / newsRate(feed.habits, pollMinutes, Date.parse(quietSince))))
    return { state: 'silent', why: [`answers, and has had nothing new since ${minuteOf(quietSince)}`] }
  return { state: 'healthy', why: [] }
}

/** What is odd, whatever the state. */
function remarks({ feed, host, pollMinutes, nowMs }: FeedFacts): string[] {
  const { moved } = feed.habits
  const fault = faultNow(feed.habits, nowMs)
  return [
    ...(moved
      ? [moved.taken ? `moved to ${moved.to}: put that in its file` : `says that it has moved to ${moved.to}`]
      : []),
    ...(fault ? [VALIDATOR_WORDS[fault]] : []),
    ...(feed.habits.leftOut ? [`has ${feed.habits.leftOut} more links than are taken from one document`] : []),
    ...(feed.habits.walk ? walkRemarks(feed.habits.walk, pollMinutes, nowMs) : []),
    ...(host && isResting(host)
      ? [`${host.host} fails (${host.reason}, ${host.failures} times in a row)${heldWords(host, nowMs)}`]
      : host && host.delayMs > 0
        ? [`${host.host} is asked every ${(host.delayMs / 1000).toFixed(1)} s, since it was in trouble`]
        : []),
  ]
}

const VALIDATOR_WORDS = {
  stuck: 'its server says "not changed" although there is news: it is asked for the whole feed each time',
  restless: 'its ETag changes though the feed does not: only the date is sent',
  ignored: 'its server sends the whole feed although nothing has changed: it is asked half as often',
} as const

function heldWords(host: HostState | undefined, nowMs: number): string {
  if (host?.restsUntil === undefined || Date.parse(host.restsUntil) <= nowMs) return ''
  return `; ${host.host} is left alone until ${minuteOf(host.restsUntil)}`
}

/** `2026-11-24 08:05` */
const minuteOf = (at: Instant): string => at.slice(0, 16).replace('T', ' ')
