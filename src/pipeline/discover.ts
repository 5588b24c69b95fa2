/** One poll of one feed: ask politely, read its links, put the new ones into the ledger. */

import { createHash } from 'node:crypto'
import { isCut } from '../discover/cut.ts'
import { documentKind, documentOf, discover as readLinks } from '../discover/index.ts'
import { newestLinks } from '../discover/newest-links.ts'
import { asWiredeskError, isStoreFault, Snooze, WiredeskError } from '../errors.ts'
import type { ClaimedFeed, Discovered, FeedHabits, FetchedPage, Source, Validators } from '../model.ts'
import { habitsAfter, habitsAfterFailure } from '../policy/feed-habits.ts'
import { addressOf } from '../policy/moves.ts'
import { newsRate } from '../policy/news-rate.ts'
import {
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
import { isToldOfNews, keepSubscribed } from './websub.ts'

/** Children of one sitemap index read in one poll; news sitemaps have a handful, archives thousands. */
const MAX_CHILDREN = 20

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
    const read = bodyHash === undefined || isSameBody ? undefined : await readAll(feed, answer, source, context)
    const answered = {
      url,
      sent,
      answer,
      isSameBody,
      ...(bodyHash !== undefined && { bodyHash }),
      ...(read && { read }),
    }
    const end = endOf(feed, source, answered, await isToldOfNews(feed, context), context)
    return { end, links: read?.links ?? [], answered }
  } catch (thrown) {
    const end = failedEnd(thrown, feed, source, context)
    return { end: () => end, links: [] }
  }
}

/** The end of a poll that was answered, by how many of its links were new. */
function endOf(
  feed: ClaimedFeed,
  source: Source,
  { url, sent, answer, isSameBody, bodyHash, read }: AnsweredPoll,
  isTold: boolean,
  { clock, log, draw }: PipelineContext,
): (added: number) => FeedEnd {
  const nowMs = clock.now()
  const drawn = draw()
  const wasCut = bodyHash !== undefined && isCut(answer.bytes)
  if (wasCut) log.warn({ sourceId: feed.sourceId, url: feed.url, stage: 'discover' }, 'the feed ends too early')
  return added => {
    const seen = { answer, sent, got: validatorsOf(answer), isSameBody, added, url }
    const habits = habitsAfter(feed, seen, source.pollMinutes, nowMs)
    const signs = signsOf(answer, read?.ttlMinutes, habits, source, nowMs)
    // The safety net under a hub: it may fail without a word.
    const delayMs = pollDelayMs(isTold ? { ...signs, newsRate: 0 } : signs)
    return {
      outcome: 'ok',
      dueAt: new Date(nowMs + spread(delayMs, drawn)).toISOString(),
      habits,
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

/** The document's links, and those of the documents it names (the children of a sitemap index). */
async function readAll(
  feed: ClaimedFeed,
  answer: FetchedPage,
  source: Source,
  { politeness }: PipelineContext,
): Promise<Discovered> {
  if (answer.bytes.length === 0) throw new WiredeskError('FEED_EMPTY_BODY', { url: feed.url, sourceId: feed.sourceId })
  const selector = source.feeds.find(({ url }) => url === feed.url)?.links
  const read = readLinks(feed.kind, documentOf(answer, selector))
  const links = [...read.links]
  for (const url of read.more.slice(0, MAX_CHILDREN)) {
    const own = ownHeadersOf(source)
    const child = await politeness.ask({
      url,
      kind: documentKind(feed.kind),
      delayMs: source.delayMs,
      isPatient: true,
      own,
    })
    links.push(...readLinks(feed.kind, documentOf(child)).links)
  }
  const usable = links.filter(link => link.url.length <= MAX_URL)
  return { ...read, links: feed.kind === 'sitemap' ? newestLinks(usable, MAX_SITEMAP_LINKS) : usable }
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

/** Validators go back byte for byte as they came. */
export function conditional({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  }
}

/** The validators of an answer, to be stored. */
export function validatorsOf({ headers }: FetchedPage): Validators {
  const etag = headers['etag']
  const lastModified = headers['last-modified']
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}
