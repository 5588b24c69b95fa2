import type { Dispatcher } from 'undici'
import { WiredeskError } from '../errors.ts'
import type { DocumentKind, FetchedPage } from '../model.ts'
import type { Fetcher, FetchRequest } from '../ports.ts'
import { type AddressRules, createAddressGuard } from './address-guard.ts'
import { type Body, mayBeCut, readBody } from './body.ts'
import { type Crowd, createCrowd } from './crowd.ts'
import { ACCEPT_ENCODING } from './decode.ts'
import { asFetchError } from './failures.ts'
import type { Dial, Resolve } from './guarded-connector.ts'
import { LIMITS, type Limits } from './limits.ts'
import { createRoutes } from './routes.ts'
import { type Stop, stopAfter } from './stop.ts'
import type { Passage } from './traffic.ts'

export interface HttpFetcherOptions extends AddressRules {
  /** the honest name of the crawler with an address to reach its operator */
  readonly userAgent: string
  /** fixed addresses in place of DNS, name to `ip:port`; they pass the guard like any other */
  readonly hosts?: Readonly<Record<string, string>>
  /**
   * HTTP proxy for every request. It resolves the names, so only the rules on URLs hold here:
   * it has to be one that refuses private addresses itself.
   */
  readonly proxy?: string
  /** overrides of the limits, for all kinds of document */
  readonly limits?: Partial<Limits>
  readonly resolve?: Resolve
  readonly dial?: Dial
  /** epoch milliseconds */
  readonly now?: () => number
}

/**
 * The program's one way out: one request, one answer, with the address guard in the connector and every limit of `LIMITS`.
 * Redirects are answers. Only a 2xx answer has its body read; of all others `bytes` is empty. No cookies, no referrer.
 */
export function createHttpFetcher(options: HttpFetcherOptions): Fetcher {
  const guard = createAddressGuard(options)
  const limitsOf = limitsTable(options.limits)
  const routes = createRoutes(options, guard)
  const crowd = createCrowd()
  const now = options.now ?? Date.now
  const ownHeaders = { 'user-agent': options.userAgent, 'accept-encoding': ACCEPT_ENCODING }

  return {
    async fetch(request) {
      const run: Run = { request, limits: limitsOf[request.kind], stop: stopFor(request, limitsOf), answered: false }
      try {
        return await exchange(run)
      } catch (thrown) {
        const error = asFetchError(thrown, request.url, run.answered)
        // Where the body was not read to its end, this closes its connection.
        run.stop.now(error)
        throw error
      } finally {
        run.stop.clear()
      }
    },
    close: () => routes.close(),
  }

  async function exchange(run: Run): Promise<FetchedPage> {
    const begun = performance.now()
    const target = guard.checkUrl(run.request.url)
    const passage = routes.enter(target)
    const watch = watchFlood(passage, run)
    try {
      const answer = await send(target, run)
      run.answered = true
      const read = await readAnswer(answer, run, crowd)
      const ms = Math.round(performance.now() - begun)
      return { url: target.href, ...read, fetchedAt: new Date(now()).toISOString(), ms }
    } finally {
      clearInterval(watch)
      passage.leave()
    }
  }

  function send(target: URL, { request, limits, stop }: Run): Promise<Answer> {
    const { dispatcher, path, headers } = routes.to(target)
    let interim = 0
    return dispatcher.request({
      origin: target.origin,
      path,
      ...(request.sent ? { method: 'POST', body: request.sent.text } : { method: 'GET' }),
      headers: {
        ...ownHeaders,
        accept: ACCEPT[request.kind],
        ...(request.sent && { 'content-type': request.sent.mediaType }),
        ...request.headers,
        ...headers,
      },
      signal: stop.signal,
      headersTimeout: limits.headersMs,
      bodyTimeout: limits.idleMs,
      onInfo: () => {
        interim++
        if (interim > limits.interimAnswers)
          stop.now(new WiredeskError('PROTOCOL_ERROR', { detail: '1xx without end' }))
      },
    })
  }
}

/** What to send as Accept: some servers answer one address with a page or a feed, as they are asked. */
const ACCEPT: Readonly<Record<DocumentKind, string>> = {
  page: 'text/html, application/xhtml+xml;q=0.9, */*;q=0.5',
  feed: 'application/rss+xml, application/atom+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5',
  sitemap: 'application/xml, text/xml;q=0.9, */*;q=0.5',
  robots: 'text/plain, */*;q=0.5',
  message: '*/*',
}

