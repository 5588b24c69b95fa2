import { setTimeout as wait } from 'node:timers/promises'
import type { Clock } from './ports.ts'

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (ms, signal) => wait(Math.max(0, ms), undefined, signal && { signal }).catch(ignoreAbort),
}

/** A sleep that is cut short has simply ended. */
function ignoreAbort(error: unknown): void {
  if ((error as Error).name !== 'AbortError') throw error
}
