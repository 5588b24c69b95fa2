import { Kysely, SqliteDialect } from 'kysely'
import { describe, expect, test } from 'vitest'
import { freeHost } from '../../src/store/hosts.ts'
import type { Database } from '../../src/store/schema.ts'
import { NodeSqlite } from '../../src/store/sqlite.ts'
import { insertSteps } from '../../src/store/steps.ts'
import { changeOf, joined, rowsInto, statementOf, type Write } from '../../src/store/writes.ts'

const db = new Kysely<Database>({ dialect: new SqliteDialect({ database: new NodeSqlite(':memory:') }) })

const step = (n: number) => ({ linkId: `link ${n}`, at: 'now', stage: 'fetch', outcome: 'ok', ms: n }) as const
const stepsOf = (count: number): Write[] =>
  Array.from({ length: count }, (_, n) => step(n)).flatMap(one => insertSteps(db, [one]))
const insertEvent = rowsInto('events', ['at', 'type', 'article_id', 'revision'])
const removal = (host: string) => changeOf(db, db.deleteFrom('hosts').where('host', '=', host).compile())

describe('writes that are joined', () => {
  test('rows of one table are one statement, in their order', () => {
    const [insert, ...others] = joined(stepsOf(3))
    expect(others).toEqual([])
    expect(insert?.parameters.filter(value => String(value).startsWith('link'))).toEqual(['link 0', 'link 1', 'link 2'])
    expect(insert?.sql).toBe(statementOf(insertSteps(db, [step(0), step(1), step(2)])[0] as Write).sql)
  })

  test.each([
    [1, [1]],
    [8, [8]],
    [9, [8, 1]],
    [23, [16, 7]],
    [71, [32, 32, 7]],
  ])('%i rows are written in few lengths, each of which is prepared once', (count, lengths) => {
    expect(joined(stepsOf(count)).map(({ parameters }) => parameters.length / 6)).toEqual(lengths)
  })

  test('hosts that become free do so at once, none before its own time', () => {
    const [update, ...others] = joined([
      freeHost(db, 'a.example', 20),
      freeHost(db, 'b.example', 30),
      freeHost(db, 'a.example', 10),
    ])
    expect(others).toEqual([])
    expect(update?.parameters).toEqual([30, 30, 'a.example', 'b.example'])
  })

  test('changes keep their order and come first, events last', () => {
    const event = { at: 'now', type: 'article.updated', article_id: 'a', revision: 2 } as const
    const writes = [
      insertEvent(db, { rows: [event] }),
      ...stepsOf(1),
      removal('one'),
      freeHost(db, 'c.example', 1),
      removal('two'),
    ]
    expect(joined(writes).map(query => query.sql.split(' ').slice(0, 3).join(' '))).toEqual([
      'delete from "hosts"',
      'delete from "hosts"',
      'update "hosts" set',
      'insert into "steps"',
      'insert into "events"',
    ])
    expect(joined(writes)[0]?.parameters).toEqual(['one'])
  })
})
