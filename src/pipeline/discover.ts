/** One poll of one feed: ask politely, read its links, put the new ones into the ledger. */

import { createHash } from 'node:crypto'
import { documentKind, documentOf, discover as readLinks } from '../discover/index.ts'
import { asWiredeskError, Snooze, WiredeskError } from '../errors.ts'
import type { ClaimedFeed, Discovered, FetchedPage, Source } from '../model.ts'
import { failedPollDelayMs, freshMs, pollDelayMs, retryDelayMs } from '../policy/schedule.ts'
import type { FeedEnd, Job } from '../ports.ts'
import type { PipelineContext } from './context.ts'

/** Children of one sitemap index read in one poll; news sitemaps have a handful, archives thousands. */
const MAX_CHILDREN = 20

/** The handler of `discover` jobs. */
export async function discover(job: Job, context: PipelineContext): Promise<void> {
  const { store, clock, log, tally } = context
  const feed = await store.claimedFeed(job)
  if (!feed) return
  const source = context.source(feed.sourceId)
  const started = clock.now()
  const { end, found } = source ? await poll(feed, source, context) : { end: atRest(clock.now()), found: [] }
  const now = new Date(clock.now()).toISOString()
  const added = await store.finishFeed(feed, end, found, now)
  tally.found += added
  const line = {
    sourceId: feed.sourceId,
    url: feed.url,
    stage: 'discover',
    ms: clock.now() - started,
    links: found.length,
    new: added,
  }
  if (end.outcome === 'failed') log.warn({ ...line, code: end.reason, again: end.dueAt }, 'poll failed')
  else if (end.outcome === 'ok') log.info(line, 'polled')
}

async function poll(
  feed: ClaimedFeed,
  source: Source,
  context: PipelineContext,
): Promise<{ end: FeedEnd; found: Discovered['links'] }> {
  const { clock, politeness } = context
  try {
    const answer = await politeness.ask({
      url: feed.url,
      kind: documentKind(feed.kind),
      delayMs: source.delayMs,
      headers: validators(feed),
    })
    const fresh = freshMs(answer.headers)
    const bodyHash = createHash('sha256').update(answer.bytes).digest('hex')
    // The same bytes under a new validator hold nothing new, and a 304 says so itself.
    const isUnchanged = answer.status === 304 || bodyHash === feed.bodyHash
    const read = isUnchanged ? undefined : await readAll(feed, answer, source, context)
    const delayMs = pollDelayMs({
      pollMinutes: source.pollMinutes,
      ...(read?.ttlMinutes !== undefined && { ttlMinutes: read.ttlMinutes }),
      ...(fresh !== undefined && { freshMs: fresh }),
    })
    const end: FeedEnd = {
      outcome: 'ok',
      dueAt: new Date(clock.now() + delayMs).toISOString(),
      ...validatorsOf(answer),
      ...(answer.status !== 304 && { bodyHash }),
      ...(read?.title !== undefined && { title: read.title }),
    }
    return { end, found: read?.links ?? [] }
  } catch (thrown) {
    return { end: failedEnd(thrown, feed, source, context), found: [] }
  }
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
    const child = await politeness.ask({ url, kind: documentKind(feed.kind), delayMs: source.delayMs, isPatient: true })
    links.push(...readLinks(feed.kind, documentOf(child)).links)
  }
  return { ...read, links }
}

/** A short fault is tried again soon, as with any link; after that the polls grow rarer but never cease. */
const QUICK_TRIES = 2

function failedEnd(thrown: unknown, feed: ClaimedFeed, source: Source, context: PipelineContext): FeedEnd {
  const { clock, log, retry } = context
  if (thrown instanceof Snooze)
    return {
      outcome: 'later',
      dueAt: new Date(thrown.untilMs).toISOString(),
      ...(feed.reason !== undefined && { reason: feed.reason }),
    }
  const error = asWiredeskError(thrown, { url: feed.url, sourceId: feed.sourceId })
  if (error.code === 'INTERNAL') log.error({ err: error, feed: feed.url }, 'fault in discover')
  const failures = feed.failures + 1
  const delayMs =
    failures <= QUICK_TRIES
      ? retryDelayMs(failures, retry, context.draw())
      : failedPollDelayMs(failures, source.pollMinutes)
  return { outcome: 'failed', reason: error.code, dueAt: new Date(clock.now() + delayMs).toISOString() }
}

/** A feed whose source is gone is not polled any more; its row becomes inactive with the next reading of the configuration. */
const atRest = (nowMs: number): FeedEnd => ({
  outcome: 'later',
  reason: 'SOURCE_REMOVED',
  dueAt: new Date(nowMs + 86_400_000).toISOString(),
})

/** Validators go back byte for byte as they came. */
export function validators(known: { readonly etag?: string; readonly lastModified?: string }): Record<string, string> {
  return {
    ...(known.etag !== undefined && { 'if-none-match': known.etag }),
    ...(known.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
  }
}

/** The validators of an answer, to be stored. */
export function validatorsOf({ headers }: FetchedPage): { etag?: string; lastModified?: string } {
  const etag = headers['etag']
  const lastModified = headers['last-modified']
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}
