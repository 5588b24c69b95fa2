/**
 * The ledger: which feeds and links are due, who has them, and how each turn ended. The queue only carries ids; whatever
 * happens to it, the rows here say what is left to do.
 */

import { type Kysely, sql, type Transaction } from 'kysely'
import type {
  ClaimedFeed,
  ClaimedLink,
  FeedHabits,
  Instant,
  LedgerLink,
  LinkHints,
  LinkState,
  Source,
  Step,
} from '../model.ts'
import { LINK_STATES } from '../model.ts'
import type { Job, LinkEnd, LinkQuery, Store } from '../ports.ts'
import { ulid } from '../values/ulid.ts'
import { canonicalUrl } from '../values/url.ts'
import { addHost, freeHost, wakeHosts } from './hosts.ts'
import { finishFeed } from './polls.ts'
import type { Database } from './schema.ts'
import { insertSteps } from './steps.ts'

type Db = Kysely<Database>
type Trx = Transaction<Database>

type LedgerStore = Pick<
  Store,
  | 'finishFeed'
  | 'pollNow'
  | 'takeDue'
  | 'claimedLink'
  | 'claimedFeed'
  | 'endLink'
  | 'listLinks'
  | 'findLinks'
  | 'countLinks'
  | 'nextDueAt'
  | 'recheckNow'
  | 'replayQuarantined'
  | 'dropQuarantined'
  | 'giveBack'
  | 'recover'
>

/** How much longer a link waits for each crash in its company. */
const SUSPECT_WAIT_MS = 1000

/** How many hosts without work one claim may put off besides; after a restart every host is looked at once. */
const HOSTS_PUT_OFF = 200

/** The part of the store that is the ledger. */
export function ledgerStore(db: Db): LedgerStore {
  return {
    takeDue: (limit, now, leaseMs) => db.transaction().execute(trx => takeDue(trx, limit, now, leaseMs)),
    claimedLink: job => claimedLink(db, job),
    claimedFeed: job => claimedFeed(db, job),
    finishFeed: (feed, end, links, now, turnMs = 0) =>
      db.transaction().execute(trx => finishFeed(trx, feed, end, links, now, turnMs)),
    endLink: (link, end, now, steps = []) => db.transaction().execute(trx => endLink(trx, link, end, now, steps)),
    nextDueAt: now => nextDueAt(db, now),
    listLinks: query => listLinks(db, query),
    findLinks: url => findLinks(db, url),
    countLinks: () => countLinks(db),

    async pollNow(now) {
      const dueAt = Date.parse(now)
      await db
        .updateTable('feeds')
        .set({ due_at_ms: dueAt })
        .where('active', '=', 1)
        .where('due_at_ms', '>', dueAt)
        .where(eb => eb.or([eb('reason', 'is', null), eb('reason', '!=', 'HTTP_GONE')]))
        .execute()
      await wakeHosts(db, dueAt)
    },

    async recheckNow(now) {
      const dueAt = Date.parse(now)
      const { numUpdatedRows } = await db
        .updateTable('links')
        .set({ due_at_ms: dueAt })
        .where('state', '=', 'done')
        .executeTakeFirst()
      await wakeHosts(db, dueAt)
      return Number(numUpdatedRows)
    },

    async replayQuarantined(ids, now) {
      const dueAt = Date.parse(now)
      const { numUpdatedRows } = await quarantined(db, ids)
        .set({ state: 'due', due_at_ms: dueAt, attempts: 0, crashes: 0, ended_at: null })
        .executeTakeFirst()
      await wakeHosts(db, dueAt)
      return Number(numUpdatedRows)
    },

    async dropQuarantined(ids, now) {
      const { numUpdatedRows } = await quarantined(db, ids).set({ state: 'dropped', ended_at: now }).executeTakeFirst()
      return Number(numUpdatedRows)
    },

    async giveBack(jobs, now) {
      for (const { kind, id, token } of jobs) {
        const table = kind === 'discover' ? 'feeds' : 'links'
        await db.updateTable(table).set({ lease_until_ms: 0 }).where('id', '=', id).where('token', '=', token).execute()
      }
      await wakeHosts(db, Date.parse(now))
    },

    async recover(now) {
      await db.updateTable('feeds').set({ lease_until_ms: 0 }).where('lease_until_ms', '>', 0).execute()
      const { numUpdatedRows } = await db
        .updateTable('links')
        .set(eb => ({
          lease_until_ms: 0,
          crashes: eb('crashes', '+', 1),
          // Others go first: a process that is killed again and again must not meet the same links each time.
          due_at_ms: sql<number>`${Date.parse(now)} + (crashes + 1) * ${SUSPECT_WAIT_MS}`,
        }))
        .where('lease_until_ms', '>', 0)
        .executeTakeFirst()
      await db
        .updateTable('hosts')
        .set({ busy_until_ms: 0, ready_at_ms: Date.parse(now) })
        .where('ready_at_ms', 'is not', null)
        .execute()
      return Number(numUpdatedRows)
    },
  }
}

