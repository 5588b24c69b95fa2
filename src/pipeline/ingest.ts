/** The whole way of one link, on one screen: fetch, extract, normalize, dedupe, decide, store. */

import { type ErrorCode, WiredeskError } from '../errors.ts'
import type { ClaimedLink, ExtractedArticle, FetchedPage, KeptPage, RevisionDraft, Source } from '../model.ts'
import { normalize } from '../normalize/index.ts'
import { heedsReservation } from '../policy/rights.ts'
import { LEASE_MS, MAX_CRASHES } from '../policy/schedule.ts'
import { readTdmFile, tdmFileOf } from '../policy/tdm-file.ts'
import { usageOfPage } from '../policy/usage-signs.ts'
import type { Job } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { endFailed, endUnchanged } from './ends.ts'
import { ownHeadersOf } from './own-headers.ts'
import type { PoliteAnswer } from './politeness.ts'
import { publish } from './publish.ts'
import { startTrace, type Trace } from './trace.ts'
import { conditional, validatorsOf } from './validators.ts'
import { readWhole } from './whole-article.ts'

/** Where the page of a turn comes from. */
export interface PageWay {
  obtain(link: ClaimedLink, source: Source, context: PipelineContext): Promise<PoliteAnswer>
  /** the page is there already: should it be of no use, its address is not asked instead */
  readonly isAtHand: boolean
  /** the page is one that was kept and read before, under this hash: nothing new is learnt of its address */
  readonly storedHash?: string
}

/** The handler of `ingest` jobs: new links and re-checks of known articles alike. */
export async function ingest(job: Job, context: PipelineContext): Promise<void> {
  const link = await context.store.beginLink(job, context.clock.now(), LEASE_MS)
  if (link) await takeTurn(link, fromTheWeb, context)
}

const fromTheWeb: PageWay = { obtain: fetchPage, isAtHand: false }

/** One turn of a link that has been begun, from its page to its end. Only faults of the store are thrown. */
export async function takeTurn(link: ClaimedLink, way: PageWay, context: PipelineContext): Promise<void> {
  const trace = startTrace(link, context.clock)
  const isStored = way.storedHash !== undefined
  let page: KeptPage | undefined
  try {
    if (link.crashes >= MAX_CRASHES) throw new WiredeskError('POISON', { url: link.url })
    const source = context.source(link.sourceId)
    if (!source) throw new WiredeskError('SOURCE_REMOVED', { url: link.url, sourceId: link.sourceId })

    const answer = await trace.step('fetch', () => way.obtain(link, source, context))
    const knownHash = answer.status === 304 ? link.pageHash : way.storedHash
    const pageHash = knownHash ?? (await context.pages.save(answer.bytes, answer.gzipped))
    if (knownHash === undefined) page = keptPage(link, pageHash, answer)
    if (!isStored && link.articleId !== undefined && pageHash === link.pageHash)
      return await endUnchanged(link, validatorsOf(answer), trace, context)

    const draft = await readPage(link, source, answer, trace, context)
    await publish({ link, source, answer, pageHash, draft, page, isStored, trace }, context)
  } catch (thrown) {
    await endFailed({ link, trace, page, isAtHand: way.isAtHand }, thrown, context)
  }
}

async function fetchPage(
  link: ClaimedLink,
  source: Source,
  { politeness, tally }: PipelineContext,
): Promise<PoliteAnswer> {
  // Without an article there is nothing a "not modified" could refer to.
  const headers = link.articleId === undefined ? {} : conditional(link)
  const answer = await politeness.ask({
    url: link.url,
    kind: 'page',
    delayMs: source.delayMs,
    headers,
    own: ownHeadersOf(source),
    heedsReservation: heedsReservation(source.terms),
  })
  tally.fetched++
  if (answer.status !== 304) requireHtml(answer)
  return answer
}

/** Throws NOT_HTML for an answer that says it is something else. */
export function requireHtml({ url, headers }: FetchedPage): void {
  const type = headers['content-type']
  if (type !== undefined && !/html|xml|text\/plain/i.test(type))
    throw new WiredeskError('NOT_HTML', { url, detail: type })
}

/** A page to the draft of a revision. Throws the code of what the page is instead of an article, or lacks. */
export async function readPage(
  link: Pick<ClaimedLink, 'url' | 'hints' | 'guid'>,
  source: Source,
  answer: PoliteAnswer,
  trace: Pick<Trace, 'step' | 'note'>,
  context: PipelineContext,
): Promise<RevisionDraft> {
  const { hints, guid } = link
  const { article: extracted, cut } = await trace.step('extract', () => readWhole(answer, link, source, context))
  const { rule } = extracted
  const report = reporterOn(extracted, source, trace, context)
  if (rule && rule.stale.length > 0)
    report('SITE_RULE_STALE', 'a site rule is stale', `${rule.name}: ${rule.stale.join(', ')}`)
  if (cut) report('ARTICLE_CUT', 'an article ends before its last page', `${cut.url}: ${cut.why}`)
  const draft = await trace.step('normalize', () =>
    normalize({
      extracted,
      source,
      linkUrl: link.url,
      finalUrl: answer.url,
      hints,
      ...(guid !== undefined && { guid }),
    }),
  )
  return withUsage(draft, source, answer, context)
}

/** What the site as a whole says about the use of its texts goes with what the page says. */
async function withUsage(
  draft: RevisionDraft,
  source: Source,
  answer: PoliteAnswer,
  { store }: PipelineContext,
): Promise<RevisionDraft> {
  const { usage: own, ...signals } = draft.signals
  const { robots, reservation } = answer.robots ? answer : await storedRules(answer.url, source, store)
  const usage = usageOfPage(answer.url, robots?.usage, answer.headers, own, reservation)
  return { ...draft, signals: { ...signals, ...(usage && { usage }) } }
}

/** A page that was not asked for just now comes without the files of its site. */
async function storedRules(
  url: string,
  source: Source,
  store: PipelineContext['store'],
): Promise<Pick<PoliteAnswer, 'robots' | 'reservation'>> {
  const robots = await store.robots(new URL(url).origin)
  const tdm = heedsReservation(source.terms) ? await store.robots(tdmFileOf(url)) : undefined
  const reservation = tdm && readTdmFile(tdm.text).of(url)
  return { ...(robots && { robots }), ...(reservation && { reservation }) }
}

/** What a person should know of an article that is stored nevertheless is seen in its link's steps and in the log. */
function reporterOn(
  { url }: ExtractedArticle,
  { id }: Source,
  trace: Pick<Trace, 'note'>,
  { log }: PipelineContext,
): (code: ErrorCode, message: string, detail: string) => void {
  return (code, message, detail) => {
    trace.note('extract', code, detail)
    log.warn({ sourceId: id, url, stage: 'extract', code, detail }, message)
  }
}

/** The headers that bear on how a page is read, now or by a later engine; cookies and the like are nobody's business. */
const KEPT_HEADERS = [
  'content-type',
  'content-language',
  'content-signal',
  'content-usage',
  'x-robots-tag',
  'tdm-reservation',
  'tdm-policy',
  'link',
  'last-modified',
  'etag',
  'date',
]

function keptPage(link: ClaimedLink, hash: string, { url, headers, bytes, fetchedAt }: FetchedPage): KeptPage {
  const kept = KEPT_HEADERS.flatMap(name => (headers[name] === undefined ? [] : [[name, headers[name]] as const]))
  return { linkId: link.id, hash, url, headers: Object.fromEntries(kept), fetchedAt, size: bytes.length }
}
