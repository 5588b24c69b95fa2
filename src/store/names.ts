/** The names an article goes by: its addresses and guids, each of which is one article's. */

import type { Alias } from '../model.ts'
import type { Db, Trx } from './dialect.ts'
import type { Database } from './schema.ts'
import { members, rowsOf, statement } from './statement.ts'

/** A name an article goes by. A guid holds within its source, an address everywhere. */
export type Name = Omit<Database['aliases'], 'article_id'>

export const namesOf = (sourceId: string, aliases: readonly Alias[]): Name[] =>
  aliases.map(({ scheme, value }) => ({ scheme, value, scope: scheme === 'guid' ? sourceId : '' }))

/** By which equal names are found. */
export const nameKey = ({ scheme, scope, value }: Name): string => `${scheme} ${scope} ${value}`

/** For each of these lists the article that goes by one of its names: the first name that is known decides. */
export async function idsNamed(db: Db, asked: readonly (readonly Name[])[]): Promise<(string | undefined)[]> {
  const rows = await rowsOf(db, asked.flat(), names => byNames(db, { names }))
  const ids = new Map(rows.map(row => [nameKey(row), row.article_id]))
  return asked.map(names => names.map(name => ids.get(nameKey(name))).find(id => id !== undefined))
}

const byNames = statement(
  (db, { names }: { readonly names: readonly Name[] }, length: number) =>
    db
      .selectFrom('aliases')
      .select(['scheme', 'value', 'scope', 'article_id'])
      .where(eb =>
        eb(
          eb.refTuple('scheme', 'value', 'scope'),
          'in',
          members(names, length).map(name => eb.tuple(name.scheme, name.value, name.scope)),
        ),
      ),
  ({ names }) => names.length,
)

/** The names that an article is to be kept under. */
export interface Naming {
  readonly trx: Trx
  readonly articleId: string
  readonly sourceId: string
  readonly aliases: readonly Alias[]
}

type Named = Database['aliases']

/** Keeps names; gives for each article how many of them were another one's, or had been its own, already. */
export async function nameArticles(namings: readonly Naming[]): Promise<number[]> {
  const named = namings.map(rowsByKey)
  const wanted = new Map(named.flatMap(names => [...names]).toReversed())
  // In one order everywhere: two transactions that want the same names then wait for each other in one direction only.
  const rows = [...wanted].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
  const { trx } = namings[0] as Naming
  const kept = new Set((await rowsOf(trx, rows, part => insertNames(trx, { rows: part }))).map(nameKey))
  return named.map(names => [...names].filter(([key, row]) => !(kept.has(key) && wanted.get(key) === row)).length)
}

const rowsByKey = ({ articleId, sourceId, aliases }: Naming): Map<string, Named> =>
  new Map(namesOf(sourceId, aliases).map(name => [nameKey(name), { ...name, article_id: articleId }]))

const insertNames = statement(
  (db, { rows }: { readonly rows: readonly Named[] }, length: number) =>
    db
      .insertInto('aliases')
      .values(
        members(rows, length).map(row => ({
          scheme: row.scheme,
          value: row.value,
          scope: row.scope,
          article_id: row.article_id,
        })),
      )
      .onConflict(conflict => conflict.columns(['scheme', 'value', 'scope']).doNothing())
      .returning(['scheme', 'value', 'scope']),
  ({ rows }) => rows.length,
)
