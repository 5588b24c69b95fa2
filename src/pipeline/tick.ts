import type { Logger } from 'pino'
import { LEASE_MS } from '../policy/schedule.ts'
import type { Clock, Queue, Store } from '../ports.ts'

/** With nothing due the ledger is looked at this often: a host's delay may have passed, another process put something in. */
const IDLE_PAUSE_MS = 50

/** While the queue is full a place becomes free every few milliseconds. */
const BUSY_PAUSE_MS = 5

/** A database that could not be read is given time to recover. */
const FAULT_PAUSE_MS = 500

/** Claims smaller than this are left to gather while other jobs still run: one transaction then serves several. */
const SMALLEST_CLAIM = 4

export interface TickOptions {
  readonly store: Store
  readonly queue: Queue
  readonly clock: Clock
  readonly log: Logger
  /** ends the loop; what runs goes on */
  readonly signal: AbortSignal
  /** a one-time crawl ends when this says so, asked when nothing could be claimed */
  readonly isOver?: () => Promise<boolean>
}

/** Hands what is due to the queue until it is told to stop. Resolves when the loop has ended. */
export async function tick({ store, queue, clock, log, signal, isOver }: TickOptions): Promise<void> {
  while (!signal.aborted) {
    const claimed = await claim()
    if (claimed > 0) continue
    if (isOver && (await isOver())) return
    await clock.sleep(queue.room() < SMALLEST_CLAIM ? BUSY_PAUSE_MS : IDLE_PAUSE_MS, signal)
  }

  async function claim(): Promise<number> {
    const room = queue.room()
    if (room < SMALLEST_CLAIM) return 0
    try {
      const jobs = await store.takeDue(room, clock.now(), LEASE_MS)
      await queue.add(jobs)
      return jobs.length
    } catch (error) {
      // A locked or full database is waited for: the ledger is as it was, and the next look may find it well again.
      log.error({ err: error }, 'claiming failed')
      await clock.sleep(FAULT_PAUSE_MS, signal)
      return 0
    }
  }
}
