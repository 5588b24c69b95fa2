import { describe, expect, test } from 'vitest'
import type { FeedState, HostState } from '../../src/model.ts'
import { feedHealth, sourceHealthOf } from '../../src/policy/health.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NOW = Date.parse('2026-03-10T08:00:00Z')
const ago = (ms: number) => new Date(NOW - ms).toISOString()

const good: FeedState = {
  id: '1',
  sourceId: 'herald',
  kind: 'feed',
  url: 'https://herald.example/rss',
  host: 'herald.example',
  failures: 0,
  dueAt: ago(-HOUR),
  lastOkAt: ago(HOUR),
  lastNewAt: ago(2 * HOUR),
  habits: { since: ago(30 * DAY), news: { items: 50, at: ago(2 * HOUR) } },
}
const healthOf = (more: Partial<FeedState>, host?: HostState) =>
  feedHealth({ feed: { ...good, ...more }, pollMinutes: 15, nowMs: NOW, ...(host && { host }) })
const failing = (reason: string) => ({ failures: 3, reason, habits: { failingSince: ago(DAY) } })

test('links that were too many for one document are told', () => {
  const { why } = healthOf({ habits: { ...good.habits, leftOut: 45_000 } })
  expect(why).toEqual(['has 45000 more links than are taken from one document'])
})

describe('a feed is', () => {
  test('healthy, with nothing to say', () => {
    expect(healthOf({})).toEqual({ state: 'healthy', why: [] })
  })
  test('new before its first poll', () => {
    const { lastOkAt: _, lastNewAt: __, ...unpolled } = good
    expect(feedHealth({ feed: { ...unpolled, habits: {} }, pollMinutes: 15, nowMs: NOW }).state).toBe('new')
  })
  test('late when its poll should long have begun', () => {
    expect(healthOf({ dueAt: ago(HOUR) })).toEqual({
      state: 'late',
      why: ['should have been polled at 2026-03-10 07:00'],
    })
  })
  test('silent when it answers and has far less news than it used to', () => {
    expect(healthOf({ lastNewAt: ago(4 * DAY) }).state).toBe('silent')
  })
  test('healthy for as long as its own gaps last', () => {
    const monthly = { since: ago(90 * DAY), news: { items: 0.1, at: ago(10 * DAY) } }
    expect(healthOf({ lastNewAt: ago(10 * DAY), habits: monthly }).state).toBe('healthy')
  })
  test('failing, with the reason, since when, and when it is asked again', () => {
    expect(healthOf(failing('FETCH_TIMEOUT'))).toEqual({
      state: 'failing',
      why: ['FETCH_TIMEOUT 3 times since 2026-03-09 08:00; asked again at 2026-03-10 09:00'],
    })
  })
  test.each(['HTTP_FORBIDDEN', 'ROBOTS_CLOSED'])('blocked when it is refused: %s', reason => {
    expect(healthOf(failing(reason)).state).toBe('blocked')
  })
  test('gone on 410', () => {
    expect(healthOf(failing('HTTP_GONE')).state).toBe('gone')
  })
})

describe('it also says', () => {
  test('where the feed has moved', () => {
    const moved = { to: 'https://new.example/', times: 3, since: ago(DAY), taken: true }
    expect(healthOf({ habits: { ...good.habits, moved } })).toEqual({
      state: 'healthy',
      why: ['moved to https://new.example/: put that in its file'],
    })
  })
  test('how its server lies', () => {
    const fault = { kind: 'stuck' as const, since: ago(DAY) }
    expect(healthOf({ habits: { ...good.habits, fault } }).why[0]).toMatch(/says "not changed" although there is news/)
  })
  test('that its host fails, and when it is probed', () => {
    const host = {
      host: 'herald.example',
      delayMs: 0,
      answerMs: 50,
      failures: 7,
      reason: 'CONNECT_FAILED',
      restsUntil: ago(-HOUR),
    }
    expect(healthOf({}, host).why).toEqual([
      'herald.example fails (CONNECT_FAILED, 7 times in a row); herald.example is left alone until 2026-03-10 09:00',
    ])
  })
})

test('a source is as well as its worst feed', () => {
  const states = [healthOf({}), healthOf(failing('HTTP_GONE')), healthOf({ dueAt: ago(HOUR) })]
  expect(sourceHealthOf(states).state).toBe('gone')
})
