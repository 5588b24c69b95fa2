import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Job, Store } from '../../src/ports.ts'
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
    .filter(text => /^\W*(?:select|update|insert|delete)/i.test(text))
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
})
