import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../src/store/sqlite.ts'
import { runOn } from '../services/postgres.ts'
import { deskFor, startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

function tempFolder(): string {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-ops-'))
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
  return dir
}

/** Each test is a dozen processes, which on a busy machine take their time. */
const MS = 240_000

/** A desk with two articles. */
async function crawledDesk(): Promise<string> {
  const desk = deskFor(await startHerald())
  await wiredesk(['crawl', '--once', '--desk', desk])
  return desk
}

const articlesOf = async (desk: string, env: Readonly<Record<string, string>> = {}) =>
  (await wiredesk(['article', 'list', '--json', '--desk', desk], env)).lines

describe('backup and restore', () => {
  test(
    'a desk, its configuration and its pages come back elsewhere, once',
    async () => {
      const desk = await crawledDesk()
      const out = tempFolder()
      const pages = join(out, 'pages')
      const made = await wiredesk(['backup', out, '--pages', pages, '--json', '--desk', desk])
      expect(made.lines[0]).toMatchObject({
        tables: { articles: { rows: 2 } },
        pages: { pages: 2, copied: 2, missing: 0, damaged: 0 },
      })
      const file = made.lines[0]?.['file'] as string
      expect(readdirSync(out)).toEqual(expect.arrayContaining([expect.stringMatching(/^desk-\d{8}T\d{6}Z\.backup$/)]))
      expect((await wiredesk(['restore', file, '--dry-run', '--json'])).lines[0]).toMatchObject({
        tables: { articles: { rows: 2 } },
      })

      const other = join(out, 'other')
      const words = ['restore', file, '--pages', pages, '--json', '--desk', other]
      expect((await wiredesk(words)).lines[0]).toMatchObject({
        config: ['config/sources/herald.yaml', 'config/wiredesk.yaml'],
        pages: { copied: 2 },
      })
      expect(await articlesOf(other)).toEqual(await articlesOf(desk))
      const read = await wiredesk(['reextract', '--json', '--desk', other])
      expect(read.lines.at(-1)).toMatchObject({ read: 2, same: 2, missing: 0 })

      const again = await wiredesk(words)
      expect([again.code, again.stderr]).toEqual([6, expect.stringContaining('DESK_NOT_EMPTY')])
    },
    MS,
  )
})

const server = inject('postgresUrl')

describe.skipIf(server === undefined)('migrate', () => {
  test(
    'up to PostgreSQL while the desk works, again when it rests, and back',
    async () => {
      const desk = await crawledDesk()
      const name = `m_${randomBytes(6).toString('hex')}`
      await runOn(server as string, `create database ${name}`)
      const url = (server as string).replace(/postgres$/, name)
      const up = ['migrate', '--to', url, '--json', '--desk', desk]

      const store = await openSqlite(join(desk, 'data', 'wiredesk.db'))
      await store.takeLock('desk', 'elsewhere:1', Date.now(), 60_000, () => true)
      const ahead = await wiredesk(up)
      expect([ahead.code, ahead.lines[0]?.['state']]).toEqual([8, 'ahead'])
      await store.releaseLock('desk', 'elsewhere:1')
      await store.close()

      const itself = await wiredesk(['migrate', '--to', 'sqlite:./data/../data/wiredesk.db', '--force', '--desk', desk])
      expect([itself.code, itself.stderr]).toEqual([2, expect.stringContaining('BAD_ARGUMENT')])

      const done = await wiredesk(up)
      expect([done.code, done.lines[0]?.['state']]).toEqual([0, 'complete'])
      expect(await articlesOf(desk, { WIREDESK_STORE: url })).toEqual(await articlesOf(desk))

      const third = await wiredesk(up)
      expect([third.code, third.stderr]).toEqual([6, expect.stringContaining('DESK_NOT_EMPTY')])

      const back = await wiredesk(['migrate', '--to', 'sqlite:data/back.db', '--desk', desk], { WIREDESK_STORE: url })
      expect(back.code).toBe(0)
      expect(await articlesOf(desk, { WIREDESK_STORE: 'sqlite:data/back.db' })).toHaveLength(2)
    },
    MS,
  )
})
