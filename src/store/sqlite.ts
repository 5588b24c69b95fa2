import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement } from 'kysely'
import { migrate } from './migrations.ts'
import type { Database } from './schema.ts'

/** Distinct statements of the store are about a hundred; dynamic lists add some. */
const CACHED_STATEMENTS = 256

/** How long a statement waits for another process (a command beside a running desk) to let go of the database. */
const BUSY_TIMEOUT_MS = 5000

/**
 * Opens the database file, making and migrating it where needed.
 * @param path a file, or `:memory:`
 */
export async function openSqlite(path: string): Promise<Kysely<Database>> {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
  const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new NodeSqlite(path) }) })
  await migrate(db as unknown as Kysely<never>)
  return db
}

/** `node:sqlite` in the shape that Kysely's own SqliteDialect drives. */
class NodeSqlite implements SqliteDatabase {
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
