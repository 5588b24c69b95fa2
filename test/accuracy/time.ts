/** CPU time of the engine, page by page, beside the least any extractor must do: a bare parse, in the same run. */

import { load } from 'cheerio/slim'
import { inputOf, savedPages } from '../../src/cli/extract-batch.ts'
import { asWiredeskError } from '../../src/errors.ts'
import { extract } from '../../src/extract/index.ts'
import { decodeText } from '../../src/values/charset.ts'

export interface TimeFigures {
  /** CPU ms, median over the news pages, with all fields and clean HTML */
  readonly extractMs: number
  /** the same for a bare `cheerio/slim` load of the decoded text */
  readonly loadMs: number
  readonly ratio: number
  /** of all pages */
  readonly slowest: { readonly id: string; readonly ms: number }
}

/** Sets that hold nothing but pages of news publishers. */
const NEWS = new Set(['fundus', 'fundus-eval', 'naeb'])

/** Pages that pay for compiling the code. */
const WARM_UP = 40

export async function measureTime(dir: string): Promise<TimeFigures> {
  const [bare, whole]: [number[], number[]] = [[], []]
  let slowest = { id: '', ms: 0 }
  let seen = 0
  for await (const page of savedPages(dir)) {
    const input = await inputOf(page)
    const { text } = decodeText(input.bytes, { kind: 'html' })
    const loadMs = cpuMs(() => load(text))
    const extractMs = cpuMs(() => tryExtract(input))
    if (seen++ < WARM_UP) continue
    if (extractMs > slowest.ms) slowest = { id: page.id, ms: round(extractMs) }
    if (!NEWS.has(page.dataset)) continue
    bare.push(loadMs)
    whole.push(extractMs)
  }
  const [extractMs, loadMs] = [median(whole), median(bare)]
  return { extractMs: round(extractMs), loadMs: round(loadMs), ratio: round(extractMs / loadMs), slowest }
}

/** A page that is refused has its time too. */
function tryExtract(input: Parameters<typeof extract>[0]): void {
  try {
    extract(input)
  } catch (thrown) {
    if (asWiredeskError(thrown).code === 'INTERNAL') throw thrown
  }
}

/** CPU of this thread: what other programs on the machine do is not counted, nor is the collector's own thread. */
function cpuMs(run: () => unknown): number {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0
const round = (value: number): number => Math.round(value * 100) / 100
