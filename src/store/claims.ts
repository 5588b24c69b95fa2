/** Choosing what to do next: a claim hands jobs out, each to one process for a while. */

import { type SelectQueryBuilder, sql } from 'kysely'
import { JOB_KINDS, type Job, type JobKind, type Store } from '../ports.ts'
import { nextDeliveryAt, takeConsumers } from './consumers.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { greaterOf } from './dialect.ts'
import type { Database } from './schema.ts'
import { members, statement } from './statement.ts'

type ClaimStore = Pick<Store, 'takeDue' | 'nextDueAt' | 'countHeld'>

/** How many hosts one claim looks at besides those it takes a job of; after a restart every host is looked at once. */
const HOSTS_PUT_OFF = 200

/** Looking at fewer at once would make many statements of one claim. */
const SMALLEST_LOOK = 16

/** The kinds of job for which a host is asked, so that one host has one of them at a time. */
const isOfHosts = (kind: JobKind): boolean => kind !== 'deliver'

/** A host that asked to be left alone for longer would keep a one-time crawl from ever ending: its links count as waiting. */
const LONG_HOLD_MS = 60_000

/** The part of the store that hands out work. */
export function claimStore(db: Db, dialect: Dialect): ClaimStore {
  return {
    async takeDue(limit, now, leaseMs, kinds = JOB_KINDS) {
      const deliveries = kinds.includes('deliver') ? await takeConsumers(db, limit, now, leaseMs) : []
      const claim = { limit: limit - deliveries.length, now, leaseMs, kinds }
      // Most looks find nothing, and need no transaction for it.
      if (claim.limit === 0 || !kinds.some(isOfHosts) || !(await isAnyReady(db, now))) return deliveries
      return [...deliveries, ...(await db.transaction().execute(trx => takeDue(trx, dialect, claim)))]
    },
    async nextDueAt(now) {
      const dues = await Promise.all([nextDueAt(db, now), nextDeliveryAt(db, now)])
      const known = dues.filter(at => at !== undefined)
      return known.length === 0 ? undefined : Math.min(...known)
    },
    countHeld: now => countHeld(db, now),
  }
}

// ---- claiming ------------------------------------------------------------------------------------------------------

interface Claim {
  readonly limit: number
  readonly now: number
  readonly leaseMs: number
  readonly kinds: readonly JobKind[]
}

/**
 * One job a host: a host is asked one thing at a time, and no source with a thousand links keeps the others waiting.
 * A host that turns out to have nothing that may run now is put off until it has. The number of statements does not grow with
 * the number of jobs.
 */
async function takeDue(trx: Trx, dialect: Dialect, claim: Claim): Promise<Job[]> {
  const jobs: Job[] = []
  let looked = 0
  while (jobs.length < claim.limit && looked < claim.limit + HOSTS_PUT_OFF) {
    const wanted = claim.limit - jobs.length
    const size = Math.max(wanted, SMALLEST_LOOK)
    const hosts = await readyHosts(trx, dialect, claim, size)
    if (hosts.length > 0) jobs.push(...(await takeOfHosts(trx, hosts, { ...claim, limit: wanted })))
    looked += hosts.length
    // What was looked at is not ready any more, unless there was more than was wanted.
    if (hosts.length < size) break
  }
  return jobs
}

async function isAnyReady(db: Db, now: number): Promise<boolean> {
  return (await db.executeQuery(anyReady(db, { now }))).rows.length > 0
}

const anyReady = statement((db, { now }: { readonly now: number }) =>
  db.selectFrom('hosts').select('host').where('ready_at_ms', '<=', now).limit(sql.lit(1)),
)

function readyHosts(trx: Trx, dialect: Dialect, { now, kinds }: Claim, size: number): Promise<Host[]> {
  const ready = trx
    .selectFrom('hosts')
    .select(['host', 'next_at_ms', 'busy_until_ms', 'hold_until_ms'])
    .where('ready_at_ms', '<=', now)
    // A worker for one kind of job must not look again and again at hosts that wait for a worker of the other kind.
    .$if(!kinds.includes('discover'), query =>
      query.where(eb => eb.exists(dueLinks(eb.selectFrom('links').select('id'), now))),
    )
    .$if(!kinds.includes('ingest'), query =>
      query.where(eb => eb.exists(dueFeeds(eb.selectFrom('feeds').select('id'), now))),
    )
    .orderBy('ready_at_ms')
    .orderBy('host')
    .limit(size)
  return dialect.skipLocked(ready).execute()
}

type Host = Pick<Database['hosts'], 'host' | 'next_at_ms' | 'busy_until_ms' | 'hold_until_ms'>

