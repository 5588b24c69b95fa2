import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Trx } from '../../src/store/dialect.ts'
import { openPostgres, openPostgresDatabase } from '../../src/store/postgres.ts'
import { openSqlite, openSqliteDatabase } from '../../src/store/sqlite.ts'
import { allRows, type Row, type Table, tablesOf } from '../../src/store/tables.ts'
import { deleteRows, emptyTable, writeRows } from '../../src/store/write-rows.ts'
import { runOn } from '../services/postgres.ts'
import { fullDesk } from './whole-desk.ts'

const server = inject('postgresUrl')

async function onSqlite() {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-rows-'))
  onTestFinished(() => rmSync(dir, { recursive: true }))
  const path = join(dir, 'desk.db')
  return { open: () => openSqlite(path), openDatabase: () => openSqliteDatabase(path) }
}

async function onPostgres() {
  const name = `w_${randomBytes(6).toString('hex')}`
  await runOn(server as string, `create database ${name}`)
  const url = (server as string).replace(/postgres$/, name)
  return { open: () => openPostgres(url), openDatabase: () => openPostgresDatabase(url) }
}

const places = [['SQLite', onSqlite], ...(server === undefined ? [] : [['PostgreSQL', onPostgres] as const])] as const

/** A desk with an article about a timetable, what the index itself finds, and a way to change rows as a copy does. */
async function desk(place: (typeof places)[number][1]) {
  const { open, openDatabase } = await place()
  const { context } = await fullDesk(open())
  await context.store.close()
  const database = await openDatabase()
  onTestFinished(() => database.close())
  const { db, dialect } = database
  const articles = (await tablesOf(db)).find(({ name }) => name === 'articles') as Table
  const rows: Row[] = []
  for await (const some of allRows(db, articles)) rows.push(...some)
  const at = (column: string): number => articles.columns.indexOf(column)
  const found = async (word: string): Promise<number> =>
    (await sql`select 1 from ${dialect.search.matching(`${word} `)} as found`.execute(db)).rows.length
  const change = (run: (trx: Trx) => Promise<void>): Promise<void> => db.transaction().execute(run)
  // The second of the three that the desk has taken in.
  const timetable = rows.find(row => row[at('seq')] === 2) as Row
  return { articles, dialect, found, change, at, timetable }
}

describe.each(places)('rows of articles in %s, and the search index', (_, place) => {
  test('a removed article is in the index no more', async () => {
    const { articles, dialect, found, change, at, timetable } = await desk(place)
    expect(await found('timetable')).toBe(1)
    await change(trx => deleteRows(trx, dialect, articles, [[timetable[at('id')] as string]]))
    expect([await found('timetable'), await found('reopens')]).toEqual([0, 1])
  })

  test('an article that is written again is in the index once, with the words of its current revision', async () => {
    const { articles, dialect, found, change, timetable } = await desk(place)
    await change(trx => writeRows(trx, dialect, articles, [timetable]))
    expect(await found('timetable')).toBe(1)
  })

  test('one that is written as withdrawn leaves the index', async () => {
    const { articles, dialect, found, change, at, timetable } = await desk(place)
    const canceled = timetable.with(at('status'), 'canceled')
    await change(trx => writeRows(trx, dialect, articles, [canceled]))
    expect(await found('timetable')).toBe(0)
  })

  test('with all articles all of the index goes', async () => {
    const { articles, found, change } = await desk(place)
    await change(trx => emptyTable(trx, articles))
    expect([await found('timetable'), await found('reopens')]).toEqual([0, 0])
  })
})
