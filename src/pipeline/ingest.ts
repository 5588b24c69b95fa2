/** The whole way of one link, on one screen: fetch, extract, normalize, dedupe, decide, store. */

import { changeOf } from '../dedupe/changes.ts'
import { storyOf } from '../dedupe/syndication.ts'
import { WiredeskError } from '../errors.ts'
import type { ClaimedLink, FetchedPage, RevisionDraft, Source } from '../model.ts'
import { normalize } from '../normalize/index.ts'
import { decideRights } from '../policy/rights.ts'
import { LEASE_MS, MAX_CRASHES, nextRecheckAt } from '../policy/schedule.ts'
import type { Job, SavedRevision } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { validators, validatorsOf } from './discover.ts'
import { endFailed, endUnchanged } from './ends.ts'
import { identify } from './identify.ts'
import { startTrace, type Trace } from './trace.ts'

/** The handler of `ingest` jobs: new links and re-checks of known articles alike. */
export async function ingest(job: Job, context: PipelineContext): Promise<void> {
  const link = await context.store.beginLink(job, context.clock.now(), LEASE_MS)
  if (!link) return
  const trace = startTrace(link, context.clock)
  try {
    if (link.crashes >= MAX_CRASHES) throw new WiredeskError('POISON', { url: link.url })
    const source = context.source(link.sourceId)
    if (!source) throw new WiredeskError('SOURCE_REMOVED', { url: link.url, sourceId: link.sourceId })

    const answer = await trace.step('fetch', () => fetchPage(link, source, context))
    const pageHash = answer.status === 304 ? link.pageHash : await context.pages.save(answer.bytes)
    if (link.articleId !== undefined && pageHash === link.pageHash)
      return await endUnchanged(link, validatorsOf(answer), trace, context)

    const extracted = await trace.step('extract', () =>
      context.extractor.extract({
        url: answer.url,
        bytes: answer.bytes,
        headers: answer.headers,
        hints: link.hints,
        fetchedAt: answer.fetchedAt,
      }),
    )
    const draft = await trace.step('normalize', () =>
      normalize({
        extracted,
        source,
        linkUrl: link.url,
        finalUrl: answer.url,
        hints: link.hints,
        ...(link.guid !== undefined && { guid: link.guid }),
      }),
    )
    await store({ link, source, answer, pageHash: pageHash as string, draft, trace }, context)
  } catch (thrown) {
    await endFailed(link, thrown, trace, context)
  }
}

async function fetchPage(
  link: ClaimedLink,
  source: Source,
  { politeness, tally }: PipelineContext,
): Promise<FetchedPage> {
  // Without an article there is nothing a "not modified" could refer to.
  const headers = link.articleId === undefined ? {} : validators(link)
  const answer = await politeness.ask({ url: link.url, kind: 'page', delayMs: source.delayMs, headers })
  tally.fetched++
  const type = answer.headers['content-type']
  if (answer.status !== 304 && type !== undefined && !/html|xml|text\/plain/i.test(type)) {
    throw new WiredeskError('NOT_HTML', { url: answer.url, detail: type })
  }
  return answer
}

interface Draft {
  readonly link: ClaimedLink
  readonly source: Source
  readonly answer: FetchedPage
  readonly pageHash: string
  readonly draft: RevisionDraft
  readonly trace: Trace
}

/** Which article it is, what changed, what may be shown, and into the store; again when another link got in between. */
async function store(input: Draft, context: PipelineContext): Promise<void> {
  let saved: SavedRevision | 'fenced' | 'raced'
  do saved = await dedupeAndSave(input, context)
  while (saved === 'raced')
  const { link, source, trace } = input
  if (saved === 'fenced') return
  count(saved, context)
  context.log.info(
    {
      sourceId: source.id,
      url: link.url,
      stage: 'store',
      ms: trace.ms(),
      change: saved.change,
      articleId: saved.articleId,
      revision: saved.number,
    },
    'ingested',
  )
}

async function dedupeAndSave(
  { link, source, answer, pageHash, draft, trace }: Draft,
  context: PipelineContext,
): Promise<SavedRevision | 'fenced' | 'raced'> {
  const { known, aliases } = await identify(context.store, link, draft)
  if (known?.article.status === 'canceled') {
    throw new WiredeskError('ARTICLE_CANCELED', {
      url: link.url,
      ...(known.article.statusReason !== undefined && { detail: known.article.statusReason }),
    })
  }
  const change = changeOf(known?.revision, draft)
  const similar = known || draft.fingerprint === undefined ? [] : await context.store.similarArticles(draft.fingerprint)
  const storyId = storyOf(draft.fingerprint, similar)
  const nowMs = context.clock.now()
  const lastChangeMs = change === 'none' && known ? Date.parse(known.article.updatedAt) : nowMs
  return context.store.saveRevision({
    link,
    draft: { ...draft, aliases },
    change,
    pageHash,
    rights: decideRights(source.terms, draft.signals, nowMs),
    recheckAt: nextRecheckAt(nowMs, lastChangeMs, context.recheckMinutes),
    now: new Date(nowMs).toISOString(),
    steps: trace.steps('store', change === 'none' ? 'unchanged' : 'ok', change),
    ...validatorsOf(answer),
    ...(known && { articleId: known.article.id, basedOn: known.article.revisionCount }),
    ...(storyId !== undefined && { storyId }),
  })
}

function count({ change }: SavedRevision, { tally }: PipelineContext): void {
  if (change === 'first') tally.new++
  else if (change === 'none') tally.unchanged++
  else tally.revised++
}
