/** How the origin was asked: what it saw of its visitors' manners. */

import type { ServerResponse } from 'node:http'

export interface Seen {
  readonly requests: number
  /** article pages asked for more than once with an answer that was good */
  readonly repeated: number
  /** least time between the end of an answer of a host and its next request, ms */
  readonly leastGapMs: number
  /** most requests of one host under way at once */
  readonly mostAtOnce: number
  /** answers that asked for rest (Retry-After), and requests of their hosts before it had passed */
  readonly rests: number
  readonly insideRests: number
  /** answers with 410, and requests for their addresses afterwards */
  readonly gone: number
  readonly afterGone: number
  /** requests of a host whose robots.txt had not been asked for */
  readonly beforeRobots: number
}

interface Host {
  running: number
  endedAt: number
  restsUntil: number
  isRobotsAsked: boolean
}

/** Notes every request and answer. */
export function watchManners() {
  const hosts = new Map<string, Host>()
  const goods = new Map<string, number>()
  const gone = new Set<string>()
  let [requests, leastGapMs, mostAtOnce] = [0, Number.POSITIVE_INFINITY, 0]
  let [rests, insideRests, afterGone, beforeRobots] = [0, 0, 0, 0]

  return {
    began({ host: name, href, pathname }: URL): void {
      const now = performance.now()
      const unknown: Host = { running: 0, endedAt: Number.NEGATIVE_INFINITY, restsUntil: 0, isRobotsAsked: false }
      const host = hosts.get(name) ?? unknown
      hosts.set(name, host)
      requests++
      if (host.running === 0) leastGapMs = Math.min(leastGapMs, now - host.endedAt)
      host.running++
      mostAtOnce = Math.max(mostAtOnce, host.running)
      if (now < host.restsUntil) insideRests++
      if (gone.has(href)) afterGone++
      if (pathname === '/robots.txt') host.isRobotsAsked = true
      else if (!host.isRobotsAsked) beforeRobots++
    },
    ended({ host: name, href }: URL, response: ServerResponse): void {
      const host = hosts.get(name) as Host
      host.running--
      host.endedAt = performance.now()
      if (response.statusCode === 410) gone.add(href)
      const retryAfter = response.getHeader('retry-after')
      if (retryAfter === undefined) return
      rests++
      host.restsUntil = performance.now() + Number(retryAfter) * 1000
    },
    servedWell(url: string): void {
      goods.set(url, (goods.get(url) ?? 0) + 1)
    },
    seen(): Seen {
      const repeated = [...goods.values()].filter(count => count > 1).length
      const kept = { rests, insideRests, gone: gone.size, afterGone, beforeRobots }
      return { requests, repeated, leastGapMs: Math.round(leastGapMs), mostAtOnce, ...kept }
    },
  }
}
