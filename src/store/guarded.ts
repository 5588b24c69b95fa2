import { setTimeout as wait } from 'node:timers/promises'
import type { WiredeskError } from '../errors.ts'
import type { Store } from '../ports.ts'
import { through } from './through.ts'

export interface GuardOptions {
  /** A fault of the database under its code; undefined for anything else, which is thrown as it is. */
  toFault(thrown: unknown): WiredeskError | undefined
  /** how long a fault that may pass (STORE_BUSY) is waited for */
  readonly patienceMs: number
}

/** The waits between two tries: short for a lost race, longer for a server that starts again. */
const FIRST_WAIT_MS = 20
export const LONGEST_WAIT_MS = 1000

/**
 * A store whose faults come under the codes of the error table, and which waits for those that pass. Every method of a store is one
 * transaction or one statement and may be run again: what a first try has committed without our hearing of it is fenced by its token.
 */
export function guarded(store: Store, options: GuardOptions): Store {
  return { ...through(store, run => patiently(run, options)), close: store.close }
}

/** Runs something until it succeeds, fails for good, or patience is at its end. */
export async function patiently<T>(run: () => Promise<T>, { toFault, patienceMs }: GuardOptions): Promise<T> {
  const giveUpAt = performance.now() + patienceMs
  for (let tries = 0; ; tries++) {
    try {
      return await run()
    } catch (thrown) {
      const fault = toFault(thrown)
      if (!fault) throw thrown
      if (fault.code !== 'STORE_BUSY' || performance.now() >= giveUpAt) throw fault
      // Jitter parts those that have just got into each other's way.
      await wait(Math.min(FIRST_WAIT_MS * 2 ** tries, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2))
    }
  }
}
