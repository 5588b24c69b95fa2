import type { Socket } from 'node:net'

/** The open connections of the program, by origin. */
export interface Traffic {
  /** Takes note of a new connection, and closes the longest unused ones when there are too many. */
  follow(origin: string, socket: Socket): void
  /** A request to an origin begins. */
  enter(origin: string): Passage
}

/** One request's view of its origin's connections. */
export interface Passage {
  /**
   * Bytes that have come since the request began, whatever they were, and the number of connections they may have come over.
   * A flood that never becomes headers or body (a chunk extension without end) passes every other count.
   */
  received(): { readonly bytes: number; readonly connections: number }
  /** The request has ended. */
  leave(): void
}

interface Origin {
  readonly sockets: Set<Socket>
  requests: number
}

/** A process may have 1,024 files open on many systems, and every host asked in the last seconds keeps a connection. */
const MAX_OPEN = 256

export function createTraffic(maxOpen = MAX_OPEN): Traffic {
  // In the order of their last request: the first is the longest unused.
  const origins = new Map<string, Origin>()
  let open = 0

  return {
    follow(name, socket) {
      const origin = origins.get(name) ?? { sockets: new Set(), requests: 0 }
      origins.set(name, origin)
      origin.sockets.add(socket)
      open++
      socket.once('close', () => {
        open--
        origin.sockets.delete(socket)
        forget(name, origin)
      })
      if (open > maxOpen) closeUnused(open - maxOpen)
    },
    enter(name) {
      const origin = origins.get(name) ?? { sockets: new Set(), requests: 0 }
      origins.delete(name)
      origins.set(name, origin)
      origin.requests++
      const before = bytesOf(origin)
      return {
        received: () => ({ bytes: bytesOf(origin) - before, connections: origin.sockets.size }),
        leave() {
          origin.requests--
          forget(name, origin)
        },
      }
    },
  }

  function closeUnused(count: number): void {
    let left = count
    for (const { sockets, requests } of origins.values()) {
      if (left <= 0) return
      if (requests > 0) continue
      left -= sockets.size
      for (const socket of sockets) socket.destroy()
    }
  }

  function forget(name: string, origin: Origin): void {
    if (origin.requests === 0 && origin.sockets.size === 0 && origins.get(name) === origin) origins.delete(name)
  }
}

function bytesOf({ sockets }: Origin): number {
  let bytes = 0
  for (const socket of sockets) bytes += socket.bytesRead
  return bytes
}
