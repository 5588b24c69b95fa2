/** Time of the engine, page by page, beside the least any extractor must do: a bare parse, in the same run. */

import { load } from 'cheerio/slim'
import { inputOf, savedPages } from '../../src/cli/extract-batch.ts'
import { asWiredeskError } from '../../src/errors.ts'
import { keepPagesYoung } from '../../src/extract/heap.ts'
import { type ExtractInput, extract } from '../../src/extract/index.ts'
import { decodeText } from '../../src/values/charset.ts'

export interface TimeFigures {
  /** ms of one thread, median over the news pages, with all fields and clean HTML */
  readonly extractMs: number
  /** the same for a bare `cheerio/slim` load of the decoded text */
  readonly loadMs: number
  readonly ratio: number
  /** of all pages */
  readonly slowest: { readonly id: string; readonly ms: number }
}

/** Sets that hold nothing but pages of news publishers. */
const NEWS = new Set(['fundus', 'fundus-eval', 'naeb', 'scrapinghub'])

/**
 * V8 needs some thousands of pages to compile what it will, and until then a page takes up to twice as long; a process that takes in pages is
 * past that soon. A small folder is read so often that its figure means the same.
 */
const READ_BEFORE = 5000

/** Reads all pages, again and again while they are few, then the news pages for their time. */
export async function measureTime(dir: string): Promise<TimeFigures> {
  keepPagesYoung()
  const first = await timesOf(dir, FEW)
  for (let read = first.length * FEW; read > 0 && read < READ_BEFORE; read += first.length * FEW)
    await timesOf(dir, FEW)
  const news = await timesOf(dir, MANY, NEWS)
  const [extractMs, loadMs] = [median(news.map(({ whole }) => whole)), median(news.map(({ bare }) => bare))]
  const { id, whole: ms } = first.reduce((a, b) => (b.whole > a.whole ? b : a), { id: '', whole: 0 })
  return {
    extractMs: round(extractMs),
    loadMs: round(loadMs),
    ratio: round(extractMs / loadMs),
    slowest: { id, ms: round(ms) },
  }
}

interface PageTimes {
  readonly id: string
  /** ms of a bare parse, and of the engine */
  readonly bare: number
  readonly whole: number
}

/**
 * @param runs how often each page is read
 * @param sets the data sets whose pages are read; without it, all
 */
async function timesOf(dir: string, runs: number, sets?: ReadonlySet<string>): Promise<readonly PageTimes[]> {
  const times: PageTimes[] = []
  for await (const page of savedPages(dir)) {
    if (sets && !sets.has(page.dataset)) continue
    const input = await inputOf(page)
    const text = decodeText(input.bytes, { kind: 'html' }).text
    const bare = leastMs(runs, () => load(text))
    times.push({ id: page.id, bare, whole: leastMs(runs, () => tryExtract(input)) })
  }
  return times
}

/** A page that is refused has its time too. */
function tryExtract(input: ExtractInput): void {
  try {
    extract(input)
  } catch (thrown) {
    if (asWiredeskError(thrown).code === 'INTERNAL') throw thrown
  }
}

/** A second run finds compiled code and a settled heap. */
const FEW = 2
/** What other programs take only ever adds, and more to what takes longer. */
const MANY = 6

/**
 * The least time of some runs. The thread's own CPU counter would leave others' work out altogether, but it moves in steps of up to
 * 4 ms, and half of all bare parses are shorter.
 */
function leastMs(runs: number, run: () => unknown): number {
  const times = Array.from({ length: runs }, () => {
    const startedAt = performance.now()
    run()
    return performance.now() - startedAt
  })
  return Math.min(...times)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const round = (value: number): number => Math.round(value * 100) / 100
