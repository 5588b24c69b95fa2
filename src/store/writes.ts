/**
 * What a transaction writes last, and whose results nobody needs. Writes of one kind can be made one statement: a dozen turns that end
 * together would otherwise bring a dozen each.
 */

import type { CompiledQuery, Insertable } from 'kysely'
import type { Db } from './dialect.ts'
import type { Database } from './schema.ts'
import { inFewLengths, members, statement } from './statement.ts'

/**
 * In which order joined writes go out. Changes and removals come before the rows that take the place of what they remove, an article before its
 * search row; the lock of the events is taken last, since whoever has it keeps all others waiting.
 */
const ORDER = [
  'changes',
  'hosts',
  'pages',
  'steps',
  'articles',
  'revisions',
  'fingerprints',
  'article_search',
  'event order',
  'events',
] as const

interface WriteKind<Given> {
  readonly place: (typeof ORDER)[number]
  statement(db: Db, given: Given): CompiledQuery
  /** as few as come to the same */
  join(givens: readonly Given[]): readonly Given[]
}

/** One thing to write, and of what kind it is. */
export interface Write {
  // biome-ignore lint/suspicious/noExplicitAny: a kind and what is given for it belong together, whatever that is
  readonly kind: WriteKind<any>
  readonly given: unknown
  readonly db: Db
}

/** The statement that does it by itself. */
export const statementOf = ({ kind, given, db }: Write): CompiledQuery => kind.statement(db, given)

/**
 * A kind of write.
 * @param join makes as few as come to the same of several; without it each stays a statement of its own
 */
export function writeOf<Given>(
  place: WriteKind<Given>['place'],
  statement: WriteKind<Given>['statement'],
  join: WriteKind<Given>['join'] = givens => givens,
): (db: Db, given: Given) => Write {
  const kind = { place, statement, join }
  return (db, given) => ({ kind, given, db })
}

export interface Rows<Row> {
  readonly rows: readonly Row[]
}

/** What makes of several lists of rows a few, each of which is one statement. */
export const joinRows = <Row>(givens: readonly Rows<Row>[]): Rows<Row>[] =>
  inFewLengths(givens.flatMap(({ rows }) => rows)).map(rows => ({ rows }))

type Table = Extract<WriteKind<never>['place'], keyof Database>

/**
 * Rows into a table.
 * @param key its columns, where a row that has the same values in them is replaced
 */
export function rowsInto<Into extends Table, Column extends keyof Insertable<Database[Into]> & string>(
  table: Into,
  columns: readonly Column[],
  key?: readonly Column[],
): (db: Db, given: Rows<Pick<Insertable<Database[Into]>, Column>>) => Write {
  type Given = Rows<Pick<Insertable<Database[Into]>, Column>>
  const others = columns.filter(column => !key?.includes(column))
  const insert = statement(
    (db, { rows }: Given, length: number) => {
      const values = members(rows, length).map(row => Object.fromEntries(columns.map(column => [column, row[column]])))
      const query = db.insertInto(table).values(values as never)
      if (!key) return query
      return query.onConflict(conflict =>
        conflict
          .columns(key as never)
          .doUpdateSet(
            eb => Object.fromEntries(others.map(column => [column, eb.ref(`excluded.${column}` as never)])) as never,
          ),
      )
    },
    ({ rows }) => rows.length,
  )
  return writeOf<Given>(table, insert, joinRows)
}

/** What is one of its kind in its transaction: a change or a removal, which go out first and in their order. */
export const changeOf: (db: Db, query: CompiledQuery) => Write = writeOf('changes', (_, query) => query)

/** The same writes as fewer statements, in the order in which they may go out. */
export function joined(writes: readonly Write[]): CompiledQuery[] {
  const kinds = Map.groupBy(writes, ({ kind }) => kind)
  return [...kinds.values()]
    .toSorted(([a], [b]) => placeOf(a) - placeOf(b))
    .flatMap(([first, ...others]) => {
      const { kind, db } = first as Write
      return kind
        .join([first, ...others].map(write => (write as Write).given))
        .map(given => statementOf({ kind, given, db }))
    })
}

const placeOf = (write: Write | undefined): number => (write === undefined ? 0 : ORDER.indexOf(write.kind.place))
