/** One poll of one feed: ask politely, read its links, put the new ones into the ledger. */

import { createHash } from 'node:crypto'
import { discover as readLinks } from '../discover/index.ts'
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

/** Children of one sitemap index read in one poll; news sitemaps have a handful, archives thousands. */
const MAX_CHILDREN = 20

/** Longer addresses are no articles: browsers and search engines give up about here. */
const MAX_URL = 2048

/** What a poll ended with. */
interface Polled {
  /** by how many of the links were new */
  readonly end: (added: number) => FeedEnd
  readonly links: Discovered['links']
}

/** The handler of `discover` jobs. */
export async function discover(job: Job, context: PipelineContext): Promise<void> {
  const { store, clock, tally } = context
  const feed = await store.beginFeed(job, clock.now(), LEASE_MS)
  if (!feed) return
  const source = context.source(feed.sourceId)
  const started = clock.now()
  const { end, links } = source ? await poll(feed, source, context) : { end: () => atRest(clock.now()), links: [] }
  const now = new Date(clock.now()).toISOString()
  const added = await store.finishFeed(feed, end, links, now, source?.delayMs)
  tally.found += added
  report(feed, end(added), { ms: clock.now() - started, links: links.length, new: added }, context)
}

async function poll(feed: ClaimedFeed, source: Source, context: PipelineContext): Promise<Polled> {
  const { clock, politeness } = context
  const sent = validatorsToSend(feed, source.pollMinutes, clock.now())
  const url = addressOf(feed.url, feed.habits)
  try {
    const answer = await politeness.ask({
      url,
      kind: feed.kind,
      delayMs: source.delayMs,
      headers: conditional(sent),
      own: ownHeadersOf(source),
    })
    const bodyHash = answer.status === 304 ? undefined : createHash('sha256').update(answer.bytes).digest('hex')
    const isSameBody = bodyHash !== undefined && bodyHash === feed.bodyHash
    // The same bytes under a new validator hold nothing new, and a 304 says so itself.
    const read = bodyHash === undefined || isSameBody ? undefined : await readAll(feed, answer, source, context)
    const nowMs = clock.now()
    const draw = context.draw()
    const end = (added: number): FeedEnd => {
      const seen = { answer, sent, got: validatorsOf(answer), isSameBody, added, url }
      const habits = habitsAfter(feed, seen, source.pollMinutes, nowMs)
      const delayMs = spread(pollDelayMs(signsOf(answer, read?.ttlMinutes, habits, source, nowMs)), draw)
      return {
        outcome: 'ok',
        dueAt: new Date(nowMs + delayMs).toISOString(),
        habits,
        ...validatorsOf(answer),
        ...(bodyHash !== undefined && { bodyHash }),
        ...(read?.title !== undefined && { title: read.title }),
      }
    }
    return { end, links: read?.links ?? [] }
  } catch (thrown) {
    const end = failedEnd(thrown, feed, source, context)
    return { end: () => end, links: [] }
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
  const read = readLinks(feed.kind, documentOf(answer))
  const links = [...read.links]
  for (const url of read.more.slice(0, MAX_CHILDREN)) {
    const own = ownHeadersOf(source)
    const child = await politeness.ask({ url, kind: feed.kind, delayMs: source.delayMs, isPatient: true, own })
    links.push(...readLinks(feed.kind, documentOf(child)).links)
  }
  return { ...read, links: links.filter(link => link.url.length <= MAX_URL) }
}

function documentOf(answer: FetchedPage) {
  const contentType = answer.headers['content-type']
  const contentLocation = answer.headers['content-location']
  return {
    url: answer.url,
    bytes: answer.bytes,
    ...(contentType !== undefined && { contentType }),
    ...(contentLocation !== undefined && { contentLocation }),
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
