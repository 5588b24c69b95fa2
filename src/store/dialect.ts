import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { Gather } from './gathered.ts'
import type { Database } from './schema.ts'
import type { SearchIndex } from './search.ts'
import type { Write } from './writes.ts'

/** What differs between the two databases; everything else of the store is one SQL for both. */
export interface Dialect {
  /** whether several processes may work on one desk at once */
  readonly isShared: boolean
  readonly search: SearchIndex
  /** how statements that are asked for in one transaction, or by themselves, may become fewer */
  readonly gather: Gather
  /** A statement of `migrations.ts`, which is written as SQLite takes it, in this database's words. */
  ddl(statement: string): string
  /** statements by which it keeps large texts in little time */
  readonly packing: readonly string[]
  /** Locks the chosen rows until the transaction ends, and passes over those that another one has locked. */
  skipLocked<Row>(query: Rows<Row>): Rows<Row>
  /** Locks the chosen rows until the transaction ends; waits for those that another one has locked. */
  locked<Row>(query: Rows<Row>): Rows<Row>
  /** Comes before a transaction's events are written, as the last thing it does: numbers must come in the order of commits. */
  orderEvents(trx: Transaction<Database>): readonly Write[]
  /**
   * Writes what a transaction ends with. Over a network it goes out together; within a group of transactions, with that of all others
   * before the commit. Throws the first fault, where it is written at once.
   */
  writeAll(trx: Transaction<Database>, writes: readonly Write[]): Promise<void>
  /** Called after rows have been written with numbers of their own: the next number is beyond them. */
  setCounter(trx: Transaction<Database>, table: string, column: string): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: the tables a query has joined do not matter to its locks
type Rows<Row> = SelectQueryBuilder<Database, any, Row>

/** The greater of two numbers: SQLite calls that `max`, PostgreSQL `greatest`, and both understand this. */
export function greaterOf(a: RawBuilder<unknown>, b: RawBuilder<unknown> | number): RawBuilder<number> {
  return sql<number>`case when ${a} > ${b} then ${a} else ${b} end`
}

export type Db = Kysely<Database>
export type Trx = Transaction<Database>

/** A database below the store, for what moves all rows as they are. */
export interface OpenDatabase {
  readonly db: Db
  readonly dialect: Dialect
  /** Runs something over one unchanging view of the database, while others go on writing. */
  snapshot<T>(run: (db: Db) => Promise<T>): Promise<T>
  /** Runs something in one transaction that may take long. */
  longTransaction<T>(run: (trx: Trx) => Promise<T>): Promise<T>
  /** What the database finds wrong with its own file; nothing when it is whole, or looks after that itself. */
  damage(): Promise<readonly string[]>
  close(): Promise<void>
}
