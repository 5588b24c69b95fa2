/**
 * The ledger: which feeds and links are due, who has them, and how each turn ended. The queue only carries ids; whatever
 * happens to it, the rows here say what is left to do.
 */

import { sql } from 'kysely'
import type { ClaimedLink, FoundLink, Instant, LedgerLink, LinkState, Source } from '../model.ts'
import { LINK_STATES } from '../model.ts'
import type { LinkEnd, LinkQuery, Store } from '../ports.ts'
import { ulid } from '../values/ulid.ts'
import { addressKey } from '../values/url-key.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { toLedgerLink } from './from-rows.ts'
import { addHost, freeHost, wakeHosts } from './hosts.ts'
import { insertPage } from './kept-pages.ts'
import { claimOne } from './leases.ts'
import { addLinks, finishFeed } from './polls.ts'
import type { Database } from './schema.ts'
import { members, rowsOf, statement } from './statement.ts'
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

/** The part of the store that is the ledger; how work is claimed is in `claims.ts`, how a poll ends in `polls.ts`. */
export function ledgerStore(db: Db, dialect: Dialect): LedgerStore {
  const endTurn = dialect.gather(endTurns)
  return {
    finishFeed: (feed, end, links, now, turnMs = 0) =>
      db.transaction().execute(trx => finishFeed(trx, dialect, feed, end, links, now, turnMs)),
    endLink: (link, end, now, steps = [], page) =>
      db.transaction().execute(async trx => {
        const set = { ...endOf(link, end, now), ...crashesOf(end) }
        if (!(await endTurn({ trx, link, set }))) return false
        await dialect.writeAll(trx, [
          ...(page ? [insertPage(trx, page)] : []),
          ...insertSteps(trx, steps),
          freeHost(trx, link.host, Date.parse(now)),
        ])
        return true
      }),
    claimFound: (sourceId, found, now, leaseMs) =>
      db.transaction().execute(trx => claimFound(trx, dialect, sourceId, found, now, leaseMs)),
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

/** A link that this makes is due, so that a worker that dies over its page leaves it to the others. */
async function claimFound(
  trx: Trx,
  dialect: Dialect,
  sourceId: string,
  found: FoundLink,
  now: Instant,
  leaseMs: number,
): Promise<ClaimedLink | undefined> {
  await addLinks(trx, dialect, sourceId, [found], now, 0)
  const { id } = await trx
    .selectFrom('links')
    .select('id')
    .where('url_key', '=', addressKey(found.url))
    .executeTakeFirstOrThrow()
  return claimOne(trx, id, Date.parse(now), leaseMs)
}

/** What was only put off leaves the count of crashes as it is; any other end begins it anew. */
const crashesOf = (end: LinkEnd): LinkChange => (end.state === 'due' && !end.attemptLost ? {} : { crashes: 0 })

type LinkChange = Partial<Database['links']>

/** How a turn ends. */
export interface TurnEnd {
  readonly trx: Trx
  readonly link: Pick<ClaimedLink, 'id' | 'token'>
  readonly set: LinkChange
}

/** Lets go of links and sets what their turns have come to; false where the claim is no longer the current one, or ends twice. */
export async function endTurns(ends: readonly TurnEnd[]): Promise<boolean[]> {
  const ended = new Set<TurnEnd>()
  for (const alike of Map.groupBy(ends, columnsOf).values()) {
    const first = new Map(alike.toReversed().map(end => [claimKey(end.link), end]))
    const [{ trx }] = alike as [TurnEnd]
    const claims = await rowsOf(trx, [...first.values()], part => letGo(trx, { ends: part }))
    for (const claim of claims) ended.add(first.get(claimKey(claim)) as TurnEnd)
  }
  return ends.map(end => ended.has(end))
}

const columnsOf = ({ set }: TurnEnd): string => Object.keys(set).join(' ')
const claimKey = ({ id, token }: TurnEnd['link']): string => `${id} ${token}`

/** Parameters of a list have no type of their own in PostgreSQL. */
const NUMBERS: ReadonlySet<string> = new Set<keyof LinkChange>(['attempts', 'crashes', 'due_at_ms'])
const typed = (column: string, value: unknown) =>
  sql`cast(${value} as ${sql.raw(NUMBERS.has(column) ? 'bigint' : 'text')})`

const letGo = statement(
  (_, { ends }: { readonly ends: readonly TurnEnd[] }, shape: string) => {
    const [length, ...columns] = shape.split(' ')
    const rows = members(ends, Number(length)).map(({ link, set }) => {
      const values = columns.map(column => typed(column, set[column as keyof LinkChange]))
      return sql`(${sql.join([typed('id', link.id), sql`cast(${link.token} as bigint)`, ...values])})`
    })
    const names = sql.join(columns.map(column => sql.ref(column)))
    const changes = sql.join(columns.map(column => sql`${sql.ref(column)} = ${sql.ref(`ended.${column}`)}`))
    // A turn ends once: when the connection broke after a commit, the second try must change nothing.
    return sql<TurnEnd['link']>`
      with ended (id, token, ${names}) as (values ${sql.join(rows)})
      update links set ${changes}, lease_until_ms = 0, begun = 0 from ended
      where links.id = ended.id and links.token = ended.token and links.lease_until_ms > 0
      returning links.id as id, links.token as token`
  },
  ({ ends }) => `${ends.length} ${columnsOf(ends[0] as TurnEnd)}`,
)

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
