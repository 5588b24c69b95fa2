/**
 * The manners of every request for a source: robots.txt first (RFC 9309), one request a host at a time, its delay between two,
 * its wish for rest kept, redirects followed by hand so that each hop keeps all of this too.
 */

import { ERRORS, type ErrorCode, Snooze, WiredeskError } from '../errors.ts'
import type { DocumentKind, FetchedPage, HostPace, UsageSigns } from '../model.ts'
import { type HostAnswer, learnPace, UNKNOWN_PACE } from '../policy/host-pace.ts'
import { parseRobots, type Robots } from '../policy/robots.ts'
import { type CachedRobots, holdRobotsUntil, isRobotsStale } from '../policy/schedule.ts'
import { readTdmFile, type TdmFile, tdmFileOf } from '../policy/tdm-file.ts'
import { usageSigns } from '../policy/usage-signs.ts'
import type { Clock, Fetcher, FetchRequest, RobotsRecord, Store } from '../ports.ts'
import { decodeText } from '../values/charset.ts'
import { parseHttpUrl } from '../values/url.ts'
import type { OwnHeaders } from './own-headers.ts'

export interface PoliteRequest {
  readonly url: string
  readonly kind: DocumentKind
  readonly delayMs: number
  readonly headers?: Readonly<Record<string, string>>
  /** what only the source's own addresses get to see */
  readonly own?: OwnHeaders | undefined
  /** wait in place for the host's slot instead of coming again later: for the second request of one job */
  readonly isPatient?: boolean
  /** know first what the site reserves in a file of its own (`policy/tdm-file.ts`); it is kept as its robots.txt is, under its own address */
  readonly heedsReservation?: boolean
}

export interface Politeness {
  /**
   * Asks for a document. The answer is a success or 304; every other status is an error of the table. Throws Snooze when the
   * host may not be asked yet.
   */
  ask(request: PoliteRequest): Promise<PoliteAnswer>
  /**
   * Sends a form to an address that is meant for it, in its host's slot: robots.txt is about asking for documents, and is not asked.
   * Followed are 307 and 308, which keep the form (WebSub, 5.1).
   */
  post(request: PoliteForm): Promise<void>
}

export interface PoliteForm {
  readonly url: string
  readonly form: string
  readonly delayMs: number
}

export interface PoliteAnswer extends FetchedPage {
  /** where the address has moved for good: the end of the permanent redirects that it begins with (301, 308) */
  readonly movedTo?: string
  /** the robots.txt under which it was asked for */
  readonly robots?: RobotsRecord
  /** what the site's file of reservations says of the address, where that was asked for */
  readonly reservation?: UsageSigns
}

/** One request of a chain. */
type HopRequest = FetchRequest & Pick<PoliteRequest, 'delayMs'>

export interface PolitenessOptions {
  readonly store: Store
  readonly fetcher: Fetcher
  readonly clock: Clock
  /** the product token robots.txt files know us by */
  readonly agent: string
  readonly maxCrawlDelayMs: number
  /** time for one document with all its redirects, waits for slots apart */
  readonly totalMs?: number
  readonly secrets?: SecretReader
}

/** What a reference to a secret stands for, and how to keep it out of what is written down. */
export interface SecretReader {
  resolve(value: string): string
  hide(text: string): string
}

const NO_SECRETS: SecretReader = { resolve: value => value, hide: text => text }

/** RFC 9309 asks for at least five consecutive redirects; browsers' twenty only serve loops. */
const MAX_REDIRECTS = 5

/** A hop within one request waits for its slot in place; for longer the whole job comes again later. */
const LONGEST_HOP_WAIT_MS = 15_000

/** Parsed robots.txt files kept in memory; the texts are in the store. */
const ROBOTS_KEPT = 1000

/** One request's own time limit; a chain of redirects has no right to more. */
const DOCUMENT_MS = 30_000

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const PERMANENT = new Set([301, 308])

