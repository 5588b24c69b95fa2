/** The product's side of the hostile suite, in a process of its own: asks for what it is sent, and says how it ended. */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { Parser } from 'htmlparser2'
import { isCut } from '../../src/discover/cut.ts'
import { discover, documentOf } from '../../src/discover/index.ts'
import { asWiredeskError, ERRORS, type ErrorCode, type WiredeskError } from '../../src/errors.ts'
import { createExtractor } from '../../src/extract/pool.ts'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import type { DocumentKind, FetchedPage } from '../../src/model.ts'
import { createPoliteness } from '../../src/pipeline/politeness.ts'
import { decodeText } from '../../src/values/charset.ts'
import { clock, openStore } from './open-store.ts'

export interface Asked {
  readonly url: string
  readonly kind: DocumentKind
  /** name to `ip:port`; a name that is not here does not resolve */
  readonly hosts: Readonly<Record<string, string>>
}

export interface Answered {
  readonly outcome: 'ok' | 'partial' | 'retry' | 'reject'
  readonly reason: string | null
  readonly ms: number
  readonly rss_growth_mib: number
  /** resident memory at rest after it */
  readonly rss_mib: number
  /** the longest time for which the main loop did nothing else */
  readonly lag_ms: number
}

type Ending = Pick<Answered, 'outcome' | 'reason'>

const extractor = createExtractor({ threads: 1, timeLimitMs: 3000, memoryMb: 256 })

const lag = monitorEventLoopDelay({ resolution: 5 })
lag.enable()

process.on('message', async (asked: Asked) => {
  const before = await restingMib()
  lag.reset()
  const begun = performance.now()
  const ending = await run(asked).catch((thrown: unknown) => endingOf(asWiredeskError(thrown)))
  const ms = Math.round(performance.now() - begun)
  // The delay of a loop is known when its next timer runs.
  await sleep(20)
  const lag_ms = Math.round(lag.max / 1e6)
  const rss_mib = await restingMib(before)
  process.send?.({ ...ending, ms, rss_growth_mib: rss_mib - before, rss_mib, lag_ms } satisfies Answered)
})

// A thread and its code stay with a desk from its first page on: no case has brought them.
const harbour = '<!doctype html><title>Harbour</title><article><h1>Harbour</h1><p>Rain over the harbour.</p></article>'
await extractor.extract({ url: 'https://harbour.example/', bytes: Buffer.from(harbour) })
process.send?.('ready')

async function run({ url, kind, hosts }: Asked): Promise<Ending> {
  const fetcher = createHttpFetcher({
    userAgent: 'Wiredesk-conformance',
    allowPrivate: ['127.0.0.0/8'],
    hosts,
    resolve: () => new Promise(() => {}),
  })
  const politeness = createPoliteness({ store: openStore, fetcher, clock, agent: 'Wiredesk', maxCrawlDelayMs: 0 })
  try {
    const page = await politeness.ask({ url, kind, delayMs: 0 })
    return kind === 'page' ? await extracted(page) : discovered(page, kind)
  } finally {
    await fetcher.close()
  }
}

async function extracted(page: FetchedPage): Promise<Ending> {
  const { url, bytes, headers, fetchedAt } = page
  const { kind } = await extractor.extract({ url, bytes, headers, fetchedAt })
  if (kind === 'error' || (kind === 'empty' && !(await holdsText(page))))
    return { outcome: 'partial', reason: 'no_content' }
  if (kind === 'wall') return { outcome: 'reject', reason: 'wall' }
  if (kind === 'listing' && hasTooManyLinks(page)) return { outcome: 'partial', reason: 'link_limit' }
  return page.maybeCut ? { outcome: 'partial', reason: 'maybe_truncated' } : { outcome: 'ok', reason: null }
}

/** A list is what an operator sets up as a section with its links named: some of them may be left out. */
function hasTooManyLinks(page: FetchedPage): boolean {
  try {
    return discover('section', documentOf(page, 'a')).leftOut !== undefined
  } catch {
    // It names nothing that could be asked for.
    return false
  }
}

/**
 * Whether there is anything to read on a page. The cases are a few words long, which the product calls empty, too. Looked for in pieces,
 * so that it does not count as a lag of the product.
 */
