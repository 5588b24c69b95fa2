/** All rows of a database as they are, table by table in the order of their keys: for backups and for the move to another database. */

import { createHash, type Hash } from 'node:crypto'
import { type RawBuilder, sql } from 'kysely'
import type { Db } from './dialect.ts'
import type { Database } from './schema.ts'

export type Value = string | number | null
export type Row = readonly Value[]
export type Key = readonly Value[]

/** A table, its columns and its key; the values of a row stand in the order of the columns. */
export interface Table {
  readonly name: keyof Database
  readonly key: readonly string[]
  /** by name, so that the order does not hang on how the database was made */
  readonly columns: readonly string[]
  /** the column that the database numbers by itself */
  readonly counter?: string
}

/** The key of a table, and the column that the database numbers by itself. */
interface Keyed {
  readonly key: readonly string[]
  readonly counter?: string
}

/**
 * Every table but two, which a new one must join before the program compiles: locks are about processes, and the search index is made of
 * the revisions. Articles come last, because their search rows need the revisions.
 */
const KEYS: Readonly<Record<Exclude<keyof Database, 'locks'>, Keyed>> = {
  sources: { key: ['id'] },
  feeds: { key: ['id'] },
  subscriptions: { key: ['id'] },
  consumers: { key: ['id'] },
  links: { key: ['id'] },
  hosts: { key: ['host'] },
  robots: { key: ['origin'] },
  aliases: { key: ['scheme', 'value', 'scope'] },
  revisions: { key: ['article_id', 'number'] },
  fingerprints: { key: ['article_id', 'band'] },
  events: { key: ['number'], counter: 'number' },
  steps: { key: ['id'], counter: 'id' },
  views: { key: ['article_id', 'day'] },
  pages: { key: ['link_id', 'hash'] },
  cursors: { key: ['name'] },
  backfills: { key: ['id'] },
  articles: { key: ['id'], counter: 'seq' },
}
const TABLES = (Object.keys(KEYS) as (keyof typeof KEYS)[]).map(name => ({ name, ...KEYS[name] }))

/** What is no data of the desk. */
const NOT_DATA = new Set(['locks', 'article_search'])

/** The tables with the columns they have in this database. Throws when it has one that this list does not know. */
export async function tablesOf(db: Db): Promise<readonly Table[]> {
  const found = new Map((await db.introspection.getTables()).map(table => [table.name, table]))
  const isKnown = (name: string): boolean =>
    TABLES.some(table => table.name === name) || NOT_DATA.has(name) || name.startsWith('article_search_')
  const stranger = [...found.keys()].find(name => !isKnown(name))
  if (stranger !== undefined) throw new Error(`a table that no backup knows: ${stranger}`)
  return TABLES.map(table => ({
    ...table,
    columns: (found.get(table.name)?.columns ?? []).map(column => column.name).toSorted(),
  }))
}

/** Rows after one key, at most `limit` of them. */
export function rowsAfter(db: Db, table: Table, after: Key | undefined, limit: number): Promise<Row[]> {
  const where = after === undefined ? sql`` : sql`where ${keyOf(table)} > ${tuple(after)}`
  return read(db, table, sql`${where} order by ${sql.join(table.key.map(column => sql.ref(column)))} limit ${limit}`)
}

/** Rows after one key and up to another; an end that is absent is open. */
export function rowsBetween(db: Db, table: Table, after: Key | undefined, through: Key | undefined): Promise<Row[]> {
  const bounds = [
    ...(after === undefined ? [] : [sql`${keyOf(table)} > ${tuple(after)}`]),
    ...(through === undefined ? [] : [sql`${keyOf(table)} <= ${tuple(through)}`]),
  ]
  const where = bounds.length === 0 ? sql`` : sql`where ${sql.join(bounds, sql` and `)}`
  return read(db, table, sql`${where} order by ${sql.join(table.key.map(column => sql.ref(column)))}`)
}

async function read(db: Db, { name, columns }: Table, rest: RawBuilder<unknown>): Promise<Row[]> {
  const list = sql.join(columns.map(column => sql.ref(column)))
  const { rows } = await sql<Record<string, unknown>>`select ${list} from ${sql.table(name)} ${rest}`.execute(db)
  return rows.map(row => columns.map(column => plain(row[column])))
}

const keyOf = ({ key }: Table): RawBuilder<unknown> => tuple(key.map(column => sql.ref(column)))

/** One column as it is, several as a row value; both databases compare those from left to right. */
const tuple = (values: readonly unknown[]): RawBuilder<unknown> =>
  values.length === 1 ? sql`${values[0]}` : sql`(${sql.join([...values])})`

/** PostgreSQL keeps no U+0000 in a text, so none is carried from one database to the other. */
function plain(value: unknown): Value {
  if (typeof value === 'string') return value.includes('\0') ? value.replaceAll('\0', '') : value
  return value === null || value === undefined ? null : Number(value)
}

/** The key of a row. */
export const keyIn = (table: Table, row: Row): Key =>
  table.key.map(column => row[table.columns.indexOf(column)] as Value)

/** Rows in one question; a revision may have a megabyte. */
export const ROWS_PER_LOOK = 500

/** All rows of a table, in order, in batches. */
export async function* allRows(db: Db, table: Table): AsyncGenerator<readonly Row[]> {
  let after: Key | undefined
  for (;;) {
    const rows = await rowsAfter(db, table, after, ROWS_PER_LOOK)
    if (rows.length > 0) yield rows
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_PER_LOOK) return
    after = keyIn(table, last)
  }
}

/** What a table holds: as many rows, with this hash over all of them. */
export interface Digest {
  readonly rows: number
  readonly sha256: string
}

/** Counts and hashes rows as they go by. */
export class Digester {
  readonly #hash: Hash = createHash('sha256')
  #rows = 0

  /** @returns the row as the line that was hashed */
  add(row: Row): string {
    const line = JSON.stringify(row)
    this.#hash.update(line).update('\n')
    this.#rows++
    return line
  }

  end(): Digest {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}

/** The digest of a table as it is in a database. */
export async function digestOf(db: Db, table: Table): Promise<Digest> {
  const digester = new Digester()
  for await (const rows of allRows(db, table)) for (const row of rows) digester.add(row)
  return digester.end()
}

/** Whether the database holds anything that somebody would miss. */
export async function hasData(db: Db): Promise<boolean> {
  for (const name of ['links', 'articles', 'events'] as const) {
    const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return true
  }
  return false
}
