/** Who follows the log by being told of it: how far each has come, and when it is to be sent more. */

import { type SelectQueryBuilder, sql } from 'kysely'
import type { ClaimedConsumer, Consumer, ConsumerState, Instant } from '../model.ts'
import type { DeliveryEnd, Job, Store } from '../ports.ts'
import type { Db, Trx } from './dialect.ts'
import type { Database } from './schema.ts'
import { statement } from './statement.ts'

type ConsumerStore = Pick<
  Store,
  | 'syncConsumers'
  | 'consumers'
  | 'beginDelivery'
  | 'saveDelivered'
  | 'endDelivery'
  | 'resumeConsumer'
  | 'lastEventBefore'
>

/** The part of the store that keeps consumers. */
export function consumerStore(db: Db): ConsumerStore {
  return {
    syncConsumers: (consumers, now) => db.transaction().execute(trx => syncConsumers(trx, consumers, Date.parse(now))),

    async consumers() {
      const rows = await db.selectFrom('consumers').selectAll().where('active', '=', 1).orderBy('id').execute()
      const last = await lastEvent(db)
      return rows.map(row => toState(row, last))
    },

    async beginDelivery({ id, token }, now, leaseMs) {
      const row = await db
        .updateTable('consumers')
        .set({ lease_until_ms: now + leaseMs, begun: 1 })
        .where('id', '=', id)
        .where('token', '=', token)
        .where('lease_until_ms', '>', 0)
        .where('begun', '=', 0)
        .returningAll()
        .executeTakeFirst()
      return row && { id, position: row.position, failures: row.failures, token: row.token }
    },

    async saveDelivered(consumer, position, now, leaseMs) {
      const delivered = {
        position,
        lease_until_ms: now + leaseMs,
        last_ok_at: new Date(now).toISOString(),
        ...WELL,
      }
      return (await held(db, consumer).set(delivered).executeTakeFirst()).numUpdatedRows > 0n
    },

    async endDelivery(consumer, end) {
      const { position, dueAt } = end
      const row = { position, lease_until_ms: 0, begun: 0, due_at_ms: Date.parse(dueAt), ...failureOf(end) }
      return (await held(db, consumer).set(row).executeTakeFirst()).numUpdatedRows > 0n
    },

    async resumeConsumer(id, now, position) {
      // Whoever is at it loses the claim: it would move the position back.
      const row = { due_at_ms: Date.parse(now), lease_until_ms: 0, begun: 0, state: 'on' as const, ...WELL }
      const { numUpdatedRows } = await db
        .updateTable('consumers')
        .set(eb => ({ ...row, token: eb('token', '+', 1), ...(position !== undefined && { position }) }))
        .where('id', '=', id)
        .executeTakeFirst()
      return numUpdatedRows > 0n
    },

    lastEventBefore: at => lastEvent(db, at),
  }
}

const WELL = { failures: 0, reason: null, detail: null }

/** A change of a consumer by whoever holds its current claim. */
const held = (db: Db, { id, token }: ClaimedConsumer) =>
  db.updateTable('consumers').where('id', '=', id).where('token', '=', token).where('lease_until_ms', '>', 0)

function failureOf(end: DeliveryEnd) {
  if (end.outcome === 'ok') return {}
  return {
    failures: end.failures,
    reason: end.reason,
    detail: end.detail ?? null,
    ...(end.outcome === 'off' && { state: 'off' as const }),
  }
}

function toState(row: Database['consumers'], lastEventNumber: number): ConsumerState {
  return {
    id: row.id,
    position: row.position,
    behind: Math.max(0, lastEventNumber - row.position),
    state: row.state,
    failures: row.failures,
    dueAt: new Date(row.due_at_ms).toISOString(),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.last_ok_at !== null && { lastOkAt: row.last_ok_at }),
  }
}

