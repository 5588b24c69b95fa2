/**
 * The ledger: which feeds and links are due, who has them, and how each turn ended. The queue only carries ids; whatever
 * happens to it, the rows here say what is left to do.
 */

import { sql } from 'kysely'
import type {
  ClaimedFeed,
  ClaimedLink,
  FoundLink,
  Instant,
  KeptPage,
  LedgerLink,
  LinkState,
  Source,
  Step,
} from '../model.ts'
import { LINK_STATES } from '../model.ts'
import type { FeedEnd, LinkEnd, LinkQuery, Store } from '../ports.ts'
import { ulid } from '../values/ulid.ts'
import { addressKey } from '../values/url-key.ts'
import { claimOne, toLedgerLink } from './claims.ts'
import type { Db, Trx } from './dialect.ts'
import { freeHost, wakeHosts } from './hosts.ts'
import { insertPage } from './kept-pages.ts'
import { insertSteps } from './steps.ts'

type LedgerStore = Pick<
  Store,
  | 'finishFeed'
  | 'pollNow'
  | 'endLink'
  | 'claimFound'
  | 'listLinks'
  | 'findLinks'
  | 'countLinks'
  | 'recheckNow'
  | 'replayQuarantined'
  | 'dropQuarantined'
>

/** A feed of 2,000 items must not become 2,000 statements, nor one with more parameters than SQLite takes (32,766). */
const LINKS_PER_INSERT = 200

/** The part of the store that is the ledger; how work is claimed is in `claims.ts`. */
export function ledgerStore(db: Db): LedgerStore {
  return {
    finishFeed: (feed, end, links, now) => db.transaction().execute(trx => finishFeed(trx, feed, end, links, now)),
    endLink: (link, end, now, steps = [], page) =>
      db.transaction().execute(trx => endLink(trx, link, end, now, steps, page)),
    claimFound: (sourceId, found, now, leaseMs) =>
      db.transaction().execute(trx => claimFound(trx, sourceId, found, now, leaseMs)),
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
        .set({ state: 'due', due_at_ms: dueAt, attempts: 0, crashes: 0, begun: 0, ended_at: null })
        .executeTakeFirst()
      await wakeHosts(db, dueAt)
      return Number(numUpdatedRows)
    },

    async dropQuarantined(ids, now) {
      const { numUpdatedRows } = await quarantined(db, ids).set({ state: 'dropped', ended_at: now }).executeTakeFirst()
      return Number(numUpdatedRows)
    },
  }
}

// ---- ending a turn -------------------------------------------------------------------------------------------------

/** The feed's new state and its new links in one transaction: after a crash before it, the next poll finds the links again. */
async function finishFeed(
  trx: Trx,
  feed: ClaimedFeed,
  end: FeedEnd,
  links: readonly FoundLink[],
  now: Instant,
): Promise<number> {
  const found = await addLinks(trx, feed.sourceId, links, now)
  await trx
    .updateTable('feeds')
    .set({
      due_at_ms: Date.parse(end.dueAt),
      lease_until_ms: 0,
      begun: 0,
      reason: end.reason ?? null,
      ...(end.outcome === 'ok' && { failures: 0, last_ok_at: now }),
      ...(end.outcome === 'failed' && { failures: feed.failures + 1 }),
      ...(end.etag !== undefined && { etag: end.etag }),
      ...(end.lastModified !== undefined && { last_modified: end.lastModified }),
      ...(end.bodyHash !== undefined && { body_hash: end.bodyHash }),
      ...(end.title !== undefined && { title: end.title }),
      ...(found > 0 && { last_new_at: now }),
    })
    .where('id', '=', feed.id)
    .where('token', '=', feed.token)
    .where('lease_until_ms', '>', 0)
    .execute()
  await freeHost(trx, feed.host, Date.parse(now))
  return found
}

