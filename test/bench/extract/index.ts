/**
 * CPU time a page of this engine, of other extractors, and of a bare parse, in one run on the same pages:
 *
 *   npm run bench:extract [-- FOLDER] [--rounds 5] [--seconds 20]
 *
 * FOLDER is searched for .html and .html.gz files; without it, pages are made up. The others are installed by the script into this folder and
 * are no part of the product; one that is not there is left out. All get the same decoded text, and their result as HTML is what is timed:
 * this engine reads every other field in that time as well. Each reads all pages for so many seconds, and so many times at least: V8 compiles
 * what runs often, and of a few pages five rounds are not often.
 *
 * Each runs in a process of its own: V8 compiles a library for what it has seen of it and of all else, and a bare parse took 1.6 or 4 ms
 * in one process with this engine, by who of them came first.
 */

import { execFileSync } from 'node:child_process'
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

/** What is timed; nothing where its package is not installed. */
type Runner = (page: BenchPage) => unknown

/** Made-up pages when no folder is given. */
const SYNTHETIC = 60

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '20' },
    only: { type: 'string' },
  },
})

const BARE = 'bare parse (cheerio/slim)'

/** By name, in the order of the table. */
const RUNNERS: Readonly<Record<string, () => Promise<Runner | undefined>>> = {
  [BARE]: async () => page => load(page.text),
  'wiredesk, all fields': async () => page => extract(page),
  'Readability on linkedom': async () => {
    const [linkedom, readability] = await Promise.all([installed('linkedom'), installed('@mozilla/readability')])
    return (
      linkedom && readability && (({ text }) => new readability.Readability(linkedom.parseHTML(text).document).parse())
    )
  },
  'Defuddle on linkedom': async () => {
    const [linkedom, defuddle] = await Promise.all([installed('linkedom'), installed('defuddle/node')])
    return (
      linkedom &&
      defuddle &&
      (({ text, url }) => defuddle.Defuddle(linkedom.parseHTML(text).document, url, { useAsync: false }))
    )
  },
  '@extractus/article-extractor': async () => {
    const extractus = await installed('@extractus/article-extractor')
    return extractus && (({ text, url }) => extractus.extractFromHtml(text, url))
  },
}

/** Names are not known to the compiler: these packages are not among the project's. */
const installed = (name: string) => import(name).catch(() => undefined)

/** Figures of one runner, ms of CPU. */
interface Row {
  /** median page of the first round, which pays for compiling the code */
  readonly first: number
  /** median page, and the mean and longest, each page's time being its best of the last rounds, as many for all */
  readonly median: number
  readonly mean: number
  readonly longest: number
  readonly failed: number
  readonly rounds: number
}

if (values.only === undefined) compare()
else console.log(JSON.stringify(await measure(values.only)))

function compare(): void {
  const sizes = readPages().map(({ bytes }) => bytes.length / 1024)
  console.log(
    `${sizes.length} pages, median ${median(sizes).toFixed(0)} kB, ${values.seconds} s and ${values.rounds} rounds at least, Node ${process.version}`,
  )
  console.log(
    '                              median ms   times bare   first ms   mean ms   longest ms   failed   rounds',
  )
  let bare: Row | undefined
  for (const name of Object.keys(RUNNERS)) {
    const row = JSON.parse(
      execFileSync(process.execPath, [...process.argv.slice(1), '--only', name], { encoding: 'utf8' }),
    ) as Row | null
    if (!row) {
      console.error(`${name} is not installed: npm ci in test/bench/extract`)
      continue
    }
    bare ??= row
    const cells = [
      row.median.toFixed(2),
      (row.median / bare.median).toFixed(1),
      row.first.toFixed(2),
      row.mean.toFixed(2),
      row.longest.toFixed(0),
      String(row.failed),
      String(row.rounds),
    ]
    const widths = [11, 13, 11, 10, 13, 9, 9]
    console.log(name.padEnd(28) + cells.map((cell, i) => cell.padStart(widths[i]!)).join(''))
  }
}

async function measure(name: string): Promise<Row | null> {
  keepPagesYoung()
  const pages = readPages()
  const run = await RUNNERS[name]?.()
  if (!run) return null
  const least = Number(values.rounds)
  const failures = new Set<number>()
  const rounds: number[][] = []
  const endsAt = performance.now() + Number(values.seconds) * 1000
  while (rounds.length < least || performance.now() < endsAt) {
    const times: number[] = []
    for (const [i, page] of pages.entries()) {
      const before = process.cpuUsage()
      if (!(await attempt(run, page))) failures.add(i)
      const { user, system } = process.cpuUsage(before)
      times.push((user + system) / 1000)
    }
    rounds.push(times)
  }
  // What else the machine did in the other rounds is not the extractor's.
  const best = pages.map((_, i) => Math.min(...rounds.slice(-least).map(times => times[i]!)))
  return {
    first: median(rounds[0] ?? []),
    median: median(best),
    mean: best.reduce((sum, ms) => sum + ms, 0) / best.length,
    longest: Math.max(...best),
    failed: failures.size,
    rounds: rounds.length,
  }
}

async function attempt(run: Runner, page: BenchPage): Promise<boolean> {
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

function readPages(): BenchPage[] {
  return positionals[0] === undefined ? syntheticPages() : savedPages(positionals[0])
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
