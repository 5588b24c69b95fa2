import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { CompiledQuery, Kysely, type SqliteDatabase, SqliteDialect, type SqliteStatement, sql } from 'kysely'
import { WiredeskError } from '../errors.ts'
import type { Store } from '../ports.ts'
import type { Dialect, OpenDatabase } from './dialect.ts'
import { flusherOf } from './flush.ts'
import { singly } from './gathered.ts'
import { type Group, grouped, OpenGroup } from './grouped.ts'
import { guarded } from './guarded.ts'
import { migrate } from './migrations.ts'
import type { Database } from './schema.ts'
import { fts5 } from './search-fts5.ts'
import { sqlStore } from './sql-store.ts'
import { statementOf } from './writes.ts'

/** Distinct statements of the store are about a hundred; dynamic lists add some. */
const CACHED_STATEMENTS = 256

/** How long a statement waits for another process (a command beside a running desk) to let go of the database. */
const BUSY_TIMEOUT_MS = 5000

/** SQLite has one writer at a time, so rows need no locks and events come in the order of commits by themselves. */
const sqlite: Dialect = {
  isShared: false,
  search: fts5,
  gather: singly,
  ddl: statement => statement,
  packing: [],
  skipLocked: query => query,
  locked: query => query,
  orderEvents: () => [],
  async writeAll(trx, writes) {
    await trx.executeQuery(CompiledQuery.raw(ALL, writes.map(statementOf)))
  },
  setCounter: async () => {},
}

/** Stands for a list of statements in place of one, see `writeAll`: to bring each here by itself would cost as much as to run it. */
const ALL = 'all of these statements'

/**
 * Opens the store in a database file, making and migrating it where needed.
 * @param path a file, or `:memory:`
 */
export async function openSqlite(path: string): Promise<Store> {
  const database = await opened(path)
  const own = sqlStore(over(database), sqlite)
  const store = grouped(own, { group: database.group, within: own })
  return guarded(path === ':memory:' ? store : durable(store, `${path}-wal`), { toFault, patienceMs: 0 })
}

/** The same below the store. */
export async function openSqliteDatabase(path: string): Promise<OpenDatabase> {
  const db = over(await opened(path))
  return {
    db,
    dialect: sqlite,
    snapshot: run => snapshot(path, run),
    longTransaction: run => db.transaction().execute(run),
    damage: () => damage(db),
    close: () => db.destroy(),
  }
}

async function opened(path: string): Promise<NodeSqlite> {
  try {
    if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true })
    const database = new NodeSqlite(path)
    await migrate(over(database) as unknown as Kysely<never>, sqlite)
    return database
  } catch (error) {
    throw toFault(error) ?? error
  }
}

/** What others may have heard of must outlive a power cut: what was published, and what an operator was told. */
const HEARD_OF = ['saveRevision', 'withdrawArticle', 'syncSources', 'replayQuarantined', 'dropQuarantined'] as const

/**
 * A commit of ours survives the end of the process; these methods also wait until the log is on the disk, and with it all that was
 * written before. SQLite's own way (synchronous = full) would hold up the main thread for every claim and slot as well, which a power
 * cut may take: their work is due again.
 */
function durable(store: Store, log: string): Store {
  const { flush, close } = flusherOf(log)
  const waiting = HEARD_OF.map(name => {
    const method = store[name] as (...args: readonly unknown[]) => Promise<unknown>
    const flushed = async (...args: readonly unknown[]): Promise<unknown> => {
      const result = await method(...args)
      await flush()
      return result
    }
    return [name, flushed]
  })
  return {
    ...store,
    ...Object.fromEntries(waiting),
    async close() {
      await close()
      await store.close()
    },
  }
}

const over = (database: NodeSqlite): Kysely<Database> => new Kysely({ dialect: new SqliteDialect({ database }) })

