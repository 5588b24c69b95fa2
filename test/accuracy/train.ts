/**
 * Trains the body model from saved pages, and says by cross-validation over hosts what it is worth: every page is read by the whole engine with a
 * model that never saw its host, and scored by the scorer beside the data. `body.read` is the words F1 against the labels that the model learns from.
 *
 *   node test/accuracy/train.ts --data FOLDER [--out src/extract/body/model.json] [--folds 5] [--seed 2]
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { inputOf, predictionOf, type SavedPage, savedPages } from '../../src/cli/extract-batch.ts'
import { COLUMNS } from '../../src/extract/body/features.ts'
import { useBodyModel } from '../../src/extract/body/model.ts'
import { keepPagesYoung } from '../../src/extract/heap.ts'
import { extract } from '../../src/extract/index.ts'
import { getOrMake } from '../../src/values/memo.ts'
import type { BoostOptions } from './boost.ts'
import { type Sets, setFigures, wordsF1 } from './figures.ts'
import { type BodyModel, foldsOf, trainModel } from './fit.ts'
import { packModel } from './pack.ts'
import { loadReadings, pageKey } from './readings.ts'
import { dataSets, hostOf, readGold, readSample, type Sample } from './samples.ts'

const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    out: { type: 'string' },
    folds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '2' },
    trees: { type: 'string', default: '100' },
    depth: { type: 'string', default: '6' },
    rate: { type: 'string', default: '0.12' },
    columns: { type: 'string', default: '0.3' },
    gains: { type: 'boolean', default: false },
  },
})
if (!values.data) {
  console.error('usage: train --data FOLDER [--out FILE] [--folds 5] [--seed 2]')
  process.exit(2)
}
keepPagesYoung()
const dir = resolve(values.data)
const options: BoostOptions = {
  trees: Number(values.trees),
  depth: Number(values.depth),
  rate: Number(values.rate),
  columns: Number(values.columns),
  leafWeight: 4,
  lambda: 2,
  seed: Number(values.seed),
}
const folds = Number(values.folds)

/** Their pages are fronts and lists. */
const NO_ARTICLES = new Set(['wcxb-other'])

const started = performance.now()
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(0)} s`
const samples = readSamples()
console.log(`${samples.length} pages read after ${seconds()}`)
if (folds > 1) printFigures(await crossValidate())
if (values.out) {
  const model = trainModel(samples, options)
  if (values.gains) printGains(model)
  writeFileSync(values.out, packModel(model))
}

function readSamples(): Sample[] {
  const readings = loadReadings()
  return dataSets(dir)
    .filter(dataset => !NO_ARTICLES.has(dataset))
    .flatMap(dataset => readGold(dir, dataset))
    .flatMap(line => readSample(dir, line, readings) ?? [])
}

/** Every page read by the engine with a model that never saw its host: the scorer's figures, and how far the bodies agree with the readings. */
async function crossValidate(): Promise<Sets> {
  const fold = foldsOf(samples, folds, options.seed + 7)
  const byPage = new Map(samples.map(sample => [pageKey(sample.gold), sample]))
  const pages: SavedPage[] = []
  for await (const page of savedPages(dir)) if (!NO_ARTICLES.has(page.dataset)) pages.push(page)
  const lines: string[] = []
  const byReading = new Map<string, number[]>()
  for (let part = 0; part < folds; part++) {
    const isOther = ({ host }: Sample): boolean => fold.get(host) !== part
    useBodyModel(JSON.parse(packModel(trainModel(samples.filter(isOther), options))))
    for (const page of pages) {
      // Also those that teach nothing, as their text stands in data alone: what the engine makes of them counts. Of their hosts no model has seen a page.
      if ((fold.get(hostOf(page)) ?? 0) !== part) continue
      const article = extract(await inputOf(page))
      lines.push(JSON.stringify({ id: page.id, dataset: page.dataset, ...predictionOf(article) }))
      const sample = byPage.get(pageKey(page))
      if (sample && sample.trust > 0)
        getOrMake(byReading, page.dataset, () => []).push(agreement(sample, article.fields.body?.value.text ?? ''))
    }
    console.log(`fold ${part + 1} of ${folds} after ${seconds()}`)
  }
  const temporary = mkdtempSync(join(tmpdir(), 'wiredesk-folds-'))
  try {
    const file = join(temporary, 'predictions.ndjson')
    writeFileSync(file, lines.join('\n'))
    return withReadings(setFigures(dir, file), byReading)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** How well a body agrees with the labels that the page teaches: by its reading, or its gold text where that needed no reading. */
function agreement({ source, isText, isOpen }: Sample, body: string): number {
  const texts = (isWanted: (i: number) => boolean): string => source.texts.filter((_, i) => isWanted(i)).join('\n')
  return wordsF1(
    body,
    texts(i => isText[i] === 1 && !isOpen[i]),
    texts(i => isOpen[i] === 1),
  )
}

function withReadings(sets: Sets, byReading: ReadonlyMap<string, readonly number[]>): Sets {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
  return Object.fromEntries(
    Object.entries(sets).map(([set, figures]) => {
      const own = byReading.get(set)
      return [set, own ? { ...figures, 'body.read': mean(own) } : figures]
    }),
  )
}

function printFigures(sets: Sets): void {
  console.log(`cross-validated, after ${seconds()}`)
  for (const [set, figures] of Object.entries(sets)) {
    const body = Object.entries(figures).filter(([name]) => /^(?:body|seg)/.test(name))
    if (body.length > 0)
      console.log(`  ${set.padEnd(12)} ${body.map(([name, value]) => `${name} ${value.toFixed(4)}`).join('  ')}`)
  }
}

function printGains({ forest }: BodyModel): void {
  const total = forest.gains.reduce((sum, gain) => sum + gain, 0)
  const named = COLUMNS.map((name, i) => [name, forest.gains[i]! / total] as const)
  for (const [name, share] of named.sort((a, b) => b[1] - a[1])) console.log(`${(share * 100).toFixed(2)} %  ${name}`)
}
