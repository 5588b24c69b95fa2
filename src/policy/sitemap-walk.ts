/** The brake on the sitemaps that an index names: which are visited when, how many a day, and which are left to rest. */

import type { ChildSitemap, Instant, SitemapWalk, Validators } from '../model.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
const WEEK = 7 * DAY

/** Children that polls look at; news sitemaps have a handful, archives thousands, which are for a backfill. */
const MAX_CHILDREN = 20

/** Sitemaps below an index that one source may be asked for in a day: one every three minutes. */
export const CHILDREN_A_DAY = 500

/** What may be saved up of it: enough for every child of a day on which an index changes as a whole. */
const SAVED_UP = 100

/** A child that has brought nothing so often in a row rests, twice as long each time, up to a week. */
const IDLE_VISITS = 3

/** One that did bring news rests for this part of the time since then at most. */
const QUIET_SHARE = 16

/** One visit of a child. */
export interface ChildVisit extends Validators {
  readonly url: string
  /** it answered with something else than last time */
  readonly isNew: boolean
  /** code of what kept it from being read */
  readonly reason?: string
}

/** The children that an index names now, the newest first, with what is known of them. */
export function namedChildren(
  known: readonly ChildSitemap[],
  urls: readonly string[],
  changed: Readonly<Record<string, Instant>> = {},
): ChildSitemap[] {
  const before = new Map(known.map(child => [child.url, child]))
  return mostRecent([...new Set(urls)], changed).map(url => {
    const { changed: _, ...child } = before.get(url) ?? { url, idle: 0 }
    return { ...child, ...(changed[url] !== undefined && { changed: changed[url] }) }
  })
}

/** Without dates nobody knows which end is the new one. @param urls newest first where they are dated */
function mostRecent(urls: readonly string[], changed: Readonly<Record<string, Instant>>): readonly string[] {
  if (urls.length <= MAX_CHILDREN || Object.keys(changed).length > 0) return urls.slice(0, MAX_CHILDREN)
  return [...urls.slice(0, MAX_CHILDREN / 2), ...urls.slice(-MAX_CHILDREN / 2)]
}

/** The children to visit now, as far as the day's budget goes; those that bring news come first. */
export function dueChildren(walk: SitemapWalk, limits: WalkLimits, nowMs: number): string[] {
  return walk.children
    .filter(child => restsUntilMs(child, limits.pollMinutes) <= nowMs)
    .toSorted((a, b) => a.idle - b.idle)
    .slice(0, Math.floor(budgetLeft(walk, limits, nowMs)))
    .map(({ url }) => url)
}

export interface WalkLimits {
  readonly pollMinutes: number
  /** how many may be asked for in a day */
  readonly aDay: number
}

/**
 * When a child is to be visited again: with each poll while it brings news; as soon as its index dates it later; once a day where the index
 * says that nothing has changed, as some never change their dates; and ever more rarely when it is of no use.
 */
function restsUntilMs(child: ChildSitemap, pollMinutes: number): number {
  const { readAt, changed, readAs, reason } = child
  if (readAt === undefined) return 0
  const readMs = Date.parse(readAt)
  const isUntouched = changed !== undefined && changed === readAs && reason === undefined
  return readMs + Math.max(restMs(child, readMs, pollMinutes), isUntouched ? DAY : 0)
}

function restMs({ idle, newAt, reason }: ChildSitemap, readMs: number, pollMinutes: number): number {
  if (idle < IDLE_VISITS) return 0
  const doubled = Math.min(pollMinutes * MINUTE * 2 ** Math.min(idle - IDLE_VISITS + 1, 20), WEEK)
  if (reason !== undefined || newAt === undefined) return doubled
  // A quiet night must not cost the first news of the morning hours.
  return Math.min(doubled, (readMs - Date.parse(newAt)) / QUIET_SHARE)
}

/** A bucket that fills over the day, so that a busy morning does not leave the evening without. */
function budgetLeft({ budget }: SitemapWalk, { aDay }: WalkLimits, nowMs: number): number {
  if (!budget) return Math.min(SAVED_UP, aDay)
  return Math.min(SAVED_UP, budget.left + ((nowMs - Date.parse(budget.at)) / DAY) * aDay)
}

/** The walk after some visits. @param added how many links were new in all of them */
export function afterVisits(
  walk: SitemapWalk,
  visits: readonly ChildVisit[],
  added: number,
  limits: WalkLimits,
  nowMs: number,
): SitemapWalk {
  const at = new Date(nowMs).toISOString()
  const seen = new Map(visits.map(visit => [visit.url, visit]))
  return {
    children: walk.children.map(child => {
      const visit = seen.get(child.url)
      return visit ? visited(child, visit, added, at) : child
    }),
    budget: { left: budgetLeft(walk, limits, nowMs) - visits.length, at },
  }
}

function visited(child: ChildSitemap, visit: ChildVisit, added: number, at: Instant): ChildSitemap {
  const { url, changed, idle, newAt } = child
  const { reason, isNew } = visit
  const hasNews = isNew && reason === undefined && added > 0
  const { etag, lastModified } = reason === undefined ? visit : child
  const lastNewAt = hasNews ? at : newAt
  return {
    url,
    readAt: at,
    idle: hasNews ? 0 : idle + 1,
    ...(lastNewAt !== undefined && { newAt: lastNewAt }),
    ...(changed !== undefined && { changed, readAs: changed }),
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { lastModified }),
    ...(reason !== undefined && { reason }),
  }
}

/** What an operator should know of an index's children, in words. */
export function walkRemarks(walk: SitemapWalk, pollMinutes: number, nowMs: number): string[] {
  const resting = walk.children.filter(({ idle }) => idle >= IDLE_VISITS)
  const dead = resting.filter(({ reason }) => reason !== undefined)
  const [first] = dead
  const spent = walk.budget !== undefined && budgetLeft(walk, { pollMinutes, aDay: CHILDREN_A_DAY }, nowMs) < 1
  return [
    ...(first
      ? [
          `${dead.length === 1 ? 'a sitemap' : `${dead.length} sitemaps`} of the index cannot be read and is asked for ever more rarely: ${first.url} (${first.reason}, ${first.idle} times)`,
        ]
      : []),
    ...(resting.length > dead.length
      ? [
          `${resting.length - dead.length} of its ${walk.children.length} sitemaps bring nothing new and are asked for rarely`,
        ]
      : []),
    ...(walk.left ? [`${walk.left.length} of its sitemaps are still to be read in this poll`] : []),
    ...(spent ? [`its sitemaps have used up their ${CHILDREN_A_DAY} requests a day`] : []),
  ]
}
