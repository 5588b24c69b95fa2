/**
 * Answers a suite of cases with the product's own code, one prediction a line:
 *
 *   npm run -s conformance -- robots --cases PATH --out predictions.ndjson
 */

import { closeSync, openSync, writeSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { dates } from './dates.ts'
import { charset, charsetHeader } from './encodings.ts'
import { feeds } from './feeds.ts'
import { feedFinding, sitemaps } from './finding.ts'
import { hostile } from './hostile.ts'
import { robots } from './robots.ts'
import { ssrf } from './ssrf.ts'
import type { Suite } from './suite.ts'
import { urls } from './urls.ts'
import { xss } from './xss.ts'

const suites: Record<string, Suite> = {
  feeds,
  robots,
  urls,
  dates,
  charset,
  'charset-header': charsetHeader,
  'feed-finding': feedFinding,
  sitemaps,
  ssrf,
  hostile,
  xss,
}

const { values, positionals } = parseArgs({
  options: { cases: { type: 'string' }, out: { type: 'string' } },
  allowPositionals: true,
})
const suite = suites[positionals[0] ?? '']
if (!suite || !values.cases || !values.out) {
  console.error(`usage: conformance <${Object.keys(suites).join(' | ')}> --cases PATH --out FILE`)
  process.exit(2)
}

// Written as they come: a suite that is stopped half-way leaves what it has answered.
const out = openSync(values.out, 'w')
await suite(values.cases, prediction => writeSync(out, `${JSON.stringify(prediction)}\n`))
closeSync(out)
// A connection that a hostile case left open must not keep the run from ending.
process.exit(0)
