import type { Clock, RobotsRecord, Store } from '../../src/ports.ts'

/** A clock that never waits. */
export const clock: Clock = { now: () => Date.now(), sleep: async () => {} }

/**
 * The store as politeness sees it when nothing is in the way: every host is free and has no robots.txt.
 * What the cases ask is whether and how an address may be reached at all.
 */
export const openStore = {
  robots: async (): Promise<RobotsRecord> => ({
    state: 'absent',
    text: '',
    fetchedAt: new Date().toISOString(),
  }),
  reserveSlot: async (_host: string, _delayMs: number, now: number) => ({ at: now, granted: true }),
  releaseSlot: async () => {},
  holdHost: async () => {},
} as unknown as Store
