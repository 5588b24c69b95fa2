import type { Kysely } from 'kysely'
import type { Instant, Step } from '../model.ts'
import type { StaleRule } from '../ports.ts'
import { inChunks } from '../values/chunks.ts'
import type { Database } from './schema.ts'
import { rowsInto, type Write } from './writes.ts'

/** What writes down which stages a link went through; `explain` reads them. */
export function insertSteps(db: Kysely<Database>, steps: readonly Step[]): Write[] {
  const rows = steps.map(step => ({
    link_id: step.linkId,
    at: step.at,
    stage: step.stage,
    outcome: step.outcome,
    ms: Math.round(step.ms),
    detail: step.detail ?? null,
  }))
  return inChunks(rows, STEPS_PER_INSERT).map(chunk => insert(db, { rows: chunk }))
}

/** Six parameters a row, and SQLite takes 32,766 a statement. */
const STEPS_PER_INSERT = 500

const insert = rowsInto('steps', ['link_id', 'at', 'stage', 'outcome', 'ms', 'detail'])

/** All steps of one link, oldest first. */
export async function stepsOf(db: Kysely<Database>, linkId: string): Promise<Step[]> {
  const rows = await db.selectFrom('steps').selectAll().where('link_id', '=', linkId).orderBy('id').execute()
  return rows.map(row => ({
    linkId: row.link_id,
    at: row.at,
    stage: row.stage,
    outcome: row.outcome,
    ms: row.ms,
    ...(row.detail !== null && { detail: row.detail }),
  }))
}

/** Removes the oldest steps from before then. Ids grow with time, so only as many rows are looked at as may be removed. */
export async function forgetSteps(db: Kysely<Database>, before: Instant, limit: number): Promise<number> {
  const oldest = db.selectFrom('steps').select(['id', 'at']).orderBy('id').limit(limit)
  const { numDeletedRows } = await db
    .deleteFrom('steps')
    .where('id', 'in', query =>
      query.selectFrom(oldest.as('oldest')).select('oldest.id').where('oldest.at', '<', before),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Steps at which a site rule was stale, by source and rule. */
export async function staleRulesSince(db: Kysely<Database>, since: Instant): Promise<StaleRule[]> {
  const rows = await db
    .selectFrom('steps')
    .innerJoin('links', 'links.id', 'steps.link_id')
    .select(['links.source_id', 'steps.detail'])
    .select(eb => [eb.fn.count<number>('steps.link_id').distinct().as('pages'), eb.fn.max('steps.at').as('last_at')])
    .where('steps.outcome', '=', 'SITE_RULE_STALE')
    .where('steps.at', '>=', since)
    .groupBy(['links.source_id', 'steps.detail'])
    .orderBy('links.source_id')
    .execute()
  return rows.map(row => ({
    sourceId: row.source_id,
    detail: row.detail ?? '',
    pages: Number(row.pages),
    lastAt: row.last_at,
  }))
}
