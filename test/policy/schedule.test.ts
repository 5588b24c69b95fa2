import { describe, expect, test } from 'vitest'
import {
  afterRest,
  failedPollDelayMs,
  freshMs,
  goneDelayMs,
  holdMs,
  holdRobotsUntil,
  isRobotsStale,
  nextRecheckAt,
  pollDelayMs,
  restAfterPageMs,
  retryDelayMs,
  spread,
} from '../../src/policy/schedule.ts'

const HOUR = 3_600_000
const policy = { attempts: 5, baseSeconds: 30, factor: 4, maxHours: 6 }

describe('retries', () => {
  test.each([
    [1, 30_000],
    [2, 120_000],
    [3, 480_000],
    [9, 6 * HOUR],
  ])('after failure %i wait at most %i ms', (failures, most) => {
    expect(retryDelayMs(failures, policy, 0.999999)).toBeLessThanOrEqual(most)
    expect(retryDelayMs(failures, policy, 0)).toBe(most / 4)
  })
})

describe('re-checks of known articles', () => {
  const changed = Date.parse('2026-03-01T08:00:00Z')
  test('come at the marks after the last change', () => {
    expect(nextRecheckAt(changed, changed, [5, 30])).toBe('2026-03-01T08:05:00.000Z')
    expect(nextRecheckAt(changed + 6 * 60_000, changed, [5, 30])).toBe('2026-03-01T08:30:00.000Z')
  })
  test('end after the last mark', () => {
    expect(nextRecheckAt(changed + 31 * 60_000, changed, [5, 30])).toBeUndefined()
  })
})

describe('polls', () => {
  test('the longest wish counts', () => {
    expect(pollDelayMs({ pollMinutes: 15, ttlMinutes: 60 })).toBe(HOUR)
    expect(pollDelayMs({ pollMinutes: 15, freshMs: 2 * HOUR })).toBe(2 * HOUR)
    expect(pollDelayMs({ pollMinutes: 90, ttlMinutes: 60 })).toBe(1.5 * HOUR)
  })
  test('a feed is polled about as often as it has something new, within what the operator set', () => {
    const perHour = (items: number) => ({ pollMinutes: 15, pollMinutesMax: 60, newsRate: items / HOUR })
    expect(pollDelayMs(perHour(2))).toBe(HOUR / 2)
    expect(pollDelayMs(perHour(20))).toBe(HOUR / 4)
    expect(pollDelayMs(perHour(0.01))).toBe(HOUR)
  })
  test('little news never makes polls rarer where the operator set one interval', () => {
    expect(pollDelayMs({ pollMinutes: 15, newsRate: 0 })).toBe(HOUR / 4)
  })
  test('a server that sends the whole feed each time is asked half as often', () => {
    expect(pollDelayMs({ pollMinutes: 15, isCostly: true })).toBe(HOUR / 2)
  })
  test('Retry-After counts on a success, too', () => {
    expect(pollDelayMs({ pollMinutes: 15, retryAfterMs: HOUR })).toBe(HOUR)
  })
  test('polls drift apart, and never come early', () => {
    expect(spread(1000, 0)).toBe(1000)
    expect(spread(1000, 0.999)).toBe(1050)
  })
  test('a feed that is gone is asked once more after a day, then monthly', () => {
    expect([goneDelayMs(false), goneDelayMs(true)]).toEqual([24 * HOUR, 30 * 24 * HOUR])
  })
  test('a publisher cannot ask for more than a day', () => {
    expect(pollDelayMs({ pollMinutes: 15, ttlMinutes: 525_600 })).toBe(24 * HOUR)
  })
  test('a failing feed is asked less and less, but always again', () => {
    expect(failedPollDelayMs(1, 15)).toBe(HOUR / 2)
    expect(failedPollDelayMs(10, 15)).toBe(24 * HOUR)
    expect(failedPollDelayMs(500, 15)).toBe(7 * 24 * HOUR)
  })
})

test('a page that cost much and gave nothing lets its host rest', () => {
  expect([
    restAfterPageMs('EXTRACT_TIMEOUT'),
    restAfterPageMs('BODY_TOO_LARGE'),
    restAfterPageMs('HTTP_NOT_FOUND'),
  ]).toEqual([60_000, 10_000, undefined])
})

