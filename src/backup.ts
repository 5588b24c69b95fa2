/** A whole desk into a file, and out of it again: its database, its configuration and, beside them, its raw pages. */

import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, sep } from 'node:path'
import { openDatabase, openStore, pagesOf } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { holdDesk } from './desk-lock.ts'
import { WiredeskError } from './errors.ts'
import type { Logger } from './log.ts'
import type { ListedPage, PageFiles, Store } from './ports.ts'
import { type ConfigFile, type Digests, invalid, readBackup, writeBackup } from './store/backup-file.ts'
import { pageFiles } from './store/pages.ts'
import { restoreBackup } from './store/restore.ts'
import { VERSION } from './version.ts'

export interface BackupSummary {
  readonly file: string
  readonly bytes: number
  readonly tables: Digests
  readonly pages?: PagesCopied
}

export interface PagesCopied {
  pages: number
  /** those that were not there yet */
  copied: number
  missing: number
  /** pages whose bytes are not the ones their hash was made of */
  damaged: number
}

export interface BackupOptions {
  /** a file, or a folder in which the file gets a name with its time */
  readonly to: string
  /** a folder for the raw pages; what is there already is left */
  readonly pagesTo?: string
  readonly onProgress?: (copied: PagesCopied) => void
}

/** Backs a desk up while it works. A damaged database is not backed up over a good one: throws STORE_CORRUPT. */
export async function backUp(config: Config, options: BackupOptions): Promise<BackupSummary> {
  const madeAt = new Date(systemClock.now()).toISOString()
  const file = isFolder(options.to) ? join(options.to, `desk-${madeAt.replace(/[-:]|\.\d+/g, '')}.backup`) : options.to
  mkdirSync(dirname(file), { recursive: true })
  const database = await openDatabase(config)
  try {
    const [damage] = await database.damage()
    if (damage !== undefined) throw new WiredeskError('STORE_CORRUPT', { detail: damage })
    const tables = await writeBackup(database, {
      path: file,
      version: VERSION,
      madeAt,
      files: configFiles(config.desk),
    })
    const pages =
      options.pagesTo === undefined
        ? undefined
        : await withPages(config, pagesOf(config), pageFiles(options.pagesTo), options.onProgress)
    return { file, bytes: statSync(file).size, tables, ...(pages && { pages }) }
  } finally {
    await database.close()
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

const configFiles = (desk: string): ConfigFile[] =>
  globSync('config/**/*.{yaml,yml}', { cwd: desk })
    .toSorted()
    .map(path => ({ file: path.split(sep).join('/'), text: readFileSync(join(desk, path), 'utf8') }))

export interface RestoreDesk {
  readonly from: string
  readonly force?: boolean
  readonly pagesFrom?: string
  readonly log: Logger
  readonly onProgress?: (copied: PagesCopied) => void
}

/** Puts a backup in the place of a desk's data. Throws DESK_LOCKED while somebody works on it. */
export async function restoreDesk(config: Config, options: RestoreDesk): Promise<Omit<BackupSummary, 'bytes'>> {
  const store = await openStore(config)
  const lock = await holdDesk(store, systemClock, options.log).catch(async error => {
    await store.close()
    throw error
  })
  const database = await openDatabase(config)
  try {
    const nowMs = systemClock.now()
    // Processes that share a store take no lock; whoever works holds claims, but for an instant.
    if (store.isShared && (await store.countHeld(nowMs)) > 0)
      throw new WiredeskError('DESK_LOCKED', { detail: 'other processes work on this store' })
    const tables = await restoreBackup(database, { path: options.from, nowMs, force: options.force === true })
    const pages =
      options.pagesFrom === undefined
        ? undefined
        : await copyPages(store, pageFiles(options.pagesFrom), pagesOf(config), options.onProgress)
    return { file: options.from, tables, ...(pages && { pages }) }
  } finally {
    await lock.release()
    await database.close()
    await store.close()
  }
}

/** Writes those configuration files of a backup that the desk does not have; gives their names. */
export async function restoreConfig(desk: string, path: string): Promise<readonly string[]> {
  const written: string[] = []
  for await (const item of readBackup(path)) {
    if ('columns' in item) break
    if (!('file' in item)) continue
    const target = join(desk, normalize(item.file))
    // A backup from elsewhere must not write outside the desk.
    if (!/^config\/[^\0]+\.ya?ml$/.test(item.file) || item.file.split('/').includes('..'))
      throw invalid(`it holds a file named ${item.file}`)
    if (existsSync(target)) continue
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, item.text)
    written.push(item.file)
  }
  return written
}

// ---- pages ---------------------------------------------------------------------------------------------------------

/** Rows looked at in one question. */
const PAGES_PER_LOOK = 500

async function withPages(
  config: Config,
  from: PageFiles,
  to: PageFiles,
  onProgress?: (copied: PagesCopied) => void,
): Promise<PagesCopied> {
  const store = await openStore(config)
  try {
    return await copyPages(store, from, to, onProgress)
  } finally {
    await store.close()
  }
}

/** Copies every page that the store knows and that is not there yet; each is checked against its hash on the way. */
async function copyPages(
  store: Store,
  from: PageFiles,
  to: PageFiles,
  onProgress?: (copied: PagesCopied) => void,
): Promise<PagesCopied> {
  const tally: PagesCopied = { pages: 0, copied: 0, missing: 0, damaged: 0 }
  let after: ListedPage | undefined
  for (;;) {
    const pages = await store.listPages({ limit: PAGES_PER_LOOK, includeCanceled: true, ...(after && { after }) })
    for (const { hash } of pages) {
      await copyPage(hash, from, to, tally)
      onProgress?.(tally)
    }
    after = pages.at(-1)
    if (!after) return tally
  }
}

async function copyPage(hash: string, from: PageFiles, to: PageFiles, tally: PagesCopied): Promise<void> {
  tally.pages++
  if (await to.has(hash)) return
  const bytes = await from.read(hash).catch(() => 'damaged' as const)
  if (bytes === undefined) tally.missing++
  else if (bytes === 'damaged' || createHash('sha256').update(bytes).digest('hex') !== hash) tally.damaged++
  else {
    await to.save(bytes)
    tally.copied++
  }
}
