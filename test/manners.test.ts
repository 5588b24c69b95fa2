/** A crawl of hosts that fail, refuse and ask for rest, as the hosts see it. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { makeDesk } from './chaos/desk.ts'
import { type HostManners, startSyntheticOrigin } from './synthetic/origin.ts'

const CRAWL_DELAY_MS = 200

test('each host is asked for one thing at a time, at its pace, after its robots.txt, and left alone when it says so', async () => {
  const origin = await startSyntheticOrigin({ pages: 72, hosts: 6, seed: 'manners-2', faults: true, crawlDelay: 0.2 })
  const dir = mkdtempSync(join(tmpdir(), 'manners-'))
  const desk = await makeDesk(dir, { ...origin, kill() {} })
  const app = await openApp(
    loadConfig(desk, {
      set: ['fetch.delayMs=50', 'retry={attempts: 4, baseSeconds: 0.1, factor: 2}', 'log.level=silent'],
    }),
  )
  onTestFinished(async () => {
    await app.close()
    await origin.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const { wasCutShort, new: fresh } = await app.crawlOnce({ settle: true, maxTimeMs: 60_000 })
  const hosts = [...origin.manners().values()]
  const most = (of: (host: HostManners) => number): number => Math.max(...hosts.map(of))

  expect([wasCutShort, fresh > 55]).toEqual([false, true])
  expect(hosts).toHaveLength(6)
  // What was to be kept has been said.
  expect([most(host => host.rests) > 0, most(host => host.gone) > 0]).toEqual([true, true])
  expect(most(host => host.mostAtOnce)).toBe(1)
  expect(Math.min(...hosts.map(host => host.smallestGapMs))).toBeGreaterThanOrEqual(CRAWL_DELAY_MS)
  expect(most(host => host.insideRetryAfter)).toBe(0)
  expect(most(host => host.afterGone)).toBe(0)
  expect(most(host => host.beforeRobots)).toBe(0)
}, 90_000)
