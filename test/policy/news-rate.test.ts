import { expect, test } from 'vitest'
import { countNews, newsRate } from '../../src/policy/news-rate.ts'

const DAY = 86_400_000
const T0 = Date.parse('2026-03-01T08:00:00Z')
const iso = (ms: number) => new Date(ms).toISOString()

test('what the first poll brings is the past, not news', () => {
  expect(countNews(undefined, 50, T0)).toEqual({ items: 0, at: iso(T0) })
})

test('links count half after three days', () => {
  expect(countNews({ items: 10, at: iso(T0) }, 1, T0 + 3 * DAY)).toEqual({ items: 6, at: iso(T0 + 3 * DAY) })
})

test('until something is known, the configured interval is taken for the rate', () => {
  expect(1 / newsRate({}, 15, T0)).toBeCloseTo(15 * 60_000)
})

test('a steady twelve links a day are found to be twelve a day', () => {
  const polls = Array.from({ length: 30 * 12 }, (_, at) => T0 + (at + 1) * (DAY / 12))
  const news = polls.reduce((known, at) => countNews(known, 1, at), countNews(undefined, 40, T0))
  const rate = newsRate({ news, since: iso(T0) }, 15, polls.at(-1) as number)
  expect(rate * DAY).toBeGreaterThan(11)
  expect(rate * DAY).toBeLessThan(14)
})

test('a feed without news is found out within hours', () => {
  const habits = { news: { items: 0, at: iso(T0) }, since: iso(T0) }
  expect(1 / newsRate(habits, 15, T0 + 3_600_000)).toBeCloseTo(30 * 60_000, -5)
  expect(1 / newsRate(habits, 15, T0 + DAY)).toBeGreaterThan(5 * 3_600_000)
})
