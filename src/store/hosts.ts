/** Politeness as rows: the same rule holds for one process and for fifty workers. */

import { sql } from 'kysely'
import type { HostPace, UsageSigns } from '../model.ts'
import type { RobotsRecord, Store } from '../ports.ts'
import { type Db, type Dialect, greaterOf } from './dialect.ts'
import { UNHURRIED_MS } from './gathered.ts'
import type { Database } from './schema.ts'
import { members, rowsOf, statement } from './statement.ts'
import { type Write, writeOf } from './writes.ts'

type HostStore = Pick<Store, 'reserveSlot' | 'releaseSlot' | 'holdHost' | 'robots' | 'saveRobots'>

/** Longer than any request may take (its whole time limit is 30 s): a host is not blocked for ever by a killed worker. */
const SLOT_LEASE_MS = 35_000

/** How soon to look again at a host that is just being asked by somebody else. */
const BUSY_LOOK_MS = 250

/** The part of the store that keeps hosts from being asked too often. */
export function hostStore(db: Db, { gather }: Dialect): HostStore {
  const reserve = gather<Wanted, Granted | undefined>(slots => reserveAll(db, slots))
  const release = gather<Released, undefined>(slots => releaseAll(db, slots), UNHURRIED_MS)
  return {
    async reserveSlot(host, delayMs, now) {
      const granted = await reserve({ host, now, nextAt: now + delayMs, busyUntil: now + SLOT_LEASE_MS })
      if (granted) return { at: now, granted: true, ...(granted.pace !== null && { pace: toPace(granted.pace) }) }
      const row = await db.selectFrom('hosts').selectAll().where('host', '=', host).executeTakeFirstOrThrow()
      const free = Math.max(row.next_at_ms, row.hold_until_ms)
      return { at: row.busy_until_ms > now ? Math.max(free, now + BUSY_LOOK_MS) : free, granted: false }
    },

    // The wait counts from the end of the answer: counted from its start, a slow first connection
    // would let the second request reach the server sooner after the first than the delay says.
    releaseSlot: (host, delayMs, now, lesson) =>
      release({
        host,
        nextAt: now + delayMs,
        pace: lesson ? JSON.stringify(lesson.pace) : null,
        restsUntil: lesson?.restsUntil ?? 0,
      }),

    async holdHost(host, until) {
      await db
        .updateTable('hosts')
        .set({ hold_until_ms: greaterOf(sql.ref('hold_until_ms'), until) })
        .where('host', '=', host)
        .execute()
    },

    async robots(origin) {
      const row = await db.selectFrom('robots').selectAll().where('origin', '=', origin).executeTakeFirst()
      return (
        row && {
          text: row.text,
          state: row.state,
          fetchedAt: row.fetched_at,
          ...(row.retry_at !== null && { retryAt: row.retry_at }),
          ...(row.usage !== null && { usage: JSON.parse(row.usage) as UsageSigns }),
        }
      )
    },

    async saveRobots(origin, record: RobotsRecord) {
      const row = {
        text: record.text,
        state: record.state,
        fetched_at: record.fetchedAt,
        retry_at: record.retryAt ?? null,
        usage: record.usage === undefined ? null : JSON.stringify(record.usage),
      }
      await db
        .insertInto('robots')
        .values({ origin, ...row })
        .onConflict(conflict => conflict.column('origin').doUpdateSet(row))
        .execute()
    },
  }
}

interface Wanted {
  readonly host: string
  readonly now: number
  readonly nextAt: number
  readonly busyUntil: number
}

type Granted = Pick<Database['hosts'], 'host' | 'pace'>

/** The slots that were free. Of two who want one host's at the same time the second is not granted it. */
async function reserveAll(db: Db, slots: readonly Wanted[]): Promise<(Granted | undefined)[]> {
  const first = new Map(slots.toReversed().map(slot => [slot.host, slot]))
  // What is free at the earliest of these times is free at all of them.
  const now = Math.min(...slots.map(slot => slot.now))
  const free = await rowsOf(db, inOrder(first), part => reserved(db, { slots: part, now }))
  const granted = new Map(free.map(row => [row.host, row]))
  return slots.map(slot => (first.get(slot.host) === slot ? granted.get(slot.host) : undefined))
}

/** Two statements that lock rows in the same order never wait for each other. */
const inOrder = <Slot>(slots: ReadonlyMap<string, Slot>): Slot[] =>
  [...slots].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, slot]) => slot)

interface Reserved {
  readonly slots: readonly Wanted[]
  readonly now: number
}