async function takeOfHosts(trx: Trx, hosts: readonly Host[], claim: Claim): Promise<Job[]> {
  const { now, limit } = claim
  const isFree = (host: Host): boolean => Math.max(host.next_at_ms, host.busy_until_ms, host.hold_until_ms) <= now
  const free = hosts.filter(isFree).map(({ host }) => host)
  const chosen = free.length > 0 ? await chooseJobs(trx, free, claim) : []
  const jobs = await lease(trx, chosen.slice(0, limit), claim)
  const taken = new Set(jobs.map(({ host }) => host))
  const left = new Set(chosen.slice(limit).map(({ host }) => host))
  await restHosts(trx, [...taken], now + claim.leaseMs)
  await putOff(
    trx,
    hosts.filter(host => !isFree(host)).map(({ host }) => host),
    'busy',
  )
  await putOff(
    trx,
    free.filter(host => !taken.has(host) && !left.has(host)),
    'without work',
  )
  return jobs.map(({ kind, id, token }) => ({ kind, id, token }))
}

interface Choice {
  readonly host: string
  readonly kind: JobKind
  readonly id: string
}

/** The job that each of these hosts should have next: its feed, else the link that has waited longest. */
async function chooseJobs(trx: Trx, hosts: readonly string[], { now, kinds }: Claim): Promise<Choice[]> {
  const { rows } = await trx.executeQuery(nextOfHosts(trx, { hosts, now }))
  const suspect = kinds.includes('ingest') ? await suspectOf(trx, hosts, now) : undefined
  return rows.flatMap(({ host, feed, link }): Choice[] => {
    const linkId = suspect?.host === host ? suspect.id : link
    if (feed !== null && kinds.includes('discover')) return [{ host, kind: 'discover', id: feed }]
    if (linkId !== null && kinds.includes('ingest')) return [{ host, kind: 'ingest', id: linkId }]
    return []
  })
}

interface OfHosts {
  readonly hosts: readonly string[]
  readonly now: number
}

const nextOfHosts = statement(
  (db, { hosts, now }: OfHosts, length: number) =>
    db
      .selectFrom('hosts')
      .select(eb => [
        'host',
        dueFeeds(eb.selectFrom('feeds').select('feeds.id'), now).orderBy('due_at_ms').limit(1).as('feed'),
        dueLinks(eb.selectFrom('links').select('links.id'), now)
          .where('crashes', '=', 0)
          .where('begun', '=', 0)
          .orderBy('due_at_ms')
          .limit(1)
          .as('link'),
      ])
      .where('host', 'in', members(hosts, length))
      .orderBy('ready_at_ms')
      .orderBy('host'),
  ({ hosts }) => hosts.length,
)

/** Word for word what the partial index says, as all such conditions here: neither database takes it for one with parameters. */
const IS_SUSPECT = sql<boolean>`(crashes > 0 or begun = 1)`

/**
 * After a crash every link that was under way is a suspect, and all but one of them are innocent. Suspects run one at a time,
 * so that the next crash meets the guilty one alone.
 */
async function suspectOf(
  trx: Trx,
  hosts: readonly string[],
  now: number,
): Promise<{ readonly id: string; readonly host: string } | undefined> {
  const { rows: running } = await trx.executeQuery(runningSuspect(trx, { now }))
  if (running.length > 0) return undefined
  return (await trx.executeQuery(dueSuspect(trx, { hosts, now }))).rows[0]
}

const runningSuspect = statement((db, { now }: { readonly now: number }) =>
  db
    .selectFrom('links')
    .select('id')
    .where('lease_until_ms', '>', now)
    .where('crashes', '>', sql.lit(0))
    // No order is wanted, but without one PostgreSQL reads the whole of a table that it has not analyzed yet: a third of all links might be it.
    .orderBy('lease_until_ms')
    .limit(sql.lit(1)),
)

const dueSuspect = statement(
  (db, { hosts, now }: OfHosts, length: number) =>
    db
      .selectFrom('links')
      .select(['id', 'host'])
      .where(IS_SUSPECT)
      .where('host', 'in', members(hosts, length))
      .where('due_at_ms', '<=', now)
      .where('lease_until_ms', '<=', now)
      .orderBy('due_at_ms')
      .limit(sql.lit(1)),
  ({ hosts }) => hosts.length,
)

async function lease(trx: Trx, chosen: readonly Choice[], { now, leaseMs }: Claim): Promise<(Job & Choice)[]> {
  const until = now + leaseMs
  const idsOf = (kind: JobKind): string[] => chosen.filter(choice => choice.kind === kind).map(({ id }) => id)
  const [feeds, links] = [idsOf('discover'), idsOf('ingest')]
  const rows: { readonly id: string; readonly token: number }[] = []
  if (feeds.length > 0) rows.push(...(await trx.executeQuery(leaseFeeds(trx, { ids: feeds, until }))).rows)
  if (links.length > 0) rows.push(...(await trx.executeQuery(leaseLinks(trx, { ids: links, until }))).rows)
  const tokens = new Map(rows.map(row => [row.id, row.token]))
  return chosen.flatMap(choice => {
    const token = tokens.get(choice.id)
    return token === undefined ? [] : [{ ...choice, token }]
  })
}

