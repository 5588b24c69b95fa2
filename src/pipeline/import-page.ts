/** One page that somebody else has fetched, taken the way of every other page; its publisher is not asked. */

import type { FetchedPage } from '../model.ts'
import { LEASE_MS } from '../policy/schedule.ts'
import type { PipelineContext } from './context.ts'
import { requireHtml, takeTurn } from './ingest.ts'

/**
 * `withdrawn`: the article of that address was, and stays so. `older`: what is stored of that address was fetched later, or at that time.
 * `busy`: somebody else works on the link.
 */
export type Imported = 'taken' | 'withdrawn' | 'older' | 'busy'

/** Takes a page in for a source; what becomes of it stands in the ledger under its address, and in the context's tally. */
export async function importPage(answer: FetchedPage, sourceId: string, context: PipelineContext): Promise<Imported> {
  const { store, clock } = context
  for (const link of await store.findLinks(answer.url)) {
    const known = link.articleId === undefined ? undefined : await store.article(link.articleId)
    if (known?.article.status === 'canceled') return 'withdrawn'
    const last = await store.lastPage(link.id)
    if (last && last.fetchedAt >= answer.fetchedAt) return 'older'
  }
  const now = new Date(clock.now()).toISOString()
  const link = await store.claimFound(sourceId, { url: answer.url, hints: { from: 'archive' } }, now, LEASE_MS)
  if (!link) return 'busy'
  const obtain = async (): Promise<FetchedPage> => {
    requireHtml(answer)
    return answer
  }
  await takeTurn(link, { obtain, isAtHand: true }, context)
  return 'taken'
}