describe('a wish for rest', () => {
  const now = Date.parse('2026-03-01T08:00:00Z')
  test.each([
    ['120', 120_000],
    ['Sun, 01 Mar 2026 08:01:00 GMT', 60_000],
    ['99999999', 24 * HOUR],
    ['0', 1000],
    ['soon', 10_000],
    [undefined, 10_000],
  ])('Retry-After: %s', (header, ms) => {
    expect(holdMs(header, now)).toBe(ms)
  })
})

describe('freshness of an answer (RFC 9111, 4.2.1)', () => {
  test('max-age goes before Expires', () => {
    expect(freshMs({ 'cache-control': 'public, max-age=60', expires: 'Sun, 01 Mar 2026 09:00:00 GMT' })).toBe(60_000)
  })
  test('Expires counts from Date', () => {
    expect(freshMs({ date: 'Sun, 01 Mar 2026 08:00:00 GMT', expires: 'Sun, 01 Mar 2026 09:00:00 GMT' })).toBe(HOUR)
  })
  test('s-maxage is for shared caches in front of the server, not for us', () => {
    expect(freshMs({ 'cache-control': 's-maxage=60' })).toBeUndefined()
  })
  test('what a cache on the way has kept is that much less fresh', () => {
    expect(freshMs({ 'cache-control': 'max-age=60', age: '45' })).toBe(15_000)
    expect(freshMs({ 'cache-control': 'max-age=60', age: '90' })).toBe(0)
  })
  test('Expires: 0 means nothing', () => {
    expect(freshMs({ date: 'Sun, 01 Mar 2026 08:00:00 GMT', expires: '0' })).toBeUndefined()
  })
})

describe('a stored robots.txt', () => {
  const T0 = Date.parse('2026-03-01T08:00:00Z')
  const fetchedAt = '2026-03-01T08:00:00.000Z'
  const ok = { state: 'ok' as const, fetchedAt }
  const unreachable = { state: 'unreachable' as const, fetchedAt }
  test('is looked at again after a day, an unreadable one after minutes', () => {
    expect(isRobotsStale(unreachable, T0 + 11 * 60_000)).toBe(true)
    expect(isRobotsStale(ok, T0 + 11 * 60_000)).toBe(false)
    expect(isRobotsStale(ok, T0 + 25 * HOUR)).toBe(true)
  })
  test('holds on while it cannot be read again, for a month', () => {
    const retryAt = holdRobotsUntil(ok, T0 + 25 * HOUR)
    expect(retryAt).toBe('2026-03-02T09:10:00.000Z')
    expect(isRobotsStale({ ...ok, ...(retryAt && { retryAt }) }, T0 + 25 * HOUR + 60_000)).toBe(false)
    expect(holdRobotsUntil(ok, T0 + 31 * 24 * HOUR)).toBeUndefined()
    expect(holdRobotsUntil(unreachable, T0)).toBeUndefined()
  })
})

describe('the hours and days that a publisher wants to be left out', () => {
  // A Sunday.
  const now = Date.parse('2026-03-01T21:50:00Z')
  const at = (rest: { hours?: number[]; days?: number[] }, draw = 0) =>
    new Date(afterRest(now + 15 * 60_000, { hours: [], days: [], ...rest }, now, draw)).toISOString()
  test('a poll outside of them stays where it is', () => {
    expect(at({ hours: [1, 2], days: [1] })).toBe('2026-03-01T22:05:00.000Z')
  })
  test('one within them comes after them, not to the minute', () => {
    expect(at({ hours: [22, 23, 0, 1] })).toBe('2026-03-02T02:00:00.000Z')
    expect(at({ hours: [22, 23, 0, 1] }, 0.5)).toBe('2026-03-02T02:05:00.000Z')
    expect(at({ days: [0] })).toBe('2026-03-02T00:00:00.000Z')
  })
  test('nobody is left out for more than a day', () => {
    expect(at({ days: [0, 1, 2, 3, 4, 5, 6] })).toBe('2026-03-02T21:50:00.000Z')
  })
})
