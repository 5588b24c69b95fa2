import { type Kysely, type RawBuilder, type SelectQueryBuilder, sql, type Transaction } from 'kysely'
import type { Database } from './schema.ts'
import type { SearchIndex } from './search.ts'

/** What differs between the two databases; everything else of the store is one SQL for both. */
export interface Dialect {
  /** whether several processes may work on one desk at once */
  readonly isShared: boolean
  readonly search: SearchIndex
  /** A statement of `migrations.ts`, which is written as SQLite takes it, in this database's words. */
  ddl(statement: string): string
  /** Locks the chosen rows until the transaction ends, and passes over those that another one has locked. */
  skipLocked<Row>(query: Rows<Row>): Rows<Row>
  /** Locks the chosen rows until the transaction ends; waits for those that another one has locked. */
  locked<Row>(query: Rows<Row>): Rows<Row>
  /** Called before a transaction's events are written, as the last thing it does: numbers must come in the order of commits. */
  orderEvents(trx: Transaction<Database>): Promise<void>
}

// biome-ignore lint/suspicious/noExplicitAny: the tables a query has joined do not matter to its locks
type Rows<Row> = SelectQueryBuilder<Database, any, Row>

/** The greater of two numbers: SQLite calls that `max`, PostgreSQL `greatest`, and both understand this. */
export function greaterOf(a: RawBuilder<unknown>, b: RawBuilder<unknown> | number): RawBuilder<number> {
  return sql<number>`case when ${a} > ${b} then ${a} else ${b} end`
}

export type Db = Kysely<Database>
export type Trx = Transaction<Database>
