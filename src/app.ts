/** The composition root: the only file that picks adapters. */

import { isAbsolute, join } from 'node:path'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { requireContact } from './config.ts'
import { type DeskLock, holdDesk } from './desk-lock.ts'
import { WiredeskError } from './errors.ts'
import { createExtractor, type Extractor } from './extract/pool.ts'
import { createHttpFetcher } from './fetch/http-fetcher.ts'
import { createLog, type Logger } from './log.ts'
import type { DocumentKind, FetchedPage, Source } from './model.ts'
import type { PipelineContext } from './pipeline/context.ts'
import { discover } from './pipeline/discover.ts'
import { ingest } from './pipeline/ingest.ts'
import { ownHeadersOf } from './pipeline/own-headers.ts'
import { createPoliteness, type Politeness } from './pipeline/politeness.ts'
import { emptyTally, type Tally } from './pipeline/tally.ts'
import { tick } from './pipeline/tick.ts'
import type { Clock, Fetcher, Job, PageFiles, Queue, Store } from './ports.ts'
import { createLocalQueue } from './queue/local-queue.ts'
import { createSecrets, hideQuerySecrets, type Secrets } from './secrets.ts'
import { pageFiles } from './store/pages.ts'
import { sqlStore } from './store/sql-store.ts'
import { openSqlite } from './store/sqlite.ts'

/** A desk at work: it holds the desk's lock until it is closed. */
export interface App {
  readonly config: Config
  readonly store: Store
  readonly pages: PageFiles
  readonly fetcher: Fetcher
  readonly extractor: Extractor
  readonly clock: Clock
  readonly log: Logger
  /** Polls every feed and works until nothing is left that can be done now. */
  crawlOnce(options?: CrawlOptions): Promise<CrawlSummary>
  /** Works until the desk is closed. */
  start(): void
  /** Takes over an edited configuration; sources and their terms count at once. */
  reconfigure(config: Config): Promise<void>
  /** Takes no new work, waits for what runs (at most `graceMs`), and lets go of the desk. */
  close(graceMs?: number): Promise<void>
}

export interface CrawlOptions {
  /** ask again for the articles known already */
  readonly recheck?: boolean
  /** wait for retries too, until every link has ended */
  readonly settle?: boolean
  readonly maxTimeMs?: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: CrawlProgress) => void
}

export interface CrawlProgress extends Tally {
  /** links that are not at an end yet */
  readonly waiting: number
  readonly seconds: number
}

export interface CrawlSummary extends CrawlProgress {
  /** the time or a signal ended it; the next run goes on where it stopped */
  readonly wasCutShort: boolean
}

/** A crawl waits this long for work that is just about to become due; retries further away are left to the next run. */
const CRAWL_PATIENCE_MS = 5000

/** What robots.txt files know us by. */
const PRODUCT_TOKEN = 'Wiredesk'

/** One count of the ledger for each progress line is cheap, one for each page is not. */
const PROGRESS_MS = 250

/** Kubernetes gives 30 s from SIGTERM to SIGKILL. */
const CLOSE_GRACE_MS = 25_000

/** Opens the store that the configuration names, without taking the desk's lock: for commands that look, and for the hub. */
export async function openStore(config: Config): Promise<Store> {
  const path = /^sqlite:(.+)$/.exec(config.store.url)?.[1]
  if (path === undefined)
    throw new WiredeskError('CONFIG_INVALID', {
      detail: `store.url is ${config.store.url}; this version knows sqlite:PATH`,
    })
  const db = await openSqlite(path === ':memory:' ? path : inDesk(config, path))
  return sqlStore(db)
}

/** Opens a desk for work. Throws DESK_LOCKED when another process works on it, CONTACT_MISSING when nobody could be reached. */
export async function openApp(config: Config, options: { readonly log?: Logger } = {}): Promise<App> {
  requireContact(config)
  const secrets = secretsOf(config)
  const log = options.log ?? createLog(config.log.level, line => hideQuerySecrets(secrets.hide(line)))
  if (config.fetch.allowPrivate.length > 0)
    log.info({ ranges: config.fetch.allowPrivate }, 'private addresses may be fetched from (fetch.allowPrivate)')
  const clock = systemClock
  const store = await openStore(config)
  try {
    const lock = await holdDesk(store, clock, log)
    const now = new Date(clock.now()).toISOString()
    const freed = await store.recover(now)
    if (freed > 0)
      log.warn({ links: freed }, 'the last process ended in the middle of its work; what it held is done again')
    await store.syncSources(config.sources, now)
    return assemble({ config, store, clock, log, lock, secrets })
  } catch (error) {
    await store.close()
    throw error
  }
}

/** What a single fetch belongs to. */
export interface FetchBeside {
  /** the desk's store, whose slots and robots.txt files then count; absent: nothing is remembered */
  readonly store?: Store
  readonly source?: Source
}

/** One document, fetched with all manners, stored nowhere: for `extract <url>` and `source check`. */
export async function fetchOnce(
  config: Config,
  url: string,
  kind: DocumentKind = 'page',
  { store: desk, source }: FetchBeside = {},
): Promise<FetchedPage> {
  const store = desk ?? sqlStore(await openSqlite(':memory:'))
  const fetcher = fetcherOf(config)
  try {
    const politeness = politenessOf(config, store, fetcher, systemClock, secretsOf(config))
    const delayMs = source?.delayMs ?? config.fetch.delayMs
    return await politeness.ask({ url, kind, delayMs, isPatient: true, own: source && ownHeadersOf(source) })
  } finally {
    await fetcher.close()
    if (!desk) await store.close()
  }
}