const reserved = statement(
  (db, { slots, now }: Reserved, length: number) =>
    db
      .insertInto('hosts')
      .values(
        members(slots, length).map(({ host, nextAt, busyUntil }) => ({
          host,
          next_at_ms: nextAt,
          busy_until_ms: busyUntil,
          hold_until_ms: 0,
          ready_at_ms: null,
        })),
      )
      .onConflict(conflict =>
        conflict
          .column('host')
          .doUpdateSet(eb => ({
            next_at_ms: eb.ref('excluded.next_at_ms'),
            busy_until_ms: eb.ref('excluded.busy_until_ms'),
          }))
          .where('hosts.next_at_ms', '<=', now)
          .where('hosts.busy_until_ms', '<=', now)
          .where('hosts.hold_until_ms', '<=', now),
      )
      .returning(['host', 'pace']),
  ({ slots }) => slots.length,
)

interface Released {
  readonly host: string
  readonly nextAt: number
  /** null: nothing was learnt */
  readonly pace: string | null
  /** 0: whenever it may be asked otherwise */
  readonly restsUntil: number
}

async function releaseAll(db: Db, slots: readonly Released[]): Promise<undefined[]> {
  const last = new Map(slots.map(slot => [slot.host, slot]))
  await rowsOf(db, inOrder(last), part => released(db, { slots: part }))
  return slots.map(() => undefined)
}

// The hosts are there: their slots were reserved. An insertion takes several at once in one SQL for both databases.
const released = statement(
  (db, { slots }: { readonly slots: readonly Released[] }, length: number) =>
    db
      .insertInto('hosts')
      .values(
        members(slots, length).map(({ host, nextAt, pace, restsUntil }) => ({
          host,
          next_at_ms: nextAt,
          busy_until_ms: 0,
          hold_until_ms: restsUntil,
          ready_at_ms: null,
          pace,
        })),
      )
      .onConflict(conflict =>
        conflict.column('host').doUpdateSet(eb => ({
          next_at_ms: eb.ref('excluded.next_at_ms'),
          busy_until_ms: 0,
          hold_until_ms: greaterOf(sql.ref('hosts.hold_until_ms'), sql.ref('excluded.hold_until_ms')),
          pace: eb.fn.coalesce('excluded.pace', 'hosts.pace'),
        })),
      ),
  ({ slots }) => slots.length,
)

/** A column of `hosts` as the model has it. */
export const toPace = (json: string): HostPace => JSON.parse(json) as HostPace

/** What lets the next claim look at this host again, no earlier than its next slot. */
export const freeHost = (db: Db, host: string, nowMs: number): Write => free(db, { hosts: [host], nowMs })

interface Freed {
  readonly hosts: readonly string[]
  readonly nowMs: number
}

const free = writeOf<Freed>(
  'hosts',
  statement(
    (db, { hosts, nowMs }: Freed, length: number) =>
      db
        .updateTable('hosts')
        .set({ ready_at_ms: greaterOf(greaterOf(sql.ref('next_at_ms'), sql.ref('hold_until_ms')), nowMs) })
        .where('host', 'in', members(hosts, length)),
    ({ hosts }) => hosts.length,
  ),
  givens => [
    {
      hosts: [...new Set(givens.flatMap(({ hosts }) => hosts))],
      nowMs: Math.max(...givens.map(({ nowMs }) => nowMs)),
    },
  ],
)

/** Lets the next claims look at every host that has something due: work they could not know of. */
export async function wakeHosts(db: Db, nowMs: number): Promise<void> {
  await db
    .updateTable('hosts')
    .set({ ready_at_ms: nowMs })
    .where(eb =>
      eb.or([
        eb.exists(
          eb.selectFrom('links').select('id').whereRef('links.host', '=', 'hosts.host').where('due_at_ms', '<=', nowMs),
        ),
        eb.exists(
          eb
            .selectFrom('feeds')
            .select('id')
            .whereRef('feeds.host', '=', 'hosts.host')
            .where('active', '=', sql.lit(1))
            .where('feeds.due_at_ms', '<=', nowMs),
        ),
      ]),
    )
    .execute()
}

/** Makes sure that the host is known, and looked at by the next claim. */
export async function addHost(db: Db, host: string, nowMs: number): Promise<void> {
  await db
    .insertInto('hosts')
    .values({ host, next_at_ms: 0, busy_until_ms: 0, hold_until_ms: 0, ready_at_ms: nowMs })
    .onConflict(conflict =>
      conflict.column('host').doUpdateSet({
        ready_at_ms: sql`case when hosts.ready_at_ms < ${nowMs} then hosts.ready_at_ms else ${nowMs} end`,
      }),
    )
    .execute()
}
