/** The composition root: the only file that picks adapters. */

import { isAbsolute, join } from 'node:path'
import { systemClock } from './clock.ts'
import type { Config } from './config.ts'
import { requireContact } from './config.ts'
import { type DeskLock, holdDesk } from './desk-lock.ts'
import { WiredeskError } from './errors.ts'
import { collectRarely } from './extract/heap.ts'
import { createExtractor, type Extractor } from './extract/pool.ts'
import { ruleFor } from './extract/site-rule.ts'
import { createHttpFetcher } from './fetch/http-fetcher.ts'
import { baseOf } from './http/context.ts'
import { storeAilments } from './http/health.ts'
import { createLog, type Logger } from './log.ts'
import type { Consumer, DocumentKind, FetchedPage, Source } from './model.ts'
import { testMessage } from './outputs/webhook.ts'
import type { PipelineContext } from './pipeline/context.ts'
import { post } from './pipeline/deliver.ts'
import { ownHeadersOf } from './pipeline/own-headers.ts'
import { createPoliteness, type Politeness } from './pipeline/politeness.ts'
import { sweepHourly } from './pipeline/sweep.ts'
import { emptyTally, type Tally } from './pipeline/tally.ts'
import { tick } from './pipeline/tick.ts'
import { createTurns } from './pipeline/turns.ts'
import {
  type Clock,
  type Fetcher,
  JOB_KINDS,
  type Job,
  type JobKind,
  type PageFiles,
  type Queue,
  type Store,
} from './ports.ts'
import { createLocalQueue } from './queue/local-queue.ts'
import { createSecrets, hideQuerySecrets, type Secrets } from './secrets.ts'
import type { OpenDatabase } from './store/dialect.ts'
import { pageFiles } from './store/pages.ts'
import { readS3Url, s3Credentials, s3Pages } from './store/pages-s3.ts'
import { openSqlite, openSqliteDatabase } from './store/sqlite.ts'

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
  /** What keeps this process from working, in words; nothing when it is ready. */
  ailments(): Promise<readonly string[]>
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
export const PRODUCT_TOKEN = 'Wiredesk'

/** One count of the ledger for each progress line is cheap, one for each page is not. */
const PROGRESS_MS = 250

/** Kubernetes gives 30 s from SIGTERM to SIGKILL. */
const CLOSE_GRACE_MS = 25_000

/** The ledger is looked at many times a second; after this without a look the process is no use. */
const SILENT_MS = 60_000

/** How long the hub and a command wait for a database that restarts: a reader is better told than left waiting. */
const READER_PATIENCE_MS = 5000

/** Opens the store that the configuration names, without taking the desk's lock: for commands that look, and for the hub. */
export const openStore = (config: Config, patienceMs = READER_PATIENCE_MS): Promise<Store> =>
  storeOf(config, patienceMs)

/** The store of raw pages that the configuration names. */
export function pagesOf(config: Config): PageFiles {
  const { dir, url, keyId, secret } = config.pages
  if (url === undefined) return pageFiles(inDesk(config, dir))
  const { resolve } = secretsOf(config)
  const given = { keyId: keyId && resolve(keyId), secret: secret && resolve(secret) }
  return s3Pages(readS3Url(url, process.env), s3Credentials(given, process.env))
}

export interface AppOptions {
  readonly log?: Logger
  /** the kinds of job this process works on; all unless said otherwise */
  readonly kinds?: readonly JobKind[]
}

/** Opens a desk for work. Throws DESK_LOCKED when another process works on it, CONTACT_MISSING when nobody could be reached. */
export async function openApp(config: Config, options: AppOptions = {}): Promise<App> {
  requireContact(config)
  const secrets = secretsOf(config)
  const log = options.log ?? createLog(config.log.level, line => hideQuerySecrets(secrets.hide(line)))
  if (config.fetch.allowPrivate.length > 0)
    log.info({ ranges: config.fetch.allowPrivate }, 'private addresses may be fetched from (fetch.allowPrivate)')
  if (config.webhooks.allowPrivate.length > 0)
    log.info({ ranges: config.webhooks.allowPrivate }, 'private addresses may be sent events (webhooks.allowPrivate)')
  const clock = systemClock
  const store = await storeOf(config)
  let lock: DeskLock | undefined
  try {
    const now = new Date(clock.now()).toISOString()
    if (!store.isShared) {
      lock = await holdDesk(store, clock, log)
      const freed = await store.recover(now)
      if (freed > 0)
        log.warn({ links: freed }, 'the last process ended in the middle of its work; what it held is done again')
    }
    await syncConfig(store, config, now)
    return await assemble({ config, store, clock, log, secrets, kinds: options.kinds ?? JOB_KINDS, lock })
  } catch (error) {
    await lock?.release()
    await store.close()
    throw error
  }
}

