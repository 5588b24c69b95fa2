import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici'
import { WiredeskError } from '../errors.ts'
import type { AddressGuard } from './address-guard.ts'
import { createConnector, type Dial, type Resolve } from './guarded-connector.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createTraffic, type Passage } from './traffic.ts'

export interface RouteOptions {
  readonly hosts?: Readonly<Record<string, string>>
  readonly proxy?: string
  readonly limits?: Partial<Limits>
  readonly resolve?: Resolve
  readonly dial?: Dial
}

export interface Route {
  readonly dispatcher: Dispatcher
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
}

/** Where a request goes, and the connections it goes over. */
export interface Routes {
  to(target: URL): Route
  /** a request to there begins; nothing is known of what comes through a proxy */
  enter(target: URL): Passage
  close(): Promise<void>
}

// Politeness asks one host for one page at a time; more connections only serve an operator who turned it off.
const CONNECTIONS_PER_HOST = 8
const CONNECTIONS_TO_PROXY = 64
// Longer than the usual wait between two pages of a host, so that the next one finds the connection open.
const KEEP_ALIVE_MS = 10_000
const LONGEST_KEEP_ALIVE_MS = 30_000

/** Straight to the host over the guarded connector, or through the operator's proxy. */
export function createRoutes(options: RouteOptions, guard: AddressGuard): Routes {
  const { dnsMs, connectMs, headerBytes } = { ...LIMITS.page, ...options.limits }
  const pool = {
    // The limits on headers, interim answers and bodies are those of HTTP/1.
    allowH2: false,
    pipelining: 1,
    connections: CONNECTIONS_PER_HOST,
    keepAliveTimeout: KEEP_ALIVE_MS,
    keepAliveMaxTimeout: LONGEST_KEEP_ALIVE_MS,
    maxHeaderSize: headerBytes,
  }
  if (options.proxy !== undefined) return createProxyRoutes(options.proxy, pool, connectMs)
  const traffic = createTraffic()
  const agent = new Agent({ ...pool, connect: createConnector({ ...options, guard, traffic, dnsMs, connectMs }) })
  return {
    to: target => ({ dispatcher: agent, path: target.pathname + target.search, headers: {} }),
    enter: target => traffic.enter(target.origin),
    close: () => agent.destroy(),
  }
}

const BEHIND_PROXY: Passage = { received: () => ({ bytes: 0, connections: 0 }), leave: () => {} }

/** http goes to the proxy in absolute form (RFC 9112, 3.2.2), https through a tunnel of CONNECT. */
function createProxyRoutes(proxy: string, pool: Pool.Options, connectMs: number): Routes {
  const url = URL.parse(proxy)
  if (url?.protocol !== 'http:')
    throw new WiredeskError('CONFIG_INVALID', { detail: `proxy "${proxy}" is not an http address` })
  const credentials = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  const token = url.username === '' ? undefined : `Basic ${Buffer.from(credentials).toString('base64')}`
  // One pool of the proxy, whatever the host: undici's own forwarding keeps one for every origin and drops our limits.
  const forward = new Pool(url.origin, { ...pool, connections: CONNECTIONS_TO_PROXY, connect: { timeout: connectMs } })
  const tunnel = new ProxyAgent({
    ...pool,
    uri: url.origin,
    proxyTunnel: true,
    connectTimeout: connectMs,
    ...(token !== undefined && { token }),
  })
  const authorization = token === undefined ? {} : { 'proxy-authorization': token }
  return {
    to: target =>
      target.protocol === 'http:'
        ? {
            dispatcher: forward,
            path: target.origin + target.pathname + target.search,
            headers: { host: target.host, ...authorization },
          }
        : { dispatcher: tunnel, path: target.pathname + target.search, headers: {} },
    enter: () => BEHIND_PROXY,
    close: async () => {
      await Promise.all([forward.destroy(), tunnel.destroy()])
    },
  }
}
