/**
 * Shows pages block by block for a reader to judge, and takes the answers.
 *
 *   node test/accuracy/review.ts --data FOLDER --show OUT [--only DATASET[,DATASET]]   writes OUT/000.txt, OUT/001.txt, ...
 *   node test/accuracy/review.ts --data FOLDER --take OUT                              reads OUT/000.out, ... into readings.ndjson
 *
 * A line of an answer: `DATASET/ID ok`, `DATASET/ID none` (no article), or what is to change: `DATASET/ID +12 -59 -85..95 ?14` (text, none, either).
 */

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { likeliestText } from '../../src/extract/body/choose.ts'
import { bodyModel } from '../../src/extract/body/model.ts'
import { probabilities } from '../../src/extract/body/trees.ts'
import { collapse } from '../../src/values/text.ts'
import { changeMarks, type Marks, shownMarks } from './answers.ts'
import { fullRows } from './fit.ts'
import { blockKeys, loadReadings, type PageReading, pageKey, READINGS_FILE } from './readings.ts'
import { dataSets, type Gold, readGold, readSample, type Sample } from './samples.ts'

/** Letters of one file: what is read at a sitting. */
const FILE_LETTERS = 26_000

/** Blocks that are not marked, and that the model gives less, are not shown. */
const LEAST_SHOWN = 0.02
/** A marked block that the model gives more is shown with its beginning only. */
const SURE = 0.95
const SURE_LETTERS = 60
const DOUBTFUL_LETTERS = 200

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    show: { type: 'string' },
    take: { type: 'string' },
    only: { type: 'string' },
  },
})
const { data, show, take } = values
if (!data || !(show || take)) {
  console.error('usage: review --data FOLDER (--show OUT [--only DATASET] | --take OUT)')
  process.exit(2)
}
const dir = resolve(data)
const readings = new Map(loadReadings())
if (show) showPages(show, values.only?.split(',') ?? dataSets(dir))
if (take) takeAnswers(take)

function showPages(out: string, sets: readonly string[]): void {
  mkdirSync(out, { recursive: true })
  let file = ''
  let count = 0
  const flush = (): void => {
    if (file) writeFileSync(join(out, `${String(count++).padStart(3, '0')}.txt`), file)
    file = ''
  }
  for (const gold of sets.flatMap(set => readGold(dir, set))) {
    const sample = readSample(dir, gold, readings)
    if (!sample) continue
    const page = describePage(sample)
    if (file.length + page.length > FILE_LETTERS) flush()
    file += page
  }
  flush()
}

/** A head, and a line for each block that is marked or not quite unlikely: its number, its mark, the model's probability, its element and text. */
function describePage(sample: Sample): string {
  const { forest, judge } = bodyModel()
  const { source, words, elements } = sample
  const weights = probabilities(forest, fullRows(sample, judge), source.isCandidate)
  const isMarked = sample.isLabelled ? sample.isText : likeliestText(weights, words)
  const lines = [`=== ${pageKey(sample.gold)}  ${sample.gold.url ?? ''}`]
  source.texts.forEach((text, i) => {
    const isOpen = sample.isOpen[i] === 1
    if (!isMarked[i] && !isOpen && weights[i]! < LEAST_SHOWN) return
    const mark = isOpen ? '?' : isMarked[i] ? '+' : '-'
    const isSure = mark === '+' && weights[i]! > SURE
    const shown = collapse(text).slice(0, isSure ? SURE_LETTERS : DOUBTFUL_LETTERS)
    lines.push(`${i}${mark} ${isSure ? '' : weights[i]!.toFixed(2)} ${elements[i]}: ${shown}`)
  })
  return `${lines.join('\n')}\n\n`
}

function takeAnswers(out: string): void {
  const pages = new Map(
    dataSets(dir)
      .flatMap(set => readGold(dir, set))
      .map(gold => [pageKey(gold), gold]),
  )
  for (const name of readdirSync(out).filter(file => file.endsWith('.out'))) {
    const shown = shownMarks(readFileSync(join(out, name.replace(/out$/, 'txt')), 'utf8'))
    const answers = readFileSync(join(out, name), 'utf8').split('\n')
    answers.forEach((line, i) => {
      const [key = '', ...changes] = line.trim().split(/\s+/)
      if (key === '') return
      const marks = shown.get(key)
      const gold = pages.get(key)
      try {
        if (!marks || !gold) throw new Error(`"${key}" is no page of the file beside it`)
        readings.set(key, readingOf(gold, changeMarks(marks, changes)))
      } catch (error) {
        throw new Error(`${join(out, name)}:${i + 1}: ${(error as Error).message}`)
      }
    })
  }
  const inOrder = [...readings.entries()].sort(([a], [b]) => (a < b ? -1 : 1))
  writeFileSync(READINGS_FILE, inOrder.map(([, page]) => `${JSON.stringify(page)}\n`).join(''))
  console.log(`${readings.size} pages in ${READINGS_FILE.pathname}`)
}

function readingOf(gold: Gold, marks: Marks): PageReading {
  const { dataset, id } = gold
  const keys = blockKeys(readSample(dir, gold, readings)?.source.texts ?? [])
  const marked = (wanted: string): string =>
    [...marks]
      .filter(([, mark]) => mark === wanted)
      .map(([block]) => keys[block])
      .join(' ')
  const open = marked('?')
  return { dataset, id, text: marked('+'), ...(open && { open }) }
}
