/** Backfills: the old documents of a source that are still to be read, each a row, so that one that was stopped goes on where it was. */

import type { BackfillDocument } from '../model.ts'
import type { BackfillEnd, Store } from '../ports.ts'
import { inChunks } from '../values/chunks.ts'
import { ulid } from '../values/ulid.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { addLinks } from './polls.ts'

type BackfillStore = Pick<Store, 'beginBackfill' | 'nextBackfill' | 'finishBackfill' | 'forgetBackfill'>

/** An index of 50,000 children must not become a statement with more parameters than SQLite takes. */
const ROWS_PER_INSERT = 500

/** The part of the store that knows the backfills. */
export function backfillStore(db: Db, dialect: Dialect): BackfillStore {
  return {
    beginBackfill: (sourceId, documents, now) =>
      db.transaction().execute(trx => addDocuments(trx, sourceId, documents, Date.parse(now))),

    async nextBackfill(sourceId) {
      const row = await db
        .selectFrom('backfills')
        .selectAll()
        .where('source_id', '=', sourceId)
        .where('state', '=', 'due')
        .orderBy('id')
        .limit(1)
        .executeTakeFirst()
      return row && { kind: row.kind, url: row.url, attempts: row.attempts }
    },

    finishBackfill: (sourceId, document, end, now, turnMs) =>
      db.transaction().execute(async trx => {
        const firstMs = await behindWaiting(trx, sourceId, Date.parse(now), turnMs)
        const added = await addLinks(trx, dialect, sourceId, end.links, now, turnMs, firstMs)
        await addDocuments(trx, sourceId, end.further, Date.parse(now))
        if (end.state !== 'due') await endDocument(trx, sourceId, document, end, Date.parse(now))
        return added
      }),

    async forgetBackfill(sourceId) {
      await db.deleteFrom('backfills').where('source_id', '=', sourceId).execute()
    },
  }
}

/**
 * A document that is known already, read or not, is not read again: pages of archives name each other in circles. Ids a millisecond apart
 * keep the order in which an index names its children.
 */
async function addDocuments(
  trx: Trx,
  sourceId: string,
  documents: readonly BackfillDocument[],
  nowMs: number,
): Promise<void> {
  const rows = documents.map(({ kind, url }, n) => ({
    id: ulid(nowMs + n),
    source_id: sourceId,
    kind,
    url,
    state: 'due' as const,
    attempts: 0,
  }))
  for (const part of inChunks(rows, ROWS_PER_INSERT)) {
    await trx
      .insertInto('backfills')
      .values(part)
      .onConflict(conflict => conflict.columns(['source_id', 'url']).doNothing())
      .execute()
  }
}

/** The turn after all links of the source that wait, so that the documents of a backfill do not crowd each other. */
async function behindWaiting(trx: Trx, sourceId: string, nowMs: number, turnMs: number): Promise<number> {
  const { last } = await trx
    .selectFrom('links')
    .select(eb => eb.fn.max('due_at_ms').as('last'))
    .where('source_id', '=', sourceId)
    .where('state', '=', 'due')
    .executeTakeFirstOrThrow()
  return last === null ? nowMs : Math.max(nowMs, Number(last) + turnMs)
}

/** A document that is to be tried again goes behind all others, so that it keeps none of them waiting. */
async function endDocument(
  trx: Trx,
  sourceId: string,
  { url }: BackfillDocument,
  { state, reason }: BackfillEnd,
  nowMs: number,
): Promise<void> {
  await trx
    .updateTable('backfills')
    .set(row => ({
      state: state === 'again' ? 'due' : 'read',
      attempts: row('attempts', '+', 1),
      reason: reason ?? null,
      ...(state === 'again' && { id: ulid(nowMs) }),
    }))
    .where('source_id', '=', sourceId)
    .where('url', '=', url)
    .execute()
}
