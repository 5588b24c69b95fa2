/**
 * The fault tests: a desk of any tier takes in a synthetic origin while its processes and servers are killed, stopped, cut off or starved;
 * when it has come to rest, the ledger must account for every address the origin offers.
 *
 *   node test/chaos/index.ts --tier 1|2|3 [--urls 10000] [--kills 20] [--workers 3] [--seed chaos]
 *   node test/chaos/index.ts --tier 3 --scenario redis-flush
 *
 * The last line is `chaos tier N: discovered D stored S dropped X quarantined Q lost 0 doubled 0 stuck 0 in T s`; the exit code
 * is 0 only when nothing was lost, doubled, stuck or without a reason, and a consumer was told of every event in order.
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { type Account, accountFor } from './account.ts'
import { type Field, type FieldOptions, openField, type Tier } from './field.ts'
import { killAtRandom } from './kills.ts'
import { complaintsAbout } from './receiver.ts'
import { untilAtRest } from './rest.ts'
import { type Scenario, scenarios } from './scenarios.ts'

const { values: options } = parseArgs({
  options: {
    tier: { type: 'string', default: '1' },
    urls: { type: 'string', default: '10000' },
    kills: { type: 'string', default: '20' },
    hosts: { type: 'string', default: '40' },
    workers: { type: 'string', default: '3' },
    seed: { type: 'string', default: 'chaos' },
    scenario: { type: 'string' },
  },
})

const tier = Number(options.tier) as Tier
const scenario = options.scenario === undefined ? undefined : scenarioOf(options.scenario, tier)
if (![1, 2, 3].includes(tier)) refuse(`--tier ${options.tier} is none of 1, 2, 3`)

const startedAt = Date.now()
const field = await openField({ ...fieldOptions(), ...(await scenario?.prepare?.()) })
const faultEndedAt = await (scenario ? underFault(scenario, field) : underFire(field))
const account = await accountFor(field.store, field.origin.urls)
const complaints = [
  ...((await scenario?.judge?.(field)) ?? []),
  ...complaintsAbout(field.receiver, await field.store.eventsAfter(0, field.origin.urls.length * 2)),
]
const times = { wholeMs: Date.now() - startedAt, restMs: Date.now() - faultEndedAt }
// What the processes say as they end must not stand behind the last line.
await field.close()
const isSound = report(account, complaints, times)
process.exit(isSound ? 0 : 1)

function fieldOptions(): FieldOptions {
  const { urls, hosts, workers, seed } = options
  return { tier, urls: Number(urls), hosts: Number(hosts), workers: Number(workers), seed }
}

function scenarioOf(name: string, of: Tier): Scenario {
  const found = scenarios[name]
  if (!found) refuse(`--scenario ${name} is none of ${Object.keys(scenarios).join(', ')}`)
  if (!found.tiers.includes(of)) refuse(`--scenario ${name} is for tier ${found.tiers.join(', ')}`)
  return found
}

function refuse(why: string): never {
  console.error(`chaos: ${why}`)
  process.exit(2)
}

async function underFire(at: Field): Promise<number> {
  let isOver = false
  const rest = untilAtRest(at).then(isAtRest => {
    isOver = true
    return isAtRest
  })
  const victims = await killAtRandom(at, Number(options.kills), () => isOver)
  const lastAt = Date.now()
  if (!(await rest)) console.log('the desk did not come to rest')
  console.log(`${victims.length} kills: ${JSON.stringify(countBy(victims))}`)
  return lastAt
}

/** Lets the fault loose once work is going on, and says how soon pages were stored again after it. */
async function underFault({ run }: Scenario, at: Field): Promise<number> {
  let [ended, faultEndedAt, endedThen] = [0, 0, 0]
  let againAfterMs: number | undefined
  const rest = untilAtRest(at, count => {
    ended = count
    if (faultEndedAt > 0 && count > endedThen) againAfterMs ??= Date.now() - faultEndedAt
  })
  while (ended < 50) await sleep(100)
  await run(at)
  endedThen = ended
  faultEndedAt = Date.now()
  if (!(await rest)) console.log('the desk did not come to rest')
  console.log(
    `first page after the fault: ${againAfterMs === undefined ? 'none was left' : `${againAfterMs / 1000} s`}`,
  )
  return faultEndedAt
}

function report(
  found: Account,
  complaints: readonly string[],
  { wholeMs, restMs }: { readonly wholeMs: number; readonly restMs: number },
): boolean {
  const { discovered, stored, dropped, quarantined, lost, doubled, stuck, withoutReason } = found
  const { taken } = field.receiver
  console.log(`told of ${new Set(taken).size} events, of ${taken.length - new Set(taken).size} of them again`)
  console.log(`without a reason ${withoutReason}; reasons ${JSON.stringify(found.reasons)}`)
  for (const problem of [...found.problems.slice(0, 20), ...complaints]) console.log(problem)
  console.log(`at rest ${(restMs / 1000).toFixed(0)} s after the last fault`)
  const what = options.scenario === undefined ? '' : ` ${options.scenario}`
  console.log(
    `chaos tier ${options.tier}${what}: discovered ${discovered} stored ${stored} dropped ${dropped} quarantined ${quarantined} lost ${lost} doubled ${doubled} stuck ${stuck} in ${(wholeMs / 1000).toFixed(0)} s`,
  )
  return lost + doubled + stuck + withoutReason + complaints.length === 0
}

function countBy(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1
  return counts
}
