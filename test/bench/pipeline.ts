/**
 * The pipeline's speed against a bare loop, on one synthetic origin, in one run.
 *
 *   node test/bench/pipeline.ts [--pages 2000] [--hosts 40] [--concurrency 16]
 *
 * The bare loop asks with undici, unpacks, and parses with cheerio/slim: what any crawler must do at least, and stores nothing.
 * Wiredesk does all of its work: robots.txt, slots, hashing and keeping the bytes, extraction, revisions, search, events.
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { load } from 'cheerio/slim'
import PQueue from 'p-queue'
import { ProxyAgent, request } from 'undici'
import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import { makeDesk } from '../chaos/desk.ts'
import { type OriginProcess, startOrigin } from '../chaos/origin-process.ts'

const { values } = parseArgs({
  options: {
    pages: { type: 'string', default: '2000' },
    hosts: { type: 'string', default: '40' },
    concurrency: { type: 'string', default: '16' },
    seed: { type: 'string', default: 'bench' },
  },
})
const concurrency = Number(values.concurrency)

interface Figures {
  readonly pages: number
  readonly seconds: number
  /** CPU of this process, all threads */
  readonly cpuSeconds: number
}

const dir = mkdtempSync(join(tmpdir(), 'wiredesk-bench-'))
const origin = await startOrigin({
  pages: Number(values.pages),
  hosts: Number(values.hosts),
  seed: values.seed,
  faults: false,
})
try {
  // The first pages of either pay for compiling; both are warmed by the same number.
  await bareLoop(origin.urls.slice(0, 100))
  const bare = await measured(() => bareLoop(origin.urls))
  const whole = await measured(() => wholePipeline(origin))
  print('bare loop', bare)
  print('wiredesk', whole)
  const perCpu = (figures: Figures): number => figures.pages / figures.cpuSeconds
  console.log(
    `ratio: ${(whole.pages / whole.seconds / (bare.pages / bare.seconds)).toFixed(2)} by time, ${(perCpu(whole) / perCpu(bare)).toFixed(2)} by CPU`,
  )
} finally {
  origin.kill()
  rmSync(dir, { recursive: true, force: true })
}
process.exit(0)

async function bareLoop(urls: readonly string[]): Promise<number> {
  const dispatcher = new ProxyAgent({ uri: origin.proxy, proxyTunnel: false })
  const queue = new PQueue({ concurrency })
  let words = 0
  for (const url of urls) {
    void queue.add(async () => {
      const { body } = await request(url, { dispatcher, headers: { 'accept-encoding': 'gzip' } })
      const bytes = gunzipSync(Buffer.from(await body.arrayBuffer()))
      words += load(bytes.toString('utf8'))('p').length
    })
  }
  await queue.onIdle()
  await dispatcher.close()
  return words > 0 ? urls.length : 0
}

async function wholePipeline({ urls }: OriginProcess): Promise<number> {
  const app = await openApp(
    loadConfig(await makeDesk(dir, origin), { set: [`fetch.concurrency=${concurrency}`, 'log.level=silent'] }),
  )
  const summary = await app.crawlOnce()
  await app.close()
  if (summary.new !== urls.length)
    throw new Error(`${summary.new} of ${urls.length} pages were stored: ${JSON.stringify(summary)}`)
  return summary.new
}

async function measured(run: () => Promise<number>): Promise<Figures> {
  const cpu = process.cpuUsage()
  const startedAt = performance.now()
  const pages = await run()
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(cpu)
  return { pages, seconds, cpuSeconds: (user + system) / 1e6 }
}

function print(name: string, { pages, seconds, cpuSeconds }: Figures): void {
  console.log(
    `${name.padEnd(10)} ${pages} pages in ${seconds.toFixed(1)} s: ${(pages / seconds).toFixed(0)} pages/s, ${((cpuSeconds / pages) * 1000).toFixed(2)} ms CPU a page`,
  )
}
