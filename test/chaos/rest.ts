import { setTimeout as sleep } from 'node:timers/promises'
import type { Field } from './field.ts'

/**
 * A run in which nothing ends for so long hangs: that is a finding too. When only failing pages are left, their hosts are left alone for
 * 30 seconds, and twice as long after each failure more.
 */
const GIVE_UP_MS = 20 * 60_000
const LOOK_MS = 500

/** Waits until every address offered is in the ledger, nobody works, and consumers have been told of all. False when nothing ends any more before that. */
export async function untilAtRest(
  { store, origin }: Field,
  onLook: (ended: number) => void = () => {},
): Promise<boolean> {
  let [ended, endedAt] = [0, Date.now()]
  for (; Date.now() - endedAt < GIVE_UP_MS; await sleep(LOOK_MS)) {
    try {
      const { due, done, dropped, quarantined } = await store.countLinks()
      const now = done + dropped + quarantined
      if (now > ended) [ended, endedAt] = [now, Date.now()]
      onLook(ended)
      if (due > 0 || ended < origin.urls.length) continue
      const isToldOfAll = (await store.consumers()).every(({ behind }) => behind === 0)
      if (isToldOfAll && (await store.countHeld(Date.now())) === 0) return true
    } catch {
      // The store is down just now, which is what is being tested.
    }
  }
  return false
}
