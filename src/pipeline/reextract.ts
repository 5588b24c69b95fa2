/** Reads stored pages again, with the engine as it is now, and asks nobody: what better extraction would change, and the change. */

import { changeOf } from '../dedupe/changes.ts'
import { type Difference, differences } from '../dedupe/differences.ts'
import { asWiredeskError, isStoreFault } from '../errors.ts'
import type { Change, FetchedPage, KeptPage, Source } from '../model.ts'
import { LEASE_MS } from '../policy/schedule.ts'
import type { PagesToRead, PageToRead } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { inParallel } from './in-parallel.ts'
import { readPage, takeTurn } from './ingest.ts'

export interface ReextractOptions {
  readonly sourceId?: string
  /** only pages fetched at or after this */
  readonly since?: string
  /** also pages that were no article to the engine of their day */
  readonly withDropped?: boolean
  readonly isDryRun?: boolean
  /** pages read at once */
  readonly width: number
  readonly signal?: AbortSignal
  readonly onChange?: (change: ReadAgain) => void
  readonly onProgress?: (tally: ReextractTally) => void
}

/** What reading a page again changes, or would change. */
export interface ReadAgain {
  readonly articleId?: string
  readonly url: string
  readonly headline: string
  readonly change: Change
  readonly fields: readonly Difference[]
}

export interface ReextractTally {
  /** pages in which there was an article to read */
  read: number
  /** articles that are as they were */
  same: number
  changed: number
  /** pages whose bytes are not kept any more */
  missing: number
  /** links that somebody else was working on */
  busy: number
  /** pages that could not be read, by code; the article stays as it is */
  failed: Record<string, number>
}

/** How many rows of the ledger are looked at in one question. */
const PAGES_PER_LOOK = 100

/** Reads the pages that the options choose; each article is compared first, and touched only where it changes. */
export async function reextract(options: ReextractOptions, context: PipelineContext): Promise<ReextractTally> {
  const tally: ReextractTally = { read: 0, same: 0, changed: 0, missing: 0, busy: 0, failed: {} }
  for (const of of options.withDropped ? (['articles', 'dropped'] as const) : (['articles'] as const)) {
    const run = async (item: PageToRead): Promise<void> => {
      await readAgain(item, options, tally, context)
      options.onProgress?.(tally)
    }
    await inParallel(pagesToRead(of, options, context), options.width, run, options.signal)
  }
  return tally
}

async function* pagesToRead(
  of: PagesToRead['of'],
  { sourceId, since }: ReextractOptions,
  { store }: PipelineContext,
): AsyncGenerator<PageToRead> {
  let after: string | undefined
  for (;;) {
    const items = await store.pagesToRead({
      of,
      limit: PAGES_PER_LOOK,
      ...(sourceId !== undefined && { sourceId }),
      ...(since !== undefined && { since }),
      ...(after !== undefined && { after }),
    })
    yield* items
    after = items.at(-1)?.link.id
    if (after === undefined) return
  }
}

async function readAgain(
  item: PageToRead,
  options: ReextractOptions,
  tally: ReextractTally,
  context: PipelineContext,
): Promise<void> {
  const { link, page } = item
  try {
    const source = context.source(link.sourceId)
    const bytes = await context.pages.read(page.hash)
    if (!source || !bytes) {
      tally.missing++
      return
    }
    const answer = asAnswer(page, bytes)
    const found = await compare(item, source, answer, context)
    tally.read++
    if (found.change === 'none') {
      tally.same++
    } else if (options.isDryRun || (await apply(item, answer, context))) {
      tally.changed++
      options.onChange?.(found)
    } else tally.busy++
  } catch (thrown) {
    const error = asWiredeskError(thrown, { url: link.url })
    if (isStoreFault(error)) throw error
    tally.failed[error.code] = (tally.failed[error.code] ?? 0) + 1
    context.log.debug({ url: link.url, code: error.code, detail: error.detail }, 'a stored page could not be read')
  }
}

const asAnswer = ({ url, headers, fetchedAt }: KeptPage, bytes: Uint8Array): FetchedPage => ({
  url,
  status: 200,
  headers,
  bytes,
  fetchedAt,
  ms: 0,
})

/** The same path as a new page's, up to where something would be written. */
async function compare(
  { link }: PageToRead,
  source: Source,
  answer: FetchedPage,
  context: PipelineContext,
): Promise<ReadAgain> {
  const draft = await readPage(link, source, answer, { step: async (_, run) => run(), note() {} }, context)
  const known = link.articleId === undefined ? undefined : await context.store.article(link.articleId)
  return {
    url: link.url,
    headline: draft.fields.headline,
    change: changeOf(known?.revision, draft),
    fields: known ? differences(known.revision, draft) : [],
    ...(link.articleId !== undefined && { articleId: link.articleId }),
  }
}

/** False when somebody else works on the link; what they store comes from a page that is no older. */
async function apply({ link, page }: PageToRead, answer: FetchedPage, context: PipelineContext): Promise<boolean> {
  const claimed = await context.store.claimLink(link.id, context.clock.now(), LEASE_MS)
  if (!claimed) return false
  await takeTurn(claimed, { obtain: async () => answer, isAtHand: true, storedHash: page.hash }, context)
  return true
}
