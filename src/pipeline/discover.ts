/** One poll of one feed: ask politely, read its links, put the new ones into the ledger. */

import { createHash } from 'node:crypto'
import { isCut } from '../discover/cut.ts'
import { documentKind, documentOf, discover as readLinks } from '../discover/index.ts'
import { newestLinks } from '../discover/newest-links.ts'
import { asWiredeskError, isStoreFault, Snooze, WiredeskError } from '../errors.ts'
import type {
  ClaimedFeed,
  Discovered,
  FeedHabits,
  FetchedPage,
  FoundLink,
  SitemapWalk,
  Source,
  Validators,
} from '../model.ts'
import { habitsAfter, habitsAfterFailure } from '../policy/feed-habits.ts'
import { addressOf } from '../policy/moves.ts'
import { countNews, newsRate } from '../policy/news-rate.ts'
import {
  afterRest,
  failedPollDelayMs,
  freshMs,
  goneDelayMs,
  holdMs,
  LEASE_MS,
  type PollSigns,
  pollDelayMs,
  retryDelayMs,
  spread,
} from '../policy/schedule.ts'
import { faultNow, validatorsToSend } from '../policy/validators.ts'
import type { FeedEnd, Job } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { ownHeadersOf } from './own-headers.ts'
import type { PoliteAnswer } from './politeness.ts'
import { type IndexRead, readIndex, visitChildren, walkedOn, withoutWalk } from './sitemap-children.ts'
import { conditional, validatorsOf } from './validators.ts'
import { isToldOfNews, keepSubscribed } from './websub.ts'

/** More than the largest publishers bring in a day; what is older is for a backfill. */
const MAX_SITEMAP_LINKS = 1000

/** Longer addresses are no articles: browsers and search engines give up about here. */
const MAX_URL = 2048

/** What a poll ended with. */
interface Polled {
  /** by how many of the links were new */
  readonly end: (added: number) => FeedEnd
  readonly links: Discovered['links']
  /** absent when the poll failed */
  readonly answered?: AnsweredPoll
}

interface AnsweredPoll {
  /** the address that was asked */
  readonly url: string
  readonly sent: Validators
  readonly answer: PoliteAnswer
  readonly isSameBody: boolean
  /** absent on 304 */
  readonly bodyHash?: string
  /** absent when there was nothing new to read */
  readonly read?: Discovered
  /** of a sitemap index: what its children were found to be */
  readonly index?: IndexRead
}

/** Half a feed must not pass for the whole: the next poll asks for all of it, and compares it with nothing. */
const WITHOUT_VALIDATORS = { bodyHash: '' } as const

/** The handler of `discover` jobs. */
export async function discover(job: Job, context: PipelineContext): Promise<void> {
  const { store, clock, tally } = context
  const feed = await store.beginFeed(job, clock.now(), LEASE_MS)
  if (!feed) return
  const source = context.source(feed.sourceId)
  const started = clock.now()
  const { end, links, answered } = await (source ? poll(feed, source, context) : unpolled(clock.now()))
  const now = new Date(clock.now()).toISOString()
  const added = await store.finishFeed(feed, end, links, now, source?.delayMs)
  tally.found += added
  if (source && answered) await keepSubscribed(feed, answered.answer, answered.read, source, context)
  report(feed, end(added), { ms: clock.now() - started, links: links.length, new: added }, context)
}

