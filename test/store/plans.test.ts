import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Alias, ClaimedLink } from '../../src/model.ts'
import type { Job, SavedRevision, SaveRevision, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { herald } from '../pipeline/memory-desk.ts'

const T0 = Date.parse('2026-11-20T08:00:00Z')
const NOW = new Date(T0).toISOString()
const LEASE_MS = 60_000

/** The tables that grow with the desk and that one statement reads from end to end while this runs. */
async function scansDuring(run: (store: Store) => Promise<unknown>): Promise<string[]> {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-plans-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const store = await openSqlite(join(dir, 'desk.db'))
  await store.syncSources([herald], NOW)
  const prepared = vi.spyOn(DatabaseSync.prototype, 'prepare')
  onTestFinished(() => prepared.mockRestore())
  await run(store)
  const statements = prepared.mock.calls
    .map(([statement]) => statement)
    .filter(text => /^\W*(?:with|select|update|insert|delete)/i.test(text))
  expect(statements.length).toBeGreaterThan(0)
  const db = new DatabaseSync(join(dir, 'desk.db'))
  const plans = statements.flatMap(text => db.prepare(`explain query plan ${text}`).all())
  db.close()
  await store.close()
  return plans
    .map(({ detail }) => String(detail))
    .filter(detail => /^SCAN (?:links|feeds|hosts|articles|aliases|pages|steps)$/.test(detail))
}

const poll = async (store: Store) => {
  const [job] = await store.takeDue(10, T0, LEASE_MS)
  const feed = await store.beginFeed(job as Job, T0, LEASE_MS)
  const links = [{ url: 'https://herald.example/a', hints: { from: 'feed' as const } }]
  await store.finishFeed(feed!, { outcome: 'ok', dueAt: '2027-01-01T00:00:00.000Z' }, links, NOW)
}

describe('no statement of the daily work reads a large table from end to end', () => {
  test('a poll', async () => {
    expect(await scansDuring(poll)).toEqual([])
  })

  test('claiming a link and ending it', async () => {
    const work = async (store: Store) => {
      await poll(store)
      const [job] = await store.takeDue(10, T0 + 1000, LEASE_MS)
      const link = await store.beginLink(job as Job, T0 + 1000, LEASE_MS)
      await store.renew([job as Job], T0 + 1000, LEASE_MS)
      await store.endLink(link!, { state: 'dropped', reason: 'NO_BODY' }, NOW)
      await store.takeDue(10, T0 + 2000, LEASE_MS, ['ingest'])
      await store.takeDue(10, T0 + 2000, LEASE_MS, ['discover'])
    }
    expect(await scansDuring(work)).toEqual([])
  })

  test('storing an article', async () => {
    const work = async (store: Store) => {
      await poll(store)
      const [job] = await store.takeDue(10, T0 + 1000, LEASE_MS)
      const link = (await store.beginLink(job as Job, T0 + 1000, LEASE_MS)) as ClaimedLink
      await store.reserveSlot(link.host, 1000, T0 + 1000)
      await store.releaseSlot(link.host, 1000, T0 + 1000)
      const aliases = [{ scheme: 'dedupe-key', value: link.url }] as const
      await store.findArticle(link.sourceId, aliases)
      await store.similarArticles('0123456789abcdef')
      const input = revisionOf(link, aliases)
      const { articleId } = (await store.saveRevision(input)) as SavedRevision
      await store.takeDue(10, T0 + 3000, LEASE_MS)
      const again = (await store.claimLink(link.id, T0 + 3000, LEASE_MS)) as ClaimedLink
      await store.saveRevision({ ...input, link: again, articleId, change: 'update' })
    }
    expect(await scansDuring(work)).toEqual([])
  })
})

const revisionOf = (link: ClaimedLink, aliases: readonly Alias[]): SaveRevision => ({
  link,
  draft: {
    fields: {
      headline: 'Harbour opens',
      byline: [],
      keywords: [],
      kind: 'article',
      body: { html: '<p>It opens.</p>', text: 'It opens.', wordCount: 2 },
    },
    evidence: {},
    attribution: { sourceName: 'Herald', sourceUrl: link.url, creditLine: 'Herald', agencyCredits: [] },
    signals: {},
    contentHash: link.url,
    aliases,
    fingerprint: '0123456789abcdef',
    engine: 'test',
  },
  rights: { shown: 'full', reasons: [], images: false, indexing: 'noindex' },
  pageHash: 'page',
  page: { linkId: link.id, hash: 'page', url: link.url, headers: {}, fetchedAt: NOW, size: 1 },
  change: 'first',
  recheckAt: undefined,
  now: NOW,
  steps: [{ linkId: link.id, at: NOW, stage: 'store', outcome: 'ok', ms: 1 }],
})
