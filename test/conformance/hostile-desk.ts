/** A desk at work, in a process of its own; says how many articles of healthy hosts it took in, and how it felt meanwhile. */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { openApp } from '../../src/app.ts'
import { loadConfig } from '../../src/config.ts'

export interface DeskFigures {
  readonly articles: number
  /** 99th percentile of the main loop's lag */
  readonly lagMs: number
  readonly rssMib: number
}

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
globalThis.gc?.()
await sleep(200)
const rssMib = Math.round(process.memoryUsage.rss() / 2 ** 20)
process.send?.({ articles, lagMs: Math.round(lag.percentile(99) / 1e6), rssMib } satisfies DeskFigures)
await app.close(1000)

async function healthyArticles(): Promise<number> {
  const health = await app.store.sourceHealth()
  return health.filter(({ sourceId }) => sourceId.startsWith('site')).reduce((sum, each) => sum + each.articles, 0)
}