async function poll(feed: ClaimedFeed, source: Source, context: PipelineContext): Promise<Polled> {
  const { clock, politeness } = context
  const sent = validatorsToSend(feed, source.pollMinutes, clock.now())
  const url = addressOf(feed.url, feed.habits)
  try {
    if (feed.habits.walk?.left) return await goOn(feed, feed.habits.walk, source, context)
    const answer = await politeness.ask({
      url,
      kind: documentKind(feed.kind),
      delayMs: source.delayMs,
      headers: conditional(sent),
      own: ownHeadersOf(source),
    })
    const bodyHash = answer.status === 304 ? undefined : createHash('sha256').update(answer.bytes).digest('hex')
    // The same bytes under a new validator hold nothing new, and a 304 says so itself.
    const isSameBody = bodyHash !== undefined && bodyHash === feed.bodyHash
    const read = bodyHash === undefined || isSameBody ? undefined : readOne(feed, answer, source)
    const index = feed.kind === 'sitemap' ? await readIndex(feed.habits.walk, read, source, context) : undefined
    const answered = {
      url,
      sent,
      answer,
      isSameBody,
      ...(bodyHash !== undefined && { bodyHash }),
      ...(read && { read }),
      ...(index && { index }),
    }
    const end = endOf(feed, source, answered, await isToldOfNews(feed, context), context)
    const links = usable(feed, [...(read?.links ?? []), ...(index?.walked.links ?? [])])
    return { end, links, answered }
  } catch (thrown) {
    const end = failedEnd(thrown, feed, source, context)
    return { end: () => end, links: [] }
  }
}

/** The end of a poll that was answered, by how many of its links were new. */
function endOf(
  feed: ClaimedFeed,
  source: Source,
  { url, sent, answer, isSameBody, bodyHash, read, index }: AnsweredPoll,
  isTold: boolean,
  { clock, log, draw }: PipelineContext,
): (added: number) => FeedEnd {
  const nowMs = clock.now()
  const drawn = draw()
  const wasCut = bodyHash !== undefined && isCut(answer.bytes)
  if (wasCut) log.warn({ sourceId: feed.sourceId, url: feed.url, stage: 'discover' }, 'the feed ends too early')
  if (read?.leftOut !== undefined)
    log.warn({ sourceId: feed.sourceId, url: feed.url, stage: 'discover', leftOut: read.leftOut }, 'too many links')
  return added => {
    // What its children bring says nothing about the validators of an index.
    const seen = { answer, sent, got: validatorsOf(answer), isSameBody, added: read ? added : 0, url }
    const { rest: restBefore, leftOut: leftOutBefore, ...learnt } = habitsAfter(feed, seen, source.pollMinutes, nowMs)
    const { rest, leftOut } = read ?? { rest: restBefore, leftOut: leftOutBefore }
    const habits = {
      ...learnt,
      news: countNews(feed.habits.news, added, nowMs),
      ...(rest && { rest }),
      ...(leftOut !== undefined && { leftOut }),
    }
    const signs = signsOf(answer, read?.ttlMinutes, habits, source, nowMs)
    // The safety net under a hub: it may fail without a word.
    const delayMs = pollDelayMs(isTold ? { ...signs, newsRate: 0 } : signs)
    const dueMs = afterRest(nowMs + spread(delayMs, drawn), habits.rest, nowMs, drawn)
    const dueAt = new Date(dueMs).toISOString()
    return {
      outcome: 'ok',
      ...(index ? walkedOn(habits, index, added, dueAt, source, nowMs) : { dueAt, habits: withoutWalk(habits) }),
      ...(wasCut ? WITHOUT_VALIDATORS : { ...validatorsOf(answer), ...(bodyHash !== undefined && { bodyHash }) }),
      ...(read?.title !== undefined && { title: read.title }),
    }
  }
}

/** All that speaks for a longer wait. */
function signsOf(
  { headers }: FetchedPage,
  ttlMinutes: number | undefined,
  habits: FeedHabits,
  { pollMinutes, pollMinutesMax }: Source,
  nowMs: number,
): PollSigns {
  const fresh = freshMs(headers)
  const retryAfter = headers['retry-after']
  return {
    pollMinutes,
    newsRate: newsRate(habits, pollMinutes, nowMs),
    isCostly: faultNow(habits, nowMs) === 'ignored',
    ...(pollMinutesMax !== undefined && { pollMinutesMax }),
    ...(ttlMinutes !== undefined && { ttlMinutes }),
    ...(fresh !== undefined && { freshMs: fresh }),
    ...(retryAfter !== undefined && { retryAfterMs: holdMs(retryAfter, nowMs) }),
  }
}

