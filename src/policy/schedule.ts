/** Every waiting time of the program, in one place. Nothing here reads a clock or draws a number. */

import type { FeedRest, Instant } from '../model.ts'

const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long a claimed job may be on its way to a worker: a queue that has lost it is healed after that. */
export const CLAIM_MS = 30 * SECOND

/** How long a worker may be silent about a job it has begun before the ledger gives it to another; workers renew it while they work. */
export const LEASE_MS = 30 * SECOND

/** A process that has not renewed its lock for this long is dead, or cut off. */
export const LOCK_LEASE_MS = 30 * SECOND

/** RFC 9309, 2.4: a cached robots.txt should not be used for more than 24 hours. */
const ROBOTS_FRESH_MS = DAY
/** A robots.txt that could not be read closes the host; look again soon, the fault is mostly a short one. */
const ROBOTS_RETRY_MS = 10 * MINUTE

/** Three crashes in one link's company are no accident any more. */
export const MAX_CRASHES = 3

export interface RetryPolicy {
  readonly attempts: number
  readonly baseSeconds: number
  readonly factor: number
  readonly maxHours: number
}

/**
 * The wait before the next try: exponential with full jitter (M. Brooker, "Exponential Backoff and Jitter", AWS 2015), but never
 * under a quarter of its step, so that a server in trouble is not asked again at once.
 * @param failures tries that have failed so far, 1 or more
 * @param draw a number in [0, 1)
 */
export function retryDelayMs(failures: number, policy: RetryPolicy, draw: number): number {
  const step = Math.min(policy.baseSeconds * SECOND * policy.factor ** (failures - 1), policy.maxHours * HOUR)
  return Math.round(step * (0.25 + 0.75 * draw))
}

/**
 * When a known article is asked for again: at the marks of the schedule after its last change, so that a moving story is seen
 * often and a settled one hardly; after the last mark not any more.
 * @param marksMinutes growing marks, in minutes after the last change
 */
export function nextRecheckAt(
  nowMs: number,
  lastChangeMs: number,
  marksMinutes: readonly number[],
): Instant | undefined {
  const mark = marksMinutes.find(minutes => lastChangeMs + minutes * MINUTE > nowMs)
  return mark === undefined ? undefined : new Date(lastChangeMs + mark * MINUTE).toISOString()
}

export interface PollSigns {
  /** the least wait that the operator wants */
  readonly pollMinutes: number
  /** how long the operator lets a feed with little news wait; absent: no longer than the others */
  readonly pollMinutesMax?: number
  /** new links that are expected in a millisecond */
  readonly newsRate?: number
  /** a poll costs its publisher a whole feed, as its server ignores validators */
  readonly isCostly?: boolean
  /** the feed's own ttl or sy:updatePeriod */
  readonly ttlMinutes?: number
  /** Cache-Control max-age or Expires of the answer */
  readonly freshMs?: number
  /** Retry-After of an answer that was a success all the same */
  readonly retryAfterMs?: number
}

/** No publisher may push a poll further away than this. */
const LONGEST_POLL_MS = DAY

/** The wait until a feed that answered is polled again: the longest of what operator, publisher and its news ask for. */
export function pollDelayMs({ ttlMinutes = 0, freshMs = 0, retryAfterMs = 0, ...own }: PollSigns): number {
  const asked = Math.max(ttlMinutes * MINUTE, freshMs, retryAfterMs)
  return Math.max(ownPollMs(own), Math.min(asked, LONGEST_POLL_MS))
}

/** One new link a poll is to be expected: more polls would mostly find nothing, fewer would let news wait. */
function ownPollMs({ pollMinutes, pollMinutesMax = 0, newsRate, isCostly = false }: PollSigns): number {
  const least = pollMinutes * MINUTE * (isCostly ? 2 : 1)
  const most = Math.max(least, pollMinutesMax * MINUTE)
  return newsRate === undefined ? least : Math.min(Math.max(Math.round(1 / newsRate), least), most)
}

/** How much later than computed a poll may come, so that feeds which once fell together drift apart. */
const SPREAD = 0.05

/** A wait a little longer, never shorter. @param draw a number in [0, 1) */
export const spread = (delayMs: number, draw: number): number => Math.round(delayMs * (1 + SPREAD * draw))

/** Polls that a rest has held up do not all come at its end. */
const AFTER_REST_MS = 10 * MINUTE

/**
 * The first time from `dueMs` on at which a feed's publisher wants polls, but within a day: a feed that rests for good is one that was set up wrongly.
 * @param draw a number in [0, 1)
 */
export function afterRest(dueMs: number, rest: FeedRest | undefined, nowMs: number, draw: number): number {
  const latest = Math.max(dueMs, nowMs + LONGEST_POLL_MS)
  let at = dueMs
  while (rest && isRest(rest, at) && at < latest) at = (Math.floor(at / HOUR) + 1) * HOUR
  return at === dueMs ? at : Math.min(at + Math.round(AFTER_REST_MS * draw), latest)
}

