import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import type { ClaimedFeed, ClaimedLink, FoundLink, Source } from '../../src/model.ts'
import type { Job, SavedRevision, SaveRevision, Store } from '../../src/ports.ts'
import { EVENT_ORDER_LOCK, openPostgres } from '../../src/store/postgres.ts'
import { backfillsContract } from '../contract/backfills.ts'
import { consumersContract } from '../contract/consumers.ts'
import { keptPagesContract } from '../contract/kept-pages.ts'
import { storeContract } from '../contract/store.ts'
import { freshDatabase } from '../services/fresh.ts'
import { runOn } from '../services/postgres.ts'

const server = inject('postgresUrl')

describe.skipIf(server === undefined)('the store on PostgreSQL', () => {
  const database = `t_${randomBytes(6).toString('hex')}`
  const url = server?.replace(/postgres$/, database) ?? ''

  beforeAll(async () => {
    await runOn(server as string, `create database ${database}`)
  })
  afterAll(async () => {
    await runOn(server as string, `drop database ${database} with (force)`)
  })

  const rowsOf = async (table: string): Promise<number> =>
    Number((await runOn(url, `select count(*) as rows from ${table}`))[0]?.['rows'])

  storeContract(() => emptied(url))
  keptPagesContract(() => emptied(url))
  backfillsContract(() => emptied(url))
  consumersContract(() => emptied(url))

  test('is opened by several processes at once, and made once', async () => {
    const fresh = `${database}_fresh`
    await runOn(server as string, `create database ${fresh}`)
    const freshUrl = url.replace(database, fresh)
    const stores = await Promise.all([openPostgres(freshUrl), openPostgres(freshUrl), openPostgres(freshUrl)])
    expect(await stores[2]?.countLinks()).toMatchObject({ due: 0 })
    await Promise.all(stores.map(store => store.close()))
    await runOn(server as string, `drop database ${fresh} with (force)`)
  })

  test('goes on when every connection is ended from outside', async () => {
    const store = await emptied(url)
    await Promise.all([store.countLinks(), store.countLinks(), store.countLinks()])
    await runOn(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`,
    )
    expect(await store.countLinks()).toMatchObject({ due: 0 })
    await store.close()
  })

  test('claims of several processes never give one job twice', async () => {
    const stores = [await emptied(url), await openPostgres(url), await openPostgres(url)]
    await stores[0]!.syncSources(
      Array.from({ length: 60 }, (_, n) => sourceOf(n)),
      NOW,
    )
    const claims = Array.from({ length: 12 }, (_, n) => stores[n % 3]!.takeDue(16, Date.parse(NOW), 60_000))
    const ids = (await Promise.all(claims)).flat().map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    const rest = await stores[0]!.takeDue(60, Date.parse(NOW), 60_000)
    expect(ids.length + rest.length).toBe(60)
    await Promise.all(stores.map(store => store.close()))
  })

  test('a claim reads no table of links from end to end, even one that the server has not analyzed yet', async () => {
    const fresh = await freshDatabase(server as string)
    await (await openPostgres(fresh)).close()
    await runOn(
      fresh,
      `insert into links (id, source_id, url, url_key, host, hints, state, found_at, due_at_ms)
        select n, 'herald', n, n, 'herald.example', '{}', 'due', '${NOW}', 0 from generate_series(1, 3000) as n;
      insert into hosts (host, ready_at_ms) values ('herald.example', 0)`,
    )
    const scans = () => runOn(fresh, `select seq_scan from pg_stat_user_tables where relname = 'links'`)
    const before = await scans()
    const store = await openPostgres(fresh)
    expect(await store.takeDue(16, Date.parse(NOW), 60_000)).toHaveLength(1)
    await store.close()
    expect(await scans()).toEqual(before)
    await runOn(server as string, `drop database ${new URL(fresh).pathname.slice(1)} with (force)`)
  })

  test('large texts are packed with lz4 where the server has it', async () => {
    await (await emptied(url)).close()
    const [row] = await runOn(
      url,
      `select bool_and((attcompression = 'l') = ('lz4' = any(enumvals))) as holds from pg_attribute, pg_settings
        where pg_settings.name = 'default_toast_compression'
          and (attrelid, attname) in (('revisions'::regclass, 'data'), ('article_search'::regclass, 'words'))`,
    )
    expect(row?.['holds']).toBe(true)
  })

  test('of several processes that want one lock at the same moment, one gets it', async () => {
    const stores = [await emptied(url), await openPostgres(url), await openPostgres(url)]
    const asked = stores.map((store, n) => store.takeLock('sweep', `holder ${n}`, Date.parse(NOW), 60_000, () => true))
    expect((await Promise.all(asked)).filter(Boolean)).toHaveLength(1)
    await Promise.all(stores.map(store => store.close()))
  })

  test('a reader of the log passes over no event, however the commits fall', async () => {
    const writer = await emptied(url)
    const reader = await openPostgres(url)
    await writer.syncSources(
      Array.from({ length: 40 }, (_, n) => sourceOf(n)),
      NOW,
    )
    const feeds = await writer.takeDue(40, Date.parse(NOW), 60_000)
    for (const job of feeds) await findArticleOf(writer, job)
    const links = await writer.takeDue(40, Date.parse(NOW), 60_000)
    expect(links).toHaveLength(40)

    const seen: number[] = []
    let isWriting = true
    const reading = (async () => {
      for (let last = 0, more = true; more; ) {
        more = isWriting
        const events = await reader.eventsAfter(last, 1000)
        seen.push(...events.map(event => event.number))
        last = seen.at(-1) ?? 0
      }
    })()
    await Promise.all(links.map(job => publish(writer, job)))
    isWriting = false
    await reading
    expect(seen).toHaveLength(40)
    await Promise.all([writer.close(), reader.close()])
  })

  test('ends that come together share a transaction', async () => {
    const store = await emptied(url)
    const links = await begunLinks(store, 5)
    await Promise.all(links.map(link => store.saveRevision(revisionOf(link, link.url))))
    expect(await rowsOf('(select distinct xmin::text from articles) as transactions')).toBe(1)
    await store.close()
  })

  test('of ends that come together one that is too late spoils none of the others', async () => {
    const store = await emptied(url)
    const links = await begunLinks(store, 5)
    const saved = await Promise.all(
      links.map((link, n) => store.saveRevision(revisionOf(link, n < 2 ? 'same' : link.url))),
    )
    const ends = saved.map(result => (result === 'raced' ? result : 'saved'))
    // Which of the two that claim one name comes first is chance: run again, each by itself, they are on connections of their own.
    expect(ends.slice(0, 2).toSorted()).toEqual(['raced', 'saved'])
    expect(ends.slice(2)).toEqual(['saved', 'saved', 'saved'])
    expect(await rowsOf("links where state = 'done'")).toBe(4)
    await store.close()
  })

  test('ends whose connection breaks before they are committed are written once', async () => {
    const store = await emptied(url)
    const links = await begunLinks(store, 8)
    const ends = links.map(link => store.saveRevision(revisionOf(link, link.url)))
    await runOn(
      url,
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}' and pid <> pg_backend_pid()`,
    )
    await Promise.all(ends)
    expect([await rowsOf('articles'), await rowsOf('events'), await rowsOf("links where state = 'done'")]).toEqual([
      8, 8, 8,
    ])
    await store.close()
  })

  test('ends that wait for others longer than an unused connection is kept share a transaction all the same', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const store = await emptied(url)
    const links = await begunLinks(store, 2)
    const order = await holdOrder(url)
    const ends = Promise.all(links.map(link => store.saveRevision(revisionOf(link, link.url))))
    await vi.advanceTimersByTimeAsync(20)
    await expect.poll(order.waiting, PATIENT).toBe(1)
    await vi.advanceTimersByTimeAsync(10_000)
    await order.release()
    await ends
    expect(await rowsOf('(select distinct xmin::text from articles) as transactions')).toBe(1)
    await store.close()
  })

  test('of two groups that wait for each other the server ends one, whose turns are then done one by one', async () => {
    const [one, two] = [await emptied(url), await openPostgres(`${url}?options=-c%20deadlock_timeout%3D1h`)]
    const links = await begunLinks(one, 8)
    const saved = await Promise.all(links.slice(0, 3).map(link => one.saveRevision(revisionOf(link, link.url))))
    const [left, held, right] = saved.map(each => (each as SavedRevision).articleId) as [string, string, string]
    const row = await holdArticle(url, held)
    const change = (store: Store, of: readonly string[], from: number) =>
      Promise.all(
        of.map((articleId, n) => store.saveRevision({ ...revisionOf(links[from + n]!), articleId, change: 'update' })),
      )

    const first = change(one, [left, held, right], 3)
    await expect.poll(row.waiting, PATIENT).toBe(1)
    const second = change(two, [right, left], 6)
    await expect.poll(row.waiting, PATIENT).toBe(2)
    // The first has the left article and now wants the right one; the second has the right one, and would wait an hour for the left.
    await row.release()
    const numbers = (await Promise.all([first, second])).flat().map(each => (each as SavedRevision).number)
    expect(numbers.toSorted()).toEqual([2, 2, 2, 3, 3])

    await Promise.all([one.close(), two.close()])
    const deadlocks = `select deadlocks::int from pg_stat_database where datname = '${database}'`
    await expect.poll(async () => (await runOn(server as string, deadlocks))[0]?.['deadlocks'], PATIENT).toBe(1)
    expect([await rowsOf('articles'), await rowsOf('revisions'), await rowsOf('events')]).toEqual([3, 8, 8])
    expect(await rowsOf("links where state = 'done'")).toBe(8)
  })

  test('a password that is wrong, or a database that is not there, is said at once', async () => {
    await expect(openPostgres(url.replace(database, 'nowhere'))).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
  })

  test('a server that is not there is waited for, and then said', async () => {
    const closed = 'postgres://wiredesk@127.0.0.1:9/postgres'
    await expect(openPostgres(closed, { patienceMs: 200 })).rejects.toMatchObject({ code: 'STORE_BUSY' })
  })
})

