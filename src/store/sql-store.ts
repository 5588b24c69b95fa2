import { sql } from 'kysely'
import type { FeedState, HostState, Instant, LinkState, Source } from '../model.ts'
import { LINK_STATES } from '../model.ts'
import type { SourceHealth, Store } from '../ports.ts'
import { articleStore } from './articles.ts'
import { backfillStore } from './backfills.ts'
import { claimStore } from './claims.ts'
import { consumerStore } from './consumers.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { toFeedState } from './from-rows.ts'
import { hostStore, toPace } from './hosts.ts'
import { keptPageStore } from './kept-pages.ts'
import { leaseStore } from './leases.ts'
import { ledgerStore, syncFeeds } from './ledger.ts'
import { publishStore } from './publish.ts'
import { forgetSteps, insertSteps, staleRulesSince, stepsOf } from './steps.ts'
import { subscriptionStore } from './subscriptions.ts'

/** The store over an open database; its parts are in the files beside. */
export function sqlStore(db: Db, dialect: Dialect): Store {
  return {
    isShared: dialect.isShared,
    ...claimStore(db, dialect),
    ...leaseStore(db, dialect),
    ...ledgerStore(db, dialect),
    ...hostStore(db, dialect),
    ...subscriptionStore(db),
    ...consumerStore(db),
    ...articleStore(db, dialect),
    ...publishStore(db, dialect),
    ...keptPageStore(db),
    ...backfillStore(db, dialect),
    addSteps: steps => db.transaction().execute(trx => dialect.writeAll(trx, insertSteps(trx, steps))),
    steps: linkId => stepsOf(db, linkId),
    forgetSteps: (before, limit) => forgetSteps(db, before, limit),
    syncSources: (sources, now) => db.transaction().execute(trx => syncSources(trx, dialect, sources, now)),
    sourceHealth: () => sourceHealth(db),
    staleRules: since => staleRulesSince(db, since),
    takeLock: (name, holder, now, leaseMs, isAlive) => takeLock(db, name, holder, now, leaseMs, isAlive),

    async releaseLock(name, holder) {
      await db.deleteFrom('locks').where('name', '=', name).where('holder', '=', holder).execute()
    },

    async cursor(name) {
      const row = await db.selectFrom('cursors').select('position').where('name', '=', name).executeTakeFirst()
      return row?.position
    },

    async saveCursor(name, position, now) {
      const row = { position, updated_at: now }
      await db
        .insertInto('cursors')
        .values({ name, ...row })
        .onConflict(conflict => conflict.column('name').doUpdateSet(row))
        .execute()
    },

    close: () => db.destroy(),
  }
}

async function syncSources(trx: Trx, dialect: Dialect, sources: readonly Source[], now: Instant): Promise<void> {
  const known = new Map((await trx.selectFrom('sources').selectAll().execute()).map(row => [row.id, row]))
  const changed: string[] = []
  for (const source of sources) {
    const row = { name: source.name, terms: JSON.stringify(source.terms), active: Number(source.enabled) }
    const before = known.get(source.id)
    if (before?.name !== row.name || before.terms !== row.terms || before.active !== row.active) {
      await trx
        .insertInto('sources')
        .values({ id: source.id, ...row })
        .onConflict(conflict => conflict.column('id').doUpdateSet(row))
        .execute()
    }
    if (before && before.terms !== row.terms) changed.push(source.id)
    await syncFeeds(trx, source, Date.parse(now))
  }
  // A source that left the configuration keeps its articles under its last terms; nothing of it is asked for any more.
  const configured = new Set(sources.map(source => source.id))
  const gone = [...known.keys()].filter(id => !configured.has(id))
  if (gone.length > 0) {
    await trx.updateTable('sources').set({ active: 0 }).where('id', 'in', gone).execute()
    await trx.updateTable('feeds').set({ active: 0 }).where('source_id', 'in', gone).execute()
  }
  await addRightsEvents(trx, dialect, changed, now)
}

