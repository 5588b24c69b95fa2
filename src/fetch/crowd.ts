import { WiredeskError } from '../errors.ts'

/** Bodies that are being read at the same time, over all requests of the process. */
export interface Crowd {
  /** Waits for a place among the bodies that may be read at once. */
  enter(signal: AbortSignal): Promise<Reader>
}

/** One body's place. */
export interface Reader {
  /** Bytes that this body now holds besides. @throws FETCH_CROWDED when all bodies together hold more than fits */
  hold(bytes: number): void
  leave(): void
}

export interface CrowdLimits {
  readonly bodies: number
  readonly bytes: number
}

/** 32 pages at their limit of 10 MiB are more than 256 MiB, but hardly ever do more than a few come near it. */
export const CROWD: CrowdLimits = { bodies: 32, bytes: 256 * 1024 * 1024 }

/** A process' memory for bodies that are under way. Those beyond the number wait; what does not fit is asked for again later. */
export function createCrowd({ bodies, bytes }: CrowdLimits = CROWD): Crowd {
  const waiting: (() => void)[] = []
  let reading = 0
  let held = 0

  return { enter }

  async function enter(signal: AbortSignal): Promise<Reader> {
    if (reading >= bodies) await turn(signal)
    else reading++
    return reader()
  }

  /** Whoever leaves hands the place on, so that the number stays as it is. */
  function turn(signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const go = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      const giveUp = () => {
        waiting.splice(waiting.indexOf(go), 1)
        reject(signal.reason)
      }
      signal.addEventListener('abort', giveUp, { once: true })
      waiting.push(go)
    })
  }

  function reader(): Reader {
    let own = 0
    return {
      hold(more) {
        own += more
        held += more
        if (held > bytes) throw new WiredeskError('FETCH_CROWDED', { detail: `more than ${bytes} bytes under way` })
      },
      leave() {
        held -= own
        own = 0
        const next = waiting.shift()
        if (next) next()
        else reading--
      },
    }
  }
}