/** The polite way to ask; all state is in the store, so the rules hold across processes. */
export function createPoliteness(options: PolitenessOptions): Politeness {
  const { store, fetcher, clock, agent, maxCrawlDelayMs, totalMs = DOCUMENT_MS, secrets = NO_SECRETS } = options
  const parsed = new Map<string, { record: RobotsRecord; robots: Robots }>()
  /** the files of reservations, as they are in the store */
  const tdmFiles = new Map<string, { readonly read: CachedRobots; readonly file: TdmFile }>()

  return { ask, post }

  async function ask(request: PoliteRequest): Promise<PoliteAnswer> {
    try {
      return await follow(request)
    } catch (error) {
      throw error instanceof WiredeskError ? withoutSecrets(error) : error
    }
  }

  async function post({ form, ...request }: PoliteForm): Promise<void> {
    let { url } = request
    const sent = { mediaType: 'application/x-www-form-urlencoded', text: form }
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const answer = await fetchInSlot({ ...request, url, sent, kind: 'message' }, LONGEST_HOP_WAIT_MS)
      if (answer.status !== 307 && answer.status !== 308) return void accepted(answer)
      url = nextHop(answer).href
    }
    throw new WiredeskError('TOO_MANY_REDIRECTS', { url: request.url, detail: `${MAX_REDIRECTS} redirects` })
  }

  /** The request and its redirects, each hop with all manners. */
  async function follow(request: PoliteRequest): Promise<PoliteAnswer> {
    let url = request.url
    let leftMs = totalMs
    let movedTo: string | undefined
    let isPermanent = true
    let own = request.own
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      const { record, delayMs } = await admit(url, request.delayMs)
      const reservation = request.heedsReservation ? (await tdmFileFor(url, delayMs)).of(url) : undefined
      // Whoever was sent elsewhere may have been sent back by a stranger: then the way is not the source's own any more.
      own = own?.origins.includes(new URL(url).origin) ? own : undefined
      const longestWaitMs = hop === 0 && !request.isPatient ? 0 : LONGEST_HOP_WAIT_MS
      const hopRequest = { url, kind: request.kind, delayMs, headers: headersOf(request, own), withinMs: leftMs }
      const answer = await fetchInSlot(hopRequest, longestWaitMs)
      if (!REDIRECTS.has(answer.status))
        return {
          ...accepted(answer),
          robots: record,
          ...(reservation && { reservation }),
          ...(movedTo !== undefined && { movedTo }),
        }
      url = nextHop(answer).href
      isPermanent &&= PERMANENT.has(answer.status)
      if (isPermanent) movedTo = url
      leftMs -= answer.ms
      if (leftMs <= 0) throw new WiredeskError('FETCH_TIMEOUT', { url, detail: `redirects took ${totalMs} ms` })
    }
    throw new WiredeskError('TOO_MANY_REDIRECTS', {
      url: request.url,
      detail: `${MAX_REDIRECTS} redirects, the last to ${url}`,
    })
  }

  function headersOf({ headers }: PoliteRequest, own: OwnHeaders | undefined): Record<string, string> {
    const named = Object.entries(own?.headers ?? {}).map(([name, value]) => [name, secrets.resolve(value)])
    return { ...Object.fromEntries(named), ...headers }
  }

  function withoutSecrets(error: WiredeskError): WiredeskError {
    const { code, url, sourceId, detail, cause } = error
    const hidden = detail === undefined ? undefined : secrets.hide(detail)
    if (hidden === detail) return error
    return new WiredeskError(code, {
      cause,
      ...(url !== undefined && { url }),
      ...(sourceId !== undefined && { sourceId }),
      ...(hidden !== undefined && { detail: hidden }),
    })
  }

  /** Whether robots.txt lets us ask, and how long its host wants between two requests. */
  async function admit(url: string, delayMs: number): Promise<{ record: RobotsRecord; delayMs: number }> {
    const { record, robots } = await robotsFor(new URL(url).origin, delayMs)
    if (record.state === 'unreachable')
      throw new WiredeskError('ROBOTS_UNREACHABLE', { url, ...(record.why !== undefined && { detail: record.why }) })
    if (!robots.allows(agent, url)) throw new WiredeskError('ROBOTS_CLOSED', { url })
    return { record, delayMs: Math.max(delayMs, crawlDelayMs(robots)) }
  }

  async function robotsFor(origin: string, delayMs: number): Promise<{ record: RobotsRecord; robots: Robots }> {
    const known = parsed.get(origin)
    if (known && !isRobotsStale(known.record, clock.now())) return known
    const stored = await store.robots(origin)
    const record =
      stored && !isRobotsStale(stored, clock.now())
        ? stored
        : await readRobots(origin, delayMs, stored ?? known?.record)
    const entry = { record, robots: parseRobots(record.text) }
    parsed.set(origin, entry)
    if (parsed.size > ROBOTS_KEPT) parsed.delete(parsed.keys().next().value as string)
    return entry
  }

  async function readRobots(origin: string, delayMs: number, before: RobotsRecord | undefined): Promise<RobotsRecord> {
    const record = orBefore(await askSiteFile(`${origin}/robots.txt`, delayMs), before)
    await store.saveRobots(origin, record)
    await keepDelay(origin, record, delayMs)
    return record
  }

  /** The file as it stands now; when it cannot be read, what was known of it holds on for a while. */
  function orBefore(read: RobotsRecord, before: RobotsRecord | undefined): RobotsRecord {
    const retryAt = read.state === 'unreachable' && before && holdRobotsUntil(before, clock.now())
    return retryAt ? { ...before, retryAt } : read
  }

  /** The site's file of reservations as it stands this day. */
  async function tdmFileFor(url: string, delayMs: number): Promise<TdmFile> {
    const address = tdmFileOf(url)
    const known = tdmFiles.get(address)
    if (known && !isRobotsStale(known.read, clock.now())) return known.file
    const stored = await store.robots(address)
    const isFresh = stored !== undefined && !isRobotsStale(stored, clock.now())
    const record = isFresh ? stored : orBefore(await askTdmFile(address, delayMs), stored)
    if (!isFresh) await store.saveRobots(address, record)
    const { text, usage: _, ...read } = record
    const file = readTdmFile(text)
    tdmFiles.set(address, { read, file })
    if (tdmFiles.size > ROBOTS_KEPT) tdmFiles.delete(tdmFiles.keys().next().value as string)
    return file
  }

  /** A file that is closed to us, or is no file, reserves nothing. */
  async function askTdmFile(file: string, delayMs: number): Promise<RobotsRecord> {
    const absent = { state: 'absent', text: '', fetchedAt: new Date(clock.now()).toISOString() } as const
    const { robots } = await robotsFor(new URL(file).origin, delayMs)
    if (!robots.allows(agent, file)) return absent
    try {
      return await askSiteFile(file, delayMs)
    } catch (error) {
      if (error instanceof WiredeskError && ERRORS[error.code].stage === 'fetch') return absent
      throw error
    }
  }

  /** The file's own delay counts from its own answer on, and only now is it known. */
  async function keepDelay(origin: string, { text }: RobotsRecord, delayMs: number): Promise<void> {
    const askedMs = crawlDelayMs(parseRobots(text))
    if (askedMs > delayMs) await store.holdHost(new URL(origin).host, clock.now() + atLeast(askedMs))
  }

  function crawlDelayMs(robots: Robots): number {
    return Math.min((robots.crawlDelaySeconds(agent) ?? 0) * 1000, maxCrawlDelayMs)
  }

  /** RFC 9309, 2.3.1: 4xx allows all, 5xx and no answer close all, redirects are followed, also to other hosts. */
  async function askSiteFile(file: string, delayMs: number): Promise<RobotsRecord> {
    const fetchedAt = new Date(clock.now()).toISOString()
    let url = file
    for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
      let answer: FetchedPage
      try {
        answer = await fetchInSlot({ url, kind: 'robots', delayMs }, hop === 0 ? 0 : LONGEST_HOP_WAIT_MS)
      } catch (error) {
        if (error instanceof WiredeskError && error.retry === 'later')
          return {
            state: 'unreachable',
            text: '',
            fetchedAt,
            why: [error.code, error.detail].filter(Boolean).join(': '),
          }
        throw error
      }
      const next = REDIRECTS.has(answer.status) ? targetOf(answer) : undefined
      if (!next) return { ...readAnswer(answer), fetchedAt }
      url = next.href
    }
    return { state: 'absent', text: '', fetchedAt }
  }

  function readAnswer({ status, headers, bytes }: FetchedPage): Omit<RobotsRecord, 'fetchedAt'> {
    if (status >= 500 || status === 429) return { state: 'unreachable', text: '', why: `HTTP ${status}` }
    const isThere = status >= 200 && status < 300
    const text = isThere ? decodeText(bytes, { kind: 'text' }).text : ''
    const usage = usageSigns(parseRobots(text).contentSignals, headers, agent)
    return { state: isThere ? 'ok' : 'absent', text, ...(usage && { usage }) }
  }

  /** One request in its host's slot. The slot is given back whatever happens, with what the answer taught about the host. */
  async function fetchInSlot({ delayMs, ...request }: HopRequest, longestWaitMs: number): Promise<FetchedPage> {
    const { url } = request
    const { host } = new URL(url)
    const known = await waitForSlot(host, delayMs, longestWaitMs)
    const begun = clock.now()
    let seen: HostAnswer = { ms: 0 }
    try {
      const answer = await fetcher.fetch(request)
      const retryAfter = answer.headers['retry-after']
      seen = { status: answer.status, ms: answer.ms, ...(retryAfter !== undefined && { retryAfter }) }
      return answer
    } catch (error) {
      seen = { ms: clock.now() - begun, ...(error instanceof WiredeskError && { code: error.code }) }
      throw error
    } finally {
      const now = clock.now()
      const { pace, restMs } = learnPace(known, seen, delayMs, now)
      await store.releaseSlot(host, atLeast(Math.max(delayMs, pace.delayMs)), now, {
        pace,
        ...(restMs !== undefined && { restsUntil: now + restMs }),
      })
    }
  }

  async function waitForSlot(host: string, delayMs: number, longestWaitMs: number): Promise<HostPace> {
    const deadline = clock.now() + longestWaitMs
    for (;;) {
      const now = clock.now()
      const slot = await store.reserveSlot(host, delayMs, now)
      if (slot.granted) return slot.pace ?? UNKNOWN_PACE
      if (slot.at > deadline) throw new Snooze(slot.at, `${host} may be asked again then`)
      await clock.sleep(slot.at - now)
    }
  }
}

