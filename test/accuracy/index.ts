/**
 * What the engine reads right on saved pages, against the last recorded figures, and what it costs:
 *
 *   npm run accuracy -- --data FOLDER [--attribution FOLDER] [--out FILE] [--record] [--no-time]
 *
 * FOLDER holds data sets (gold.ndjson and pages/ each) and the scorer that goes with them, score.mjs. With --attribution the folder
 * of hand annotations of the same pages is scored too. --out keeps the predictions, --record makes these figures the ones to beat.
 */

import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { ENGINE } from '../../src/extract/index.ts'
import { originFigures, type Sets, setFigures } from './figures.ts'
import { measureTime, type TimeFigures } from './time.ts'

const RECORD = join(import.meta.dirname, '..', '..', 'docs', 'accuracy.json')
const BIN = join(import.meta.dirname, '..', '..', 'bin', 'wiredesk.ts')

interface Figures {
  readonly engine: string
  /** data set, then measure of the scorer */
  readonly sets: Sets
  readonly time?: TimeFigures & { readonly peakRssMb: number }
}

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    attribution: { type: 'string' },
    out: { type: 'string' },
    record: { type: 'boolean', default: false },
    time: { type: 'boolean', default: true },
  },
  allowNegative: true,
})
if (!values.data || !existsSync(join(values.data, 'score.mjs'))) {
  console.error('usage: npm run accuracy -- --data FOLDER [--attribution FOLDER] [--out FILE] [--record] [--no-time]')
  process.exit(2)
}
const data = resolve(values.data)
const temporary = mkdtempSync(join(tmpdir(), 'wiredesk-accuracy-'))
try {
  const predictions = values.out ? resolve(values.out) : join(temporary, 'wiredesk.ndjson')
  const batch = runBatch(data, predictions)
  const before = existsSync(RECORD) ? (JSON.parse(readFileSync(RECORD, 'utf8')) as Figures) : undefined
  const time = values.time ? { ...(await measureTime(data)), peakRssMb: batch.peakRssMb } : before?.time
  const origin = values.attribution ? originFigures(resolve(values.attribution), predictions) : before?.sets['origin']
  const sets = { ...setFigures(data, predictions), ...(origin && { origin }) }
  const now: Figures = { engine: ENGINE, sets, ...(time && { time }) }
  console.log(`${batch.pages} pages, ${batch.failed} failed, ${now.engine}; against ${before?.engine ?? 'nothing'}`)
  printSets(now, before)
  if (values.time) printTime(now, before)
  if (values.record) writeFileSync(RECORD, `${JSON.stringify(now, undefined, 2)}\n`)
} finally {
  rmSync(temporary, { recursive: true, force: true })
}

/** The command itself, in a process of its own, whose memory is what is measured. */
function runBatch(dir: string, out: string): { pages: number; failed: number; peakRssMb: number } {
  const words = [BIN, 'extract', '--batch', dir, '--out', out, '--json']
  return JSON.parse(execFileSync(process.execPath, words, { encoding: 'utf8' }))
}

/** One line a measure: each data set's figure, and the change where it moved. */
function printSets(now: Figures, before: Figures | undefined): void {
  const measures = [...new Set(Object.values(now.sets).flatMap(figures => Object.keys(figures)))]
  for (const measure of measures) {
    const cells = Object.entries(now.sets)
      .filter(([, figures]) => figures[measure] !== undefined)
      .map(
        ([set, figures]) =>
          `${set} ${figures[measure]?.toFixed(3)}${moved(figures[measure], before?.sets[set]?.[measure])}`,
      )
    console.log(`${measure.padEnd(18)} ${cells.join('   ')}`)
  }
}

/** Half a thousandth is below what the table shows. */
function moved(now = 0, before: number | undefined): string {
  const change = before === undefined ? 0 : now - before
  return Math.abs(change) < 0.0005 ? '' : ` (${change > 0 ? '+' : ''}${change.toFixed(3)})`
}

function printTime({ time }: Figures, before: Figures | undefined): void {
  if (!time) return
  const was = before?.time
  console.log(
    `Time of a news page, median: ${time.extractMs} ms, bare load ${time.loadMs} ms, ratio ${time.ratio}${was ? ` (was ${was.ratio})` : ''}`,
  )
  console.log(`slowest page: ${time.slowest.id}, ${time.slowest.ms} ms${was ? ` (was ${was.slowest.ms})` : ''}`)
  console.log(`peak memory: ${time.peakRssMb} MB${was ? ` (was ${was.peakRssMb})` : ''}`)
}
