/** From a draft to the store: which article it is, what changed, what may be shown. */

import { changeOf } from '../dedupe/changes.ts'
import { storyOf } from '../dedupe/syndication.ts'
import { WiredeskError } from '../errors.ts'
import type { ClaimedLink, FetchedPage, KeptPage, RevisionDraft, Source } from '../model.ts'
import { decideRights } from '../policy/rights.ts'
import { nextRecheckAt } from '../policy/schedule.ts'
import type { SavedRevision, SaveRevision } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { identify } from './identify.ts'
import type { Trace } from './trace.ts'
import { validatorsOf } from './validators.ts'

/** What is to be published, and the turn it came by. */
export interface Draft {
  readonly link: ClaimedLink
  readonly source: Source
  readonly answer: FetchedPage
  readonly pageHash: string
  readonly page: KeptPage | undefined
  /** its page is read from the page store, not asked for */
  readonly isStored: boolean
  readonly draft: RevisionDraft
  readonly trace: Trace
}

/** What the log of events says of a revision that a better engine made, not the publisher. */
export const READ_AGAIN = 'read again from the stored page'

/** Compares and saves; again when another link got in between. */
export async function publish(input: Draft, context: PipelineContext): Promise<void> {
  let saved: SavedRevision | 'fenced' | 'raced'
  do saved = await dedupeAndSave(input, context)
  while (saved === 'raced')
  if (saved === 'fenced') return
  count(saved, context)
  const { link, source, trace } = input
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
    input.isStored ? 'read again' : 'ingested',
  )
}

async function dedupeAndSave(input: Draft, context: PipelineContext): Promise<SavedRevision | 'fenced' | 'raced'> {
  const { link, source, answer, pageHash, page, draft, trace } = input
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
  const unchangedSince = change === 'none' ? known?.article.updatedAt : undefined
  return context.store.saveRevision({
    link,
    draft: { ...draft, aliases },
    change,
    pageHash,
    rights: decideRights(source.terms, draft.signals, nowMs),
    now: new Date(nowMs).toISOString(),
    steps: trace.steps('store', change === 'none' ? 'unchanged' : 'ok', change),
    ...(input.isStored && link.articleId !== undefined
      ? asBefore(link, change)
      : askedAgain(answer, nowMs, unchangedSince, context)),
    ...(page && { page }),
    ...(known && { articleId: known.article.id, basedOn: known.article.revisionCount }),
    ...(storyId !== undefined && { storyId }),
  })
}

type Ledgering = Pick<SaveRevision, 'recheckAt' | 'changedAt' | 'etag' | 'lastModified' | 'reason'>

/** The marks of the re-checks count from the publisher's last change that we know of: a page from an archive may be long settled. */
function askedAgain(
  answer: FetchedPage,
  nowMs: number,
  unchangedSince: string | undefined,
  { recheckMinutes }: PipelineContext,
): Ledgering {
  const changedMs = Math.min(Date.parse(unchangedSince ?? answer.fetchedAt), Date.parse(answer.fetchedAt))
  return {
    recheckAt: nextRecheckAt(nowMs, changedMs, recheckMinutes),
    changedAt: new Date(changedMs).toISOString(),
    ...validatorsOf(answer),
  }
}

/** The publisher did nothing: were its article asked for again from the first mark on, a better engine would set off a storm. */
function asBefore(link: ClaimedLink, change: SavedRevision['change']): Ledgering {
  return {
    recheckAt: link.dueAt,
    changedAt: link.changedAt ?? link.foundAt,
    ...(change !== 'none' && { reason: READ_AGAIN }),
    ...(link.etag !== undefined && { etag: link.etag }),
    ...(link.lastModified !== undefined && { lastModified: link.lastModified }),
  }
}

function count({ change }: SavedRevision, { tally }: PipelineContext): void {
  if (change === 'first') tally.new++
  else if (change === 'none') tally.unchanged++
  else tally.revised++
}
