/** Everything a desk needs, looked at once: what works, what does not, and what to do. */

import { dirname, isAbsolute, join } from 'node:path'
import type { Config } from '../config.ts'
import { checkConsumers, checkContact, checkJobs, checkPages, checkStore } from './desk.ts'
import { checkDns } from './dns.ts'
import { type Finding, look, ok } from './finding.ts'
import { checkClock, checkFolder, checkNode } from './machine.ts'

export type { Finding } from './finding.ts'

/** What is looked at on the desk once its configuration can be read. */
const OF_THE_DESK = ['contact', 'data', 'store', 'ledger', 'consumers', 'clock', 'queue', 'pages', 'dns']

/**
 * Looks at everything, in the order in which it is to be mended.
 * @param load reads the configuration; throws what is wrong with it
 */
export async function examine(load: () => Config, nowMs: number): Promise<readonly Finding[]> {
  let config: Config | undefined
  const node = await checkNode()
  const settings = await look(
    'config',
    () => {
      config = load()
      return ok(`${config.desk}: ${config.sources.length} sources`)
    },
    'Mend what is listed; docs/configuration.md has every key.',
  )
  if (!config)
    return [
      node,
      settings,
      ...OF_THE_DESK.map(check => ({ check, status: 'skip' as const, found: 'no configuration' })),
    ]
  const { findings, lastMs, storeMs } = await checkStore(config)
  return [
    node,
    settings,
    await checkContact(config),
    await checkFolder('data', dataFolder(config)),
    ...findings,
    await checkConsumers(config),
    await checkClock(nowMs, lastMs, storeMs),
    await checkJobs(config),
    await checkPages(config),
    await checkDns(hostsOf(config)),
  ]
}

/** Where SQLite's file is, else where the pages are. */
function dataFolder(config: Config): string {
  const file = /^sqlite:(?!:memory:)(.+)$/.exec(config.store.url)?.[1]
  const dir = file === undefined ? config.pages.dir : dirname(file)
  return isAbsolute(dir) ? dir : join(config.desk, dir)
}

/** Hosts that would be looked up: behind a proxy, and where an address is fixed, none are. */
function hostsOf({ fetch, sources }: Config): string[] {
  if (fetch.proxy !== undefined) return [new URL(fetch.proxy).hostname]
  return sources
    .filter(source => source.enabled)
    .flatMap(source => source.feeds.map(feed => new URL(feed.url).hostname))
    .filter(host => !Object.hasOwn(fetch.hosts, host) && !host.startsWith('['))
}
