/** One database into another: range by range of every table, and only what differs, so that a second run is quick and a killed one goes on. */

import type { OpenDatabase, Trx } from './dialect.ts'
import {
  type Digest,
  digestOf,
  type Key,
  keyIn,
  ROWS_PER_LOOK,
  type Row,
  rowsAfter,
  rowsBetween,
  type Table,
  tablesOf,
} from './tables.ts'
import { deleteRows, freeClaims, setCounters, writeRows } from './write-rows.ts'

export interface CopyOptions {
  readonly nowMs: number
  /** nobody works on the source, so that nothing there is held */
  readonly isAtRest: boolean
  /** names of cursors that are the target's own */
  readonly ownCursor: string
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CopyProgress) => void
}

export interface CopyProgress {
  readonly table: string
  readonly rows: number
}

export interface CopiedTable {
  readonly table: string
  readonly rows: number
  /** rows that were not in the target yet, or were there otherwise */
  readonly written: number
  readonly removed: number
  readonly sha256: string
  /** the target has the same count and the same hash */
  readonly isSame: boolean
}

/** Makes the target hold what the source holds at this instant; the source may be at work meanwhile. */
export function copyDatabase(
  from: OpenDatabase,
  to: OpenDatabase,
  options: CopyOptions,
): Promise<readonly CopiedTable[]> {
  return from.snapshot(async source => {
    const tables = await tablesOf(source)
    const copied: CopiedTable[] = []
    for (const table of tables) {
      const { written, removed } = await copyTable(source as Trx, to, table, options)
      const [here, there] = [await digestOf(source, table), await digestOf(to.db, table)]
      copied.push({ table: table.name, ...here, written, removed, isSame: isSame(table, here, there) })
    }
    await to.longTransaction(async trx => {
      await setCounters(trx, to.dialect, tables)
      if (options.isAtRest) await freeClaims(trx, options.nowMs)
    })
    return copied
  })
}

/** The target has one cursor more while it is being filled. */
const isSame = (table: Table, here: Digest, there: Digest): boolean =>
  table.name === 'cursors' || (here.rows === there.rows && here.sha256 === there.sha256)

async function copyTable(
  source: Trx,
  to: OpenDatabase,
  table: Table,
  { ownCursor, signal, onProgress }: CopyOptions,
): Promise<{ readonly written: number; readonly removed: number }> {
  let [seen, written, removed] = [0, 0, 0]
  let after: Key | undefined
  for (;;) {
    signal?.throwIfAborted()
    const rows = await rowsAfter(source, table, after, ROWS_PER_LOOK)
    const last = rows.at(-1)
    const through = last && rows.length === ROWS_PER_LOOK ? keyIn(table, last) : undefined
    const difference = compare(table, rows, await rowsBetween(to.db, table, after, through), ownCursor)
    if (difference.written.length + difference.removed.length > 0) {
      await to.longTransaction(async trx => {
        await deleteRows(trx, to.dialect, table, difference.removed)
        await writeRows(trx, to.dialect, table, difference.written)
      })
    }
    seen += rows.length
    written += difference.written.length
    removed += difference.removed.length
    onProgress?.({ table: table.name, rows: seen })
    if (through === undefined) return { written, removed }
    after = through
  }
}

/** Which rows of a range the target lacks or has otherwise, and the keys of those it has alone. */
function compare(table: Table, source: readonly Row[], target: readonly Row[], ownCursor: string) {
  const textOfKey = (row: Row): string => JSON.stringify(keyIn(table, row))
  const there = new Map(target.map(row => [textOfKey(row), JSON.stringify(row)]))
  const here = new Set(source.map(textOfKey))
  const isOwn = (row: Row): boolean => table.name === 'cursors' && keyIn(table, row)[0] === ownCursor
  return {
    written: source.filter(row => there.get(textOfKey(row)) !== JSON.stringify(row)),
    removed: target.filter(row => !here.has(textOfKey(row)) && !isOwn(row)).map(row => keyIn(table, row)),
  }
}
