/** How a link's turn ends when nothing new was stored. Every end that is no article has a code of the error table. */

import { asWiredeskError, isStoreFault, Snooze, type WiredeskError } from '../errors.ts'
import type { ClaimedLink, Instant, KeptPage } from '../model.ts'
import { nextRecheckAt, restAfterPageMs, retryDelayMs } from '../policy/schedule.ts'
import type { LinkEnd } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { countDropped } from './tally.ts'
import type { Trace } from './trace.ts'

/** The page is as it was. */
export async function endUnchanged(
  link: ClaimedLink,
  validators: { etag?: string; lastModified?: string },
  trace: Trace,
  context: PipelineContext,
): Promise<void> {
  const end: LinkEnd = { state: 'done', recheckAt: recheckAt(link, context), ...validators }
  if (!(await context.store.endLink(link, end, nowOf(context), trace.steps('dedupe', 'unchanged')))) return
  context.tally.unchanged++
  context.log.debug(
    { sourceId: link.sourceId, url: link.url, stage: 'dedupe', ms: trace.ms(), change: 'none' },
    'unchanged',
  )
}

/**
 * Something was thrown: the error's own `retry` decides between again later, dropped and quarantined. A fault of the store is no
 * end of the link: it is thrown on.
 */
export async function endFailed(turn: Turn, thrown: unknown, context: PipelineContext): Promise<void> {
  const { link, trace, page } = turn
  if (thrown instanceof Snooze) {
    const end: LinkEnd = { state: 'due', dueAt: new Date(thrown.untilMs).toISOString(), attemptLost: false }
    // A wait for politeness is no news: it would be most of what `explain` shows.
    await context.store.endLink(link, end, nowOf(context))
    return
  }
  const error = asWiredeskError(thrown, { url: link.url, sourceId: link.sourceId })
  if (isStoreFault(error)) throw error
  if (error.code === 'HTTP_GONE' && link.articleId !== undefined)
    return withdrawGone(link, link.articleId, trace, context)
  const restMs = restAfterPageMs(error.code)
  if (restMs !== undefined) await context.store.holdHost(link.host, context.clock.now() + restMs)
  const end = endOfTurn(turn, error, context)
  const steps = trace.steps(trace.stage(), error.code, error.detail)
  if (!(await context.store.endLink(link, end, nowOf(context), steps, page))) return
  report(link, error, end, trace, context)
}

/** What of a turn its end needs to know. */
export interface Turn {
  readonly link: ClaimedLink
  readonly trace: Trace
  /** the page, once it has been kept: an engine of later days may make more of it */
  readonly page: KeptPage | undefined
  /** see `PageWay` */
  readonly isAtHand: boolean
}

function endOfTurn({ link, isAtHand }: Turn, error: WiredeskError, context: PipelineContext): LinkEnd {
  if (isKnownArticle(link, error)) return keepArticle(error, isAtHand ? link.dueAt : recheckAt(link, context))
  if (isAtHand) return stayEnded(link, error)
  return endOf(link, error, context)
}

/** Nobody is asked anything because a page at hand is no article. */
const stayEnded = (link: ClaimedLink, error: WiredeskError): LinkEnd => ({
  state: link.state === 'quarantined' ? 'quarantined' : 'dropped',
  reason: error.code,
  ...(error.detail !== undefined && { detail: error.detail }),
})

/** 410 is the publisher's own word that the article is withdrawn (RFC 9110, 15.5.11): every consumer must hear of it. */
async function withdrawGone(
  link: ClaimedLink,
  articleId: string,
  trace: Trace,
  context: PipelineContext,
): Promise<void> {
  const { store, log, tally } = context
  await store.withdrawArticle(articleId, 'HTTP_GONE', nowOf(context))
  const steps = trace.steps('publish', 'HTTP_GONE', 'withdrawn by its publisher')
  if (!(await store.endLink(link, { state: 'dropped', reason: 'HTTP_GONE' }, nowOf(context), steps))) return
  countDropped(tally, 'HTTP_GONE')
  log.warn(
    { sourceId: link.sourceId, url: link.url, stage: 'publish', ms: trace.ms(), articleId, code: 'HTTP_GONE' },
    'withdrawn',
  )
}

/** The publisher may be down, or have moved the page: what was published stays, except that a withdrawn article's link ends. */
const isKnownArticle = (link: ClaimedLink, error: WiredeskError): boolean =>
  link.articleId !== undefined && error.code !== 'ARTICLE_CANCELED'

const keepArticle = (error: WiredeskError, recheckAt: Instant | undefined): LinkEnd => ({
  state: 'done',
  recheckAt,
  reason: error.code,
})

function endOf(link: ClaimedLink, error: WiredeskError, context: PipelineContext): LinkEnd {
  const why = { ...(error.detail !== undefined && { detail: error.detail }) }
  if (error.code === 'POISON')
    return {
      state: 'quarantined',
      reason: error.code,
      detail: `${link.crashes} crashes; last failure: ${link.reason ?? 'none'}`,
    }
  if (error.retry !== 'later') return { state: 'dropped', reason: error.code, ...why }
  const failures = link.attempts + 1
  if (failures >= context.retry.attempts)
    return {
      state: 'quarantined',
      reason: error.code,
      detail: `${failures} tries failed. ${error.detail ?? ''}`.trim(),
    }
  const dueAt = new Date(context.clock.now() + retryDelayMs(failures, context.retry, context.draw())).toISOString()
  return { state: 'due', dueAt, reason: error.code, attemptLost: true, ...why }
}

function report(
  link: ClaimedLink,
  error: WiredeskError,
  end: LinkEnd,
  trace: Trace,
  { log, tally }: PipelineContext,
): void {
  const line = {
    sourceId: link.sourceId,
    url: link.url,
    stage: trace.stage(),
    ms: trace.ms(),
    code: error.code,
    detail: error.detail,
  }
  if (error.code === 'INTERNAL') log.error({ ...line, err: error.cause }, 'fault')
  if (end.state === 'dropped') {
    countDropped(tally, error.code)
    log.info(line, 'dropped')
  } else if (end.state === 'quarantined') {
    tally.quarantined++
    log.warn(line, 'quarantined')
  } else {
    tally.retried++
    log.info(line, end.state === 'due' ? 'failed, tried again later' : 're-check failed, article kept')
  }
}

/** The marks count from the last change that this link brought. */
function recheckAt(link: ClaimedLink, { clock, recheckMinutes }: PipelineContext): string | undefined {
  return nextRecheckAt(clock.now(), Date.parse(link.changedAt ?? link.foundAt), recheckMinutes)
}

const nowOf = ({ clock }: PipelineContext): string => new Date(clock.now()).toISOString()
