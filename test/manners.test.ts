/** A crawl of hosts that fail, refuse and ask for rest, as the hosts see it. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'
import { makeDesk } from './chaos/desk.ts'
import { startSyntheticOrigin } from './synthetic/origin.ts'

const CRAWL_DELAY_MS = 200

test('each host is asked for one thing at a time, at its pace, after its robots.txt, and left alone when it says so', async () => {
  const origin = await startSyntheticOrigin({ pages: 72, hosts: 6, seed: 'manners-3', faults: true, crawlDelay: 0.2 })
  const dir = mkdtempSync(join(tmpdir(), 'manners-'))
  const desk = await makeDesk(
    dir,
    { ...origin, pid: process.pid, manners: async () => origin.manners(), kill() {} },
    { delayMs: 50 },
  )
  const app = await openApp(loadConfig(desk, { set: ['retry={attempts: 4, baseSeconds: 0.1, factor: 2}'] }))
  onTestFinished(async () => {
    await app.close()
    await origin.close()
    rmSync(dir, { recursive: true, force: true })
  })
  const { wasCutShort, new: fresh } = await app.crawlOnce({ settle: true, maxTimeMs: 80_000 })
  const seen = origin.manners()

  expect([wasCutShort, fresh > 55]).toEqual([false, true])
  // What was to be kept has been said.
  expect([seen.rests > 0, seen.gone > 0]).toEqual([true, true])
  expect(seen.leastGapMs).toBeGreaterThanOrEqual(CRAWL_DELAY_MS)
  expect(seen).toMatchObject({ mostAtOnce: 1, insideRests: 0, afterGone: 0, beforeRobots: 0 })
}, 100_000)
