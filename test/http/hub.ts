import type { FastifyInstance } from 'fastify'
import { createServer } from '../../src/http/server.ts'
import type { ArticleRecord } from '../../src/model.ts'
import type { Clock, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

export const HUB = {
  name: 'Harbour News',
  about: 'A hub of the harbour towns.',
  baseUrl: 'http://hub.example',
  timeZone: 'Europe/Berlin',
  language: 'en',
  advertising: false,
  pageSize: 10,
}

const NOW = '2026-03-02T00:00:00.000Z'
const clock: Clock = { now: () => Date.parse(NOW), sleep: async () => {} }

/** A store with these articles, put in through the ledger as a crawl would. */
export async function storeWith(records: readonly ArticleRecord[]): Promise<{ store: Store; ids: string[] }> {
  const store = await openSqlite(':memory:')
  const ids: string[] = []
  const sources = records.map(({ terms }, n) => ({
    id: `source-${n}`,
    name: `Source ${n}`,
    feeds: [{ kind: 'feed' as const, url: `https://s${n}.example/rss` }],
    terms,
    delayMs: 0,
    pollMinutes: 15,
    enabled: true,
  }))
  await store.syncSources(sources, NOW)
  for (const [n, record] of records.entries()) {
    const jobs = n === 0 ? await store.takeDue(records.length, Date.parse(NOW), 60_000) : []
    for (const job of jobs) {
      const feed = await store.beginFeed(job, Date.parse(NOW), 60_000)
      if (feed)
        await store.finishFeed(
          feed,
          { outcome: 'ok', dueAt: '2027-01-01T00:00:00.000Z' },
          [{ url: feed.url.replace('rss', 'article'), hints: { from: 'feed' } }],
          NOW,
        )
    }
    ids.push(await save(store, record, `source-${n}`))
  }
  return { store, ids }
}

async function save(store: Store, { article, revision }: ArticleRecord, sourceId: string): Promise<string> {
  const link = (await store.listLinks({ sourceId }))[0]
  const jobs = await store.takeDue(100, Date.parse(NOW) + 1, 60_000)
  for (const job of jobs) claims.set(job.id, job.token)
  const id = link?.id ?? ''
  const job = { kind: 'ingest', id, token: claims.get(id) ?? 0 } as const
  const claimed = await store.beginLink(job, Date.parse(NOW), 60_000)
  if (!claimed) throw new Error(`no link of ${sourceId} was claimed`)
  const { articleId, change: _change, number: _number, rights, pageHash, createdAt: _createdAt, ...draft } = revision
  const saved = await store.saveRevision({
    link: claimed,
    draft: { ...draft, aliases: [{ scheme: 'dedupe-key', value: `${sourceId} ${articleId}` }] },
    rights,
    pageHash,
    change: 'first',
    recheckAt: undefined,
    now: NOW,
    steps: [],
  })
  if (typeof saved === 'string') throw new Error(saved)
  if (article.status === 'canceled') await store.withdrawArticle(saved.articleId, 'test', NOW)
  return saved.articleId
}

const claims = new Map<string, number>()

/** A hub over these articles. */
export async function hubWith(
  records: readonly ArticleRecord[],
  hub = HUB,
): Promise<{ server: FastifyInstance; ids: string[]; store: Store }> {
  const { store, ids } = await storeWith(records)
  return { server: createServer({ store, clock, hub, contact: 'news@hub.example' }), ids, store }
}
