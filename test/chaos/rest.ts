import { setTimeout as sleep } from 'node:timers/promises'
import type { Field } from './field.ts'

/** A run that is not over by then hangs: that is a finding too. */
const GIVE_UP_MS = 25 * 60_000
const LOOK_MS = 500

/** Waits until every address offered is in the ledger, nobody works, and nothing is due for a minute. False when that never comes. */
export async function untilAtRest(
  { store, origin }: Field,
  onLook: (ended: number) => void = () => {},
): Promise<boolean> {
  const deadline = Date.now() + GIVE_UP_MS
  for (; Date.now() < deadline; await sleep(LOOK_MS)) {
    try {
      const { due, done, dropped, quarantined } = await store.countLinks()
      onLook(done + dropped + quarantined)
      if (due > 0 || done + dropped + quarantined < origin.urls.length) continue
      if ((await store.countHeld(Date.now())) === 0) return true
    } catch {
      // The store is down just now, which is what is being tested.
    }
  }
  return false
}
