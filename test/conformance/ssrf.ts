import { once } from 'node:events'
import type { Socket } from 'node:net'
import { type Duplex, duplexPair } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { type ErrorCode, WiredeskError } from '../../src/errors.ts'
import type { Dial, Resolve } from '../../src/fetch/guarded-connector.ts'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { createPoliteness } from '../../src/pipeline/politeness.ts'
import { type Canary, watchCanary } from './canary.ts'
import { clock, openStore } from './open-store.ts'
import { readCases, type Suite } from './suite.ts'

interface SsrfCase {
  readonly id: string
  readonly url: string
  /** answers of the resolver: for each name one list for each lookup, the last one for all that follow */
  readonly dns?: Readonly<Record<string, readonly (readonly string[])[]>>
  /** answers of the server, in order; after them comes a page */
  readonly redirects?: readonly Redirect[]
  /** a piece of a page or message that names a further URL */
  readonly carrier?: string
}

interface Redirect {
  readonly status: number
  readonly location: string
  /** this answer is given for ever */
  readonly loop?: boolean
}

/**
 * Each case through the pipeline's own way of asking, over a resolver and a connector made from the case: no packet leaves. What
 * would reach this machine is really dialled, at a canary; how often that heard something is printed.
 * A URL that a carrier names enters by the same door as the case's own.
 */
export const ssrf: Suite = async (file, write) => {
  const canary = await watchCanary()
  let cases = 0
  for (const one of readCases<SsrfCase>(file)) {
    cases++
    const connected: string[] = []
    const why = await firstRefusal(one, connected, canary)
    write({ id: one.id, blocked: why !== undefined, why: why ?? 'allowed', connected })
  }
  // A connection that was begun is seen by its listener a moment later.
  await sleep(200)
  console.log(JSON.stringify({ cases, canary: canary.connections() }))
  canary.close()
}

async function firstRefusal(one: SsrfCase, connected: string[], canary: Canary): Promise<string | undefined> {
  const fetcher = createHttpFetcher({
    userAgent: 'Wiredesk-conformance',
    resolve: resolverOf(one),
    dial: dialOf(one.redirects ?? [], connected, canary),
  })
  const politeness = createPoliteness({ store: openStore, fetcher, clock, agent: 'Wiredesk', maxCrawlDelayMs: 0 })
  try {
    for (const url of [one.url, ...urlsIn(one.carrier ?? '')]) await politeness.ask({ url, kind: 'page', delayMs: 0 })
    return undefined
  } catch (error) {
    if (error instanceof WiredeskError && REFUSALS.has(error.code)) return `${error.code}: ${error.detail ?? ''}`
    // What does not parse as a URL never becomes a request.
    if (error instanceof TypeError && 'code' in error && error.code === 'ERR_INVALID_URL') return 'not a URL'
    throw error
  } finally {
    await fetcher.close()
  }
}

/** The codes of an address that was not to be asked; any other end of a case is a fault of the suite. */
const REFUSALS: ReadonlySet<ErrorCode> = new Set([
  'URL_REFUSED',
  'ADDRESS_REFUSED',
  'REDIRECT_REFUSED',
  'TOO_MANY_REDIRECTS',
])

function urlsIn(carrier: string): readonly string[] {
  return carrier.match(/[a-z]+:\/\/[^\s"'<>)]+/gi) ?? []
}

// ---- the network of a case -----------------------------------------------------------------------------------------

function resolverOf({ dns = {} }: SsrfCase): Resolve {
  const lookups = new Map<string, number>()
  return async hostname => {
    const answers = dns[hostname] ?? []
    const lookup = lookups.get(hostname) ?? 0
    lookups.set(hostname, lookup + 1)
    return answers[Math.min(lookup, answers.length - 1)] ?? []
  }
}

/** Nobody on the network is called; who lets an address of this machine pass is heard by the canary. */
function dialOf(redirects: readonly Redirect[], connected: string[], canary: Canary): Dial {
  let asked = 0
  return (_target, addresses, done) => {
    const address = addresses[0] ?? ''
    connected.push(address)
    for (const each of addresses) if (canary.isHome(each)) canary.call(each)
    const [ours, theirs] = duplexPair()
    void serve(theirs, () => {
      const redirect = redirects.find(({ loop }) => loop) ?? redirects[asked]
      asked++
      return redirect
    })
    done(null, asSocket(ours, address))
  }
}

const PAGE = '<p>Rain over the harbour.</p>'

async function serve(connection: Duplex, next: () => Redirect | undefined): Promise<void> {
  await once(connection, 'data')
  const redirect = next()
  const head = redirect
    ? `HTTP/1.1 ${redirect.status} Moved\r\nlocation: ${redirect.location}`
    : 'HTTP/1.1 200 OK\r\ncontent-type: text/html'
  connection.end(`${head}\r\ncontent-length: ${PAGE.length}\r\nconnection: close\r\n\r\n${PAGE}`)
}

/** What undici and the guard want of a socket beside its being a stream. */
function asSocket(stream: Duplex, remoteAddress: string): Socket {
  const nothing = () => stream
  return Object.assign(stream, { remoteAddress, ref: nothing, unref: nothing }) as unknown as Socket
}
