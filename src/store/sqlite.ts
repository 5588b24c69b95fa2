import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { WiredeskError } from '../errors.ts'
import type { Store } from '../ports.ts'
import type { Dialect } from './dialect.ts'
import { guarded } from './guarded.ts'
import { migrate } from './migrations.ts'
import type { Database } from './schema.ts'
import { fts5 } from './search-fts5.ts'
import { sqlStore } from './sql-store.ts'

/** Distinct statements of the store are about a hundred; dynamic lists add some. */
const CACHED_STATEMENTS = 256

/** How long a statement waits for another process (a command beside a running desk) to let go of the database. */
const BUSY_TIMEOUT_MS = 5000

/** SQLite has one writer at a time, so rows need no locks and events come in the order of commits by themselves. */
const sqlite: Dialect = {
  isShared: false,
  search: fts5,
  ddl: statement => statement,
  skipLocked: query => query,
  locked: query => query,
  orderEvents: async () => {},
}

/**
 * Opens the store in a database file, making and migrating it where needed.
 * @param path a file, or `:memory:`
 */
export async function openSqlite(path: string): Promise<Store> {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new NodeSqlite(path) }) })
    await migrate(db as unknown as Kysely<never>, sqlite)
    return guarded(sqlStore(db, sqlite), { toFault, patienceMs: 0 })
  } catch (error) {
    throw toFault(error) ?? error
  }
}

/** Primary result codes (sqlite.org/rescode.html) that mean that somebody else has the file, that it is damaged, and so on. */
const BUSY = new Set([5, 6])
const DAMAGED = new Set([11, 26])
/** Missing rights, a read-only or failing disk, a full one, a file that cannot be opened. */
const CLOSED = new Set([3, 8, 10, 13, 14, 22, 23])

/** A fault of the database, as an error that says what to do; undefined for anything else, which is a fault of ours. */
function toFault(thrown: unknown): WiredeskError | undefined {
  if (!(thrown instanceof Error)) return undefined
  const { code, errcode } = thrown as NodeJS.ErrnoException & { readonly errcode?: number }
  if (code !== 'ERR_SQLITE_ERROR') return undefined
  // The low byte is the primary code; the rest says more about it.
  const primary = (errcode ?? 0) & 0xff
  const context = { detail: thrown.message, cause: thrown }
  if (BUSY.has(primary)) return new WiredeskError('STORE_BUSY', context)
  if (DAMAGED.has(primary)) return new WiredeskError('STORE_CORRUPT', context)
  return CLOSED.has(primary) ? new WiredeskError('STORE_UNAVAILABLE', context) : undefined
}

/** `node:sqlite` in the shape that Kysely's own SqliteDialect drives. */
export class NodeSqlite implements SqliteDatabase {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, StatementSync>()

  constructor(path: string) {
    this.#db = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: BUSY_TIMEOUT_MS })
    // FULL: what a commit has promised survives a power cut too; WAL keeps readers of other processes going meanwhile.
    this.#db.exec(
      'pragma journal_mode = wal; pragma synchronous = full; pragma cache_size = -65536; pragma temp_store = memory',
    )
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  prepare(sql: string): SqliteStatement {
    const statement = this.#cached(sql === 'begin' ? 'begin immediate' : sql)
    const reader = statement.columns().length > 0
    // Every run also gives the last row id of the connection, and a merge inside FTS5 leaves one there that no number can hold:
    // `begin` would then throw although it has begun.
    if (!reader) statement.setReadBigInts(true)
    return {
      reader,
      all: parameters => statement.all(...toSql(parameters)),
      run: parameters => statement.run(...toSql(parameters)),
      iterate: parameters => statement.iterate(...toSql(parameters)) as IterableIterator<unknown>,
    }
  }

  // Least recently used last out: a statement that is asked for again moves to the end of the map.
  #cached(sql: string): StatementSync {
    const known = this.#statements.get(sql)
    if (known) this.#statements.delete(sql)
    const statement = known ?? this.#db.prepare(sql)
    this.#statements.set(sql, statement)
    if (this.#statements.size > CACHED_STATEMENTS) {
      const oldest = this.#statements.keys().next().value
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }
}

function toSql(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map(value => {
    if (typeof value === 'boolean') return Number(value)
    return value === undefined ? null : (value as SQLInputValue)
  })
}
