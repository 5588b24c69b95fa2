/**
 * One table of everything that can go wrong. A code decides the stage and whether another try makes sense;
 * callers match on the code, people read the text. `docs/errors.md` lists the same codes; a test holds the two together.
 */

import type { Stage } from './model.ts'

/**
 * `later`: the ledger tries again after a growing wait, and quarantines the link when the tries are used up.
 * `never`: the link is dropped with this code. `operator`: not about a link; somebody must change something.
 */
export type Retry = 'later' | 'never' | 'operator'

interface ErrorEntry {
  readonly stage: Stage | 'deliver' | 'config' | 'command' | 'serve'
  readonly retry: Retry
  /** what failed and what to do, for an operator at three in the morning */
  readonly text: string
}

const entry = (stage: ErrorEntry['stage'], retry: Retry, text: string): ErrorEntry => ({ stage, retry, text })

export const ERRORS = {
  // fetch
  ADDRESS_REFUSED: entry(
    'fetch',
    'never',
    'The address is not a public one. Open its range with fetch.allowPrivate, or webhooks.allowPrivate for a consumer, if it is meant.',
  ),
  URL_REFUSED: entry(
    'fetch',
    'never',
    'The URL is not one to ask for: wrong scheme, port, name or length, or it carries credentials.',
  ),
  DNS_FAILED: entry('fetch', 'later', 'The host name does not resolve.'),
  CONNECT_FAILED: entry('fetch', 'later', 'No connection to the host.'),
  TLS_FAILED: entry('fetch', 'later', 'The certificate is not valid for the host.'),
  FETCH_RESET: entry('fetch', 'later', 'The server closed the connection before its answer was complete.'),
  FETCH_TIMEOUT: entry('fetch', 'later', 'The server did not answer within the time limit.'),
  FETCH_TOO_SLOW: entry('fetch', 'later', 'The body came slower than the least rate.'),
  FETCH_CROWDED: entry('fetch', 'later', 'Too many large bodies were under way at once.'),
  BODY_TRUNCATED: entry('fetch', 'later', 'The body ended before its declared length or the end of its compression.'),
  BODY_CORRUPT: entry('fetch', 'later', 'The compressed body could not be read.'),
  ENCODING_REFUSED: entry(
    'fetch',
    'never',
    'The content encoding is not one of gzip, deflate, zstd (and br on a patched Node), or is nested too deep.',
  ),
  BODY_TOO_LARGE: entry('fetch', 'never', 'The body is larger than the limit for its kind after decompression.'),
  BODY_EMPTY: entry('fetch', 'never', 'The server answered with success and an empty page.'),
  HEADERS_TOO_LARGE: entry('fetch', 'never', 'The response headers are larger than the limit.'),
  PROTOCOL_ERROR: entry('fetch', 'never', 'The answer is not valid HTTP.'),
  TOO_MANY_REDIRECTS: entry('fetch', 'never', 'More redirects than the limit.'),
  REDIRECT_REFUSED: entry('fetch', 'never', 'A redirect without a usable Location.'),
  HTTP_RATE_LIMITED: entry(
    'fetch',
    'later',
    'The host asks for fewer requests (429). The whole host is held until it may be asked again.',
  ),
  HTTP_SERVER_ERROR: entry('fetch', 'later', 'The server answered with a 5xx status.'),
  HTTP_FORBIDDEN: entry('fetch', 'never', 'The server refuses us (401, 403, 451). See the source with `source check`.'),
  HTTP_NOT_FOUND: entry('fetch', 'never', 'There is no page at this address (404).'),
  HTTP_GONE: entry('fetch', 'never', 'The page has been removed for good (410).'),
  HTTP_CLIENT_ERROR: entry('fetch', 'never', 'The server answered with another 4xx status.'),
  HTTP_UNEXPECTED: entry('fetch', 'later', 'The server answered with a status that a GET does not give.'),
  ROBOTS_CLOSED: entry('fetch', 'never', 'robots.txt does not allow this address (RFC 9309).'),
  ROBOTS_UNREACHABLE: entry(
    'fetch',
    'later',
    'robots.txt could not be read, so the host counts as closed for now (RFC 9309, 2.3.1.4).',
  ),
  NOT_TEXT: entry('fetch', 'never', 'The answer is a picture, sound, film, archive or program, not a text.'),
  NOT_HTML: entry('fetch', 'never', 'The answer is not an HTML page.'),
  // discover
  FEED_UNREADABLE: entry('discover', 'later', 'The document is not a feed or sitemap that could be read.'),
  FEED_EMPTY_BODY: entry('discover', 'later', 'The feed answered with an empty body.'),
  LINK_REFUSED: entry('discover', 'never', 'An item of the feed has no usable link.'),
  SOURCE_REMOVED: entry('discover', 'never', 'The source of this link is no longer configured.'),
  // extract
  PAGE_HOSTILE: entry(
    'extract',
    'never',
    'The page breaks the limits on tags, depth or attributes that keep parsing linear.',
  ),
  // On a busy machine a good page may take that long too: only a page that takes it every time is quarantined.
  EXTRACT_TIMEOUT: entry('extract', 'later', 'Extraction took longer than its time limit and was stopped.'),
  EXTRACT_CRASHED: entry('extract', 'later', 'The extraction thread ended, out of memory or by a fault.'),
  NOT_AN_ARTICLE: entry('extract', 'never', 'The page is a section front, a search or another list, not an article.'),
  PAGE_IS_WALL: entry('extract', 'never', 'The page is a consent, login or robot check in place of the article.'),
  PAGE_IS_ERROR: entry('extract', 'never', 'The page is an error page sent with a success status.'),
  PAGE_IS_EMPTY: entry('extract', 'never', 'The page holds no text without running its scripts.'),
  SITE_RULE_STALE: entry(
    'extract',
    'operator',
    'Selectors of a site rule match nothing any more; the engine has read these fields by itself. Mend the rule, then run `site check`.',
  ),
  ARTICLE_CUT: entry(
    'extract',
    'operator',
    'An article in several pages ends before its last one; the detail names the page and why it is not there.',
  ),
  NO_HEADLINE: entry('extract', 'never', 'No headline could be found.'),
  TEXT_TOO_LONG: entry('normalize', 'never', 'The text is longer than any article: more than 512 Ki characters.'),
  NO_BODY: entry('extract', 'never', 'No article text could be found.'),
  // store
  POISON: entry('store', 'never', 'The process ended three times while it worked on this link.'),
  ATTEMPTS_USED_UP: entry('store', 'never', 'Every try failed; the last failure stands in the detail.'),
  ARTICLE_CANCELED: entry('store', 'never', 'The article was withdrawn; a new crawl does not bring it back.'),
  STORE_BUSY: entry(
    'store',
    'later',
    'The database was locked by another process, restarting, or out of connections for too long.',
  ),
  STORE_CORRUPT: entry('store', 'operator', 'The database is damaged. Restore it from a backup.'),
  STORE_UNAVAILABLE: entry(
    'store',
    'operator',
    'The database cannot be opened or written. Look at store.url, the rights on it, and the space on its disk.',
  ),
  QUEUE_UNAVAILABLE: entry('store', 'operator', 'Redis cannot be reached. Look at queue.url.'),
  QUEUE_UNSAFE: entry(
    'store',
    'operator',
    'Redis may throw jobs away. Set maxmemory-policy noeviction and appendonly yes; the detail says which is missing.',
  ),
  STORE_NEWER: entry(
    'store',
    'operator',
    'The database was written by a newer version of Wiredesk. Upgrade the program.',
  ),
  BACKUP_INVALID: entry('store', 'operator', 'The backup cannot be used; the detail says why. The desk is as it was.'),
  DESK_NOT_EMPTY: entry(
    'store',
    'operator',
    'There is data already where data is to be put. Name an empty place, or say --force to replace what is there.',
  ),
  INTERNAL: entry('store', 'later', 'A fault in Wiredesk itself. Please report it with the detail.'),
  // deliver
  DELIVERY_REFUSED: entry(
    'deliver',
    'later',
    "The consumer's server did not answer with success. The event is sent again, and those behind it wait.",
  ),
  CONSUMER_GONE: entry(
    'deliver',
    'operator',
    "The consumer's server says that it is gone for good (410). Nothing more is sent until `consumer resume`.",
  ),
  // config and commands
  CONFIG_INVALID: entry(
    'config',
    'operator',
    'The configuration has mistakes; each is listed with file, line and key.',
  ),
  SECRET_MISSING: entry(
    'config',
    'later',
    'A secret that the configuration refers to (env:NAME or file:PATH) is not there or is empty.',
  ),
  SECRET_INVALID: entry('config', 'later', 'A secret is there but has not the form it needs; the detail says which.'),
  CONTACT_MISSING: entry(
    'config',
    'operator',
    'Set contact in config/wiredesk.yaml: publishers must be able to reach whoever crawls them.',
  ),
  DESK_MISSING: entry(
    'config',
    'operator',
    'No desk here. Make one with `wiredesk init DIR`, or name one with --desk DIR or WIREDESK_DESK.',
  ),
  DESK_LOCKED: entry('command', 'operator', 'Another Wiredesk process is working on this desk.'),
  HOST_BUSY: entry('command', 'operator', 'The host wants to be asked later; the detail says when. Try again then.'),
  LISTEN_FAILED: entry(
    'serve',
    'operator',
    'The address to listen on is taken or not allowed. Choose another with hub.host and hub.port.',
  ),
  FILE_FAILED: entry('command', 'operator', 'A file cannot be read or written; the detail names it.'),
  NOT_FOUND: entry('command', 'operator', 'There is nothing under that name.'),
  BAD_ARGUMENT: entry('command', 'operator', 'An argument has a value that cannot be used.'),
} as const satisfies Record<string, ErrorEntry>

