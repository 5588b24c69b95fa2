/**
 * Validators (RFC 9110, 13.1) and the servers that lie with them. What a server gave goes back byte for byte, until its answers
 * show that this leads nowhere: then the lie is said, and the feed is asked in another way.
 */

import type { FeedHabits, ValidatorFault, Validators } from '../model.ts'
import { newsRate } from './news-rate.ts'

const DAY_MS = 86_400_000

/** A server stuck on "not changed" is found out within this time, whatever the rate of news. */
const WHOLE_AT_LEAST_EVERY_MS = 7 * DAY_MS

/** A fault may be mended: the server is believed again after this long, and judged anew. */
const BELIEVED_AGAIN_MS = 30 * DAY_MS

/** So many new links are expected, and none came: for a Poisson process that has one chance in 160,000. */
const MISSED_ITEMS = 12

/** One odd answer is chance (two servers behind one name, a restart), three in a row are a habit. */
const TIMES_CERTAIN: Readonly<Record<ValidatorFault, number>> = { stuck: 2, restless: 3, ignored: 3 }

export interface FeedMemory extends Validators {
  readonly habits: FeedHabits
}

/** What to send along with the next poll; nothing where the whole body is wanted. */
export function validatorsToSend(feed: FeedMemory, pollMinutes: number, nowMs: number): Validators {
  const { etag, lastModified } = feed
  const kind = faultNow(feed.habits, nowMs)
  if (kind === 'stuck' || isWholeDue(feed.habits, pollMinutes, nowMs)) return {}
  // If-None-Match takes precedence, so a restless ETag hides a date that may be good.
  if (kind === 'restless') return lastModified === undefined ? {} : { lastModified }
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}

/** The validators' fault as far as it still counts. */
export function faultNow({ fault }: FeedHabits, nowMs: number): ValidatorFault | undefined {
  return fault && nowMs - Date.parse(fault.since) < BELIEVED_AGAIN_MS ? fault.kind : undefined
}

/** Whether "not changed" has been said for so long that it must be looked at. */
function isWholeDue(habits: FeedHabits, pollMinutes: number, nowMs: number): boolean {
  if (habits.wholeAt === undefined) return false
  const unseenMs = nowMs - Date.parse(habits.wholeAt)
  return unseenMs >= WHOLE_AT_LEAST_EVERY_MS || isOverdue(habits, pollMinutes, nowMs)
}

function isOverdue(habits: FeedHabits, pollMinutes: number, nowMs: number): boolean {
  if (habits.wholeAt === undefined || habits.news === undefined) return false
  return newsRate(habits, pollMinutes, nowMs) * (nowMs - Date.parse(habits.wholeAt)) >= MISSED_ITEMS
}

/** One answered poll, as far as it says something about the server's validators. */
export interface Answered {
  readonly status: number
  /** what was stored before the poll */
  readonly known: Validators
  /** what was sent with it */
  readonly sent: Validators
  readonly got: Validators
  /** the bytes are those of the last whole answer */
  readonly isSameBody: boolean
  readonly added: number
}

/** The habits after an answer: a fault is first suspected, then certain. */
export function judgeValidators(
  habits: FeedHabits,
  answered: Answered,
  pollMinutes: number,
  nowMs: number,
): FeedHabits {
  const { fault: known, suspicion: before, wholeAt: _, ...rest } = habits
  const fault = known && faultNow(habits, nowMs) === known.kind ? known : undefined
  const at = new Date(nowMs).toISOString()
  const isWhole = answered.status !== 304
  const wholeAt = isWhole ? at : habits.wholeAt
  const kind = faultShown(habits, answered, pollMinutes, nowMs)
  const times = kind === undefined ? 0 : kind === before?.kind ? before.times + 1 : 1
  const isCertain = kind !== undefined && times >= TIMES_CERTAIN[kind]
  // The lie about "not changed" shows only now and then; in between it must not be forgotten.
  const kept = kind === undefined && before?.kind === 'stuck' && answered.added === 0 ? before : undefined
  const suspicion = kind !== undefined && !isCertain ? { kind, times } : kept
  const found = isCertain ? { kind, since: at } : isHonestAgain(fault?.kind, answered) ? undefined : fault
  return {
    ...rest,
    ...(wholeAt !== undefined && { wholeAt }),
    ...(found && { fault: found }),
    ...(suspicion && { suspicion }),
  }
}

function faultShown(
  habits: FeedHabits,
  { status, known, sent, got, isSameBody, added }: Answered,
  pollMinutes: number,
  nowMs: number,
): ValidatorFault | undefined {
  if (status === 304) return undefined
  const wasAsked = sent.etag !== undefined || sent.lastModified !== undefined
  if (!wasAsked && added > 0) {
    const isSameTag = known.etag !== undefined && known.etag === got.etag
    return isSameTag || isOverdue(habits, pollMinutes, nowMs) ? 'stuck' : undefined
  }
  if (!wasAsked || !isSameBody) return undefined
  return sent.etag !== undefined && got.etag !== sent.etag ? 'restless' : 'ignored'
}

/** A 304 to our own words shows that they are understood. */
const isHonestAgain = (kind: ValidatorFault | undefined, { status }: Answered): boolean =>
  status === 304 && kind === 'ignored'