/** Brings a store in line with the configuration. */
export async function syncConfig(store: Store, { sources, consumers }: Config, now: string): Promise<void> {
  await store.syncSources(sources, now)
  await store.syncConsumers(consumers, now)
}

async function storeOf(config: Config, patienceMs?: number): Promise<Store> {
  const { url } = config.store
  // What only some desks need is loaded by those alone: it would double the time until a command begins.
  if (!isPostgres(url)) return openSqlite(sqlitePath(config, url))
  const { openPostgres } = await import('./store/postgres.ts')
  return openPostgres(url, patienceMs === undefined ? {} : { patienceMs })
}

const isPostgres = (url: string): boolean => /^postgres(?:ql)?:/.test(url)

/** The database below the store: for backups and moves. */
export async function openDatabase(config: Config, url = config.store.url): Promise<OpenDatabase> {
  if (!isPostgres(url)) return openSqliteDatabase(sqlitePath(config, url))
  const { openPostgresDatabase } = await import('./store/postgres.ts')
  return openPostgresDatabase(url)
}

function sqlitePath({ desk }: Config, url: string): string {
  const path = url.replace(/^sqlite:/, '')
  return path === ':memory:' || isAbsolute(path) ? path : join(desk, path)
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
  const store = desk ?? (await openSqlite(':memory:'))
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

/** Sends a consumer's server a message that is about no article. Undefined when it was taken; else what it ended with. */
export async function testConsumer(config: Config, consumer: Consumer): Promise<WiredeskError | undefined> {
  const fetcher = deliveryFetcherOf(config)
  const { resolve: resolveSecret } = secretsOf(config)
  try {
    const message = testMessage(systemClock.now())
    return (await post(message, consumer, { clock: systemClock, fetcher, resolveSecret }))?.error
  } finally {
    await fetcher.close()
  }
}

// ---- assembling ----------------------------------------------------------------------------------------------------

interface Parts {
  readonly config: Config
  readonly store: Store
  readonly clock: Clock
  readonly log: Logger
  readonly secrets: Secrets
  readonly kinds: readonly JobKind[]
  readonly lock: DeskLock | undefined
}

async function assemble({ config: initial, store, clock, log, secrets, kinds, lock }: Parts): Promise<App> {
  let config = initial
  const fetcher = fetcherOf(config)
  if (kinds.includes('ingest')) collectRarely()
  const extractor = createExtractor(config.extract)
  const pages = pagesOf(config)
  const deliveryFetcher = deliveryFetcherOf(config)
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
    ...(config.webSub.callbackUrl !== undefined && { callbackUrl: config.webSub.callbackUrl }),
    source: id => config.sources.find(source => source.id === id && source.enabled),
    siteRule: url => ruleFor(config.sites, url),
    draw: Math.random,
  }
  const turns = createTurns(context, {
    ...context,
    fetcher: deliveryFetcher,
    baseUrl: baseOf(config),
    consumer: id => config.consumers.find(consumer => consumer.id === id && consumer.enabled),
    resolveSecret: secrets.resolve,
  })
  const queue = await openQueue(config, kinds, turns.run, log)
  const work: Work = { context, queue, kinds }
  const stop = new AbortController()
  let running: Promise<void> | undefined
  let lookedAt: number | undefined

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
    crawlOnce: (options = {}) => crawl(work, stop.signal, CRAWL_PATIENCE_MS + longestDelayMs(config), options),
    start() {
      const onLook = (): void => {
        lookedAt = clock.now()
      }
      onLook()
      if (!running && kinds.includes('ingest'))
        sweepHourly(() => ({ sources: config.sources, stepsDays: config.steps.keepDays }), context, stop.signal)
      running ??= tick({ store, queue, clock, log, kinds, signal: stop.signal, onLook })
    },
    async ailments() {
      const isSilent = lookedAt !== undefined && clock.now() - lookedAt > SILENT_MS
      return [
        ...(await storeAilments(store, clock)),
        ...((await queue.isReady()) ? [] : ['the queue does not answer']),
        ...(isSilent ? ['no work has been looked for in the last minute'] : []),
      ]
    },
    async reconfigure(next) {
      config = next
      await syncConfig(store, next, new Date(clock.now()).toISOString())
    },
    async close(graceMs = CLOSE_GRACE_MS) {
      stop.abort()
      await running
      await letGo(work, graceMs)
      turns.stop()
      await queue.close()
      await extractor.close()
      await fetcher.close()
      await deliveryFetcher.close()
      await lock?.release()
      await store.close()
    },
  }
}

