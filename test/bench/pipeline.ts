/**
 * The pipeline's speed on any tier, beside a bare loop and, where they are installed, Crawlee's CheerioCrawler and Scrapy, on one synthetic
 * origin in one run.
 *
 *   node test/bench/pipeline.ts [--tier 1] [--workers 1] [--pages 4000] [--hosts 40] [--concurrency 16] [--threads 0] [--core 0] [--share 0.4] [--alone]
 *   (cd test/bench/crawlee && npm install)      # brings Crawlee; apt-get install python3-scrapy Scrapy
 *
 * The pages are so many that what a process needs to start and to warm up, some seconds, is a small part of it.
 *
 * `--core` holds each measured process, with all its threads, to that one core, and the origin to the others.
 *
 * `--alone` leaves the others out, as for a long run that looks at memory: its slope is that of the straight line through what the
 * processes held (least squares) over the second half of the pages, when caches and heaps have grown to their size.
 *
 * `--share` gives each process of Wiredesk no more than that part of a core (see `core-share.ts`): on a machine of two cores, two of them can then be
 * compared with one, as the origin and the servers have cores of their own.
 *
 * The bare loop asks with undici, unpacks, and parses with cheerio/slim: what any crawler must do at least, and stores nothing.
 * Wiredesk does all of its work: robots.txt, slots, hashing and keeping the bytes, extraction, revisions, search, events.
 */

import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { Redis } from 'ioredis'
import { openStore } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import { makeDesk } from '../chaos/desk.ts'
import { startOrigin } from '../chaos/origin-process.ts'
import { runOn, startPostgres } from '../services/postgres.ts'
import { startRedis } from '../services/redis.ts'
import type { Service } from '../services/service.ts'
import { holdTo, limitCpu } from './core-share.ts'
import { findCrawlee } from './crawlee/run.ts'
import { cpuOfTree, type Measured, startMeasured } from './process.ts'
import { findScrapy, scrapyRun } from './scrapy/run.ts'
import type { Used } from './worker.ts'

const { values } = parseArgs({
  options: {
    tier: { type: 'string', default: '1' },
    workers: { type: 'string', default: '1' },
    pages: { type: 'string', default: '4000' },
    hosts: { type: 'string', default: '40' },
    concurrency: { type: 'string', default: '16' },
    seed: { type: 'string', default: 'bench' },
    threads: { type: 'string', default: '0' },
    core: { type: 'string' },
    share: { type: 'string' },
    alone: { type: 'boolean', default: false },
  },
})
const [tier, workers, pages, concurrency] = [values.tier, values.workers, values.pages, values.concurrency].map(
  Number,
) as [number, number, number, number]

interface Figures {
  readonly seconds: number
  readonly used: readonly (Omit<Used, 'lagMs'> & Partial<Used>)[]
  /** CPU of the database and queue, ms */
  readonly serverMs: number
  /** what the processes held together, as pages were stored */
  readonly memory: readonly Held[]
  readonly sizes?: Sizes
}

/** What the pages have left behind. */
interface Sizes {
  readonly databaseBytes: number
  readonly pageBytes: number
  readonly redisCommands: number
}

interface Held {
  readonly pages: number
  readonly mb: number
}

const LONG_RUN = 10_000

const dir = mkdtempSync(join(tmpdir(), 'wiredesk-bench-'))
const origin = await startOrigin({ pages, hosts: Number(values.hosts), seed: values.seed, faults: false })
const core = values.core === undefined ? undefined : Number(values.core)
if (core !== undefined) holdTo(origin.pid, core, 'off')
const go = { go: { proxy: origin.proxy, urls: origin.urls, concurrency } }
try {
  const bare = values.alone ? undefined : await wholeRun(start(['bare']))
  if (bare) print('bare loop', bare)
  if (values.alone) console.log('without peers')
  else if (await findCrawlee()) print('crawlee', await wholeRun(start(['crawlee'])))
  else console.log('crawlee    not installed: npm install in test/bench/crawlee')
  if (!values.alone) await scrapy()
  const whole = await wiredesk()
  print(`wiredesk, tier ${tier}`, whole)
  const [wholeMs, mainMs] = [cpuOf(whole), sum(whole.used.map(used => used.mainMs))]
  console.log(
    `a page: ${perPage(mainMs)} ms in the main thread, ${perPage(wholeMs - mainMs)} ms in extraction threads and input and output, ${perPage(whole.serverMs)} ms in servers`,
  )
  const { databaseBytes, pageBytes, redisCommands } = whole.sizes as Sizes
  console.log(
    `left by a page: ${kB(databaseBytes)} kB in the database, ${kB(pageBytes)} kB in the page store, ${(redisCommands / pages).toFixed(1)} commands of Redis`,
  )
  console.log(`memory: ${slope(whole.memory).toFixed(1)} MiB per 10,000 pages over the second half`)
  if (bare)
    console.log(
      `bare loop to wiredesk: ${(whole.seconds > 0 ? bare.seconds / whole.seconds : 0).toFixed(2)} by time, ${(cpuOf(bare) / wholeMs).toFixed(2)} by CPU, ${(cpuOf(bare) / mainMs).toFixed(2)} by CPU of the main thread`,
    )
} finally {
  origin.kill()
  rmSync(dir, { recursive: true, force: true })
}
process.exit(0)

