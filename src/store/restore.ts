import { WiredeskError } from '../errors.ts'
import { type BackupHead, type Digests, readBackup, requireColumns } from './backup-file.ts'
import type { OpenDatabase, Trx } from './dialect.ts'
import { digestOf, hasData, type Table, tablesOf } from './tables.ts'
import { emptyTable, freeClaims, setCounters, writeRows } from './write-rows.ts'

export interface RestoreOptions {
  readonly path: string
  /** replace what the desk has */
  readonly force?: boolean
  readonly nowMs: number
}

/** Reads a backup to its end. Throws BACKUP_INVALID when it is not whole. */
export async function checkBackup(path: string): Promise<{ readonly head: BackupHead; readonly tables: Digests }> {
  let head: BackupHead | undefined
  for await (const item of readBackup(path)) {
    if ('wiredesk' in item) head = item
    if ('tables' in item) return { head: head as BackupHead, tables: item.tables }
  }
  throw new WiredeskError('BACKUP_INVALID')
}

/**
 * Puts a backup in place of what the database holds, in one transaction: all of it or nothing. What was written is read again and must
 * have the counts and hashes of the file. Throws DESK_NOT_EMPTY, BACKUP_INVALID, STORE_CORRUPT.
 */
export async function restoreBackup(database: OpenDatabase, options: RestoreOptions): Promise<Digests> {
  if (!options.force && (await hasData(database.db))) throw new WiredeskError('DESK_NOT_EMPTY')
  const digests = await database.longTransaction(trx => refill(trx, database, options))
  const [damage] = await database.damage()
  if (damage !== undefined) throw new WiredeskError('STORE_CORRUPT', { detail: damage })
  return digests
}

async function refill(trx: Trx, { dialect }: OpenDatabase, { path, nowMs }: RestoreOptions): Promise<Digests> {
  const tables = await tablesOf(trx)
  for (const table of tables) await emptyTable(trx, table)
  let table: Table | undefined
  let told: Digests = {}
  for await (const item of readBackup(path)) {
    if ('columns' in item) {
      const { table: name, columns } = item
      table = requireColumns(
        tables.find(each => each.name === name),
        name,
        columns,
      )
    } else if ('rows' in item) await writeRows(trx, dialect, table as Table, item.rows)
    else if ('tables' in item) told = item.tables
  }
  await requireSame(trx, tables, told)
  await setCounters(trx, dialect, tables)
  await freeClaims(trx, nowMs)
  return told
}

/** Nothing is believed to be written that was not read again. */
async function requireSame(trx: Trx, tables: readonly Table[], told: Digests): Promise<void> {
  for (const table of tables) {
    const found = await digestOf(trx, table)
    const wanted = told[table.name]
    if (wanted && (wanted.rows !== found.rows || wanted.sha256 !== found.sha256))
      throw new WiredeskError('STORE_CORRUPT', { detail: `${table.name} was not read again as it was written` })
  }
}