/** The answer where it is a success; every other status is an error. */
function accepted(answer: FetchedPage): FetchedPage {
  const { status, url } = answer
  if ((status >= 200 && status < 300) || status === 304) return answer
  throw new WiredeskError(codeOf(status), { url, detail: `status ${status}` })
}

function nextHop(answer: FetchedPage): URL {
  const next = targetOf(answer)
  if (next) return next
  const detail = `Location: ${answer.headers['location'] ?? 'missing'}`
  throw new WiredeskError('REDIRECT_REFUSED', { url: answer.url, detail })
}

/** Between two looks at a clock of whole milliseconds less may have passed than it says: 499.1 ms from 0.9 to 500.0. */
const atLeast = (waitMs: number): number => (waitMs > 0 ? waitMs + 1 : 0)

/** Where a redirect leads; an empty Location would lead in a circle. */
function targetOf({ url, headers }: FetchedPage): URL | undefined {
  const location = headers['location']?.trim()
  return location ? parseHttpUrl(location, url) : undefined
}

function codeOf(status: number): ErrorCode {
  if (status === 404) return 'HTTP_NOT_FOUND'
  if (status === 410) return 'HTTP_GONE'
  if (status === 429) return 'HTTP_RATE_LIMITED'
  if (status === 401 || status === 403 || status === 451) return 'HTTP_FORBIDDEN'
  if (status >= 400 && status < 500) return 'HTTP_CLIENT_ERROR'
  if (status >= 500) return 'HTTP_SERVER_ERROR'
  return 'HTTP_UNEXPECTED'
}
