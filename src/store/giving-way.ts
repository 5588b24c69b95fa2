import { setTimeout as pause } from 'node:timers/promises'
import type { Store } from '../ports.ts'
import { LONGEST_WAIT_MS } from './guarded.ts'
import { through } from './through.ts'

/** The connections of this process to a server that may grant fewer than all its processes would have. */
export interface Connections {
  /** what is thrown when the server grants no more */
  refusal(): Error
  isRefusal(thrown: unknown): boolean
  /** whether the server has none left */
  areUsedUp(): Promise<boolean>
  /** Makes the first one and keeps it. */
  open(): Promise<void>
  /** Ends all, which nobody may be using, and never rejects. */
  closeAll(): Promise<void>
  /** From now on at most one, or as many as are of use. */
  allow(most: 'one' | 'all'): void
}

/** How often a process asks whether there are any left for others. */
const LOOK_MS = 10_000
/** How long a process works before it gives way, where there are too few. Leases must be renewed every ten seconds. */
const TURN_MS = 2000
/** After so long without a refusal there seem to be enough again. */
const RELIEF_MS = 60_000

/**
 * A store that leaves connections to others when the server has none left. A process that is refused one makes do with one in all; and where
 * even so there are more processes than connections, each that has one gives it back after a moment, for as long as those
 * who wait need to ask for it: whoever has a connection cannot hear of those who have none. Calls that come meanwhile fail as they would
 * for want of a connection, and are tried again by `guarded`.
 */
export function givingWay(store: Store, connections: Connections): Store {
  let [running, whenIdle] = [0, () => {}]
  let [lookAt, scarceUntil] = [performance.now() + LOOK_MS, 0]
  let [isAway, isClosed] = [false, false]

  return {
    ...through(store, counted),
    close() {
      isClosed = true
      return store.close()
    },
  }

  async function counted<T>(run: () => Promise<T>): Promise<T> {
    if (isAway) throw connections.refusal()
    if (performance.now() >= lookAt) void look()
    running++
    try {
      return await run()
    } catch (thrown) {
      if (connections.isRefusal(thrown)) void giveWay()
      throw thrown
    } finally {
      if (--running === 0) whenIdle()
    }
  }

  async function look(): Promise<void> {
    lookAt = Number.POSITIVE_INFINITY
    const areUsedUp = await counted(connections.areUsedUp).catch(() => false)
    if (areUsedUp) return giveWay()
    if (isAway) return
    const isScarce = performance.now() < scarceUntil
    if (!isScarce) connections.allow('all')
    lookAt = performance.now() + (isScarce ? TURN_MS : LOOK_MS)
  }

  async function giveWay(): Promise<void> {
    if (isAway || isClosed) return
    isAway = true
    connections.allow('one')
    if (running > 0) await new Promise<void>(resolve => (whenIdle = resolve))
    await connections.closeAll()
    // Everyone who waits asks at least once meanwhile.
    await rest(1)
    while (!isClosed && (await isRefusedAgain())) await rest(0.5 + Math.random() / 2)
    isAway = false
    lookAt = performance.now() + TURN_MS
    scarceUntil = performance.now() + RELIEF_MS
  }

  /** Whatever else goes wrong, the next call will hear of it. */
  function isRefusedAgain(): Promise<boolean> {
    return connections.open().then(() => false, connections.isRefusal)
  }
}

const rest = (share: number): Promise<void> => pause(LONGEST_WAIT_MS * share, undefined, { ref: false })
