/**
 * A job in the hands of a worker: it is begun, kept, given back, or found again after a crash. A claim counts as begun when a worker says
 * so. A claim that lapses before it was begun was lost on its way, which says nothing about its link. One that lapses after it was begun
 * means that the worker died, and counts a crash.
 */

import { sql } from 'kysely'
import type { ClaimedFeed, ClaimedLink } from '../model.ts'
import type { Job, Store } from '../ports.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { toClaimedLink, toFeedState } from './from-rows.ts'
import { wakeHosts } from './hosts.ts'
import { members, rowsOf, statement } from './statement.ts'

type LeaseStore = Pick<Store, 'claimLink' | 'beginLink' | 'beginFeed' | 'renew' | 'giveBack' | 'recover'>

/** How much longer a link waits for each crash in its company. */
const SUSPECT_WAIT_MS = 1000

/** The part of the store that a turn begins with, and that keeps it. */
export function leaseStore(db: Db, { gather }: Dialect): LeaseStore {
  const begin = gather<Begun, ClaimedLink | undefined>(jobs => beginLinks(db, jobs))
  return {
    beginLink: ({ id, token }, now, leaseMs) => begin({ id, token, until: now + leaseMs }),
    beginFeed: (job, now, leaseMs) => beginFeed(db, job, now, leaseMs),
    claimLink: (id, now, leaseMs) => claimOne(db, id, now, leaseMs),

    async renew(jobs, now, leaseMs) {
      for (const [table, held] of byTable(jobs)) {
        await held(db.updateTable(table).set({ lease_until_ms: now + leaseMs })).execute()
      }
    },

    async giveBack(jobs, now) {
      for (const [table, held] of byTable(jobs)) {
        await held(db.updateTable(table).set({ lease_until_ms: 0, begun: 0 })).execute()
      }
      await wakeHosts(db, Date.parse(now))
    },

    recover: now => db.transaction().execute(trx => recover(trx, Date.parse(now))),
  }
}

/** The claim is still this job's, and nobody has begun with it: a job that was handed over twice begins once. */
const isUnbegun = ({ id, token }: Begun) =>
  sql<boolean>`id = ${id} and token = ${token} and lease_until_ms > 0 and begun = 0`

interface Begun {
  readonly id: string
  readonly token: number
  readonly until: number
}

async function beginLinks(db: Db, jobs: readonly Begun[]): Promise<(ClaimedLink | undefined)[]> {
  const until = Math.max(...jobs.map(job => job.until))
  const begun = await rowsOf(db, jobs, part => begunLinks(db, { jobs: part, until }))
  const rows = new Map(begun.map(row => [row.id, row]))
  return jobs.map(({ id, token }) => {
    const row = rows.get(id)
    if (row?.token !== token) return undefined
    // Whoever asks a second time for the same job comes too late.
    rows.delete(id)
    return toClaimedLink(row)
  })
}

interface BegunLinks {
  readonly jobs: readonly Begun[]
  readonly until: number
}

const begunLinks = statement(
  (db, { jobs, until }: BegunLinks, length: number) =>
    db
      .updateTable('links')
      .set({ lease_until_ms: until, begun: 1 })
      .where(isOneOf(members(jobs, length)))
      .where('lease_until_ms', '>', sql.lit(0))
      .where('begun', '=', sql.lit(0))
      .returningAll(),
  ({ jobs }) => jobs.length,
)

const isOneOf = (jobs: readonly Pick<Begun, 'id' | 'token'>[]) =>
  sql<boolean>`(id, token) in (values ${sql.join(jobs.map(({ id, token }) => sql`(${id}, cast(${token} as bigint))`))})`

async function beginFeed(db: Db, { id, token }: Job, now: number, leaseMs: number): Promise<ClaimedFeed | undefined> {
  const [row] = (await db.executeQuery(begunFeed(db, { id, token, until: now + leaseMs }))).rows
  return row && { ...toFeedState(row), token: row.token }
}

const begunFeed = statement((db, job: Begun) =>
  db.updateTable('feeds').set({ lease_until_ms: job.until, begun: 1 }).where(isUnbegun(job)).returningAll(),
)

/** Claims and begins in one step what nobody works on, whether it is due or not. */
export async function claimOne(db: Db, id: string, now: number, leaseMs: number): Promise<ClaimedLink | undefined> {
  const row = await db
    .updateTable('links')
    .set(eb => ({ lease_until_ms: now + leaseMs, begun: 1, token: eb('token', '+', 1) }))
    .where('id', '=', id)
    .where('lease_until_ms', '<=', now)
    .returningAll()
    .executeTakeFirst()
  return row && toClaimedLink(row)
}

/** For each table that the jobs are in, what narrows a change of it to those of them whose claims are still current. */
function byTable(jobs: readonly Job[]) {
  const tables = [
    ['feeds', jobs.filter(({ kind }) => kind === 'discover')],
    ['links', jobs.filter(({ kind }) => kind === 'ingest')],
    ['consumers', jobs.filter(({ kind }) => kind === 'deliver')],
  ] as const
  return tables
    .filter(([, held]) => held.length > 0)
    .map(([table, held]) => {
      // biome-ignore lint/suspicious/noExplicitAny: the tables share these columns, which the type of the query does not say
      const narrow = (query: any) => query.where(isOneOf(held)).where('lease_until_ms', '>', 0)
      return [table, narrow] as const
    })
}

/** Only for a database that one process has to itself: whatever is leased was held by the process that was there before. */
async function recover(trx: Trx, nowMs: number): Promise<number> {
  for (const table of ['feeds', 'consumers'] as const)
    await trx.updateTable(table).set({ lease_until_ms: 0, begun: 0 }).where('lease_until_ms', '>', 0).execute()
  const { numUpdatedRows } = await trx
    .updateTable('links')
    .set(eb => ({
      lease_until_ms: 0,
      begun: 0,
      crashes: eb('crashes', '+', eb.ref('begun')),
      // Others go first: a process that is killed again and again must not meet the same links each time.
      // What was not due was being read from a stored page: its address need not be asked.
      due_at_ms: sql<number>`case when due_at_ms is null then null else ${nowMs} + (crashes + 1) * begun * ${SUSPECT_WAIT_MS} end`,
    }))
    .where('lease_until_ms', '>', 0)
    .executeTakeFirst()
  await trx
    .updateTable('hosts')
    .set({ busy_until_ms: 0, ready_at_ms: nowMs })
    .where('ready_at_ms', 'is not', null)
    .execute()
  return Number(numUpdatedRows)
}