export type ErrorCode = keyof typeof ERRORS

export interface ErrorContext {
  readonly url?: string
  readonly sourceId?: string
  /** what exactly was seen, in a few words */
  readonly detail?: string
  readonly cause?: unknown
}

/** The only error our own code throws on purpose. */
export class WiredeskError extends Error {
  override readonly name = 'WiredeskError'
  readonly code: ErrorCode
  readonly url: string | undefined
  readonly sourceId: string | undefined
  readonly detail: string | undefined

  constructor(code: ErrorCode, context: ErrorContext = {}) {
    super(messageOf(code, context), { cause: context.cause })
    this.code = code
    this.url = context.url
    this.sourceId = context.sourceId
    this.detail = context.detail
  }

  get retry(): Retry {
    return ERRORS[this.code].retry
  }
}

/** Whether it is the database that failed: then it says nothing about the link in hand. */
export const isStoreFault = ({ code }: WiredeskError): boolean =>
  code === 'STORE_BUSY' || code === 'STORE_CORRUPT' || code === 'STORE_UNAVAILABLE'

/** A handler's way of saying "again later, no attempt lost". */
export class Snooze extends Error {
  override readonly name = 'Snooze'
  readonly untilMs: number
  readonly why: string

  /** @param untilMs epoch milliseconds at which the job may run again */
  constructor(untilMs: number, why: string) {
    super(`again at ${new Date(untilMs).toISOString()}: ${why}`)
    this.untilMs = untilMs
    this.why = why
  }
}

/** Any thrown thing as a WiredeskError; what is not one of ours is a fault in the program. */
export function asWiredeskError(thrown: unknown, context: ErrorContext = {}): WiredeskError {
  if (thrown instanceof WiredeskError) return thrown
  const detail = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  return new WiredeskError('INTERNAL', { ...context, detail, cause: thrown })
}

/** Throws FILE_FAILED. Faults name the file where it cannot be opened, but not where it is a folder, is damaged, or the disk is full. */
export function failAt(path: string, cause: unknown): never {
  const { message } = cause as Error
  throw new WiredeskError('FILE_FAILED', { detail: message.includes(path) ? message : `${path}: ${message}`, cause })
}

function messageOf(code: ErrorCode, { url, detail }: ErrorContext): string {
  return [code, ERRORS[code].text, detail && `(${detail})`, url && `<${url}>`].filter(Boolean).join(' ')
}
