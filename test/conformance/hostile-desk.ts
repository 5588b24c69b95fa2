/** A desk at work, in a process of its own; says how many articles of healthy hosts it took in, and how it felt meanwhile. */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'

export interface DeskFigures {
  readonly articles: number
  /** 99th percentile of the main loop's lag */
  readonly lagMs: number
  /** what it rests at when only the healthy hosts are left */
  readonly rssMib: number
}

/** V8 keeps the memory of what has ended for some seconds, in case of more of it. */
const SETTLING_MS = 15_000

const [dir = '.', warmUpMs, measuredMs] = process.argv.slice(2)
const app = await openApp(loadConfig(dir))
app.start()
await sleep(Number(warmUpMs))
const lag = monitorEventLoopDelay({ resolution: 5 })
const before = await healthyArticles()
lag.enable()
await sleep(Number(measuredMs))
lag.disable()
const articles = (await healthyArticles()) - before
const healthy = app.config.sources.filter(({ id }) => isHealthy(id))
await app.reconfigure({ ...app.config, sources: healthy })
const rssMib = await restingMib()
process.send?.({ articles, lagMs: Math.round(lag.percentile(99) / 1e6), rssMib } satisfies DeskFigures)
await app.close(1000)

async function healthyArticles(): Promise<number> {
  const health = await app.store.sourceHealth()
  return health.filter(({ sourceId }) => isHealthy(sourceId)).reduce((sum, each) => sum + each.articles, 0)
}

function isHealthy(sourceId: string): boolean {
  return sourceId.startsWith('site')
}

/** The least of several looks: between two collections of the main thread it is higher. */
async function restingMib(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (const begun = performance.now(); performance.now() - begun < SETTLING_MS; ) {
    await sleep(500)
    globalThis.gc?.()
    least = Math.min(least, process.memoryUsage.rss() / 2 ** 20)
  }
  return Math.round(least)
}
