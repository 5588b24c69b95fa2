/** A desk's database into another one: from SQLite up to PostgreSQL, and back. */

import { randomUUID } from 'node:crypto'
import { openDatabase, openStore } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { type DeskLock, holdDesk } from './desk-lock.ts'
import { WiredeskError } from './errors.ts'
import type { Logger } from './log.ts'
import type { Store } from './ports.ts'
import { type CopiedTable, type CopyProgress, copyDatabase } from './store/copy.ts'
import type { OpenDatabase } from './store/dialect.ts'
import { hasData, tablesOf } from './store/tables.ts'
import { emptyTable } from './store/write-rows.ts'

export interface MigrateOptions {
  /** `sqlite:PATH` or `postgres://…` */
  readonly to: string
  /** replace what the target has */
  readonly force?: boolean
  readonly log: Logger
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CopyProgress) => void
}

export interface Migration {
  readonly tables: readonly CopiedTable[]
  /** `complete`: the target is the desk now. `ahead`: somebody worked on the desk meanwhile; what changed since is still to be copied. */
  readonly state: 'complete' | 'ahead'
}

/** In the target this says of whose copy it is the half; when the copy is complete it goes. */
const CURSOR = 'migration'

/**
 * Copies the desk's database into another. It may be stopped and run again: what is there is not copied twice. Throws DESK_NOT_EMPTY
 * when the target holds something else than a copy of this desk that was begun, STORE_CORRUPT when the copy is not the same.
 */
export async function migrateDesk(config: Config, options: MigrateOptions): Promise<Migration> {
  const from = await openDatabase(config)
  const to = await openDatabase(config, options.to)
  const store = await openStore(config)
  const target = await openStore({ ...config, store: { url: options.to } })
  const rest = await restOf(store, options.log)
  try {
    await requireOther(store, target, to)
    await prepare(to, target, nameOf(config.store.url), options.force === true)
    const nowMs = systemClock.now()
    const { isAtRest } = rest
    const tables = await copyDatabase(from, to, {
      nowMs,
      isAtRest,
      ownCursor: CURSOR,
      ...(options.signal && { signal: options.signal }),
      ...(options.onProgress && { onProgress: options.onProgress }),
    })
    const other = tables.find(table => !table.isSame)
    if (other)
      throw new WiredeskError('STORE_CORRUPT', { detail: `the copy of ${other.table} is not the same; run it again` })
    if (!isAtRest || (await isBusy(store))) return { tables, state: 'ahead' }
    await to.db.deleteFrom('cursors').where('name', '=', CURSOR).execute()
    return { tables, state: 'complete' }
  } finally {
    await rest.end()
    await Promise.all([from.close(), to.close(), store.close(), target.close()])
  }
}

/** Whether nobody works on the desk. A desk that is one process's own is held meanwhile; of a shared one it can only be seen. */
async function restOf(store: Store, log: Logger): Promise<{ readonly isAtRest: boolean; end(): Promise<void> }> {
  if (store.isShared) return { isAtRest: !(await isBusy(store)), end: async () => {} }
  let lock: DeskLock | undefined
  try {
    lock = await holdDesk(store, systemClock, log)
  } catch (error) {
    if (!(error instanceof WiredeskError) || error.code !== 'DESK_LOCKED') throw error
  }
  return { isAtRest: lock !== undefined, end: async () => lock?.release() }
}

const isBusy = async (store: Store): Promise<boolean> =>
  store.isShared && (await store.countHeld(systemClock.now())) > 0

/** One database may go by many names; what is written into the target must not be seen in the source. */
async function requireOther(store: Store, target: Store, to: OpenDatabase): Promise<void> {
  const probe = `migration-${randomUUID()}`
  await target.saveCursor(probe, probe, new Date(systemClock.now()).toISOString())
  const isSame = (await store.cursor(probe)) !== undefined
  await to.db.deleteFrom('cursors').where('name', '=', probe).execute()
  if (isSame)
    throw new WiredeskError('BAD_ARGUMENT', { detail: 'the target is the database that the desk has already' })
}

async function prepare(to: OpenDatabase, target: Store, source: string, force: boolean): Promise<void> {
  const isOurs = (await target.cursor(CURSOR)) === source
  if (!isOurs && (await hasData(to.db))) {
    if (!force)
      throw new WiredeskError('DESK_NOT_EMPTY', { detail: 'the target is no copy of this desk that was begun' })
    await to.longTransaction(async trx => {
      for (const table of await tablesOf(trx)) await emptyTable(trx, table)
    })
  }
  await target.saveCursor(CURSOR, source, new Date(systemClock.now()).toISOString())
}

/** A store's address without what is nobody's business. */
const nameOf = (url: string): string => url.replace(/:\/\/[^@/]*@/, '://').replace(/\?.*$/, '')