// ---- assembling ----------------------------------------------------------------------------------------------------

interface Parts {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly lock: DeskLock
  readonly secrets: Secrets
}

function assemble({ config: initial, store, clock, log, lock, secrets }: Parts): App {
  let config = initial
  const fetcher = fetcherOf(config)
  const extractor = createExtractor(config.extract)
  const pages = pageFiles(inDesk(config, config.pages.dir))
  const context: PipelineContext = {
    store,
    pages,
    extractor,
    clock,
    log,
    politeness: politenessOf(config, store, fetcher, clock, secrets),
    tally: emptyTally(),
    retry: config.retry,
    recheckMinutes: config.recheckMinutes,
    source: id => config.sources.find(source => source.id === id && source.enabled),
    draw: Math.random,
  }
  const queue = createLocalQueue(job => handle(job, context), config.fetch.concurrency)
  const stop = new AbortController()
  let running: Promise<void> | undefined

  return {
    get config() {
      return config
    },
    store,
    pages,
    fetcher,
    extractor,
    clock,
    log,
    // The turns of one source's links are as far apart as its delay.
    crawlOnce: (options = {}) =>
      crawl(context, queue, stop.signal, CRAWL_PATIENCE_MS + longestDelayMs(config), options),
    start() {
      running ??= tick({ store, queue, clock, log, signal: stop.signal })
    },
    async reconfigure(next) {
      config = next
      await store.syncSources(next.sources, new Date(clock.now()).toISOString())
    },
    async close(graceMs = CLOSE_GRACE_MS) {
      stop.abort()
      await running
      await drain(context, queue, graceMs)
      await extractor.close()
      await fetcher.close()
      await lock.release()
      await store.close()
    },
  }
}

const longestDelayMs = ({ sources }: Config): number =>
  sources.reduce((longest, { delayMs }) => Math.max(longest, delayMs), 0)

function fetcherOf({ fetch }: Config): Fetcher {
  const { userAgent, allowPrivate, ports, hosts, proxy, timeoutSeconds } = fetch
  return createHttpFetcher({
    userAgent,
    allowPrivate,
    ports,
    hosts,
    limits: { totalMs: timeoutSeconds * 1000 },
    ...(proxy !== undefined && { proxy }),
  })
}

/** The secrets that the configuration refers to, and those that stand in it. */
function secretsOf({ desk, fetch }: Config): Secrets {
  const secrets = createSecrets(process.env, desk)
  const password = fetch.proxy === undefined ? '' : decodeURIComponent(new URL(fetch.proxy).password)
  if (password !== '') secrets.know(password)
  return secrets
}

function politenessOf({ fetch }: Config, store: Store, fetcher: Fetcher, clock: Clock, secrets: Secrets): Politeness {
  return createPoliteness({
    store,
    fetcher,
    clock,
    secrets,
    totalMs: fetch.timeoutSeconds * 1000,
    agent: PRODUCT_TOKEN,
    maxCrawlDelayMs: fetch.maxCrawlDelaySeconds * 1000,
  })
}

const inDesk = (config: Config, path: string): string => (isAbsolute(path) ? path : join(config.desk, path))

/** A fault that escapes a handler leaves its link leased: the ledger gives it out again when the lease has run out. */
async function handle(job: Job, context: PipelineContext): Promise<void> {
  try {
    await (job.kind === 'discover' ? discover(job, context) : ingest(job, context))
  } catch (error) {
    context.log.error({ err: error, job }, 'job failed outside its stages')
  }
}

// ---- one crawl -----------------------------------------------------------------------------------------------------

async function crawl(
  context: PipelineContext,
  queue: Queue,
  stopped: AbortSignal,
  patienceMs: number,
  options: CrawlOptions,
): Promise<CrawlSummary> {
  const { store, clock, log, tally } = context
  Object.assign(tally, emptyTally())
  const startedAt = clock.now()
  const now = new Date(startedAt).toISOString()
  await store.pollNow(now)
  if (options.recheck) await store.recheckNow(now)

  const signals = [
    stopped,
    ...(options.signal ? [options.signal] : []),
    ...(options.maxTimeMs === undefined ? [] : [AbortSignal.timeout(options.maxTimeMs)]),
  ]
  const signal = AbortSignal.any(signals)
  const progress = async (): Promise<CrawlProgress> => ({
    ...tally,
    waiting: (await store.countLinks()).due,
    seconds: (clock.now() - startedAt) / 1000,
  })
  const reporting = options.onProgress && setInterval(() => void progress().then(options.onProgress), PROGRESS_MS)
  try {
    await tick({
      store,
      queue,
      clock,
      log,
      signal,
      isOver: () => isOver(context, queue, patienceMs, options.settle === true),
    })
    await drain(context, queue, CLOSE_GRACE_MS)
  } finally {
    clearInterval(reporting)
  }
  return { ...(await progress()), wasCutShort: signal.aborted }
}

async function drain({ store, clock }: PipelineContext, queue: Queue, graceMs: number): Promise<void> {
  const unbegun = await queue.drain(graceMs)
  await store.giveBack(unbegun, new Date(clock.now()).toISOString())
}

/** Nothing runs, nothing is about to become due, and, to settle, no link waits for another try. */
async function isOver(
  { store, clock }: PipelineContext,
  queue: Queue,
  patienceMs: number,
  settle: boolean,
): Promise<boolean> {
  if (!queue.isIdle()) return false
  const nextAt = await store.nextDueAt(clock.now())
  if (nextAt !== undefined && nextAt <= clock.now() + patienceMs) return false
  return !settle || (await store.countLinks()).due === 0
}