async function holdsText({ bytes, headers }: FetchedPage): Promise<boolean> {
  const contentType = headers['content-type']
  const { text } = decodeText(bytes, { kind: 'html', ...(contentType !== undefined && { contentType }) })
  let unseen = 0
  let found = false
  const parser = new Parser({
    onopentag: name => UNSEEN.has(name) && unseen++,
    onclosetag: name => UNSEEN.has(name) && unseen--,
    ontext: data => {
      found ||= unseen === 0 && data.trim() !== ''
    },
  })
  for (let at = 0; at < text.length && !found; at += PIECE) {
    parser.write(text.slice(at, at + PIECE))
    await setImmediate()
  }
  return found
}

const PIECE = 64 * 1024
const UNSEEN = new Set(['script', 'style', 'template', 'noscript'])

function discovered(page: FetchedPage, kind: 'feed' | 'sitemap' | string): Ending {
  discover(kind === 'sitemap' ? 'sitemap' : 'feed', documentOf(page))
  return isCut(page.bytes) ? { outcome: 'partial', reason: 'malformed' } : { outcome: 'ok', reason: null }
}

// ---- endings -------------------------------------------------------------------------------------------------------

/** Ends of extraction at which the page was taken in, only not as a whole article: its link stays known with this reason. */
const PARTIAL: ReadonlySet<ErrorCode> = new Set([
  'PAGE_HOSTILE',
  'PAGE_IS_EMPTY',
  'PAGE_IS_ERROR',
  'NO_BODY',
  'NO_HEADLINE',
  'EXTRACT_TIMEOUT',
  'EXTRACT_CRASHED',
])

/** The words of the cases for our codes, where they have one. */
const WORDS: Partial<Record<ErrorCode, string>> = {
  BODY_CORRUPT: 'bad_encoding',
  BODY_TRUNCATED: 'truncated',
  BODY_EMPTY: 'empty_body',
  FEED_EMPTY_BODY: 'empty_body',
  CONNECT_FAILED: 'connect_timeout',
  DNS_FAILED: 'dns_timeout',
  FETCH_RESET: 'connection_reset',
  FETCH_TOO_SLOW: 'total_timeout',
  PROTOCOL_ERROR: 'protocol',
  TLS_FAILED: 'tls_error',
  TOO_MANY_REDIRECTS: 'redirect_loop',
  FEED_UNREADABLE: 'not_a_feed',
}

function endingOf(error: WiredeskError): Ending {
  const { code } = error
  if (PARTIAL.has(code)) return { outcome: 'partial', reason: reasonOf(error) }
  // A feed that cannot be read is refused as it stands; it is asked for again because feeds are, not because it failed. The same
  // goes for a certificate that is not valid: the ledger asks again in the hope of another one, and takes nothing from this one.
  const isRefused = ERRORS[code].retry !== 'later' || ERRORS[code].stage === 'discover' || code === 'TLS_FAILED'
  return { outcome: isRefused ? 'reject' : 'retry', reason: reasonOf(error) }
}

function reasonOf({ code, detail = '' }: WiredeskError): string {
  if (code === 'ENCODING_REFUSED') return detail.includes('layers') ? 'too_many_encodings' : 'bad_encoding'
  if (code === 'FETCH_TIMEOUT') {
    return detail.includes('HEADERS') ? 'headers_timeout' : detail.includes('BODY') ? 'body_timeout' : 'total_timeout'
  }
  if (code.startsWith('HTTP_') || code === 'REDIRECT_REFUSED') return 'http_status'
  return WORDS[code] ?? code.toLowerCase()
}

/** V8 keeps the memory of a thread that has ended for some seconds, in case of another one. */
const SETTLED_MS = 12_000
/** As much as comes and goes without a reason. */
const NOISE_MIB = 16

/** Resident memory after what can be freed has been. A thread that was ended takes a moment to go. @param usual what it was before */
async function restingMib(usual = Number.POSITIVE_INFINITY): Promise<number> {
  const begun = performance.now()
  for (;;) {
    globalThis.gc?.()
    await sleep(50)
    const mib = Math.round(process.memoryUsage.rss() / 2 ** 20)
    if (mib <= usual + NOISE_MIB || performance.now() - begun > SETTLED_MS) return mib
  }
}
