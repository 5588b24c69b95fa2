/**
 * The kill test: a desk crawls a synthetic origin while its process is killed with SIGKILL again and again; when it has come
 * to rest, the ledger must account for every address the origin offers.
 *
 *   node test/chaos/index.ts --tier 1 [--urls 10000] [--kills 20] [--seed chaos]
 *
 * The last line is `chaos tier N: discovered D stored S dropped X quarantined Q lost 0 doubled 0 stuck 0 in T s`; the exit code
 * is 0 only when nothing was lost, doubled, stuck or without a reason.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Account, accountFor } from './account.ts'
import { makeDesk } from './desk.ts'
import { startOrigin } from './origin-process.ts'

const { values: options } = parseArgs({
  options: {
    tier: { type: 'string', default: '1' },
    urls: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    hosts: { type: 'string', default: '40' },
    seed: { type: 'string', default: 'chaos' },
  },
})

if (options.tier !== '1') {
  console.error(`chaos: --tier ${options.tier} is not a tier of this version; it has tier 1, one process on SQLite`)
  process.exit(2)
}

const WIREDESK = join(import.meta.dirname, '../../bin/wiredesk.ts')

/** A run that is not over by then hangs: that is a finding too. */
const GIVE_UP_MS = 20 * 60_000

const dir = mkdtempSync(join(tmpdir(), 'wiredesk-chaos-'))
const origin = await startOrigin({ pages: Number(options.urls), hosts: Number(options.hosts), seed: options.seed })
process.once('exit', () => {
  origin.kill()
  rmSync(dir, { recursive: true, force: true })
})

const startedAt = Date.now()
const desk = await makeDesk(dir, origin)
const kills = await crawlUnderFire(desk, Number(options.kills))
const account = await accountFor(desk, origin.urls)
report(account, kills, (Date.now() - startedAt) / 1000)
process.exit(isSound(account) ? 0 : 1)

/** Runs the crawl to its end, killing it every one to three seconds until the kills are used up. */
async function crawlUnderFire(deskDir: string, wanted: number): Promise<number> {
  const deadline = Date.now() + GIVE_UP_MS
  let kills = 0
  while (Date.now() < deadline) {
    const crawl = spawn(process.execPath, [WIREDESK, 'crawl', '--once', '--settle', '--desk', deskDir, '--json'], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const ended = exitOf(crawl)
    if (kills < wanted) {
      const first = await Promise.race([ended, sleep(1000 + Math.random() * 2000, 'fire' as const)])
      if (first === 'fire') {
        crawl.kill('SIGKILL')
        kills++
        await ended
        console.log(`kill ${kills} of ${wanted} after ${((Date.now() - startedAt) / 1000).toFixed(0)} s`)
        continue
      }
    }
    const code = await ended
    // 3: links were quarantined, which a run with poison pages must end with.
    if (code === 0 || code === 3) return kills
    throw new Error(`crawl ended with exit code ${code}`)
  }
  throw new Error(`the crawl did not come to rest within ${GIVE_UP_MS / 60_000} minutes`)
}

function exitOf(child: ChildProcess): Promise<number | null> {
  return new Promise(resolve => child.once('exit', resolve))
}

function isSound(found: Account): boolean {
  return found.lost + found.doubled + found.stuck + found.withoutReason === 0
}

function report(found: Account, kills: number, seconds: number): void {
  console.log(`${kills} kills; without a reason ${found.withoutReason}; reasons ${JSON.stringify(found.reasons)}`)
  for (const problem of found.problems.slice(0, 20)) console.log(problem)
  const { discovered, stored, dropped, quarantined, lost, doubled, stuck } = found
  console.log(
    `chaos tier ${options.tier}: discovered ${discovered} stored ${stored} dropped ${dropped} quarantined ${quarantined} lost ${lost} doubled ${doubled} stuck ${stuck} in ${seconds.toFixed(0)} s`,
  )
}
