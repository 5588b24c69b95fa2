/** Removes raw pages that have been kept as long as their source wants, and that nothing needs any more. */

import { randomUUID } from 'node:crypto'
import type { Logger } from 'pino'
import type { KeptPage, Source } from '../model.ts'
import type { Clock, PageFiles, Store } from '../ports.ts'

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
  const { store, clock } = parts
  const holder = randomUUID()
  if (!(await store.takeLock(LOCK, holder, clock.now(), LOCK_MS, () => true))) return undefined
  try {
    return await sweep(options, parts)
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

/** Once an hour a thousand pages: far more than fall due, and too few to be felt. */
const EVERY_MS = 3_600_000
const PAGES_A_SWEEP = 1000

/** Sweeps beside the work of a desk until the signal is given. */
export function sweepHourly(
  sources: () => readonly Source[],
  parts: SweepParts & { readonly log: Logger },
  signal: AbortSignal,
): void {
  const run = async (): Promise<void> => {
    try {
      const swept = await sweepPages({ sources: sources(), limit: PAGES_A_SWEEP, signal }, parts)
      if (swept && swept.pages > 0) parts.log.info({ pages: swept.pages, bytes: swept.bytes }, 'old pages removed')
    } catch (error) {
      parts.log.warn({ err: error }, 'old pages could not be removed')
    }
  }
  const timer = setInterval(() => void run(), EVERY_MS)
  timer.unref()
  signal.addEventListener('abort', () => clearInterval(timer), { once: true })
}
