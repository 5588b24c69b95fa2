/**
 * A backup: one zstd file of JSON lines, the same of either database. The first line says what it is; then come the desk's configuration
 * files, and each table with its columns, its rows as arrays, and its count and hash; the last line says that it is whole.
 */

import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import { sql } from 'kysely'
import { WiredeskError } from '../errors.ts'
import type { OpenDatabase } from './dialect.ts'
import { allRows, type Digest, Digester, type Row, type Table, tablesOf } from './tables.ts'

export interface BackupHead {
  readonly wiredesk: 'backup'
  readonly format: 1
  /** of the program that wrote it */
  readonly version: string
  readonly madeAt: string
  /** the last step of the database's schema */
  readonly schema: string
}

export interface ConfigFile {
  /** within the desk, with slashes */
  readonly file: string
  readonly text: string
}

export type Digests = Readonly<Record<string, Digest>>

/** What a reader of a backup is given, in order. */
export type BackupItem =
  | BackupHead
  | ConfigFile
  | { readonly table: string; readonly columns: readonly string[] }
  | { readonly table: string; readonly rows: readonly Row[] }
  | { readonly tables: Digests }

const FORMAT = 1

/** JSON shrinks to a tenth already; the checksum finds a flipped bit. */
const ZSTD = { params: { [constants.ZSTD_c_compressionLevel]: 3, [constants.ZSTD_c_checksumFlag]: 1 } }

/** Lines handed on together. */
const LINES_PER_CHUNK = 200

export interface WriteBackup {
  readonly path: string
  readonly version: string
  readonly madeAt: string
  readonly files: readonly ConfigFile[]
}

/** Writes everything the database holds at one instant, while others write on. The file has its name once it is whole and on the disk. */
export async function writeBackup(database: OpenDatabase, backup: WriteBackup): Promise<Digests> {
  const draft = `${backup.path}.part`
  const digests: Record<string, Digest> = {}
  try {
    await database.snapshot(async db => {
      const tables = await tablesOf(db)
      const schema = await schemaOf(db)
      const head: BackupHead = {
        wiredesk: 'backup',
        format: FORMAT,
        version: backup.version,
        madeAt: backup.madeAt,
        schema,
      }
      async function* lines(): AsyncGenerator<string> {
        yield JSON.stringify(head)
        for (const file of backup.files) yield JSON.stringify(file)
        for (const table of tables) {
          yield JSON.stringify({ table: table.name, columns: table.columns })
          const digester = new Digester()
          for await (const rows of allRows(db, table)) for (const row of rows) yield digester.add(row)
          digests[table.name] = digester.end()
        }
        yield JSON.stringify({ tables: digests })
      }
      await pipeline(Readable.from(chunked(lines())), createZstdCompress(ZSTD), createWriteStream(draft))
    })
    await sync(draft)
    await rename(draft, backup.path)
    return digests
  } catch (error) {
    await rm(draft, { force: true })
    throw error
  }
}

async function* chunked(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let held: string[] = []
  for await (const line of lines) {
    held.push(line, '\n')
    if (held.length < 2 * LINES_PER_CHUNK) continue
    yield held.join('')
    held = []
  }
  yield held.join('')
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r+')
  await file.sync()
  await file.close()
}

/** The name of the last schema step that a database has taken. */
export async function schemaOf(db: OpenDatabase['db']): Promise<string> {
  const { rows } = await sql<{ name: string | null }>`select max(name) as name from kysely_migration`.execute(db)
  return rows[0]?.name ?? ''
}

/**
 * Reads a backup and checks it as it goes: throws BACKUP_INVALID at the first thing that is wrong, at the latest when the file ends
 * before its last line. Rows are given in batches.
 */
export async function* readBackup(path: string): AsyncGenerator<BackupItem> {
  const digests: Record<string, Digest> = {}
  let table: string | undefined
  let digester = new Digester()
  const rows: Row[] = []
  let isFirst = true
  const endTable = (): void => {
    if (table !== undefined) digests[table] = digester.end()
  }
  for await (const line of linesOf(path)) {
    const item = parse(line)
    if (isFirst) requireHead(item)
    isFirst = false
    if (Array.isArray(item)) {
      if (table === undefined) throw invalid('a row before any table')
      digester.add(item as Row)
      if (rows.push(item as Row) < LINES_PER_CHUNK) continue
    }
    if (table !== undefined && rows.length > 0) yield { table, rows: rows.splice(0) }
    if (Array.isArray(item)) continue
    const told = item as BackupItem
    if ('tables' in told) {
      endTable()
      compare(told.tables, digests)
      yield told
      return
    }
    if ('columns' in told) {
      endTable()
      table = told.table
      digester = new Digester()
    }
    yield told
  }
  throw invalid('it ends before its last line')
}

function compare(told: Digests, found: Digests): void {
  for (const [table, { rows, sha256 }] of Object.entries(told)) {
    if (found[table]?.rows !== rows) throw invalid(`${table} has ${found[table]?.rows ?? 0} rows of ${rows}`)
    if (found[table]?.sha256 !== sha256) throw invalid(`the rows of ${table} are not the ones its hash was made of`)
  }
}

function requireHead(item: unknown): void {
  const head = item as Partial<BackupHead>
  if (head.wiredesk !== 'backup') throw invalid('it is no backup of Wiredesk')
  if (head.format !== FORMAT) throw invalid(`its format is ${head.format}, this program reads ${FORMAT}`)
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch (cause) {
    throw invalid('a line is not JSON', cause)
  }
}

/** Lines end with a line feed and nothing else: JSON may hold other line ends of Unicode as they are. */
async function* linesOf(path: string): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const chunk of createReadStream(path).pipe(createZstdDecompress())) {
      const lines = (rest + decoder.decode(chunk as Uint8Array, { stream: true })).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code.startsWith('ZSTD_') || code.startsWith('Z_')) throw invalid((error as Error).message, error)
    throw error
  }
}

/** @param detail what is wrong with it */
export const invalid = (detail: string, cause?: unknown): WiredeskError =>
  new WiredeskError('BACKUP_INVALID', { detail, cause })

/** Whether a table of a backup has the columns it has here. */
export function requireColumns(table: Table | undefined, name: string, columns: readonly string[]): Table {
  if (table && columns.join() === table.columns.join()) return table
  throw invalid(`its table ${name} is of another schema; restore it with the version that wrote it, then upgrade`)
}
