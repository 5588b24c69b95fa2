import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { afterAll, describe, expect, inject, onTestFinished, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { writeBackup } from '../../src/store/backup-file.ts'
import { copyDatabase } from '../../src/store/copy.ts'
import type { OpenDatabase } from '../../src/store/dialect.ts'
import { openPostgres, openPostgresDatabase } from '../../src/store/postgres.ts'
import { checkBackup, restoreBackup } from '../../src/store/restore.ts'
import { openSqlite, openSqliteDatabase } from '../../src/store/sqlite.ts'
import { pageOf } from '../pipeline/memory-desk.ts'
import { runOn } from '../services/postgres.ts'
import { fullDesk, seen } from './whole-desk.ts'

const dir = mkdtempSync(join(tmpdir(), 'wiredesk-backup-'))
afterAll(() => rmSync(dir, { recursive: true }))
const server = inject('postgresUrl')

interface Place {
  openStore(): Promise<Store>
  openDatabase(): Promise<OpenDatabase>
}

const fresh = (): string => `b_${randomBytes(6).toString('hex')}`

function sqlite(): Place {
  const path = join(dir, `${fresh()}.db`)
  return { openStore: () => openSqlite(path), openDatabase: () => closing(openSqliteDatabase(path)) }
}

async function postgres(): Promise<Place> {
  const name = fresh()
  await runOn(server as string, `create database ${name}`)
  const url = (server as string).replace(/postgres$/, name)
  return { openStore: () => openPostgres(url), openDatabase: () => closing(openPostgresDatabase(url)) }
}

async function closing(opened: Promise<OpenDatabase>): Promise<OpenDatabase> {
  const database = await opened
  onTestFinished(() => database.close())
  return database
}

const places = {
  SQLite: async () => sqlite(),
  PostgreSQL: postgres,
}
const pairs = (['SQLite', 'PostgreSQL'] as const).flatMap(from =>
  (['SQLite', 'PostgreSQL'] as const).map(to => [from, to] as const),
)
const isThere = (names: readonly string[]): boolean => server !== undefined || !names.includes('PostgreSQL')

const HEAD = { version: '0.1.0', madeAt: '2026-11-20T12:00:00.000Z', files: [] }
const COPY = { nowMs: 0, isAtRest: true, ownCursor: 'migration' }

async function seenIn(place: Place): Promise<unknown> {
  const store = await place.openStore()
  try {
    return await seen(store)
  } finally {
    await store.close()
  }
}

/** A backup of a full desk on SQLite. */
async function backedUp(): Promise<{ path: string; place: Place }> {
  const place = sqlite()
  await fullDesk(place.openStore())
  const path = join(dir, `${fresh()}.backup`)
  await writeBackup(await place.openDatabase(), { ...HEAD, path })
  return { path, place }
}

describe('a backup', () => {
  test.each(pairs.filter(isThere))('of %s is restored into %s, with its search', async (from, to) => {
    const [source, target] = [await places[from](), await places[to]()]
    const { context } = await fullDesk(source.openStore())
    const path = join(dir, `${fresh()}.backup`)
    const digests = await writeBackup(await source.openDatabase(), { ...HEAD, path })
    expect(digests['articles']).toMatchObject({ rows: 3 })
    expect(await restoreBackup(await target.openDatabase(), { path, nowMs: 0 })).toEqual(digests)
    const before = await seen(context.store)
    expect(await seenIn(target)).toEqual(before)
    expect(before).toMatchObject({ found: [1, 1, 0], popular: 1 })
  })

  test('holds one instant, while the desk goes on writing', async () => {
    const place = sqlite()
    const { context, takeIn, clock } = await fullDesk(place.openStore())
    const path = join(dir, `${fresh()}.backup`)
    const before = await seen(context.store)
    const writing = writeBackup(await place.openDatabase(), { ...HEAD, path })
    for (let n = 0; n < 5; n++) {
      clock.nowMs += 1000
      await takeIn(`/new/${n}`, pageOf(`Report number ${n} of the port`))
    }
    await writing
    const target = sqlite()
    await restoreBackup(await target.openDatabase(), { path, nowMs: 0 })
    const restored = (await seenIn(target)) as { articles: unknown[]; links: unknown[]; events: unknown[] }
    const live = before as typeof restored
    expect(restored.articles.length).toBe(restored.links.length - 1)
    expect(restored.articles.length).toBeGreaterThanOrEqual(live.articles.length)
    expect(restored.events.length).toBe(live.events.length + restored.articles.length - live.articles.length)
  })

  test('leaves no half file behind when it fails', async () => {
    const place = sqlite()
    const database = await place.openDatabase()
    await expect(writeBackup(database, { ...HEAD, path: join(dir, 'nowhere', 'x.backup') })).rejects.toThrow(/ENOENT/)
    expect(readdirSync(dir).filter(name => name.endsWith('.part'))).toEqual([])
  })

  test('a desk that has data is not replaced unless it is meant', async () => {
    const { path, place } = await backedUp()
    const other = sqlite()
    await fullDesk(other.openStore())
    const database = await other.openDatabase()
    await expect(restoreBackup(database, { path, nowMs: 0 })).rejects.toMatchObject({ code: 'DESK_NOT_EMPTY' })
    await restoreBackup(database, { path, nowMs: 0, force: true })
    expect(await seenIn(other)).toEqual(await seenIn(place))
  })

  test.each<[string, (bytes: Buffer) => Buffer]>([
    ['is cut', bytes => bytes.subarray(0, bytes.length - 20)],
    ['has a flipped byte', bytes => flipped(bytes)],
    ['lacks its last line', bytes => relined(bytes, lines => lines.slice(0, -1))],
    [
      'lacks a row',
      bytes =>
        relined(bytes, lines => lines.filter((line, at) => !line.startsWith('[') || lines[at - 1]?.startsWith('['))),
    ],
    [
      'has a changed row',
      bytes => relined(bytes, lines => lines.map(line => line.replace('herald.example/b', 'herald.example/d'))),
    ],
    ['is something else', () => zstdCompressSync(Buffer.from('{"a":1}\n'))],
    ['is not packed', () => Buffer.from('hello')],
    [
      'is of a later format',
      bytes => relined(bytes, lines => lines.map(line => line.replace('"format":1', '"format":2'))),
    ],
  ])('that %s is refused, and the desk is as it was', async (_, damage) => {
    const { path, place } = await backedUp()
    writeFileSync(path, damage(readFileSync(path)))
    await expect(checkBackup(path)).rejects.toMatchObject({ code: 'BACKUP_INVALID' })
    const before = await seenIn(place)
    const database = await place.openDatabase()
    await expect(restoreBackup(database, { path, nowMs: 0, force: true })).rejects.toMatchObject({
      code: 'BACKUP_INVALID',
    })
    expect(await seenIn(place)).toEqual(before)
  })
})

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const middle = copy.length >> 1
  copy[middle] = (copy[middle] as number) ^ 1
  return copy
}

