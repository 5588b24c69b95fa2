/** How the origin was asked: what it saw of its visitors' manners. */

export interface Seen {
  readonly requests: number
  /** article pages asked for more than once with an answer that was good */
  readonly repeated: number
  /** least time between the end of an answer of a host and its next request, ms */
  readonly leastGapMs: number
  /** most requests of one host under way at once */
  readonly mostAtOnce: number
}

interface Host {
  running: number
  endedAt: number
}

/** Notes every request and answer. */
export function watchManners() {
  const hosts = new Map<string, Host>()
  const goods = new Map<string, number>()
  let [requests, leastGapMs, mostAtOnce] = [0, Number.POSITIVE_INFINITY, 0]

  return {
    began(name: string): void {
      const host = hosts.get(name) ?? { running: 0, endedAt: Number.NEGATIVE_INFINITY }
      hosts.set(name, host)
      requests++
      if (host.running === 0) leastGapMs = Math.min(leastGapMs, performance.now() - host.endedAt)
      host.running++
      mostAtOnce = Math.max(mostAtOnce, host.running)
    },
    ended(name: string): void {
      const host = hosts.get(name) as Host
      host.running--
      host.endedAt = performance.now()
    },
    servedWell(url: string): void {
      goods.set(url, (goods.get(url) ?? 0) + 1)
    },
    seen(): Seen {
      const repeated = [...goods.values()].filter(count => count > 1).length
      return { requests, repeated, leastGapMs: Math.round(leastGapMs), mostAtOnce }
    },
  }
}