const NOW = '2026-03-01T08:00:00.000Z'
const LATER = '2026-03-02T08:00:00.000Z'

/** A machine that is busy otherwise is waited for. */
const PATIENT = { timeout: 60_000 }

const terms = {
  republish: 'excerpt',
  excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 },
  images: false,
} as const

const sourceOf = (n: number): Source => ({
  id: `s${n}`,
  name: `Source ${n}`,
  feeds: [{ kind: 'feed', url: `https://s${n}.example/rss` }],
  terms,
  delayMs: 0,
  pollMinutes: 15,
  enabled: true,
})

async function findArticleOf(store: Store, job: Job): Promise<void> {
  const feed = (await store.beginFeed(job, Date.parse(NOW), 60_000)) as ClaimedFeed
  const link: FoundLink = { url: feed.url.replace('rss', 'article'), hints: { from: 'feed' } }
  await store.finishFeed(feed, { outcome: 'ok', dueAt: LATER }, [link], NOW)
}

async function publish(store: Store, job: Job): Promise<void> {
  const link = (await store.beginLink(job, Date.parse(NOW), 60_000)) as ClaimedLink
  await store.saveRevision(revisionOf(link, link.url))
}

/** Links of sources of their own, each begun with. */
async function begunLinks(store: Store, count: number): Promise<ClaimedLink[]> {
  await store.syncSources(
    Array.from({ length: count }, (_, n) => sourceOf(n)),
    NOW,
  )
  for (const job of await store.takeDue(count, Date.parse(NOW), 60_000)) await findArticleOf(store, job)
  const jobs = await store.takeDue(count, Date.parse(NOW), 60_000)
  return Promise.all(jobs.map(async job => (await store.beginLink(job, Date.parse(NOW), 60_000)) as ClaimedLink))
}

