/** Every waiting time of the program, in one place. Nothing here reads a clock or draws a number. */

import type { Instant } from '../model.ts'

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
  readonly pollMinutes: number
  /** the feed's own ttl or sy:updatePeriod */
  readonly ttlMinutes?: number
  /** Cache-Control max-age or Expires of the answer */
  readonly freshMs?: number
}

/** No publisher may push a poll further away than this. */
const LONGEST_POLL_MS = DAY

/** The wait until a feed that answered is polled again: the longest of what operator and publisher ask for, within a day. */
export function pollDelayMs({ pollMinutes, ttlMinutes = 0, freshMs = 0 }: PollSigns): number {
  const own = pollMinutes * MINUTE
  return Math.max(own, Math.min(Math.max(ttlMinutes * MINUTE, freshMs), LONGEST_POLL_MS))
}

/** The wait after a failed poll: doubles from the normal interval, then daily for a month, then weekly; never silence. */
export function failedPollDelayMs(failures: number, pollMinutes: number): number {
  const doubled = pollMinutes * MINUTE * 2 ** Math.min(failures, 20)
  if (doubled < DAY) return doubled
  const daysAtDaily = failures - Math.ceil(Math.log2(DAY / (pollMinutes * MINUTE)))
  return daysAtDaily <= 30 ? DAY : 7 * DAY
}

/** Whether a stored robots.txt must be read again. */
export function isRobotsStale(state: 'ok' | 'absent' | 'unreachable', fetchedAtMs: number, nowMs: number): boolean {
  return nowMs - fetchedAtMs > (state === 'unreachable' ? ROBOTS_RETRY_MS : ROBOTS_FRESH_MS)
}

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

/** The freshness an answer states (RFC 9111, 4.2.1): max-age, else Expires less Date; undefined where it states none. */
export function freshMs(headers: Readonly<Record<string, string>>): number | undefined {
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(headers['cache-control'] ?? '')?.[1]
  if (maxAge !== undefined) return Number(maxAge) * SECOND
  const until = Date.parse(headers['expires'] ?? '') - Date.parse(headers['date'] ?? '')
  return Number.isFinite(until) && until > 0 ? until : undefined
}
