/**
 * One process of a measurement: opens its part, says so, works from the word "go" to the word "stop", and says what it has used.
 *
 *   node test/bench/worker.ts wiredesk DESK KINDS | bare | crawlee
 */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'
import type { JobKind } from '../../src/ports.ts'
import { bareLoop } from './bare.ts'
import { crawleeRun } from './crawlee/run.ts'

export interface Used {
  /** CPU of the process, all threads, ms */
  readonly cpuMs: number
  /** CPU of its main thread alone, ms */
  readonly mainMs: number
  /** 99th percentile of the event loop's lag, ms */
  readonly lagMs: number
  readonly rssMb: number
}

/** What the starter says. */
export type Word =
  | { readonly go: { readonly proxy: string; readonly urls: readonly string[]; readonly concurrency: number } }
  | 'stop'

/** What the process says. */
export type Said = 'ready' | 'done' | Used | Memory

/** Said now and then while it works. */
export interface Memory {
  readonly rssNowMb: number
}

const MEMORY_EVERY_MS = 500

const [what, desk = '', kinds = ''] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'wiredesk-bench-'))
process.once('exit', () => rmSync(folder, { recursive: true, force: true }))

/** Resolves when it is on its way: what is said just before the end would be lost otherwise. */
const say = (said: Said): Promise<void> =>
  new Promise(resolve => {
    process.send?.(said, undefined, undefined, () => resolve())
  })
const app =
  what === 'wiredesk'
    ? await openApp(
        loadConfig(desk, { env: process.env, set: [`extract.threads=${process.env['WIREDESK_BENCH_THREADS'] ?? 0}`] }),
        { kinds: kinds.split(',') as JobKind[] },
      )
    : undefined
const lag = monitorEventLoopDelay({ resolution: 5 })
let [cpu, main] = [process.cpuUsage(), process.threadCpuUsage()]

process.on('message', async (word: Word) => {
  if (word === 'stop') return end()
  const { proxy, urls, concurrency } = word.go
  lag.enable()
  cpu = process.cpuUsage()
  main = process.threadCpuUsage()
  setInterval(() => void say({ rssNowMb: process.memoryUsage.rss() / 2 ** 20 }), MEMORY_EVERY_MS)
  if (app) return app.start()
  await (what === 'bare' ? bareLoop(urls, proxy, concurrency) : crawleeRun(urls, proxy, concurrency, folder))
  await say('done')
})
await say('ready')

async function end(): Promise<void> {
  const used = process.cpuUsage(cpu)
  const usedByMain = process.threadCpuUsage(main)
  await say({
    cpuMs: (used.user + used.system) / 1000,
    mainMs: (usedByMain.user + usedByMain.system) / 1000,
    lagMs: Math.max(0, lag.percentile(99) / 1e6 - 5),
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  })
  await app?.close(0)
  process.exit(0)
}
