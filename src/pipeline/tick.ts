import type { Logger } from 'pino'
import { CLAIM_MS } from '../policy/schedule.ts'
import type { Clock, Job, JobKind, Queue, Store } from '../ports.ts'

/** With nothing due the ledger is looked at this often: a host's delay may have passed, another process put something in. */
const IDLE_PAUSE_MS = 50

/**
 * While the queue is full: what waits in it lasts longer than this. A look at Redis takes 0.4 ms of the processor, there and here: one each
 * 5 ms would be seven hundredths of a core.
 */
const BUSY_PAUSE_MS = 20

/** A database or queue that could not be reached is given time to recover. */
const FAULT_PAUSE_MS = 500

/** Claims smaller than this are left to gather while other jobs still run: one transaction then serves several. */
const SMALLEST_CLAIM = 4

export interface TickOptions {
  readonly store: Store
  readonly queue: Queue
  readonly clock: Clock
  readonly log: Logger
  /** the kinds of job that this process has workers for */
  readonly kinds: readonly JobKind[]
  /** ends the loop; what runs goes on */
  readonly signal: AbortSignal
  /** a one-time crawl ends when this says so, asked when nothing could be claimed */
  readonly isOver?: () => Promise<boolean>
  /** told after every look that did not fail */
  readonly onLook?: () => void
}

/** Hands what is due to the queue until it is told to stop. Resolves when the loop has ended. */
export async function tick(options: TickOptions): Promise<void> {
  const { clock, log, signal } = options
  while (!signal.aborted) {
    try {
      const claimed = await claim(options)
      options.onLook?.()
      if (claimed === 'some') continue
      if (options.isOver && (await options.isOver())) return
      await clock.sleep(claimed === 'no room' ? BUSY_PAUSE_MS : IDLE_PAUSE_MS, signal)
    } catch (error) {
      // A locked or full database, a queue that restarts: the ledger is as it was, and the next look may find them well again.
      log.error({ err: error }, 'claiming failed')
      await clock.sleep(FAULT_PAUSE_MS, signal)
    }
  }
}

async function claim({ store, queue, clock, kinds }: TickOptions): Promise<'some' | 'none' | 'no room'> {
  const room = await queue.room()
  if (room < SMALLEST_CLAIM) return 'no room'
  const jobs = await store.takeDue(room, clock.now(), CLAIM_MS, kinds)
  await handOver(jobs, store, queue, clock)
  return jobs.length > 0 ? 'some' : 'none'
}

/** Jobs that the queue does not take are let go of at once, so that they need not lapse first. */
async function handOver(jobs: readonly Job[], store: Store, queue: Queue, clock: Clock): Promise<void> {
  if (jobs.length === 0) return
  try {
    await queue.add(jobs)
  } catch (error) {
    await store.giveBack(jobs, new Date(clock.now()).toISOString())
    throw error
  }
}