// ---- claiming ------------------------------------------------------------------------------------------------------

/**
 * One job a host: a host is asked one thing at a time, and no source with a thousand links keeps the others waiting.
 * A host that turns out to have nothing that may run now is put off until it has.
 */
async function takeDue(trx: Trx, limit: number, now: number, leaseMs: number): Promise<Job[]> {
  const hosts = await trx
    .selectFrom('hosts')
    .selectAll()
    .where('ready_at_ms', '<=', now)
    .orderBy('ready_at_ms')
    .limit(limit + HOSTS_PUT_OFF)
    .execute()
  const jobs: Job[] = []
  for (const host of hosts) {
    if (jobs.length === limit) break
    const freeAt = Math.max(host.next_at_ms, host.busy_until_ms, host.hold_until_ms)
    const job = freeAt <= now ? await claim(trx, host.host, now, leaseMs) : undefined
    if (job) jobs.push(job)
    // With a job the host rests until that ends (the lease is for the case that it never does).
    const readyAt = job ? now + leaseMs : freeAt > now ? freeAt : await nextOfHost(trx, host.host)
    await trx.updateTable('hosts').set({ ready_at_ms: readyAt }).where('host', '=', host.host).execute()
  }
  return jobs
}

async function claim(trx: Trx, host: string, now: number, leaseMs: number): Promise<Job | undefined> {
  const feed = await trx
    .updateTable('feeds')
    .set(eb => ({ lease_until_ms: now + leaseMs, token: eb('token', '+', 1) }))
    .where('id', '=', eb =>
      eb
        .selectFrom('feeds')
        .select('id')
        .where('host', '=', host)
        .where('active', '=', 1)
        .where('due_at_ms', '<=', now)
        .where('lease_until_ms', '<=', now)
        .orderBy('due_at_ms')
        .limit(1),
    )
    .returning(['id', 'token'])
    .executeTakeFirst()
  if (feed) return { kind: 'discover', ...feed }

  const link = await trx
    .updateTable('links')
    .set(eb => ({
      lease_until_ms: now + leaseMs,
      token: eb('token', '+', 1),
      // A lease that ran out was never ended by its worker: that worker died, or is stuck.
      crashes: sql<number>`crashes + (lease_until_ms > 0)`,
    }))
    .where('id', '=', eb =>
      eb
        .selectFrom('links')
        .select('id')
        .where('host', '=', host)
        .where('due_at_ms', '<=', now)
        .where('lease_until_ms', '<=', now)
        .where(aloneIfSuspect(now))
        .orderBy('due_at_ms')
        .limit(1),
    )
    .returning(['id', 'token'])
    .executeTakeFirst()
  return link && { kind: 'ingest', ...link }
}

/**
 * After a crash every link that was under way is a suspect, and all but one of them are innocent. Suspects run one at a time,
 * so that the next crash meets the guilty one alone.
 */