function isRest({ hours, days }: FeedRest, atMs: number): boolean {
  const at = new Date(atMs)
  return hours.includes(at.getUTCHours()) || days.includes(at.getUTCDay())
}

/** The wait after a failed poll: doubles from the normal interval, then daily for a month, then weekly; never silence. */
export function failedPollDelayMs(failures: number, pollMinutes: number): number {
  const doubled = pollMinutes * MINUTE * 2 ** Math.min(failures, 20)
  if (doubled < DAY) return doubled
  const daysAtDaily = failures - Math.ceil(Math.log2(DAY / (pollMinutes * MINUTE)))
  return daysAtDaily <= 30 ? DAY : 7 * DAY
}

/** A feed that is gone (410) is asked once more after a day, in case of a mistake, and then hardly ever. */
export const goneDelayMs = (wasGoneBefore: boolean): number => (wasGoneBefore ? 30 * DAY : DAY)

/**
 * How long a robots.txt that once was read holds on while it cannot be read again (RFC 9309, 2.3.1.4 and 2.4); after that the
 * host counts as closed until it can.
 */
const ROBOTS_HELD_MS = 30 * DAY

/** A cached robots.txt, as far as its age goes. */
export interface CachedRobots {
  readonly state: 'ok' | 'absent' | 'unreachable'
  readonly fetchedAt: Instant
  readonly retryAt?: Instant
}

/** Whether a stored robots.txt must be read again. */
export function isRobotsStale({ state, fetchedAt, retryAt }: CachedRobots, nowMs: number): boolean {
  if (retryAt !== undefined) return nowMs >= Date.parse(retryAt)
  return nowMs - Date.parse(fetchedAt) > (state === 'unreachable' ? ROBOTS_RETRY_MS : ROBOTS_FRESH_MS)
}

/** Until when a robots.txt that cannot be read again holds on before the next try; undefined when it is too old. */
export function holdRobotsUntil({ state, fetchedAt }: CachedRobots, nowMs: number): Instant | undefined {
  if (state === 'unreachable' || nowMs - Date.parse(fetchedAt) > ROBOTS_HELD_MS) return undefined
  return new Date(nowMs + ROBOTS_RETRY_MS).toISOString()
}

/**
 * How long a host is left alone after a page that cost much and gave nothing: its next page may do so too, and the other hosts need
 * the threads and the line. A page that used up an extraction thread's three seconds leaves its host a twentieth of one thread at
 * most; one that was cut off at ten megabytes, or broke the limits of parsing, a hundredth of the processor.
 */
const COSTLY_PAGE_REST_MS: ReadonlyMap<string, number> = new Map([
  ['EXTRACT_TIMEOUT', MINUTE],
  ['EXTRACT_CRASHED', MINUTE],
  ['BODY_TOO_LARGE', 10 * SECOND],
  ['PAGE_HOSTILE', 10 * SECOND],
])

/** How long to leave a host alone after a page that ended with this code; undefined for the ordinary ones. */
export const restAfterPageMs = (code: string): number | undefined => COSTLY_PAGE_REST_MS.get(code)

/** A server may ask for rest, but not for ever. */
const LONGEST_HOLD_MS = DAY
/** What a 429 or 503 without Retry-After means. */
const DEFAULT_HOLD_MS = 10 * SECOND

/**
 * How long a host is left alone after 429 or 503 (RFC 9110, 10.2.3): seconds, or an HTTP date.
 * @param retryAfter the header's text
 */
export function holdMs(retryAfter: string | undefined, nowMs: number): number {
  const text = retryAfter?.trim() ?? ''
  const asked = /^\d+$/.test(text) ? Number(text) * SECOND : Date.parse(text) - nowMs
  if (!Number.isFinite(asked)) return DEFAULT_HOLD_MS
  return Math.min(Math.max(asked, SECOND), LONGEST_HOLD_MS)
}

/** The freshness an answer states (RFC 9111, 4.2): max-age less Age, else Expires less Date; undefined where it states none. */
export function freshMs(headers: Readonly<Record<string, string>>): number | undefined {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(headers['cache-control'] ?? '')?.[1]
  // What a cache on the way has kept for a while is that much less fresh (RFC 9111, 5.1).
  const age = /^\d+$/.test(headers['age']?.trim() ?? '') ? Number(headers['age']) : 0
  if (maxAge !== undefined) return Math.max(0, Number(maxAge) - age) * SECOND
  const until = Date.parse(headers['expires'] ?? '') - Date.parse(headers['date'] ?? '')
  return Number.isFinite(until) && until > 0 ? until : undefined
}

/** 0, 5 s, 5 min and so on to a day: the schedule that Standard Webhooks 1.0.0 proposes. */
const DELIVERY_WAITS_MS = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  DAY,
]

/**
 * The wait before an event is sent to a consumer again; undefined when it has been tried for three days, and is given up.
 * @param failures tries that have failed so far, 1 or more
 * @param draw a number in [0, 1)
 */
export function deliveryDelayMs(failures: number, draw: number): number | undefined {
  const waitMs = DELIVERY_WAITS_MS[failures - 1]
  return waitMs === undefined ? undefined : spread(waitMs, draw)
}
