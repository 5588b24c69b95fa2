/**
 * Trains the body model from saved pages, and says by cross-validation over hosts what it is worth: every page is read by the whole engine with a
 * model that never saw its host, and scored by the scorer beside the data.
 *
 *   node test/accuracy/train.ts --data FOLDER [--out src/extract/body/model.json] [--folds 5] [--seed 2]
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { inputOf, predictionOf, type SavedPage, savedPages } from '../../src/cli/extract-batch.ts'
import { likeliestText } from '../../src/extract/body/choose.ts'
import { COLUMNS } from '../../src/extract/body/features.ts'
import { useBodyModel } from '../../src/extract/body/model.ts'
import { flatten, probabilities } from '../../src/extract/body/trees.ts'
import { keepPagesYoung } from '../../src/extract/heap.ts'
import { extract } from '../../src/extract/index.ts'
import type { BoostOptions } from './boost.ts'
import { type Sets, setFigures } from './figures.ts'
import { type BodyModel, foldsOf, fullRows, trainModel } from './fit.ts'
import { packModel } from './pack.ts'
import { dataSets, listOf, readGold, readSample, type Sample } from './samples.ts'
import { judgeBy } from './tables.ts'

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
    weak: { type: 'string', default: '0.5' },
    unlabelled: { type: 'string', default: '0.3' },
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

/** Pages of these sets count as much as said; the others count whole. Their gold is another program's output, or is often cut. */
const TRUST: Readonly<Record<string, number>> = { readability: 0.5, newspaper4k: 0.5, wcxb: 0.6 }

/** Their pages are fronts and lists. */
const NO_ARTICLES = new Set(['wcxb-other'])

/** Below this no choice of blocks gives the gold back: the text is not in the page, or the gold is cut short. */
const LEAST_ORACLE = 0.75

/** A block that the teacher is less sure of teaches nothing. */
const SURE = 0.75

/** A page with fewer words of text is no article, or was not understood. */
const MIN_WEAK_WORDS = 40

/** A small model labels the pages without gold: it is asked for the clear cases only. */
const TEACHER = { trees: 40, rate: 0.25 } as const

const started = performance.now()
const seconds = (): string => `${((performance.now() - started) / 1000).toFixed(0)} s`
const samples = readSamples()
console.log(`${samples.length} pages read after ${seconds()}`)
const gold = samples.filter(sample => sample.gold.body !== undefined)
const weak = samples.filter(sample => sample.gold.body === undefined)
for (const sample of gold) {
  sample.trust = TRUST[sample.gold.dataset] ?? 1
  if (sample.oracle < LEAST_ORACLE) sample.trust = 0
}

if (folds > 1) printFigures(await crossValidate())
if (values.out) {
  labelWeakly(gold, weak)
  const model = trainModel([...gold, ...weak], options)
  if (values.gains) printGains(model)
  writeFileSync(values.out, packModel(model))
}

function readSamples(): Sample[] {
  const found: Sample[] = []
  for (const dataset of dataSets(dir))
    for (const line of readGold(dir, dataset)) {
      const isUnlabelled = line.body === undefined && line.with === undefined
      if (isUnlabelled && (NO_ARTICLES.has(dataset) || Number(values.unlabelled) === 0)) continue
      const sample = readSample(dir, line)
      if (sample && sample.source.texts.length > 0) found.push(sample)
    }
  return found
}

/** Every page read by the engine with a model that never saw its host; the scorer's figures. */
async function crossValidate(): Promise<Sets> {
  const fold = foldsOf(samples, folds, options.seed + 7)
  const pages = new Map<string, SavedPage>()
  for await (const page of savedPages(dir)) pages.set(page.id, page)
  const lines: string[] = []
  for (let part = 0; part < folds; part++) {
    const isOther = ({ host }: Sample): boolean => fold.get(host) !== part
    const others = gold.filter(isOther)
    const weakOthers = weak.filter(isOther)
    labelWeakly(others, weakOthers)
    useBodyModel(JSON.parse(packModel(trainModel([...others, ...weakOthers], options))))
    for (const sample of samples) {
      const page = isOther(sample) ? undefined : pages.get(sample.gold.id)
      if (page)
        lines.push(
          JSON.stringify({ id: page.id, dataset: page.dataset, ...predictionOf(extract(await inputOf(page))) }),
        )
    }
    console.log(`fold ${part + 1} of ${folds} after ${seconds()}`)
  }
  const temporary = mkdtempSync(join(tmpdir(), 'wiredesk-folds-'))
  try {
    const file = join(temporary, 'predictions.ndjson')
    writeFileSync(file, lines.join('\n'))
    return setFigures(dir, file)
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
}

/** Pages without a full gold text: labelled by a model of the others, then put right where gold snippets contradict it. Pages of other ages come so. */
function labelWeakly(from: readonly Sample[], pages: readonly Sample[]): void {
  for (const page of pages) page.trust = 0
  if (pages.length === 0) return
  const model = trainModel(from, { ...options, ...TEACHER })
  for (const page of pages) {
    const probabilities = weigh(model, page)
    const isText = likeliestText(probabilities, page.words)
    const isOpen = Uint8Array.from(probabilities, p => (p > 1 - SURE && p < SURE ? 1 : 0))
    const squeezed = page.source.texts.map(text => text.replace(/\s+/g, ' '))
    const holds = (snippets: readonly string[], i: number): boolean =>
      snippets.some(snippet => {
        const wanted = snippet.replace(/\s+/g, ' ').trim()
        return squeezed[i]!.includes(wanted) || (squeezed[i]!.length > 20 && wanted.includes(squeezed[i]!))
      })
    let words = 0
    for (let i = 0; i < isText.length; i++) {
      const isWanted = holds(listOf(page.gold.with), i)
      if (isWanted || holds(listOf(page.gold.without), i)) {
        isText[i] = isWanted ? 1 : 0
        isOpen[i] = 0
      }
      if (isText[i]) words += page.words[i]!
    }
    page.isText = isText
    page.isOpen = isOpen
    page.goldWords = Math.max(1, words)
    page.trust = words > MIN_WEAK_WORDS ? Number(page.gold.with === undefined ? values.unlabelled : values.weak) : 0
  }
}

function weigh({ tables, forest }: BodyModel, sample: Sample): Float32Array {
  return probabilities(flatten(forest), fullRows(sample, judgeBy(tables)), sample.source.isCandidate)
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
