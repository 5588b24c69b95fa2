import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { SaveRevision, Store } from '../../src/ports.ts'
import { openSqlite } from '../../src/store/sqlite.ts'
import { herald } from '../pipeline/memory-desk.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const T0 = Date.parse(NOW)
const LEASE_MS = 60_000

/** A desk on disk, another look into its file, and how often it has committed since it was opened. */
async function desk(): Promise<{ store: Store; count: (table: string) => unknown; commits: () => number }> {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-grouped-'))
  const path = join(dir, 'desk.db')
  const store = await openSqlite(path)
  await store.syncSources([herald], NOW)
  const other = new DatabaseSync(path, { readOnly: true })
  const executed = vi.spyOn(DatabaseSync.prototype, 'exec')
  onTestFinished(async () => {
    executed.mockRestore()
    other.close()
    await store.close()
    rmSync(dir, { recursive: true })
  })
  return {
    store,
    count: table => other.prepare(`select count(*) as rows from ${table}`).get()?.['rows'],
    commits: () => executed.mock.calls.filter(([text]) => text === 'commit').length,
  }
}

const robots = { text: '', state: 'ok', fetchedAt: NOW } as const

/** Two links, each begun with. */
async function begunLinks(store: Store) {
  const [job] = await store.takeDue(1, T0, LEASE_MS)
  const feed = await store.beginFeed(job!, T0, LEASE_MS)
  const links = ['one', 'two'].map(host => ({ url: `https://${host}.example/a`, hints: { from: 'feed' as const } }))
  await store.finishFeed(feed!, { outcome: 'ok', dueAt: '2027-01-01T00:00:00.000Z' }, links, NOW)
  const jobs = await store.takeDue(2, T0, LEASE_MS, ['ingest'])
  return Promise.all(jobs.map(each => store.beginLink(each, T0, LEASE_MS)))
}

/** Both say that they are the first to have found this article. */
const firstOf = (link: SaveRevision['link']): SaveRevision => ({
  link,
  draft: {
    fields: { headline: 'A', byline: [], body: { html: '', text: '', wordCount: 0 }, keywords: [], kind: 'article' },
    evidence: {},
    attribution: { sourceName: 'H', sourceUrl: link.url, creditLine: 'H', agencyCredits: [] },
    signals: {},
    contentHash: 'a',
    aliases: [{ scheme: 'canonical', value: 'https://one.example/a' }],
    engine: 'test',
  },
  rights: { shown: 'excerpt', reasons: [], images: false, indexing: 'noindex' },
  pageHash: 'p',
  change: 'first',
  recheckAt: undefined,
  now: NOW,
  steps: [],
})

test('calls of one turn share a commit, and are in the file when the first of them is answered', async () => {
  const { store, count, commits } = await desk()
  const calls = ['a', 'b', 'c'].map(name => store.saveRobots(`https://${name}.example`, robots))
  await calls[0]
  expect([count('robots'), commits()]).toEqual([3, 1])
})

test('one that fails takes no other with it, and is told its own fault', async () => {
  const { store, count } = await desk()
  const faulty = { ...robots, fetchedAt: null as unknown as string }
  const results = await Promise.allSettled([
    store.saveRobots('https://a.example', robots),
    store.saveRobots('https://b.example', faulty),
    store.saveRobots('https://c.example', robots),
  ])
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(results[1]).toMatchObject({ reason: { message: expect.stringMatching(/NOT NULL.*fetched_at/) } })
  expect(count('robots')).toBe(2)
})

test('of two that make one article in the same turn one does, and the other leaves nothing of itself', async () => {
  const { store, count } = await desk()
  const [one, two] = await begunLinks(store)
  const saved = await Promise.all([store.saveRevision(firstOf(one!)), store.saveRevision(firstOf(two!))])
  expect(saved).toMatchObject([{ number: 1 }, 'raced'])
  expect([count('articles'), count('events'), count("links where state = 'done'")]).toEqual([1, 1, 1])
})

test('a store is closed when the calls before it have been answered', async () => {
  const { store, count } = await desk()
  const calls = ['a', 'b'].map(name => store.saveRobots(`https://${name}.example`, robots))
  await store.close()
  await Promise.all(calls)
  expect(count('robots')).toBe(2)
})