/** New terms change what every article of the source shows, so every reader of the log must hear of it. */
async function addRightsEvents(trx: Trx, dialect: Dialect, sources: readonly string[], now: Instant): Promise<void> {
  if (sources.length === 0) return
  await dialect.writeAll(trx, dialect.orderEvents(trx))
  await sql`insert into events (at, type, article_id, revision)
    select ${now}, 'article.rights_changed', id, revision_count from articles
    where source_id in (${sql.join(sources)}) and status = 'usable' order by seq`.execute(trx)
}

async function sourceHealth(db: Db): Promise<SourceHealth[]> {
  const sources = await db.selectFrom('sources').select('id').where('active', '=', 1).orderBy('id').execute()
  const feeds = await db.selectFrom('feeds').selectAll().where('active', '=', 1).orderBy('url').execute()
  const links = await db
    .selectFrom('links')
    .select(['source_id', 'state', 'reason', eb => eb.fn.countAll<number>().as('links')])
    .groupBy(['source_id', 'state', 'reason'])
    .execute()
  const articles = await db
    .selectFrom('articles')
    .select(['source_id', eb => eb.fn.countAll<number>().as('articles')])
    .where('status', '=', 'usable')
    .groupBy('source_id')
    .execute()
  const hosts = await hostStates(
    db,
    feeds.map(feed => feed.host),
  )
  return sources.map(({ id }) => {
    const own: FeedState[] = feeds.filter(feed => feed.source_id === id).map(toFeedState)
    const counts = Object.fromEntries(LINK_STATES.map(state => [state, 0])) as Record<LinkState, number>
    const reasons: Record<string, number> = {}
    for (const row of links.filter(link => link.source_id === id)) {
      counts[row.state] += Number(row.links)
      if (row.reason !== null) reasons[row.reason] = (reasons[row.reason] ?? 0) + Number(row.links)
    }
    return {
      sourceId: id,
      feeds: own,
      hosts: hosts.filter(({ host }) => own.some(feed => feed.host === host)),
      links: counts,
      articles: Number(articles.find(row => row.source_id === id)?.articles ?? 0),
      reasons,
    }
  })
}

/** What is known of these hosts. */
async function hostStates(db: Db, names: readonly string[]): Promise<HostState[]> {
  // All hosts are read: a list of names may be longer than a statement takes, and a desk knows a few thousand at most.
  const wanted = new Set(names)
  const rows = await db.selectFrom('hosts').select(['host', 'hold_until_ms', 'pace']).execute()
  return rows
    .filter(row => wanted.has(row.host))
    .map(row => ({
      host: row.host,
      ...(row.pace === null ? { delayMs: 0, answerMs: 0, failures: 0 } : toPace(row.pace)),
      ...(row.hold_until_ms > 0 && { restsUntil: new Date(row.hold_until_ms).toISOString() }),
    }))
}

async function takeLock(
  db: Db,
  name: string,
  holder: string,
  now: number,
  leaseMs: number,
  isAlive: (holder: string) => boolean,
): Promise<boolean> {
  const row = { holder, until_ms: now + leaseMs }
  // One statement: of two that ask at the same moment one gets it.
  const taken = await db
    .insertInto('locks')
    .values({ name, ...row })
    .onConflict(conflict =>
      conflict
        .column('name')
        .doUpdateSet(row)
        .where(eb => eb.or([eb('locks.holder', '=', holder), eb('locks.until_ms', '<=', now)])),
    )
    .returning('name')
    .executeTakeFirst()
  if (taken) return true
  const lock = await db.selectFrom('locks').select('holder').where('name', '=', name).executeTakeFirst()
  if (!lock || isAlive(lock.holder)) return false
  const query = db.updateTable('locks').set(row).where('name', '=', name).where('holder', '=', lock.holder)
  return (await query.executeTakeFirst()).numUpdatedRows > 0n
}
