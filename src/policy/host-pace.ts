/**
 * The pace a host bears, learnt from its answers. Additive increase, multiplicative decrease (Chiu and Jain, 1989) of the rate:
 * a host in trouble is asked half as often at once, and a little more often with each good answer, up to the configured pace.
 * A host that fails again and again is only probed now and then, so that its links keep their tries (circuit breaker).
 */

import type { HostPace } from '../model.ts'
import { holdMs } from './schedule.ts'

const SECOND = 1000

export const UNKNOWN_PACE: HostPace = { delayMs: 0, answerMs: 0, failures: 0 }

/** The longest wait that trouble makes of itself; a host asks for more with Retry-After. */
const SLOWEST_MS = 60 * SECOND

/** Each good answer gives back so much of the configured rate: after ten of them it is reached from anywhere. */
const RATE_GIVEN_BACK = 0.1

/** Where the operator has configured no wait, trouble makes one, from this much on. */
const FIRST_WAIT_MS = 250
const LEAST_OWN_MS = 100

/** A host that takes longer than this, and three times longer than it mostly does, labours. */
const LABOURING_MS = 2 * SECOND
const LABOURING_FACTOR = 3
const LABOURING_SLOWDOWN = 1.5

/** Weight of the latest answer in the smoothed time: some ten answers tell what is usual (RFC 6298 uses an eighth). */
const SMOOTHING = 1 / 8

/** Failures in a row after which the host, not a page, is what fails. */
const FAILURES_TO_REST = 5
const FIRST_REST_MS = 30 * SECOND
const LONGEST_REST_MS = 3600 * SECOND

/** How one request to a host ended. */
export interface HostAnswer {
  /** absent when no answer came */
  readonly status?: number
  readonly retryAfter?: string
  readonly ms: number
  /** code of the error table, when no answer came */
  readonly code?: string
}

export interface HostVerdict {
  readonly pace: HostPace
  /** how long to leave the host alone altogether */
  readonly restMs?: number
}

/** Failures that tell of the host: it was not reached, or did not answer in time. Others tell of one page. */
const HOST_FAILURES = new Set([
  'DNS_FAILED',
  'CONNECT_FAILED',
  'TLS_FAILED',
  'FETCH_RESET',
  'FETCH_TIMEOUT',
  'FETCH_TOO_SLOW',
])

/** 502 to 504, and 520 to 530, with which a large delivery network says that the server behind it fails. */
const isHostStatus = (status: number): boolean =>
  status === 429 || (status >= 502 && status <= 504) || (status >= 520 && status <= 530)

/** What an answer teaches. @param ownMs the wait that operator and robots.txt ask for */
export function learnPace(known: HostPace, answer: HostAnswer, ownMs: number, nowMs: number): HostVerdict {
  const failed = hostFailure(answer)
  const failures = failed === undefined ? 0 : known.failures + 1
  const isRefused = answer.status === 429 || answer.status === 503
  const pace: HostPace = {
    delayMs: nextDelay(known, answer, ownMs, { isRefused, isFailed: failed !== undefined }),
    answerMs: answer.status === undefined ? known.answerMs : smoothed(known.answerMs, answer.ms),
    failures,
    ...(failed !== undefined && { reason: failed }),
  }
  const askedMs = askedRest(answer, isRefused, nowMs)
  const restMs = Math.max(askedMs, restOf(failures, answer.retryAfter === undefined ? undefined : askedMs))
  return { pace, ...(restMs > 0 && { restMs }) }
}

/** 429 and 503 mean rest even without the header; with it, any answer but a success does (RFC 9110, 10.2.3). */
function askedRest({ status = 0, retryAfter }: HostAnswer, isRefused: boolean, nowMs: number): number {
  return isRefused || (status >= 300 && retryAfter !== undefined) ? holdMs(retryAfter, nowMs) : 0
}

/** Whether a host has failed so often that it is only probed. */
export const isResting = ({ failures }: Pick<HostPace, 'failures'>): boolean => failures >= FAILURES_TO_REST

function hostFailure({ status, code }: HostAnswer): string | undefined {
  if (status !== undefined) return isHostStatus(status) ? `HTTP ${status}` : undefined
  return code !== undefined && HOST_FAILURES.has(code) ? code : undefined
}

interface Judged {
  readonly isRefused: boolean
  readonly isFailed: boolean
}

function nextDelay(known: HostPace, answer: HostAnswer, ownMs: number, { isRefused, isFailed }: Judged): number {
  const now = Math.max(known.delayMs, ownMs)
  // Of a host that rests, the rest grows, and not the wait after it too.
  if (isRefused && !isResting(known)) return Math.min(Math.max(2 * now, FIRST_WAIT_MS), SLOWEST_MS)
  if (labours(known, answer)) return Math.min(Math.max(Math.round(LABOURING_SLOWDOWN * now), FIRST_WAIT_MS), SLOWEST_MS)
  if (known.delayMs <= ownMs) return 0
  if (answer.status === undefined || isFailed) return known.delayMs
  const own = Math.max(ownMs, LEAST_OWN_MS)
  const faster = Math.floor(1 / (1 / known.delayMs + RATE_GIVEN_BACK / own))
  return faster <= own ? 0 : faster
}

function labours({ answerMs }: HostPace, { code, ms }: HostAnswer): boolean {
  if (code === 'FETCH_TIMEOUT' || code === 'FETCH_TOO_SLOW') return true
  return answerMs > 0 && ms > LABOURING_MS && ms > LABOURING_FACTOR * answerMs
}

const smoothed = (before: number, ms: number): number =>
  Math.round(before === 0 ? ms : before + SMOOTHING * (ms - before))

/**
 * How long a host is left alone that has failed so often. One that names a time (Retry-After) knows more of its trouble than can be guessed:
 * it is left alone for that time, then for twice, three times that; any other for twice as long as the time before.
 */
function restOf(failures: number, namedMs: number | undefined): number {
  const probes = failures - FAILURES_TO_REST
  if (probes < 0) return 0
  const restMs = namedMs === undefined ? FIRST_REST_MS * 2 ** Math.min(probes, 20) : namedMs * (probes + 1)
  return Math.min(restMs, LONGEST_REST_MS)
}
