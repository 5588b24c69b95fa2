/** The children of a sitemap index, visited one after the other: as many as one job may, the others in the next. */

import { documentOf, discover as readLinks } from '../discover/index.ts'
import { asWiredeskError, isStoreFault, Snooze } from '../errors.ts'
import type { ChildSitemap, Discovered, FeedHabits, FoundLink, SitemapWalk, Source } from '../model.ts'
import {
  afterVisits,
  CHILDREN_A_DAY,
  type ChildVisit,
  dueChildren,
  namedChildren,
  type WalkLimits,
} from '../policy/sitemap-walk.ts'
import type { FeedEnd } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { ownHeadersOf } from './own-headers.ts'
import { conditional, validatorsOf } from './validators.ts'

/** A job that takes longer keeps a place from others; what is left goes on in the next. */
const LONGEST_JOB_MS = 20_000

/** What one job has seen of a walk. */
export interface Walked {
  readonly links: readonly FoundLink[]
  readonly visits: readonly ChildVisit[]
  /** what it has not come to, and when that may be asked for */
  readonly left: readonly string[]
  readonly againMs?: number
}

/** The children of an index, before and after a job's visits. */
export interface IndexRead {
  readonly walk: SitemapWalk
  readonly walked: Walked
}

/** The limits of one of a source's indexes: all of them share the day's budget. */
function walkLimits({ feeds, pollMinutes }: Source): WalkLimits {
  const indexes = feeds.filter(({ kind }) => kind === 'sitemap').length
  return { pollMinutes, aDay: Math.floor(CHILDREN_A_DAY / Math.max(1, indexes)) }
}

/** The children whose time has come are visited also when the index is as it was: not all of them say in it that they have changed. */
export async function readIndex(
  known: SitemapWalk | undefined,
  read: Discovered | undefined,
  source: Source,
  context: PipelineContext,
): Promise<IndexRead | undefined> {
  const children = read ? namedChildren(known?.children ?? [], read.more, read.moreChanged) : (known?.children ?? [])
  if (children.length === 0) return undefined
  const walk = { ...known, children }
  const due = dueChildren(walk, walkLimits(source), context.clock.now())
  return { walk, walked: await visitChildren(due, walk, source, context) }
}

/** What is kept of a walk, and when its feed is due: for the rest of the walk, or else for the next poll. */
export function walkedOn(
  habits: FeedHabits,
  { walk, walked: { visits, left, againMs } }: IndexRead,
  added: number,
  dueAt: string,
  source: Source,
  nowMs: number,
): Pick<FeedEnd, 'dueAt' | 'habits'> {
  const after = afterVisits(walk, visits, added, walkLimits(source), nowMs)
  if (againMs === undefined) return { dueAt, habits: { ...habits, walk: after } }
  return { dueAt: new Date(againMs).toISOString(), habits: { ...habits, walk: { ...after, left, nextAt: dueAt } } }
}

/** What is kept of a sitemap that is no index any more. */
export const withoutWalk = ({ walk: _, ...habits }: FeedHabits): FeedHabits => habits

/** Visits these children. One that fails is told and passed over; a host that wants to wait ends the job, not the walk. */
export async function visitChildren(
  urls: readonly string[],
  walk: SitemapWalk,
  source: Source,
  context: PipelineContext,
): Promise<Walked> {
  const { clock } = context
  const begun = clock.now()
  const links: FoundLink[] = []
  const visits: ChildVisit[] = []
  for (const [at, url] of urls.entries()) {
    const left = urls.slice(at)
    if (clock.now() - begun > LONGEST_JOB_MS) return { links, visits, left, againMs: clock.now() }
    const known = walk.children.find(child => child.url === url) ?? { url, idle: 0 }
    try {
      const seen = await visit(known, source, context)
      links.push(...seen.links)
      visits.push(seen.visit)
    } catch (thrown) {
      if (thrown instanceof Snooze) return { links, visits, left, againMs: thrown.untilMs }
      const error = asWiredeskError(thrown, { url, sourceId: source.id })
      if (isStoreFault(error)) throw error
      context.log.warn(
        { sourceId: source.id, url, stage: 'discover', code: error.code },
        'a sitemap of an index failed',
      )
      visits.push({ url, isNew: false, reason: error.code })
    }
  }
  return { links, visits, left: [] }
}

async function visit(
  known: ChildSitemap,
  source: Source,
  { politeness }: PipelineContext,
): Promise<{ readonly links: readonly FoundLink[]; readonly visit: ChildVisit }> {
  const { url } = known
  const answer = await politeness.ask({
    url,
    kind: 'sitemap',
    delayMs: source.delayMs,
    headers: conditional(known),
    own: ownHeadersOf(source),
    isPatient: true,
  })
  if (answer.status === 304) return { links: [], visit: { ...known, url, isNew: false } }
  const { links } = readLinks('sitemap', documentOf(answer))
  return { links, visit: { url, isNew: links.length > 0, ...validatorsOf(answer) } }
}
