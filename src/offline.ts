/** Work on a desk's articles that asks no publisher: from stored pages, and from archives. */

import { availableParallelism } from 'node:os'
import { openStore, pagesOf } from './app.ts'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { type DeskLock, holdDesk } from './desk-lock.ts'
import { createExtractor } from './extract/pool.ts'
import { ruleFor } from './extract/site-rule.ts'
import { createLog } from './log.ts'
import type { PipelineContext } from './pipeline/context.ts'
import { emptyTally } from './pipeline/tally.ts'

export interface Offline {
  readonly context: PipelineContext
  /** how many pages keep all extraction threads at work */
  readonly width: number
  close(): Promise<void>
}

/** Long work outlives a restart of its database. */
const PATIENCE_MS = 60_000

/** A thread has its next page at hand while the last one is being stored. */
const PAGES_PER_THREAD = 2

/**
 * Opens a desk for work without the network. Throws DESK_LOCKED when another process works on it and the store is one process's own.
 * @param isLooking nothing is going to be written, so the desk may be at work meanwhile
 */
export async function openOffline(config: Config, isLooking = false): Promise<Offline> {
  const log = createLog(config.log.level)
  const store = await openStore(config, PATIENCE_MS)
  let lock: DeskLock | undefined
  try {
    if (!isLooking && !store.isShared) lock = await holdDesk(store, systemClock, log)
    if (!isLooking) await store.syncSources(config.sources, new Date(systemClock.now()).toISOString())
  } catch (error) {
    await lock?.release()
    await store.close()
    throw error
  }
  const extractor = createExtractor(config.extract)
  return {
    width: (config.extract.threads || availableParallelism()) * PAGES_PER_THREAD,
    context: {
      store,
      pages: pagesOf(config),
      extractor,
      clock: systemClock,
      log,
      politeness: { ask: refuse, post: refuse },
      tally: emptyTally(),
      retry: config.retry,
      recheckMinutes: config.recheckMinutes,
      source: id => config.sources.find(source => source.id === id),
      siteRule: url => ruleFor(config.sites, url),
      draw: Math.random,
    },
    async close() {
      await extractor.close()
      await lock?.release()
      await store.close()
    },
  }
}

const refuse = ({ url }: { readonly url: string }): Promise<never> =>
  Promise.reject(new Error(`${url} is not asked for offline`))