/** One line for the poll, and one for each thing that a person should know of. */
function report(
  feed: ClaimedFeed,
  end: FeedEnd,
  counts: { readonly ms: number; readonly links: number; readonly new: number },
  { log }: PipelineContext,
): void {
  const line = { sourceId: feed.sourceId, url: feed.url, stage: 'discover', ...counts }
  if (end.outcome === 'failed') log.warn({ ...line, code: end.reason, again: end.dueAt }, 'poll failed')
  else if (end.outcome === 'ok') log.info(line, 'polled')
  const { moved, fault } = end.habits ?? {}
  if (moved?.taken && !feed.habits.moved?.taken)
    log.warn({ ...line, to: moved.to }, 'the feed has moved for good and is asked for there; put that into its file')
  if (fault && fault.kind !== feed.habits.fault?.kind)
    log.warn({ ...line, fault: fault.kind }, "the server's validators are not to be trusted")
}

function readOne(feed: ClaimedFeed, answer: FetchedPage, source: Source): Discovered {
  if (answer.bytes.length === 0) throw new WiredeskError('FEED_EMPTY_BODY', { url: feed.url, sourceId: feed.sourceId })
  const selector = source.feeds.find(({ url }) => url === feed.url)?.links
  return readLinks(feed.kind, documentOf(answer, selector))
}

const usable = (feed: ClaimedFeed, links: readonly FoundLink[]): readonly FoundLink[] => {
  const short = links.filter(link => link.url.length <= MAX_URL)
  return feed.kind === 'sitemap' ? newestLinks(short, MAX_SITEMAP_LINKS) : short
}

/** A walk that a host's delay has cut goes on where it was, without its index being asked for again. */
async function goOn(feed: ClaimedFeed, walk: SitemapWalk, source: Source, context: PipelineContext): Promise<Polled> {
  const walked = await visitChildren(walk.left ?? [], walk, source, context)
  const nowMs = context.clock.now()
  return {
    links: usable(feed, walked.links),
    end: added => {
      const habits = { ...feed.habits, news: countNews(feed.habits.news, added, nowMs) }
      const dueAt = walk.nextAt ?? new Date(nowMs).toISOString()
      return { outcome: 'ok', ...walkedOn(habits, { walk, walked }, added, dueAt, source, nowMs) }
    },
  }
}

/** A short fault is tried again soon, as with any link; after that the polls grow rarer but never cease. */
const QUICK_TRIES = 2

function failedEnd(thrown: unknown, feed: ClaimedFeed, source: Source, context: PipelineContext): FeedEnd {
  const { clock, log } = context
  if (thrown instanceof Snooze)
    return {
      outcome: 'later',
      dueAt: new Date(thrown.untilMs).toISOString(),
      ...(feed.reason !== undefined && { reason: feed.reason }),
    }
  const error = asWiredeskError(thrown, { url: feed.url, sourceId: feed.sourceId })
  if (isStoreFault(error)) throw error
  if (error.code === 'INTERNAL') log.error({ err: error, feed: feed.url }, 'fault in discover')
  const nowMs = clock.now()
  return {
    outcome: 'failed',
    reason: error.code,
    dueAt: new Date(nowMs + failedDelayMs(error, feed, source, context)).toISOString(),
    habits: habitsAfterFailure(feed, nowMs),
  }
}

function failedDelayMs(error: WiredeskError, feed: ClaimedFeed, source: Source, context: PipelineContext): number {
  if (error.code === 'HTTP_GONE') return goneDelayMs(feed.reason === 'HTTP_GONE')
  const failures = feed.failures + 1
  // What no second try mends (a refusal, a missing page) needs no quick one.
  if (failures <= QUICK_TRIES && error.retry === 'later') return retryDelayMs(failures, context.retry, context.draw())
  return failedPollDelayMs(failures, source.pollMinutes)
}

const unpolled = (nowMs: number): Polled => ({ end: () => atRest(nowMs), links: [] })

/** A feed whose source is gone is not polled any more; its row becomes inactive with the next reading of the configuration. */
const atRest = (nowMs: number): FeedEnd => ({
  outcome: 'later',
  reason: 'SOURCE_REMOVED',
  dueAt: new Date(nowMs + 86_400_000).toISOString(),
})