/** Adds the links that are not known yet and gives their number; a known one is left as it is. */
async function addLinks(trx: Trx, sourceId: string, links: readonly FoundLink[], now: Instant): Promise<number> {
  const nowMs = Date.parse(now)
  let added = 0
  for (let at = 0; at < links.length; at += LINKS_PER_INSERT) {
    const rows = links.slice(at, at + LINKS_PER_INSERT).map(link => ({
      id: ulid(nowMs),
      source_id: sourceId,
      url: link.url,
      url_key: addressKey(link.url),
      host: new URL(link.url).host,
      guid: link.guid ?? null,
      hints: JSON.stringify(link.hints),
      state: 'due' as const,
      due_at_ms: nowMs,
      found_at: now,
      attempts: 0,
      crashes: 0,
      lease_until_ms: 0,
      begun: 0,
      token: 0,
    }))
    const inserted = await trx
      .insertInto('links')
      .values(rows)
      .onConflict(conflict => conflict.column('url_key').doNothing())
      .returning(['id', 'host'])
      .execute()
    added += inserted.length
    await insertSteps(
      trx,
      inserted.map(({ id }) => ({ linkId: id, at: now, stage: 'discover', outcome: 'ok', ms: 0, detail: sourceId })),
    )
    for (const host of new Set(inserted.map(row => row.host))) await addHost(trx, host, nowMs)
  }
  return added
}

/** A link that this makes is due, so that a worker that dies over its page leaves it to the others. */
async function claimFound(
  trx: Trx,
  sourceId: string,
  found: FoundLink,
  now: Instant,
  leaseMs: number,
): Promise<ClaimedLink | undefined> {
  await addLinks(trx, sourceId, [found], now)
  const { id } = await trx
    .selectFrom('links')
    .select('id')
    .where('url_key', '=', addressKey(found.url))
    .executeTakeFirstOrThrow()
  return claimOne(trx, id, Date.parse(now), leaseMs)
}

/** Makes sure that the host is known, and looked at by the next claim. */
async function addHost(trx: Trx, host: string, nowMs: number): Promise<void> {
  await trx
    .insertInto('hosts')
    .values({ host, next_at_ms: 0, busy_until_ms: 0, hold_until_ms: 0, ready_at_ms: nowMs })
    .onConflict(conflict =>
      conflict.column('host').doUpdateSet({
        ready_at_ms: sql`case when hosts.ready_at_ms < ${nowMs} then hosts.ready_at_ms else ${nowMs} end`,
      }),
    )
    .execute()
}

async function endLink(
  trx: Trx,
  link: ClaimedLink,
  end: LinkEnd,
  now: Instant,
  steps: readonly Step[],
  page: KeptPage | undefined,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('links')
    .set({
      ...endOf(link, end, now),
      lease_until_ms: 0,
      begun: 0,
      ...(end.state === 'due' && !end.attemptLost ? {} : { crashes: 0 }),
    })
    .where('id', '=', link.id)
    .where('token', '=', link.token)
    // A turn ends once: when the connection broke after a commit, the second try must change nothing.
    .where('lease_until_ms', '>', 0)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return false
  if (page) await insertPage(trx, page)
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

/** Brings the feed rows of one source in line with its configuration; a feed that left it rests. What is as it was is not touched. */
export async function syncFeeds(trx: Trx, source: Source, nowMs: number): Promise<void> {
  const known = await trx
    .selectFrom('feeds')
    .select(['url', 'kind', 'active'])
    .where('source_id', '=', source.id)
    .execute()
  const wanted = source.enabled ? source.feeds : []
  const gone = known.filter(row => row.active === 1 && !wanted.some(feed => feed.url === row.url))
  if (gone.length > 0) {
    const urls = gone.map(row => row.url)
    const query = trx.updateTable('feeds').set({ active: 0 }).where('source_id', '=', source.id)
    await query.where('url', 'in', urls).execute()
  }
  for (const feed of wanted) {
    if (known.some(row => row.url === feed.url && row.kind === feed.kind && row.active === 1)) continue
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
        begun: 0,
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
    .where(eb => eb.or([eb('url', '=', url), eb('url_key', '=', addressKey(url)), eb('id', '=', url)]))
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