const longestDelayMs = ({ sources }: Config): number =>
  sources.reduce((longest, { delayMs }) => Math.max(longest, delayMs), 0)
/** Opens the queue that the configuration names and closes it again. Throws what keeps it from working. */
export async function checkQueue(config: Config): Promise<void> {
  const queue = await openQueue(config, [], async () => {}, createLog('silent'))
  try {
    if (!(await queue.isReady())) throw new WiredeskError('QUEUE_UNAVAILABLE', { detail: 'it does not answer' })
  } finally {
    await queue.close()
  }
}

async function openQueue(
  { queue: { url }, fetch: { concurrency } }: Config,
  kinds: readonly JobKind[],
  handle: (job: Job) => Promise<void>,
  log: Logger,
): Promise<Queue> {
  if (url === 'local:') return createLocalQueue(handle, concurrency)
  const onError = (error: Error): void => log.warn({ err: error }, 'the queue failed; the ledger heals it')
  const { openBullmqQueue } = await import('./queue/bullmq-queue.ts')
  return openBullmqQueue({ url, kinds, concurrency, handle, onError })
}

function fetcherOf({ fetch }: Pick<Config, 'fetch'>): Fetcher {
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

/** The way out to consumers, with rules of its own: their servers are the operator's choice, and often stand beside ours. */
function deliveryFetcherOf({ fetch, webhooks }: Config): Fetcher {
  const { proxy: _, ...shared } = fetch
  return fetcherOf({ fetch: { ...shared, ...webhooks } })
}

/** The secrets that the configuration refers to, and those that stand in it. */
function secretsOf({ desk, fetch, webhooks }: Config): Secrets {
  const secrets = createSecrets(process.env, desk)
  for (const proxy of [fetch.proxy, webhooks.proxy]) {
    const password = proxy === undefined ? '' : decodeURIComponent(new URL(proxy).password)
    if (password !== '') secrets.know(password)
  }
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

/** What this process works with. */
interface Work {
  readonly context: PipelineContext
  readonly queue: Queue
  readonly kinds: readonly JobKind[]
}

/** Lets the running jobs end and lets go of all that has not. */
async function letGo({ context: { store, clock }, queue }: Work, graceMs: number): Promise<void> {
  const unended = await queue.drain(graceMs)
  if (unended.length > 0) await store.giveBack(unended, new Date(clock.now()).toISOString())
}

// ---- one crawl -----------------------------------------------------------------------------------------------------

async function crawl(
  work: Work,
  stopped: AbortSignal,
  patienceMs: number,
  options: CrawlOptions,
): Promise<CrawlSummary> {
  const { context, queue, kinds } = work
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
    const isOver = () => isAtRest(store, clock, patienceMs, options.settle === true)
    await tick({ store, queue, clock, log, kinds, signal, isOver })
    await letGo(work, CLOSE_GRACE_MS)
  } finally {
    clearInterval(reporting)
  }
  return { ...(await progress()), wasCutShort: signal.aborted }
}

/** Nobody works on anything, nothing is about to become due, and, to settle, no link waits for another try. */
async function isAtRest(store: Store, clock: Clock, patienceMs: number, settle: boolean): Promise<boolean> {
  const now = clock.now()
  if ((await store.countHeld(now)) > 0) return false
  const nextAt = await store.nextDueAt(now)
  if (nextAt !== undefined && nextAt <= now + patienceMs) return false
  return !settle || (await store.countLinks()).due === 0
}
