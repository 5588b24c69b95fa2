/** What the data's own scorers say of predictions, as numbers by data set and measure. */

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { TOKEN } from './label.ts'

export type Sets = Readonly<Record<string, Readonly<Record<string, number>>>>

/** Columns that count pages or repeat another measure. */
const NO_MEASURE = new Set(['pages', 'predicted', 'headline.f1', 'byline.f1', 'date.prec'])

/** The figures of every data set, by the scorer that lies beside them. */
export function setFigures(dir: string, predictions: string): Sets {
  const answer = execFileSync(
    process.execPath,
    [join(dir, 'score.mjs'), '--gold', dir, '--pred', predictions, '--json'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  const [system] = Object.values(JSON.parse(answer)) as { datasets: Record<string, Record<string, number>> }[]
  return Object.fromEntries(
    Object.entries(system?.datasets ?? {}).map(([set, columns]) => [
      set,
      Object.fromEntries(Object.entries(columns).filter(([name]) => !NO_MEASURE.has(name))),
    ]),
  )
}

/** Copyright notice, agencies, biography and dateline: share of all annotated pages that are right. */
export function originFigures(dir: string, predictions: string): Readonly<Record<string, number>> {
  const words = [join(dir, 'score.mjs'), '--gold', join(dir, 'gold.ndjson'), '--pred', predictions]
  const lines = execFileSync(process.execPath, words, { encoding: 'utf8' }).matchAll(/^(\w+)\s+right (\d+)\/(\d+)/gm)
  return Object.fromEntries(
    [...lines].map(([, field, right, all]) => [field as string, Math.round((Number(right) / Number(all)) * 1e4) / 1e4]),
  )
}

/** F1 over words, however often each stands; words of texts that may be either count neither way. */
export function wordsF1(text: string, wanted: string, open: string): number {
  const [has, wants, may] = [text, wanted, open].map(countWords) as [Counts, Counts, Counts]
  let hits = 0
  let surplus = 0
  for (const [word, count] of has) {
    const hit = Math.min(count, wants.get(word) ?? 0)
    hits += hit
    surplus += Math.max(0, count - hit - (may.get(word) ?? 0))
  }
  const all = [...wants.values()].reduce((sum, count) => sum + count, 0)
  return all + hits + surplus === 0 ? 1 : (2 * hits) / (all + hits + surplus)
}

type Counts = ReadonlyMap<string, number>

function countWords(text: string): Counts {
  const counts = new Map<string, number>()
  for (const word of text.match(TOKEN) ?? []) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}
