/** The jobs this process is at: each is begun, run and ended; its lease is kept while it runs. */

import { asWiredeskError, isStoreFault } from '../errors.ts'
import { LEASE_MS } from '../policy/schedule.ts'
import type { Job } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { type DeliveryContext, deliver } from './deliver.ts'
import { discover } from './discover.ts'
import { ingest } from './ingest.ts'

export interface Turns {
  /** Runs one job to its end and never rejects. */
  run(job: Job): Promise<void>
  /** Keeps no leases any more. */
  stop(): void
}

/** A store that could not be written is given this long to recover before a claim is given back to it. */
const STORE_FAULT_PAUSE_MS = 1000

/** Begins with no job; renews from now on what is running. */
export function createTurns(context: PipelineContext, deliveries: DeliveryContext): Turns {
  const { store, clock, log } = context
  const running = new Set<Job>()
  const stopped = new AbortController()
  let isRenewing = false
  // Two renewals may fail before a lease lapses.
  const renewal = setInterval(() => void renew(), LEASE_MS / 3)
  renewal.unref()

  return {
    async run(job) {
      running.add(job)
      try {
        await handle(job)
      } catch (error) {
        await settle(job, error)
      } finally {
        running.delete(job)
      }
    },
    stop() {
      clearInterval(renewal)
      stopped.abort()
    },
  }

  function handle(job: Job): Promise<void> {
    if (job.kind === 'discover') return discover(job, context)
    return job.kind === 'ingest' ? ingest(job, context) : deliver(job, deliveries)
  }

  /**
   * What escapes a handler is no outcome of its link. When the store failed, the claim is given back as soon as it can be; until
   * then this job's place stays taken, so that nothing more is begun than a sick store can end. Any other fault is ours: the lease
   * lapses, counts as a crash, and three of them quarantine the link.
   */
  async function settle(job: Job, thrown: unknown): Promise<void> {
    const error = asWiredeskError(thrown)
    log.error({ err: thrown, job, code: error.code }, 'job failed outside its stages')
    while (isStoreFault(error) && !stopped.signal.aborted) {
      await clock.sleep(STORE_FAULT_PAUSE_MS, stopped.signal)
      if (await giveBack(job)) return
    }
  }

  async function giveBack(job: Job): Promise<boolean> {
    return store.giveBack([job], new Date(clock.now()).toISOString()).then(
      () => true,
      () => false,
    )
  }

  async function renew(): Promise<void> {
    if (isRenewing || running.size === 0) return
    isRenewing = true
    try {
      await store.renew([...running], clock.now(), LEASE_MS)
    } catch (error) {
      log.warn({ err: error, jobs: running.size }, 'leases could not be renewed')
    } finally {
      isRenewing = false
    }
  }
}