/** In WAL mode a reader sees the database as it was when it began to read, and keeps no writer waiting. */
async function snapshot<T>(path: string, run: (db: Kysely<Database>) => Promise<T>): Promise<T> {
  const db = over(new NodeSqlite(path, 'reader'))
  try {
    return await db.transaction().execute(run)
  } finally {
    await db.destroy()
  }
}

async function damage(db: Kysely<Database>): Promise<readonly string[]> {
  const { rows } = await sql<{ integrity_check: string }>`pragma integrity_check(20)`.execute(db)
  return rows.map(row => row.integrity_check).filter(line => line !== 'ok')
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

const NOTHING: SqliteStatement = {
  reader: true,
  all: () => [],
  run: () => ({ changes: 0n, lastInsertRowid: 0n }),
  iterate: () => [][Symbol.iterator](),
}

/** `node:sqlite` in the shape that Kysely's own SqliteDialect drives. */
export class NodeSqlite implements SqliteDatabase {
  readonly #db: DatabaseSync
  readonly #statements = new Map<string, SqliteStatement>()
  #around: OpenGroup | undefined

  /** what a transaction begins with: a writer takes the lock at once, so that it need not give up half way */
  readonly #begin: string

  constructor(path: string, as: 'writer' | 'reader' = 'writer') {
    const readOnly = as === 'reader'
    this.#begin = readOnly ? 'begin' : 'begin immediate'
    this.#db = new DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: BUSY_TIMEOUT_MS, readOnly })
    if (readOnly) return
    // With WAL readers of other processes go on meanwhile; NORMAL, because `durable` sees to the rest.
    // Checkpoints further apart than by default would cost less, but a longer log takes the room that a small disk needs.
    this.#db.exec(
      'pragma journal_mode = wal; pragma synchronous = normal; pragma cache_size = -65536; pragma temp_store = memory',
    )
  }

  close(): void {
    this.#statements.clear()
    this.#db.close()
  }

  prepare(text: string): SqliteStatement {
    // SQLite itself rolls back when a disk is full: what follows must not be written by itself.
    if (this.#around && !this.#db.isTransaction) throw new Error('the transaction around this was rolled back')
    if (this.#around?.standsFor(text)) return NOTHING
    if (text === ALL) return this.#all
    return this.#cached(text === 'begin' ? this.#begin : text)
  }

  readonly #all: SqliteStatement = {
    ...NOTHING,
    all: statements => {
      for (const { sql: text, parameters } of statements as CompiledQuery[]) this.#cached(text).run(parameters)
      return []
    },
  }

  /** One transaction around several. */
  readonly group: Group = {
    begin: async () => {
      this.#db.exec(this.#begin)
      this.#around = new OpenGroup()
      return true
    },
    commit: async () => {
      let isCommitted = false
      try {
        if (this.#around?.isSpoiled === false) this.#db.exec('commit')
        isCommitted = this.#around?.isSpoiled === false
      } catch {
        // A full disk, say: what it is will be said when the transactions are run again.
      }
      await this.group.rollback()
      return isCommitted
    },
    rollback: async () => {
      this.#around = undefined
      // SQLite may have done so itself.
      if (this.#db.isTransaction) this.#db.exec('rollback')
    },
  }

  // Least recently used last out: a statement that is asked for again moves to the end of the map.
  #cached(text: string): SqliteStatement {
    const known = this.#statements.get(text)
    if (known) this.#statements.delete(text)
    const statement = known ?? toKysely(this.#db.prepare(text))
    this.#statements.set(text, statement)
    if (this.#statements.size > CACHED_STATEMENTS) {
      const oldest = this.#statements.keys().next().value
      if (oldest !== undefined) this.#statements.delete(oldest)
    }
    return statement
  }
}

function toKysely(statement: StatementSync): SqliteStatement {
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

function toSql(parameters: readonly unknown[]): SQLInputValue[] {
  return parameters.map(value => {
    if (typeof value === 'boolean') return Number(value)
    return value === undefined ? null : (value as SQLInputValue)
  })
}