const relined = (bytes: Buffer, change: (lines: string[]) => string[]): Buffer =>
  zstdCompressSync(Buffer.from(`${change(zstdDecompressSync(bytes).toString().trimEnd().split('\n')).join('\n')}\n`))

describe('a copy into another database', () => {
  test.each(pairs.filter(isThere))('from %s to %s is the same, with its search', async (from, to) => {
    const [source, target] = [await places[from](), await places[to]()]
    await fullDesk(source.openStore())
    const tables = await copyDatabase(await source.openDatabase(), await target.openDatabase(), COPY)
    expect(tables.filter(table => !table.isSame)).toEqual([])
    expect(await seenIn(target)).toEqual(await seenIn(source))
  })

  test('a second one writes only what has changed since', async () => {
    const [source, target] = [sqlite(), server === undefined ? sqlite() : await postgres()]
    const { takeIn, clock, context } = await fullDesk(source.openStore())
    const [from, to] = [await source.openDatabase(), await target.openDatabase()]
    await copyDatabase(from, to, { ...COPY, isAtRest: false })
    const again = await copyDatabase(from, to, COPY)
    expect(again.filter(table => table.written + table.removed > 0)).toEqual([])

    clock.nowMs += 1000
    await takeIn('/new', pageOf('Lighthouse is painted white again'))
    const { articles } = await context.store.listArticles({ limit: 1, search: 'timetable' })
    await context.store.withdrawArticle(articles[0]!.article.id, 'legal', '2026-11-21T00:00:00.000Z')
    const third = await copyDatabase(from, to, COPY)
    expect(third.find(({ table }) => table === 'articles')).toMatchObject({ written: 2, removed: 0 })
    expect(third.find(({ table }) => table === 'revisions')).toMatchObject({ written: 1 })
    expect(third.find(({ table }) => table === 'fingerprints')?.removed).toBeGreaterThan(0)
    expect(await seenIn(target)).toEqual(await seenIn(source))
  })

  test('one that was stopped half way goes on', async () => {
    const [source, target] = [sqlite(), sqlite()]
    await fullDesk(source.openStore())
    const [from, to] = [await source.openDatabase(), await target.openDatabase()]
    const stop = new AbortController()
    const onProgress = ({ table }: { readonly table: string }) => {
      if (table === 'revisions') stop.abort()
    }
    await expect(copyDatabase(from, to, { ...COPY, signal: stop.signal, onProgress })).rejects.toThrow(/aborted/)
    const rest = await copyDatabase(from, to, COPY)
    expect(rest.find(({ table }) => table === 'links')).toMatchObject({ written: 0 })
    expect(rest.find(({ table }) => table === 'articles')).toMatchObject({ written: 3 })
    expect(await seenIn(target)).toEqual(await seenIn(source))
  })

  test('the copy goes on counting where the desk was', async () => {
    const [source, target] = [sqlite(), server === undefined ? sqlite() : await postgres()]
    await fullDesk(source.openStore())
    await copyDatabase(await source.openDatabase(), await target.openDatabase(), COPY)
    const store = await target.openStore()
    onTestFinished(() => store.close())
    const last = (await store.eventsAfter(0, 100)).at(-1)!
    const { articles } = await store.listArticles({ limit: 1 })
    await store.withdrawArticle(articles[0]!.article.id, 'legal', '2026-11-21T00:00:00.000Z')
    expect((await store.eventsAfter(last.number, 10)).map(event => event.number)).toEqual([last.number + 1])
  })
})