function start(words: readonly string[], env?: Readonly<Record<string, string>>): Measured {
  const measured = startMeasured(words, env)
  if (core !== undefined) holdTo(measured.pid, core, 'on')
  return measured
}

async function scrapy(): Promise<void> {
  const python = findScrapy()
  if (python === undefined) return console.log('scrapy     not installed: apt-get install python3-scrapy')
  const used = await scrapyRun(python, origin.urls, origin.proxy, concurrency, dir, core)
  if (used.pages < pages) console.log(`scrapy     took in ${used.pages} pages only`)
  print('scrapy', { ...used, used: [{ ...used, mainMs: used.cpuMs }], serverMs: 0, memory: [] })
}

/** A process that does all by itself. */
async function wholeRun(measured: Measured): Promise<Figures> {
  await measured.ready
  const startedAt = performance.now()
  measured.say(go)
  await measured.done
  const seconds = (performance.now() - startedAt) / 1000
  return { seconds, used: [await measured.stop()], serverMs: 0, memory: [] }
}

/** Processes that share a desk, until every page of the origin is stored. */
async function wiredesk(): Promise<Figures> {
  const desk = await makeDesk(dir, origin)
  const postgres = tier > 1 ? await startPostgres({ isDurable: true }) : undefined
  const redis = tier > 2 ? await startRedis() : undefined
  const env: Record<string, string> = {
    ...(postgres && { WIREDESK_STORE: await postgres.createDatabase('desk') }),
    ...(redis && { WIREDESK_QUEUE: redis.url }),
    WIREDESK_BENCH_THREADS: values.threads,
  }
  const servers: Service[] = [postgres, redis].filter(server => server !== undefined)
  const config = loadConfig(desk, { env })
  const store = await openStore(config)
  const crew = Array.from({ length: tier === 1 ? 1 : workers }, () => start(['wiredesk', desk, 'discover,ingest'], env))
  await Promise.all(crew.map(each => each.ready))
  if (values.share !== undefined) for (const { pid } of crew) limitCpu(pid, Number(values.share))
  const before = sum(servers.map(server => cpuOfTree(server.pid())))
  const startedAt = performance.now()
  for (const each of crew) each.say(go)
  const memory: Held[] = []
  let count = await store.countLinks()
  for (; count.done + count.dropped + count.quarantined < pages; count = await store.countLinks()) {
    memory.push({ pages: count.done, mb: sum(crew.map(each => each.rssMb())) })
    // Counting is work for the server whose CPU is measured.
    await sleep(pages > LONG_RUN ? 2000 : 250)
  }
  if (count.done < pages) console.log(`not all pages were stored: ${JSON.stringify(count)}`)
  const seconds = (performance.now() - startedAt) / 1000
  const serverMs = sum(servers.map(server => cpuOfTree(server.pid()))) - before
  const used = await Promise.all(crew.map(each => each.stop()))
  await store.close()
  const sizes = await sizesOf(config, env['WIREDESK_STORE'], env['WIREDESK_QUEUE'])
  for (const server of servers) await server.stop()
  return { seconds, used, serverMs, memory, sizes }
}

function print(name: string, figures: Figures): void {
  const { seconds, used } = figures
  const rss = used.map(each => each.rssMb.toFixed(0)).join('+')
  const lags = used.flatMap(each => each.lagMs ?? [])
  const lag = lags.length === 0 ? '' : ` p99 lag ${Math.max(...lags).toFixed(0)} ms,`
  console.log(
    `${name.padEnd(16)} ${pages} pages in ${seconds.toFixed(1)} s: ${(pages / seconds).toFixed(0)} pages/s, ${perPage(cpuOf(figures))} ms CPU a page,${lag} ${rss} MiB`,
  )
}

function cpuOf({ used }: Figures): number {
  return sum(used.map(each => each.cpuMs))
}

async function sizesOf(config: Config, postgres: string | undefined, redis: string | undefined): Promise<Sizes> {
  const data = join(config.desk, 'data')
  const [row] = postgres ? await runOn(postgres, 'select pg_database_size(current_database()) as size') : []
  const client = redis === undefined ? undefined : new Redis(redis)
  const info = await client?.info('stats')
  client?.disconnect()
  return {
    databaseBytes: row ? Number(row['size']) : sizeOf(data, name => /\.db(?:-wal)?$/.test(name)),
    pageBytes: sizeOf(data, name => /\.(?:gz|zst)$/.test(name)),
    redisCommands: Number(/total_commands_processed:(\d+)/.exec(info ?? '')?.[1] ?? 0),
  }
}

function sizeOf(folder: string, isCounted: (name: string) => boolean): number {
  const files = readdirSync(folder, { recursive: true }).map(String).filter(isCounted)
  // The log of a database that is just being closed goes.
  return sum(files.map(name => statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0))
}

/** Of the least-squares line through the second half, in MiB per 10,000 pages. */
function slope(memory: readonly Held[]): number {
  const half = memory.filter(held => held.pages >= pages / 2)
  const [x, y] = [sum(half.map(held => held.pages)) / half.length, sum(half.map(held => held.mb)) / half.length]
  const above = sum(half.map(held => (held.pages - x) * (held.mb - y)))
  return (above / sum(half.map(held => (held.pages - x) ** 2))) * 10_000
}

function kB(bytes: number): string {
  return (bytes / pages / 1000).toFixed(1)
}

function perPage(ms: number): string {
  return (ms / pages).toFixed(2)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0)
}
