/** Rows into a database as they are, with what hangs on them: the search index, and the counters. */

import { sql } from 'kysely'
import { inChunks } from '../values/chunks.ts'
import type { Dialect, Trx } from './dialect.ts'
import type { RevisionData } from './schema.ts'
import { type Key, keyIn, type Row, type Table } from './tables.ts'

/** SQLite takes 32,766 parameters a statement; the widest table has some twenty columns. */
const ROWS_PER_INSERT = 500

/** Writes rows, over those of the same keys. Articles are put into the search index at once. */
export async function writeRows(trx: Trx, dialect: Dialect, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = sql.join(table.columns.map(column => sql.ref(column)))
  const others = table.columns.filter(column => !table.key.includes(column))
  const set = sql.join(others.map(column => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`))
  const key = sql.join(table.key.map(column => sql.ref(column)))
  // Fingerprints have no key of their own in the database.
  const isKeyed = table.name !== 'fingerprints'
  if (!isKeyed)
    await deleteRows(
      trx,
      dialect,
      table,
      rows.map(row => keyIn(table, row)),
    )
  for (const part of inChunks(rows, ROWS_PER_INSERT)) {
    const values = part.map(row => sql`(${sql.join([...row])})`)
    const conflict = isKeyed ? sql`on conflict (${key}) do update set ${set}` : sql``
    await sql`insert into ${sql.table(table.name)} (${columns}) values ${sql.join(values)} ${conflict}`.execute(trx)
  }
  if (table.name === 'articles') for (const row of rows) await indexArticle(trx, dialect, table, row)
}

/** Removes the rows of these keys. */
export async function deleteRows(trx: Trx, dialect: Dialect, table: Table, keys: readonly Key[]): Promise<void> {
  for (const values of keys) {
    const same = table.key.map((column, at) => sql`${sql.ref(column)} = ${values[at]}`)
    if (table.name === 'articles') {
      const found = await trx
        .selectFrom('articles')
        .select('seq')
        .where('id', '=', values[0] as string)
        .execute()
      for (const { seq } of found) await trx.executeQuery(dialect.search.remove(trx, seq))
    }
    await sql`delete from ${sql.table(table.name)} where ${sql.join(same, sql` and `)}`.execute(trx)
  }
}

/** Removes all rows. */
export async function emptyTable(trx: Trx, table: Table): Promise<void> {
  await sql`delete from ${sql.table(table.name)}`.execute(trx)
  if (table.name === 'articles') await sql`delete from article_search`.execute(trx)
}

async function indexArticle(trx: Trx, dialect: Dialect, table: Table, row: Row): Promise<void> {
  const at = (column: string) => row[table.columns.indexOf(column)]
  const seq = at('seq') as number
  await trx.executeQuery(dialect.search.remove(trx, seq))
  // A withdrawn article is not to be found.
  if (at('status') === 'canceled') return
  const revision = await trx
    .selectFrom('revisions')
    .select('data')
    .where('article_id', '=', at('id') as string)
    .where('number', '=', at('revision_count') as number)
    .executeTakeFirst()
  if (revision)
    await dialect.writeAll(trx, [
      dialect.search.add(trx, at('id') as string, (JSON.parse(revision.data) as RevisionData).fields),
    ])
}

/** Brings the numbers that the database draws itself beyond those of the rows. */
export async function setCounters(trx: Trx, dialect: Dialect, tables: readonly Table[]): Promise<void> {
  for (const { name, counter } of tables) if (counter !== undefined) await dialect.setCounter(trx, name, counter)
}

/** Lets go of what processes held that do not work on this database: their claims and their hosts' slots. */
export async function freeClaims(trx: Trx, nowMs: number): Promise<void> {
  await trx.updateTable('feeds').set({ lease_until_ms: 0, begun: 0 }).where('lease_until_ms', '>', 0).execute()
  await trx.updateTable('links').set({ lease_until_ms: 0, begun: 0 }).where('lease_until_ms', '>', 0).execute()
  await trx
    .updateTable('hosts')
    .set({ busy_until_ms: 0, ready_at_ms: nowMs })
    .where('ready_at_ms', 'is not', null)
    .execute()
}
