/**
 * CPU time a page of this engine, of other extractors, and of a bare parse, in one run on the same pages:
 *
 *   npm run bench:extract [-- FOLDER] [--rounds 3]
 *
 * FOLDER is searched for .html and .html.gz files; without it, pages are made up. The others are installed by the script into this folder and
 * are no part of the product; one that is not there is left out. All get the same decoded text, and their result as HTML is what is timed:
 * this engine reads every other field in that time as well.
 */

import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { load } from 'cheerio/slim'
import { keepPagesYoung } from '../../../src/extract/heap.ts'
import { extract } from '../../../src/extract/index.ts'
import { decodeText } from '../../../src/values/charset.ts'
import { makeArticle, pageOf } from '../../synthetic/article.ts'
import { drawFrom } from '../../synthetic/draw.ts'

interface BenchPage {
  readonly url: string
  readonly bytes: Uint8Array
  readonly text: string
}

interface Runner {
  readonly name: string
  readonly run: (page: BenchPage) => unknown
}

/** Made-up pages when no folder is given. */
const SYNTHETIC = 60

/** Pages that pay for compiling the code, for each runner. */
const WARM_UP = 20

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { rounds: { type: 'string', default: '3' } },
})

keepPagesYoung()
const pages = positionals[0] === undefined ? syntheticPages() : savedPages(positionals[0])
const runners = [bareParse(), wiredesk(), ...(await peers())]
const sizes = pages.map(({ bytes }) => bytes.length / 1024)
console.log(
  `${pages.length} pages, median ${median(sizes).toFixed(0)} kB, ${values.rounds} rounds, Node ${process.version}`,
)
const rows: { name: string; median: number; mean: number; longest: number; failed: number }[] = []
for (const runner of runners) rows.push(await measure(runner))
const [bare] = rows
console.log('                              median ms   times bare   mean ms   longest ms   failed')
for (const { name, median: middle, mean, longest, failed } of rows) {
  const cells = [
    middle.toFixed(2),
    (middle / bare!.median).toFixed(1),
    mean.toFixed(2),
    longest.toFixed(0),
    String(failed),
  ]
  const widths = [11, 13, 10, 13, 9]
  console.log(name.padEnd(28) + cells.map((cell, i) => cell.padStart(widths[i]!)).join(''))
}

function bareParse(): Runner {
  return { name: 'bare parse (cheerio/slim)', run: ({ text }) => load(text) }
}

function wiredesk(): Runner {
  return { name: 'wiredesk, all fields', run: ({ url, bytes }) => extract({ url, bytes }) }
}

/** Names are not known to the compiler: these packages are not among the project's. */
async function peers(): Promise<Runner[]> {
  const get = async (name: string) => import(name).catch(() => undefined)
  const [linkedom, readability, defuddle, extractus] = await Promise.all(
    ['linkedom', '@mozilla/readability', 'defuddle/node', '@extractus/article-extractor'].map(get),
  )
  const found: Runner[] = []
  if (linkedom && readability)
    found.push({
      name: 'Readability on linkedom',
      run: ({ text }) => new readability.Readability(linkedom.parseHTML(text).document).parse(),
    })
  if (linkedom && defuddle)
    found.push({
      name: 'Defuddle on linkedom',
      run: ({ text, url }) => defuddle.Defuddle(linkedom.parseHTML(text).document, url, { useAsync: false }),
    })
  if (extractus)
    found.push({ name: '@extractus/article-extractor', run: ({ text, url }) => extractus.extractFromHtml(text, url) })
  if (found.length < 3) console.error('some of the others are not installed: npm ci in test/bench/extract')
  return found
}

/** A page's time is its best of all rounds: what else the machine did is not the extractor's. */
async function measure({ name, run }: Runner) {
  const best = pages.map(() => Number.POSITIVE_INFINITY)
  const failures = new Set<number>()
  for (const page of pages.slice(0, WARM_UP)) await attempt(run, page)
  for (let round = 0; round < Number(values.rounds); round++)
    for (const [i, page] of pages.entries()) {
      const before = process.cpuUsage()
      if (!(await attempt(run, page))) failures.add(i)
      const { user, system } = process.cpuUsage(before)
      best[i] = Math.min(best[i]!, (user + system) / 1000)
    }
  const mean = best.reduce((sum, ms) => sum + ms, 0) / best.length
  return { name, median: median(best), mean, longest: Math.max(...best), failed: failures.size }
}

async function attempt(run: Runner['run'], page: BenchPage): Promise<boolean> {
  const { log, warn, error } = console
  // Some report on every page; the table is what is asked for here.
  Object.assign(console, { log: () => {}, warn: () => {}, error: () => {} })
  try {
    await run(page)
    return true
  } catch {
    return false
  } finally {
    Object.assign(console, { log, warn, error })
  }
}

function syntheticPages(): BenchPage[] {
  const draw = drawFrom('bench')
  return Array.from({ length: SYNTHETIC }, (_, n) => {
    const text = pageOf(makeArticle(n, draw), 'bench.example', draw)
    return { url: `https://bench.example/${n}`, text, bytes: new TextEncoder().encode(text) }
  })
}

function savedPages(folder: string): BenchPage[] {
  const files = globSync('**/*.html{,.gz}', { cwd: folder }).toSorted()
  if (files.length === 0) {
    console.error(`no .html or .html.gz files in ${folder}`)
    process.exit(2)
  }
  return files.map((file, n) => {
    const packed = readFileSync(join(folder, file))
    const bytes = file.endsWith('.gz') ? gunzipSync(packed) : packed
    return { url: `https://bench.example/${n}`, bytes, text: decodeText(bytes, { kind: 'html' }).text }
  })
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
}
