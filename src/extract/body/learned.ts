/** What a source repeats: a line that stands in two of its articles is about the source, not about either of them. */

import { collapse } from '../../values/text.ts'

/** What was seen of one source so far; plain data, to be kept wherever its owner likes. */
export interface SourceMemory {
  /** in how many articles each line stood */
  readonly lines: ReadonlyMap<string, number>
}

export const NOTHING_LEARNED: SourceMemory = { lines: new Map() }

/** Articles that share one line repeat it. */
const MIN_ARTICLES = 2

/** A text of which more is known already is an article seen before, under another address or in another version. */
const MAX_KNOWN = 0.5

/** Lines of any length repeat within their beginning. */
const KEY_LENGTH = 120

/** More lines than this are forgotten, first those that were seen longest ago: a source changes its boxes. */
const MAX_LINES = 20_000

/** The key under which a line is remembered. */
export const lineKey = (line: string): string => collapse(line).slice(0, KEY_LENGTH)

/** The memory with one more article, given as the plain text of its body. */
export function learn(memory: SourceMemory, text: string): SourceMemory {
  const keys = new Set(text.split('\n').map(lineKey))
  const known = [...keys].filter(key => memory.lines.has(key))
  if (lettersOf(known) > lettersOf([...keys]) * MAX_KNOWN) return memory
  const lines = new Map(memory.lines)
  for (const key of keys) {
    const articles = lines.get(key) ?? 0
    // A map keeps the order in which keys came: only what is taken out first moves to its end.
    lines.delete(key)
    lines.set(key, articles + 1)
  }
  for (const oldest of [...lines.keys()].slice(0, Math.max(0, lines.size - MAX_LINES))) lines.delete(oldest)
  return { lines }
}

/** The lines that are boilerplate of the source, as keys. */
export function boilerplateOf({ lines }: SourceMemory): ReadonlySet<string> {
  return new Set([...lines].filter(([, articles]) => articles >= MIN_ARTICLES).map(([key]) => key))
}

const lettersOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length, 0)
