import { describe, expect, test } from 'vitest'
import type { ChildSitemap, SitemapWalk } from '../../src/model.ts'
import { afterVisits, dueChildren, namedChildren, walkRemarks } from '../../src/policy/sitemap-walk.ts'

const MINUTE = 60_000
const DAY = 1440 * MINUTE
const start = Date.parse('2026-03-01T08:00:00Z')
const limits = { pollMinutes: 15, aDay: 500 }
const url = 'https://herald.example/news.xml'
const child = (more: Partial<ChildSitemap> = {}): ChildSitemap => ({ url, idle: 0, ...more })
const iso = (ms: number) => new Date(ms).toISOString()

/** The waits in minutes between visits that each bring nothing, or fail. */
function waits(first: ChildSitemap, visits: number, reason?: string): number[] {
  let walk: SitemapWalk = { children: [first] }
  let now = start
  return Array.from({ length: visits }, () => {
    walk = afterVisits(walk, [{ url, isNew: false, ...(reason !== undefined && { reason }) }], 0, limits, now)
    const seen = now
    do now += 15 * MINUTE
    while (dueChildren(walk, limits, now).length === 0)
    return (now - seen) / MINUTE
  })
}

describe('the children of a sitemap index', () => {
  test('one that never brings anything is visited ever more rarely, weekly in the end', () => {
    expect(waits(child(), 14)).toEqual([15, 15, 30, 60, 120, 240, 480, 960, 1920, 3840, 7680, 10080, 10080, 10080])
  })
  test('one that fails is, too', () => {
    expect(waits(child({ newAt: iso(start) }), 5, 'HTTP_NOT_FOUND')).toEqual([15, 15, 30, 60, 120])
  })
  test('one that brought news an hour ago does not rest longer than polls are apart', () => {
    expect(waits(child({ newAt: iso(start - 60 * MINUTE) }), 6)).toEqual([15, 15, 15, 15, 15, 15])
  })
  test('news ends the rest', () => {
    const rested = { children: [child({ idle: 9 })] }
    const after = afterVisits(rested, [{ url, isNew: true }], 2, limits, start)
    expect(after.children[0]).toMatchObject({ idle: 0, newAt: iso(start) })
  })
  test('what its index does not date later is visited once a day, what it does at once', () => {
    const read = child({ changed: iso(start), readAs: iso(start), readAt: iso(start) })
    expect(dueChildren({ children: [read] }, limits, start + DAY - 1)).toEqual([])
    expect(dueChildren({ children: [read] }, limits, start + DAY)).toEqual([url])
    const moved = namedChildren([read], [url], { [url]: iso(start + MINUTE) })
    expect(dueChildren({ children: moved }, limits, start + MINUTE)).toEqual([url])
  })
  test('the newest twenty are looked at; of undated ones ten from either end', () => {
    const urls = Array.from({ length: 50 }, (_, n) => `https://herald.example/${n}.xml`)
    const undated = namedChildren([], urls).map(each => each.url)
    expect([undated.length, undated[9], undated[10]]).toEqual([20, urls[9], urls[40]])
    expect(namedChildren([], urls, { [urls[0] as string]: iso(start) }).at(-1)?.url).toBe(urls[19])
  })
})

describe("a day's budget", () => {
  const spent: SitemapWalk = { children: [child()], budget: { left: 0, at: iso(start) } }
  test('nothing is asked for when it is used up; it fills over the day', () => {
    expect(dueChildren(spent, limits, start + MINUTE)).toEqual([])
    expect(dueChildren(spent, limits, start + 3 * MINUTE)).toEqual([url])
  })
  test('each visit takes from it', () => {
    expect(afterVisits({ children: [child()] }, [{ url, isNew: true }], 1, limits, start).budget).toEqual({
      left: 99,
      at: iso(start),
    })
  })
  test('children that bring news come first', () => {
    const children = [child({ url: 'https://herald.example/old.xml', idle: 2 }), child()]
    expect(dueChildren({ children, budget: { left: 1, at: iso(start) } }, limits, start)).toEqual([url])
  })
})

test('what rests, fails or is left stands in words', () => {
  const children = [
    child({ idle: 4, reason: 'HTTP_NOT_FOUND' }),
    child({ url: 'https://herald.example/2019.xml', idle: 8 }),
    child({ url: 'https://herald.example/today.xml' }),
  ]
  expect(walkRemarks({ children, left: ['https://herald.example/today.xml'] }, 15, start)).toEqual([
    'a sitemap of the index cannot be read and is asked for ever more rarely: https://herald.example/news.xml (HTTP_NOT_FOUND, 4 times)',
    '1 of its 3 sitemaps bring nothing new and are asked for rarely',
    '1 of its sitemaps are still to be read in this poll',
  ])
})
