import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import type { Database } from '../../src/store/schema.ts'
import { NodeSqlite } from '../../src/store/sqlite.ts'
import { members, statement } from '../../src/store/statement.ts'

const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new NodeSqlite(':memory:') }) })

test('the text is made once for each shape, and every use fills in its own values', () => {
  let made = 0
  const held = statement(
    (
      on,
      { hosts, rest }: { readonly hosts: readonly string[]; readonly rest: { readonly until: number } },
      length: number,
    ) => {
      made++
      return on
        .updateTable('hosts')
        .set({ hold_until_ms: rest.until, pace: 'slow' })
        .where('host', 'in', members(hosts, length))
    },
    ({ hosts }) => hosts.length,
  )
  expect(held(db, { hosts: ['a', 'b'], rest: { until: 1 } }).parameters).toEqual([1, 'slow', 'a', 'b'])
  const again = held(db, { hosts: ['c', 'd'], rest: { until: 2 } })
  expect(again.parameters).toEqual([2, 'slow', 'c', 'd'])
  expect(again.sql).toBe('update "hosts" set "hold_until_ms" = ?, "pace" = ? where "host" in (?, ?)')
  expect(made).toBe(1)
  expect(held(db, { hosts: ['e'], rest: { until: 3 } }).parameters).toEqual([3, 'slow', 'e'])
  expect(made).toBe(2)
})

test('what will be given cannot be computed with: it would be computed once', () => {
  const wrong = statement((on, { now }: { readonly now: number }) =>
    on
      .selectFrom('hosts')
      .select('host')
      .where('ready_at_ms', '<=', now + 1),
  )
  expect(() => wrong(db, { now: 1 })).toThrow(TypeError)
})