interface Leased {
  readonly ids: readonly string[]
  readonly until: number
}

const leaseFeeds = statement(
  (db, { ids, until }: Leased, length: number) =>
    db
      .updateTable('feeds')
      .set(eb => ({ lease_until_ms: until, begun: 0, token: eb('token', '+', 1) }))
      .where('id', 'in', members(ids, length))
      .returning(['id', 'token']),
  ({ ids }) => ids.length,
)

const leaseLinks = statement(
  (db, { ids, until }: Leased, length: number) =>
    db
      .updateTable('links')
      .set(eb => ({
        lease_until_ms: until,
        begun: 0,
        token: eb('token', '+', 1),
        // A lease that ran out after it was begun was never ended by its worker: that worker died, or is stuck.
        crashes: eb('crashes', '+', eb.ref('begun')),
      }))
      .where('id', 'in', members(ids, length))
      .returning(['id', 'token']),
  ({ ids }) => ids.length,
)

/** With a job the host rests until that ends; the lease is for the case that it never does. */
async function restHosts(trx: Trx, hosts: readonly string[], until: number): Promise<void> {
  if (hosts.length === 0) return
  await trx.executeQuery(rest(trx, { hosts, until }))
}

const rest = statement(
  (db, { hosts, until }: { readonly hosts: readonly string[]; readonly until: number }, length: number) =>
    db.updateTable('hosts').set({ ready_at_ms: until }).where('host', 'in', members(hosts, length)),
  ({ hosts }) => hosts.length,
)

/** The next look at these hosts: when a busy one may be asked again, or when anything of an idle one is due or a lease on it runs out. */
async function putOff(trx: Trx, hosts: readonly string[], why: 'busy' | 'without work'): Promise<void> {
  if (hosts.length === 0) return
  const free = greaterOf(greaterOf(sql.ref('next_at_ms'), sql.ref('busy_until_ms')), sql.ref('hold_until_ms'))
  await trx
    .updateTable('hosts')
    .set({ ready_at_ms: why === 'busy' ? free : NEXT_OF_HOST })
    .where('host', 'in', hosts)
    .execute()
}

/** Four looks into an index: what nobody has by its due time, what somebody has by the end of the lease. Null when nothing waits. */
const NEXT_OF_HOST = sql<number>`(select min(at) from (
  select (select due_at_ms from feeds where feeds.host = hosts.host and active = 1 and lease_until_ms = 0 order by due_at_ms limit 1) as at
  union all
  select (select min(lease_until_ms) from feeds where feeds.host = hosts.host and active = 1 and lease_until_ms > 0)
  union all
  select (select due_at_ms from links where links.host = hosts.host and due_at_ms is not null and lease_until_ms = 0 order by due_at_ms limit 1)
  union all
  select (select min(lease_until_ms) from links where links.host = hosts.host and lease_until_ms > 0)) as next)`

type OfHost<Table extends 'feeds' | 'links', Row> = SelectQueryBuilder<Database, 'hosts' | Table, Row>

/** Those feeds of the host of the outer query that may run now. */
function dueFeeds<Row>(query: OfHost<'feeds', Row>, now: number): OfHost<'feeds', Row> {
  return query
    .whereRef('feeds.host', '=', 'hosts.host')
    .where('feeds.active', '=', sql.lit(1))
    .where('feeds.due_at_ms', '<=', now)
    .where('feeds.lease_until_ms', '<=', now)
}

/** Those links of the host of the outer query that may run now. */
function dueLinks<Row>(query: OfHost<'links', Row>, now: number): OfHost<'links', Row> {
  return query
    .whereRef('links.host', '=', 'hosts.host')
    .where('links.due_at_ms', '<=', now)
    .where('links.lease_until_ms', '<=', now)
}

// ---- looking -------------------------------------------------------------------------------------------------------

async function nextDueAt(db: Db, now: number): Promise<number | undefined> {
  const longHold = now + LONG_HOLD_MS
  const { rows } = await sql<{ at: number | null }>`
    select min(at) as at from (
      select min(due_at_ms) as at from feeds join hosts using (host)
        where active = 1 and lease_until_ms <= ${now} and hold_until_ms < ${longHold}
      union all
      select min(due_at_ms) from links join hosts using (host)
        where due_at_ms is not null and lease_until_ms <= ${now} and hold_until_ms < ${longHold}) as due`.execute(db)
  return rows[0]?.at ?? undefined
}

async function countHeld(db: Db, now: number): Promise<number> {
  const { rows } = await sql<{ held: number }>`
    select 
    (select count(*) from consumers where lease_until_ms > ${now}) +
    (select count(*) from feeds where lease_until_ms > 0 and lease_until_ms > ${now}) +
    (select count(*) from links where lease_until_ms > 0 and lease_until_ms > ${now}) as held`.execute(db)
  return Number(rows[0]?.held ?? 0)
}
