import { constants } from 'node:crypto'
import { lookup as lookupHost } from 'node:dns'
import { isIP, type LookupFunction, type Socket } from 'node:net'
import { buildConnector } from 'undici'
import { WiredeskError } from '../errors.ts'
import { type AddressGuard, bareHost, portOf } from './address-guard.ts'
import type { Traffic } from './traffic.ts'

/** All addresses of a name. */
export type Resolve = (hostname: string) => Promise<readonly string[]>

type Target = buildConnector.Options
type Connected = buildConnector.Callback

/** Opens a connection to one of the given addresses; certificates are checked against the target's name. */
export type Dial = (target: Target, addresses: readonly string[], done: Connected) => void

export interface ConnectorOptions {
  readonly guard: AddressGuard
  /** fixed answers in place of the resolver's, name to `ip:port` or `ip`, as in /etc/hosts; they pass the guard too */
  readonly hosts?: Readonly<Record<string, string>>
  readonly resolve?: Resolve
  readonly dial?: Dial
  readonly traffic?: Traffic
  readonly dnsMs: number
  readonly connectMs: number
}

/**
 * An undici connector that reaches only what the guard lets it reach.
 * Here and not in a `lookup` alone, since a host written as a number is never looked up. The addresses that were checked are the
 * ones that are dialled, and the socket's far end is checked once more before anything is written to it.
 */
export function createConnector(options: ConnectorOptions): buildConnector.connector {
  const { guard, dnsMs } = options
  const resolve = options.resolve ?? resolveByName
  const dial = options.dial ?? createDial(options.connectMs)
  const hosts = new Map(
    Object.entries(options.hosts ?? {}).map(([name, place]) => [name.toLowerCase(), readPlace(place)]),
  )

  // The resolver is asked for the name as the URL has it: a dot at its end keeps a private search domain from being tried.
  const addressesOf = async (name: string): Promise<readonly string[]> =>
    isIP(name) === 0 ? await withinTime(resolve(name), dnsMs, name) : [name]

  const connect = async (target: Target): Promise<Socket> => {
    const hostname = bareHost(target.hostname)
    const fixed = hosts.get(hostname)
    const port = fixed?.port ?? portOf(target)
    const addresses = fixed ? [fixed.address] : await addressesOf(target.hostname)
    guard.checkTarget(hostname, port, addresses)
    const socket = await dialled(dial, { ...target, hostname, port: String(port) }, addresses)
    // Node leaves a socket open after some alerts of TLS, and the request would wait for its timeout.
    socket.once('error', () => socket.destroy())
    try {
      guard.checkTarget(hostname, port, [socket.remoteAddress ?? ''])
    } catch (refused) {
      socket.destroy()
      throw refused
    }
    options.traffic?.follow(`${target.protocol}//${target.host}`, socket)
    return socket
  }

  return (target, done) => {
    connect(target).then(
      socket => done(null, socket),
      error => done(error, null),
    )
  }
}

function dialled(dial: Dial, target: Target, addresses: readonly string[]): Promise<Socket> {
  return new Promise((resolve, reject) => {
    dial(target, addresses, (error, socket) => (error ? reject(asDialError(error, target)) : resolve(socket as Socket)))
  })
}

/** A host that closes within the handshake has refused it; without TLS the same would be a mere reset. */
function asDialError(error: Error, { protocol, hostname }: Target): Error {
  const isHandshake = protocol === 'https:' && 'code' in error && error.code === 'ECONNRESET'
  return isHandshake
    ? new WiredeskError('TLS_FAILED', { detail: `${hostname} closed the handshake`, cause: error })
    : error
}

/** undici's own connector, given the checked addresses for its lookup, so that Node tries them side by side. */
function createDial(connectMs: number): Dial {
  const checked = new Map<string, readonly string[]>()
  const lookup: LookupFunction = (hostname, { all }, done) => {
    const found = (checked.get(hostname) ?? []).map(address => ({ address, family: isIP(address) }))
    const first = found[0]
    if (!first) done(new WiredeskError('ADDRESS_REFUSED', { detail: `${hostname} was not checked` }), '')
    else if (all) done(null, found)
    else done(null, first.address, first.family)
  }
  // A server that asks for the handshake again and again would keep us busy; nothing on the web needs it.
  const secureOptions = constants.SSL_OP_NO_RENEGOTIATION
  const connect = buildConnector({ timeout: connectMs, allowH2: false, lookup, secureOptions })
  return (target, addresses, done) => {
    checked.set(target.hostname, addresses)
    connect(target, done)
    // Node looks the name up while `connect` runs, so the answer has been read by now.
    checked.delete(target.hostname)
  }
}

const resolveByName: Resolve = hostname =>
  new Promise((resolve, reject) => {
    lookupHost(hostname, { all: true }, (error, found) => {
      if (error) reject(new WiredeskError('DNS_FAILED', { detail: `${hostname}: ${error.code}`, cause: error }))
      else resolve(found.map(({ address }) => address))
    })
  })

async function withinTime<T>(work: Promise<T>, ms: number, hostname: string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new WiredeskError('DNS_FAILED', { detail: `${hostname}: no answer within ${ms} ms` })),
      ms,
    )
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

/** `127.0.0.1:8080`, `127.0.0.1`, `[::1]:8080`. */
function readPlace(place: string): { readonly address: string; readonly port: number | undefined } {
  const [, bracketed, plain, port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(place) ?? []
  const address = bracketed ?? plain ?? ''
  if (isIP(address) === 0) throw new WiredeskError('CONFIG_INVALID', { detail: `"${place}" is not ip:port` })
  return { address, port: port === undefined ? undefined : Number(port) }
}
