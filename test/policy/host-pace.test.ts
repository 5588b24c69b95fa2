import { describe, expect, test } from 'vitest'
import type { HostPace } from '../../src/model.ts'
import { isResting, learnPace, UNKNOWN_PACE } from '../../src/policy/host-pace.ts'

const T0 = Date.parse('2026-03-01T08:00:00Z')
const ok = { status: 200, ms: 100 }
const learn = (pace: HostPace, answer: Parameters<typeof learnPace>[1], ownMs = 1000) =>
  learnPace(pace, answer, ownMs, T0)
const following = (times: number, answer: Parameters<typeof learnPace>[1], from = UNKNOWN_PACE): HostPace =>
  Array.from({ length: times }).reduce<HostPace>(pace => learn(pace, answer).pace, from)

describe('additive increase, multiplicative decrease', () => {
  test.each([429, 503])('%i halves the rate', status => {
    expect(following(1, { status, ms: 10 }).delayMs).toBe(2000)
    expect(following(2, { status, ms: 10 }).delayMs).toBe(4000)
  })
  test('never beyond a minute', () => {
    const slowHost = Array.from({ length: 5 }).reduce<HostPace>(
      pace => learn(pace, { status: 429, ms: 10 }, 5000).pace,
      UNKNOWN_PACE,
    )
    expect(slowHost.delayMs).toBe(60_000)
  })
  test('ten good answers bring the configured pace back from anywhere', () => {
    const slowest = following(20, { status: 429, ms: 10 })
    expect(following(5, ok, slowest).delayMs).toBeGreaterThan(1000)
    expect(following(10, ok, slowest).delayMs).toBe(0)
  })
  test('a gateway that fails brings nothing back', () => {
    expect(following(2, { status: 502, ms: 10 }, following(2, { status: 429, ms: 10 })).delayMs).toBe(4000)
  })
  test('an answer that takes far longer than usual slows down, too', () => {
    const usual = following(10, ok)
    expect(learn(usual, { status: 200, ms: 5000 }).pace.delayMs).toBe(1500)
    expect(learn(usual, { status: 200, ms: 1500 }).pace.delayMs).toBe(0)
  })
  test('a host that is always slow is not in trouble', () => {
    expect(following(10, { status: 200, ms: 5000 }).delayMs).toBe(0)
  })
})

describe('rest', () => {
  test.each([503, 500, 302])('Retry-After holds the host: %i', status => {
    expect(learn(UNKNOWN_PACE, { status, ms: 10, retryAfter: '120' }).restMs).toBe(120_000)
  })
  test('five failures in a row open the circuit, each further one for twice as long, up to an hour', () => {
    const down = { code: 'CONNECT_FAILED', ms: 5000 }
    expect(learn(following(3, down), down).restMs).toBeUndefined()
    const fifth = learn(following(4, down), down)
    expect([fifth.restMs, isResting(fifth.pace), fifth.pace.reason]).toEqual([30_000, true, 'CONNECT_FAILED'])
    expect(learn(following(5, down), down).restMs).toBe(60_000)
    expect(learn(following(40, down), down).restMs).toBe(3_600_000)
  })
  test('a host that names its time is left alone for that, and then a time longer with each failure, up to an hour', () => {
    const busy = { status: 503, ms: 10, retryAfter: '60' }
    expect(learn(following(4, busy), busy).restMs).toBe(60_000)
    expect(learn(following(5, busy), busy).restMs).toBe(120_000)
    expect(learn(following(6, busy), busy).restMs).toBe(180_000)
    expect(learn(following(200, busy), busy).restMs).toBe(3_600_000)
  })
  test('a gateway that fails with a time named is believed as well', () => {
    const down = { status: 502, ms: 10, retryAfter: '5' }
    expect(learn(following(4, down), down).restMs).toBe(5000)
  })
  test('the rest of a host grows, and its wait does not grow with it', () => {
    const busy = { status: 429, ms: 10 }
    expect(following(5, busy).delayMs).toBe(32_000)
    expect(following(9, busy, UNKNOWN_PACE).delayMs).toBe(32_000)
  })
  test('one answer closes it', () => {
    const pace = following(9, { code: 'DNS_FAILED', ms: 5000 })
    expect(isResting(learn(pace, { status: 404, ms: 20 }).pace)).toBe(false)
  })
  test.each([[{ status: 500, ms: 10 }], [{ code: 'BODY_TRUNCATED', ms: 10 }], [{ code: 'ADDRESS_REFUSED', ms: 0 }]])(
    'what says something of one page only does not count: %o',
    answer => {
      expect(following(9, answer).failures).toBe(0)
    },
  )
})
