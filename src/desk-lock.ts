import { hostname } from 'node:os'
import { WiredeskError } from './errors.ts'
import type { Logger } from './log.ts'
import { LOCK_LEASE_MS } from './policy/schedule.ts'
import type { Clock, Store } from './ports.ts'

const LOCK = 'desk'

export interface DeskLock {
  release(): Promise<void>
}

/**
 * Takes the desk for this process and keeps renewing the claim. A holder that was killed is recognised at once when it ran on
 * this machine, and otherwise by its lease having run out. Throws DESK_LOCKED.
 */
export async function holdDesk(store: Store, clock: Clock, log: Logger): Promise<DeskLock> {
  const holder = `${hostname()}:${process.pid}`
  const take = () => store.takeLock(LOCK, holder, clock.now(), LOCK_LEASE_MS, isAlive)
  if (!(await take())) throw new WiredeskError('DESK_LOCKED', { detail: 'a `run` or `crawl` is under way' })
  const renewal = setInterval(() => void renew(), LOCK_LEASE_MS / 3)
  renewal.unref()
  return {
    async release() {
      clearInterval(renewal)
      await store.releaseLock(LOCK, holder)
    },
  }

  async function renew(): Promise<void> {
    const isOurs = await take().catch(() => true)
    if (isOurs) return
    // Cut off for longer than the lease (a suspended machine): another process works on the desk now, and two must not.
    log.fatal({ holder }, 'the desk was taken over by another process; this one ends')
    process.exit(1)
  }
}

/** Whether a holder may still be at work: one on another machine may be, one here can be asked. */
function isAlive(holder: string): boolean {
  const [host, pid] = holder.split(':')
  if (host !== hostname()) return true
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    // EPERM: there is such a process, it is somebody else's.
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
