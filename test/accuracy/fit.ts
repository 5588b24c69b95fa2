/** From labelled pages to a body model: token tables made out of fold, then boosted trees over all columns. */

import { COLUMNS } from '../../src/extract/body/features.ts'
import { addTokenFeatures, type TokenJudge } from '../../src/extract/body/tokens.ts'
import { type Boosted, type BoostOptions, bin, boost, seeded } from './boost.ts'
import type { Sample } from './samples.ts'
import { judgeBy, learnTables, type Tables } from './tables.ts'

export interface BodyModel {
  readonly tables: Tables
  readonly forest: Boosted
}

const WIDTH = COLUMNS.length

/** Blocks that cannot be anything else are thinned to this share: they teach little and are most of the rows. */
const FURNITURE_KEPT = 0.25

/** Parts that the tables of the training pages are made of in turn, so that no page is judged by its own words. */
const TABLE_FOLDS = 4

/** What share of a block's weight does not depend on its length. */
const BASE_WORDS = 1

/** So many pages teach twice, the second time less, as if their names and their descriptions of themselves said nothing: those of many sites do not. */
const MUTED_SHARE = 0.5
const MUTED_WEIGHT = 0.5
/** Typed by the columns' names: one that no row has any more is told by the compiler. */
const MUTED: Partial<Record<(typeof COLUMNS)[number], number>> = {
  'class mean': 0,
  'class lowest': 0,
  'parent class mean': 0,
  'parent class lowest': 0,
  'upper class mean': 0,
  'upper class lowest': 0,
  'is description': 0,
  'in declared body': -1,
  'page in declared body': -1,
}
const MUTED_COLUMNS = COLUMNS.flatMap((name, at) => {
  const value = MUTED[name]
  return value === undefined ? [] : [{ at, value }]
})

/** Sets whose gold leaves lists out by habit of the site parsers it was made with; their lists teach nothing. */
const LISTS_UNRELIABLE = new Set(['fundus'])

/** Trains on pages; the same seed gives the same model. */
export function trainModel(samples: readonly Sample[], options: BoostOptions): BodyModel {
  const fold = foldsOf(samples, TABLE_FOLDS, options.seed + 1)
  const random = seeded(options.seed)
  const randomOfMuted = seeded(options.seed + 2)
  const rows: Float32Array[] = []
  const labels: number[] = []
  const weights: number[] = []
  const add = (row: Float32Array, label: number, weight: number): void => {
    rows.push(row)
    labels.push(label)
    weights.push(weight)
  }
  for (let part = 0; part < TABLE_FOLDS; part++) {
    const judge = judgeBy(learnTables(samples.filter(({ host, trust }) => fold.get(host) !== part && trust > 0)))
    for (const sample of samples) {
      if (fold.get(sample.host) !== part || sample.trust === 0) continue
      const all = fullRows(sample, judge)
      const isMuted = randomOfMuted() < MUTED_SHARE
      for (let i = 0; i < sample.isText.length; i++) {
        const weight = weightOf(sample, i, random)
        if (weight === 0) continue
        const row = all.subarray(i * WIDTH, (i + 1) * WIDTH)
        add(row, sample.isText[i]!, weight)
        if (isMuted) add(muted(row), sample.isText[i]!, weight * MUTED_WEIGHT)
      }
    }
  }
  const data = new Float32Array(rows.length * WIDTH)
  rows.forEach((row, i) => {
    data.set(row, i * WIDTH)
  })
  const scale = weights.length / weights.reduce((sum, weight) => sum + weight, 0)
  const forest = boost(
    bin(data, WIDTH),
    Float32Array.from(labels),
    Float32Array.from(weights, weight => weight * scale),
    options,
  )
  return { tables: learnTables(samples.filter(({ trust }) => trust > 0)), forest }
}

function weightOf(sample: Sample, i: number, random: () => number): number {
  if (sample.isOpen[i] || !sample.source.isCandidate[i]) return 0
  if (LISTS_UNRELIABLE.has(sample.gold.dataset) && sample.isList[i]) return 0
  const words = sample.words[i]!
  const isFurniture = !sample.isText[i] && (words < 4 || sample.linkShares[i]! > 0.8)
  if (isFurniture && random() > FURNITURE_KEPT) return 0
  return (sample.trust * Math.min(sample.goldWords, words + BASE_WORDS)) / Math.max(60, sample.goldWords)
}

function muted(row: Float32Array): Float32Array {
  const copy = row.slice()
  for (const { at, value } of MUTED_COLUMNS) copy[at] = value
  return copy
}

/** Rows with the token columns as a judge sees them. */
export function fullRows({ rows, source }: Pick<Sample, 'rows' | 'source'>, judge: TokenJudge): Float32Array {
  const full = rows.slice()
  addTokenFeatures(full, source, judge)
  return full
}

/** Hosts dealt to folds, so that all pages of a host are in one. */
export function foldsOf(samples: readonly Sample[], folds: number, seed: number): ReadonlyMap<string, number> {
  const random = seeded(seed)
  const hosts = [...new Set(samples.map(({ host }) => host))].sort()
  return new Map(hosts.map(host => [host, Math.floor(random() * folds)]))
}