function aloneIfSuspect(now: number) {
  return sql<boolean>`(crashes = 0 or not exists (select 1 from links as other where other.lease_until_ms > ${now} and other.crashes > 0))`
}

/** The earliest time at which anything of this host is due or a lease on it runs out; null when nothing waits. */
async function nextOfHost(trx: Trx, host: string): Promise<number | null> {
  const due = sql<number>`min(max(due_at_ms, lease_until_ms))`.as('at')
  const feed = await trx
    .selectFrom('feeds')
    .select(due)
    .where('host', '=', host)
    .where('active', '=', 1)
    .executeTakeFirst()
  const link = await trx
    .selectFrom('links')
    .select(due)
    .where('host', '=', host)
    .where('due_at_ms', 'is not', null)
    .executeTakeFirst()
  const times = [feed?.at, link?.at].filter(at => at !== null && at !== undefined)
  return times.length > 0 ? Math.min(...times) : null
}

async function nextDueAt(db: Db, now: number): Promise<number | undefined> {
  // A host that asked to be left alone for long would keep a one-time crawl from ever ending: its links count as waiting.
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

const LONG_HOLD_MS = 60_000

// ---- reading claims ------------------------------------------------------------------------------------------------

async function claimedLink(db: Db, job: Job): Promise<ClaimedLink | undefined> {
  const row = await db
    .selectFrom('links')
    .selectAll()
    .where('id', '=', job.id)
    .where('token', '=', job.token)
    .executeTakeFirst()
  if (!row || row.lease_until_ms === 0) return undefined
  return {
    ...toLedgerLink(row),
    token: row.token,
    host: row.host,
    hints: JSON.parse(row.hints) as LinkHints,
    ...(row.guid !== null && { guid: row.guid }),
    ...(row.etag !== null && { etag: row.etag }),
    ...(row.last_modified !== null && { lastModified: row.last_modified }),
    ...(row.page_hash !== null && { pageHash: row.page_hash }),
    ...(row.changed_at !== null && { changedAt: row.changed_at }),
  }
}

async function claimedFeed(db: Db, job: Job): Promise<ClaimedFeed | undefined> {
  const row = await db
    .selectFrom('feeds')
    .selectAll()
    .where('id', '=', job.id)
    .where('token', '=', job.token)
    .executeTakeFirst()
  if (!row || row.lease_until_ms === 0) return undefined
  return { ...toFeedState(row), token: row.token }
}

/** A row of `feeds` as the model has it. */
export function toFeedState(row: Database['feeds']): Omit<ClaimedFeed, 'token'> {
  return {
    id: row.id,
    sourceId: row.source_id,
    kind: row.kind,
    url: row.url,
    host: row.host,
    failures: row.failures,
    dueAt: new Date(row.due_at_ms).toISOString(),
    ...(row.title !== null && { title: row.title }),
    ...(row.etag !== null && { etag: row.etag }),
    ...(row.last_modified !== null && { lastModified: row.last_modified }),
    ...(row.body_hash !== null && { bodyHash: row.body_hash }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.last_ok_at !== null && { lastOkAt: row.last_ok_at }),
    ...(row.last_new_at !== null && { lastNewAt: row.last_new_at }),
    habits: row.habits === null ? {} : (JSON.parse(row.habits) as FeedHabits),
  }
}

function toLedgerLink(row: Database['links']): LedgerLink {
  return {
    id: row.id,
    sourceId: row.source_id,
    url: row.url,
    state: row.state,
    attempts: row.attempts,
    crashes: row.crashes,
    foundAt: row.found_at,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.article_id !== null && { articleId: row.article_id }),
    ...(row.due_at_ms !== null && { dueAt: new Date(row.due_at_ms).toISOString() }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  }
}

// ---- ending a turn -------------------------------------------------------------------------------------------------

async function endLink(
  trx: Trx,
  link: ClaimedLink,
  end: LinkEnd,
  now: Instant,
  steps: readonly Step[],
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('links')
    .set({
      ...endOf(link, end, now),
      lease_until_ms: 0,
      ...(end.state === 'due' && !end.attemptLost ? {} : { crashes: 0 }),
    })
    .where('id', '=', link.id)
    .where('token', '=', link.token)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  await insertSteps(trx, steps)
  await freeHost(trx, link.host, Date.parse(now))
  return true
}

function endOf(link: ClaimedLink, end: LinkEnd, now: Instant) {
  switch (end.state) {
    case 'dropped':
    case 'quarantined':
      return { state: end.state, reason: end.reason, detail: end.detail ?? null, due_at_ms: null, ended_at: now }
    case 'due':
      return {
        reason: end.reason ?? link.reason ?? null,
        detail: end.detail ?? link.detail ?? null,
        due_at_ms: Date.parse(end.dueAt),
        attempts: link.attempts + (end.attemptLost ? 1 : 0),
      }
    case 'done':
      return {
        reason: end.reason ?? null,
        detail: null,
        due_at_ms: end.recheckAt === undefined ? null : Date.parse(end.recheckAt),
        attempts: 0,
        ended_at: now,
        ...(end.etag !== undefined && { etag: end.etag }),
        ...(end.lastModified !== undefined && { last_modified: end.lastModified }),
      }
  }
}

// ---- sources -------------------------------------------------------------------------------------------------------

/** Brings the feed rows of one source in line with its configuration; a feed that left it rests. */
export async function syncFeeds(trx: Trx, source: Source, nowMs: number): Promise<void> {
  const urls = source.enabled ? source.feeds.map(feed => feed.url) : []
  await trx
    .updateTable('feeds')
    .set({ active: 0 })
    .where('source_id', '=', source.id)
    .$if(urls.length > 0, query => query.where('url', 'not in', urls))
    .execute()
  for (const feed of source.enabled ? source.feeds : []) {
    const host = new URL(feed.url).host
    await trx
      .insertInto('feeds')
      .values({
        id: ulid(nowMs),
        source_id: source.id,
        kind: feed.kind,
        url: feed.url,
        host,
        due_at_ms: nowMs,
        failures: 0,
        active: 1,
        lease_until_ms: 0,
        token: 0,
      })
      .onConflict(conflict => conflict.columns(['source_id', 'url']).doUpdateSet({ kind: feed.kind, active: 1 }))
      .execute()
    await addHost(trx, host, nowMs)
  }
}

// ---- looking -------------------------------------------------------------------------------------------------------

async function listLinks(db: Db, query: LinkQuery): Promise<LedgerLink[]> {
  const rows = await db
    .selectFrom('links')
    .selectAll()
    .$if(query.state !== undefined, q => q.where('state', '=', query.state as LinkState))
    .$if(query.sourceId !== undefined, q => q.where('source_id', '=', query.sourceId as string))
    .orderBy('found_at')
    .orderBy('id')
    .$if(query.limit !== undefined, q => q.limit(query.limit as number))
    .execute()
  return rows.map(toLedgerLink)
}

async function findLinks(db: Db, url: string): Promise<LedgerLink[]> {
  const rows = await db
    .selectFrom('links')
    .selectAll()
    .where(eb => eb.or([eb('url', '=', url), eb('url_key', '=', canonicalUrl(url)), eb('id', '=', url)]))
    .execute()
  return rows.map(toLedgerLink)
}

async function countLinks(db: Db): Promise<Record<LinkState, number>> {
  const rows = await db
    .selectFrom('links')
    .select(['state', eb => eb.fn.countAll<number>().as('links')])
    .groupBy('state')
    .execute()
  const counts = Object.fromEntries(LINK_STATES.map(state => [state, 0])) as Record<LinkState, number>
  for (const row of rows) counts[row.state] = Number(row.links)
  return counts
}

function quarantined(db: Db, ids: readonly string[] | 'all') {
  const rows = db.updateTable('links').where('state', '=', 'quarantined')
  return ids === 'all' ? rows : rows.where('id', 'in', ids.length > 0 ? [...ids] : [''])
}