/** The number of the last event, or of the last one before then; 0 when there is none. */
async function lastEvent(db: Db | Trx, before?: Instant): Promise<number> {
  const { last } = await db
    .selectFrom('events')
    .select(eb => eb.fn.max('number').as('last'))
    .$if(before !== undefined, query => query.where('at', '<', before as Instant))
    .executeTakeFirstOrThrow()
  return Number(last ?? 0)
}

// ---- configuration -------------------------------------------------------------------------------------------------

async function syncConsumers(trx: Trx, consumers: readonly Consumer[], nowMs: number): Promise<void> {
  const known = new Map((await trx.selectFrom('consumers').selectAll().execute()).map(row => [row.id, row]))
  const enabled = consumers.filter(consumer => consumer.enabled)
  for (const { id, webhook } of enabled) {
    const before = known.get(id)
    if (!before) await addConsumer(trx, id, webhook.url, nowMs)
    else if (before.url !== webhook.url) await tryAnew(trx, id, webhook.url, nowMs)
    else if (before.active === 0) await trx.updateTable('consumers').set({ active: 1 }).where('id', '=', id).execute()
  }
  // It keeps its place: one that comes back is told of what it has missed.
  const gone = [...known.values()].filter(row => row.active === 1 && !enabled.some(({ id }) => id === row.id))
  for (const { id } of gone) await trx.updateTable('consumers').set({ active: 0 }).where('id', '=', id).execute()
}

/** Several processes start at the same time, and one of them adds it. */
async function addConsumer(trx: Trx, id: string, url: string, nowMs: number): Promise<void> {
  const row = { id, url, active: 1, state: 'on' as const, position: await lastEvent(trx), due_at_ms: nowMs }
  await trx
    .insertInto('consumers')
    .values({ ...row, failures: 0, lease_until_ms: 0, begun: 0, token: 0 })
    .onConflict(conflict => conflict.column('id').doNothing())
    .execute()
}

async function tryAnew(trx: Trx, id: string, url: string, nowMs: number): Promise<void> {
  const row = { url, active: 1, state: 'on' as const, due_at_ms: nowMs, ...WELL }
  await trx.updateTable('consumers').set(row).where('id', '=', id).execute()
}

// ---- claiming ------------------------------------------------------------------------------------------------------

/** Claims the consumers that are due, on, and behind the log. */
export async function takeConsumers(db: Db, limit: number, now: number, leaseMs: number): Promise<Job[]> {
  const { rows } = await db.executeQuery(dueConsumers(db, { now }))
  if (rows.length === 0) return []
  const taken = await db
    .updateTable('consumers')
    .set(eb => ({ lease_until_ms: now + leaseMs, begun: 0, token: eb('token', '+', 1) }))
    .where(
      'id',
      'in',
      rows.slice(0, limit).map(row => row.id),
    )
    // Of two that look at the same time the second finds it taken.
    .where('lease_until_ms', '<=', now)
    .returning(['id', 'token'])
    .execute()
  return taken.map(({ id, token }) => ({ kind: 'deliver', id, token }))
}

/** More wait for the next look. */
const MOST_AT_ONCE = 64

const dueConsumers = statement((db, { now }: { readonly now: number }) =>
  behind(db.selectFrom('consumers'))
    .select('id')
    .where('due_at_ms', '<=', now)
    .where('lease_until_ms', '<=', now)
    .orderBy('due_at_ms')
    .limit(sql.lit(MOST_AT_ONCE)),
)

/** Those that are to be sent something. */
function behind<Row>(query: SelectQueryBuilder<Database, 'consumers', Row>) {
  return query
    .where('active', '=', sql.lit(1))
    .where('state', '=', sql.lit('on' as const))
    .where('position', '<', sql<number>`(select coalesce(max(number), 0) from events)`)
}

/** When the next of them is due that nobody is at; undefined when there is none. */
export async function nextDeliveryAt(db: Db, now: number): Promise<number | undefined> {
  const { at } = await behind(db.selectFrom('consumers'))
    .select(eb => eb.fn.min('due_at_ms').as('at'))
    .where('lease_until_ms', '<=', now)
    .executeTakeFirstOrThrow()
  return at === null ? undefined : Number(at)
}