/** One request on its way. */
interface Run {
  readonly request: FetchRequest
  readonly limits: Limits
  readonly stop: Stop
  /** the headers have come */
  answered: boolean
}

type Answer = Dispatcher.ResponseData

const FLOOD_CHECK_MS = 500
const FLOOD_SLACK_BYTES = 1024 * 1024

/** Stops a request whose connections bring more than its body may, in a form that is no body. */
function watchFlood(passage: Passage, { limits, stop }: Run): NodeJS.Timeout {
  return setInterval(() => {
    const { bytes, connections } = passage.received()
    // Other requests to the host may be under way; each connection has the right to one body.
    if (bytes > (limits.wireBytes + FLOOD_SLACK_BYTES) * connections) {
      stop.now(new WiredeskError('PROTOCOL_ERROR', { detail: `${bytes} bytes that are no body` }))
    }
  }, FLOOD_CHECK_MS)
}

function stopFor({ kind, signal, withinMs = Infinity }: FetchRequest, limitsOf: LimitsTable): Stop {
  return stopAfter(Math.min(limitsOf[kind].totalMs, withinMs), signal)
}

type LimitsTable = Readonly<Record<DocumentKind, Limits>>

function limitsTable(overrides: Partial<Limits> | undefined): LimitsTable {
  if (!overrides) return LIMITS
  const of = (kind: DocumentKind): Limits => ({ ...LIMITS[kind], ...overrides })
  return { page: of('page'), feed: of('feed'), sitemap: of('sitemap'), robots: of('robots'), message: of('message') }
}

const DUMPED_BYTES = 64 * 1024
const DUMPED_MS = 2_000

/** The answer's headers, repeated ones joined. Cookies are left out: they are neither kept nor sent back. */
function joinHeaders({ headers }: Answer, maxLines: number): Readonly<Record<string, string>> {
  const joined: Record<string, string> = {}
  let lines = 0
  for (const [name, value] of Object.entries(headers)) {
    lines += Array.isArray(value) ? value.length : 1
    if (value === undefined || name === 'set-cookie') continue
    const whole = Array.isArray(value) ? value.join(', ') : value
    joined[name] = VALIDATORS.has(name) ? whole : asUtf8(whole)
  }
  if (lines > maxLines) throw new WiredeskError('HEADERS_TOO_LARGE', { detail: `${lines} lines` })
  return joined
}

/** They go back byte for byte, so nothing is read into them. */
const VALIDATORS = new Set(['etag', 'last-modified'])

/** Header bytes come as Latin-1; where they are UTF-8, as in many a Location, they are read as that. */
function asUtf8(value: string): string {
  if (!/[\x80-\xff]/.test(value)) return value
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(value, 'latin1'))
  } catch {
    return value
  }
}

async function readAnswer(
  answer: Answer,
  { request, limits, stop }: Run,
  crowd: Crowd,
): Promise<Omit<FetchedPage, 'url' | 'fetchedAt' | 'ms'>> {
  const status = answer.statusCode
  // RFC 9110, 15: there is no class of status above 5xx. Servers that invent one (999) mean to be left alone.
  if (status > 599) throw new WiredeskError('PROTOCOL_ERROR', { detail: `status ${status}` })
  const headers = joinHeaders(answer, limits.headerLines)
  if (status < 200 || status > 299) {
    await dump(answer)
    return { status, headers, bytes: new Uint8Array() }
  }
  const body = await readInTurn(answer, headers, { request, limits, stop }, crowd)
  if (request.kind !== 'page') return { status, headers, ...body }
  if (body.bytes.length === 0) throw new WiredeskError('BODY_EMPTY', { detail: `status ${status}` })
  return { status, headers, ...body, ...(mayBeCut(headers, body.bytes) && { maybeCut: true }) }
}

/** Until its turn comes the body waits in the network, not in our memory. */
async function readInTurn(
  { body }: Answer,
  headers: FetchedPage['headers'],
  { request, limits, stop }: Pick<Run, 'request' | 'limits' | 'stop'>,
  crowd: Crowd,
): Promise<Body> {
  const reader = await crowd.enter(stop.signal)
  try {
    return await readBody(body, headers, request.kind, limits, reader)
  } finally {
    reader.leave()
  }
}

/** The answer is its status. Reading what little follows keeps the connection; whoever sends more loses it. */
async function dump({ body }: Answer): Promise<void> {
  await body.dump({ limit: DUMPED_BYTES, signal: AbortSignal.timeout(DUMPED_MS) }).catch(() => {})
}