/** The first revision of the article that goes by this name, or by none. */
const revisionOf = (link: ClaimedLink, name?: string): SaveRevision => ({
  link,
  draft: {
    fields: {
      headline: link.url,
      byline: [],
      keywords: [],
      kind: 'article',
      body: { html: '', text: 'word '.repeat(500), wordCount: 500 },
    },
    evidence: {},
    attribution: { sourceName: 'S', sourceUrl: link.url, creditLine: 'S', agencyCredits: [] },
    signals: {},
    contentHash: link.url,
    aliases: name === undefined ? [] : [{ scheme: 'dedupe-key', value: name }],
    engine: 'test',
  },
  rights: { shown: 'excerpt', reasons: [], images: false, indexing: 'noindex' },
  pageHash: 'page',
  change: 'first',
  recheckAt: undefined,
  now: NOW,
  steps: [],
})

/** Holds the order of events, so that every transaction that writes one waits. */
async function holdOrder(url: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(`select pg_advisory_lock(${EVENT_ORDER_LOCK})`)
  const waiting = "select count(*)::int as count from pg_locks where locktype = 'advisory' and not granted"
  return {
    waiting: async () => (await client.query(waiting)).rows[0].count,
    release: () => client.end(),
  }
}

/** Holds an article, so that every transaction that changes it waits. */
async function holdArticle(url: string, id: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query('begin')
  await client.query('select id from articles where id = $1 for update', [id])
  const waiting =
    "select count(*)::int as count from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()"
  return {
    // Within a transaction the server shows its activity as it was when it was first asked.
    waiting: async () => (await runOn(url, waiting))[0]?.['count'],
    release: () => client.end(),
  }
}

async function emptied(url: string): Promise<Store> {
  const store = await openPostgres(url)
  const tables = await runOn(
    url,
    `select string_agg(format('%I', tablename), ', ') as names from pg_tables where schemaname = 'public' and tablename not like 'kysely%'`,
  )
  await runOn(url, `truncate ${tables[0]?.['names']} restart identity`)
  return store
}
