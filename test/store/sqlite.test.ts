import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { NodeSqlite, openSqlite } from '../../src/store/sqlite.ts'
import { backfillsContract } from '../contract/backfills.ts'
import { consumersContract } from '../contract/consumers.ts'
import { keptPagesContract } from '../contract/kept-pages.ts'
import { storeContract } from '../contract/store.ts'

describe('the store on SQLite', () => {
  storeContract(async () => await openSqlite(':memory:'))
  keptPagesContract(async () => await openSqlite(':memory:'))
  backfillsContract(async () => await openSqlite(':memory:'))
  consumersContract(async () => await openSqlite(':memory:'))
})

describe('the database file', () => {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-sqlite-'))
  afterAll(() => rmSync(dir, { recursive: true }))

  test('is opened again with what was in it', async () => {
    const path = join(dir, 'deep', 'desk.db')
    const first = await openSqlite(path)
    await first.saveRobots('https://a.example', { text: 'x', state: 'ok', fetchedAt: '2026-03-01T08:00:00.000Z' })
    await first.close()
    const second = await openSqlite(path)
    expect((await second.robots('https://a.example'))?.text).toBe('x')
    await second.close()
  })

  test('a row id that no number can hold, as merges inside FTS5 leave one, does not keep the next transaction from beginning', () => {
    const db = new NodeSqlite(':memory:')
    const run = (statement: string) => db.prepare(statement).run([])
    run('create table wide (id integer primary key)')
    run('insert into wide values (9009535716950016)')
    expect(() => run('begin')).not.toThrow()
    db.close()
  })
})
