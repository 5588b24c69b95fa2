/** Removes what has been kept as long as it is wanted: raw pages that nothing needs any more, files that no row knows, old steps. */

import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { KeptPage, Source } from '../model.ts'
import type { Clock, PageFiles, Store, StoredFile } from '../ports.ts'

export interface SweepOptions {
  readonly sources: readonly Source[]
  /** pages removed at most; the next sweep goes on */
  readonly limit: number
  readonly isDryRun?: boolean
  readonly signal?: AbortSignal
}

export interface Swept {
  readonly pages: number
  readonly bytes: number
  /** there is more than one sweep may remove */
  readonly isMore: boolean
}

const DAY_MS = 86_400_000

/** Pages of the same bytes may just be coming in again: what was saved within this time is left to the next sweep. */
const JUST_SAVED_MS = 3_600_000

/** Two sweeps at once might each leave the bytes of a shared page to the other. */
const LOCK = 'sweep'
/** No sweep takes so long; after a kill the next one may begin then. */
const LOCK_MS = 600_000

export interface SweepParts {
  readonly store: Store
  readonly pages: PageFiles
  readonly clock: Clock
}

/**
 * Removes what is due, source by source. Kept are the pages of current revisions, and of links that have not ended.
 * Undefined while another process sweeps.
 */
export async function sweepPages(options: SweepOptions, parts: SweepParts): Promise<Swept | undefined> {
  return alone(parts, () => sweep(options, parts))
}

async function alone<T>({ store, clock }: SweepParts, run: () => Promise<T>): Promise<T | undefined> {
  const holder = randomUUID()
  if (!(await store.takeLock(LOCK, holder, clock.now(), LOCK_MS, () => true))) return undefined
  try {
    return await run()
  } finally {
    await store.releaseLock(LOCK, holder)
  }
}

async function sweep({ sources, limit, isDryRun, signal }: SweepOptions, parts: SweepParts): Promise<Swept> {
  const { store, clock } = parts
  let [removed, bytes] = [0, 0]
  for (const { id, keepPagesDays } of sources) {
    if (keepPagesDays === undefined || removed === limit) continue
    const before = new Date(clock.now() - keepPagesDays * DAY_MS).toISOString()
    for (const page of await store.unneededPages(id, before, limit - removed)) {
      if (signal?.aborted) return { pages: removed, bytes, isMore: true }
      if (!isDryRun) await removePage(page, parts)
      removed++
      bytes += page.size
    }
  }
  return { pages: removed, bytes, isMore: removed === limit }
}

/** The bytes first: were the row gone before a crash, nobody would know of them any more. */
async function removePage(page: KeptPage, { store, pages, clock }: SweepParts): Promise<void> {
  if (!(await store.isPageShared(page))) await pages.remove(page.hash, clock.now() - JUST_SAVED_MS)
  await store.forgetPage(page)
}

/** Hashes asked about at a time; SQLite takes 32,766 parameters a statement. */
const ASKED_AT_ONCE = 500

/**
 * Removes files of the page store that no row knows: of a worker that was killed between saving a page and ending its turn. Younger
 * ones may belong to a turn that has not ended. Only by command: a desk that was pointed at the wrong database knows no page at all.
 * Undefined while another process sweeps.
 */
export async function sweepOrphans(
  { limit, isDryRun, signal }: Omit<SweepOptions, 'sources'>,
  parts: SweepParts,
): Promise<Swept | undefined> {
  return alone(parts, async () => {
    const before = parts.clock.now() - JUST_SAVED_MS
    let [removed, bytes] = [0, 0]
    for await (const orphan of orphansOf(before, parts)) {
      if (removed === limit || signal?.aborted) return { pages: removed, bytes, isMore: true }
      if (!isDryRun) await parts.pages.removeFile(orphan)
      removed++
      bytes += orphan.size
    }
    return { pages: removed, bytes, isMore: false }
  })
}

async function* orphansOf(before: number, { store, pages }: SweepParts): AsyncGenerator<StoredFile> {
  let batch: StoredFile[] = []
  for await (const file of pages.list()) {
    if (file.savedAt >= before) continue
    batch.push(file)
    if (batch.length < ASKED_AT_ONCE) continue
    yield* await unknownOf(batch, store)
    batch = []
  }
  yield* await unknownOf(batch, store)
}

async function unknownOf(files: readonly StoredFile[], store: Store): Promise<StoredFile[]> {
  const unknown = new Set(await store.unknownPages(files.flatMap(({ hash }) => hash ?? [])))
  return files.filter(({ hash }) => hash === undefined || unknown.has(hash))
}

/** Steps removed in one statement: few enough that nobody waits for its end. */
const STEPS_AT_ONCE = 2000

/** Removes the steps of links that are older than this many days. Why a link was dropped stands in its own row, and stays. */
export async function sweepSteps(
  keepDays: number,
  { store, clock }: Pick<SweepParts, 'store' | 'clock'>,
  signal?: AbortSignal,
): Promise<number> {
  const before = new Date(clock.now() - keepDays * DAY_MS).toISOString()
  let removed = 0
  for (let last = STEPS_AT_ONCE; last === STEPS_AT_ONCE && !signal?.aborted; removed += last)
    last = await store.forgetSteps(before, STEPS_AT_ONCE)
  return removed
}

/** Once an hour a thousand pages: far more than fall due, and too few to be felt. */
const EVERY_MS = 3_600_000
const PAGES_A_SWEEP = 1000

/** What is kept, and how long. */
export interface Retention {
  readonly sources: readonly Source[]
  readonly stepsDays: number
}

/** Sweeps beside the work of a desk until the signal is given. */
export function sweepHourly(
  retention: () => Retention,
  parts: SweepParts & { readonly log: Logger },
  signal: AbortSignal,
): void {
  const run = async (): Promise<void> => {
    try {
      const { sources, stepsDays } = retention()
      const steps = await sweepSteps(stepsDays, parts, signal)
      if (steps > 0) parts.log.info({ steps }, 'old steps removed')
      const swept = await sweepPages({ sources, limit: PAGES_A_SWEEP, signal }, parts)
      if (swept && swept.pages > 0) parts.log.info({ pages: swept.pages, bytes: swept.bytes }, 'old pages removed')
    } catch (error) {
      parts.log.warn({ err: error }, 'what is old could not be removed')
    }
  }
  const timer = setInterval(() => void run(), EVERY_MS)
  timer.unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
