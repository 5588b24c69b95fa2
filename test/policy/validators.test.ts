import { describe, expect, test } from 'vitest'
import type { FeedHabits } from '../../src/model.ts'
import { type Answered, judgeValidators, validatorsToSend } from '../../src/policy/validators.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
const T0 = Date.parse('2026-03-01T08:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()
const known = { etag: 'W/"a"', lastModified: 'Sun, 01 Mar 2026 07:00:00 GMT' }

const answered = (more: Partial<Answered>): Answered => ({
  status: 200,
  known,
  sent: known,
  got: known,
  isSameBody: false,
  added: 1,
  ...more,
})
const judge = (habits: FeedHabits, more: Partial<Answered>, at = T0) => judgeValidators(habits, answered(more), 15, at)
const send = (habits: FeedHabits, at = T0) => validatorsToSend({ ...known, habits }, 15, at)

test('validators go back byte for byte', () => {
  expect(send({ wholeAt: iso(T0) })).toEqual(known)
})

describe('a server that says "not changed" for ever', () => {
  test('is asked for the whole after a week, whatever it says', () => {
    expect(send({ wholeAt: iso(T0 - 7 * DAY) })).toEqual({})
  })
  test('is asked for the whole when a dozen links should have come', () => {
    const habits = {
      wholeAt: iso(T0 - 2 * HOUR),
      since: iso(T0 - 9 * DAY),
      news: { items: 600, at: iso(T0 - 2 * HOUR) },
    }
    expect(send(habits)).toEqual({})
    expect(send({ ...habits, news: { items: 60, at: iso(T0) } })).toEqual(known)
  })
  test('is found out when the whole twice brings news under the old validator, and is not believed for a month', () => {
    const once = judge({}, { sent: {} })
    expect(once).toMatchObject({ suspicion: { kind: 'stuck', times: 1 } })
    const between = judge(once, { status: 304, added: 0 })
    expect(between.suspicion).toEqual(once.suspicion)
    const twice = judge(between, { sent: {} })
    expect(twice.fault).toEqual({ kind: 'stuck', since: iso(T0) })
    expect(send(twice, T0 + DAY)).toEqual({})
    expect(send({ ...twice, wholeAt: iso(T0 + 31 * DAY) }, T0 + 31 * DAY)).toEqual(known)
  })
})

test('an ETag that changes three times with equal bytes is not sent any more, the date is', () => {
  const restless = { got: { ...known, etag: 'W/"b"' }, isSameBody: true, added: 0 }
  const twice = judge(judge({}, restless), restless)
  expect(twice.fault).toBeUndefined()
  const thrice = judge(twice, restless)
  expect(thrice.fault?.kind).toBe('restless')
  expect(send(thrice)).toEqual({ lastModified: known.lastModified })
})

describe('a server that ignores validators', () => {
  const whole = { isSameBody: true, added: 0 }
  const ignored = judge(judge(judge({}, whole), whole), whole)
  test('is found out after three whole answers that hold nothing new', () => {
    expect(ignored.fault?.kind).toBe('ignored')
  })
  test('is believed again when it says "not changed"', () => {
    expect(judge(ignored, { status: 304, added: 0 }).fault).toBeUndefined()
  })
})

test('one good answer between two odd ones ends a suspicion', () => {
  const whole = { isSameBody: true, added: 0 }
  expect(judge(judge({}, whole), { status: 304, added: 0 }).suspicion).toBeUndefined()
})
