/** Token tables: how much more often each word stands with article text than with furniture. */

import {
  classTokens,
  scoreTokens,
  type TokenJudge,
  type TokenScore,
  type TokenSource,
  textTokens,
} from '../../src/extract/body/tokens.ts'
import { getOrMake } from '../../src/values/memo.ts'

/** A page as tables are learned from it. */
export interface TokenPage {
  readonly host: string
  readonly source: TokenSource
  readonly isText: Uint8Array
  readonly isOpen: Uint8Array
  readonly words: Float32Array
}

/** Words on fewer hosts say more about these hosts than about pages. */
const MIN_HOSTS = 3

/** How many words of each kind are kept, those that say most. */
const KEEP = { class: 1600, text: 1300, heading: 350 } as const

/** Weaker words than this are not worth their bytes. */
const LEAST = 0.5

export interface Tables {
  readonly class: ReadonlyMap<string, number>
  readonly text: ReadonlyMap<string, number>
  readonly heading: ReadonlyMap<string, number>
}

/** Every distinct text is cut into tokens once, however many tables are made. */
const classes = new Map<string, readonly string[]>()
const texts = new Map<string, readonly string[]>()
const remember =
  (known: Map<string, readonly string[]>, cut: (text: string) => readonly string[]) =>
  (text: string): readonly string[] =>
    getOrMake(known, text, cut)
const classTokensOf = remember(classes, classTokens)
const textTokensOf = remember(texts, textTokens)

/** Tables from pages with labels. */
export function learnTables(pages: readonly TokenPage[]): Tables {
  const kinds = { class: new Tally(), text: new Tally(), heading: new Tally() }
  for (const page of pages) {
    const { source, isText, isOpen, words, host } = page
    const counts = {
      class: new Map<string, Count>(),
      text: new Map<string, Count>(),
      heading: new Map<string, Count>(),
    }
    for (let i = 0; i < isText.length; i++) {
      if (isOpen[i] || !source.isCandidate[i]) continue
      const weight = Math.min(60, words[i]! + 1)
      const own = source.blockElements[i]!
      const seen = new Set<string>()
      for (let at = own, level = 0; at >= 0 && level < 8; at = source.parents[at]!, level++)
        for (const token of classTokensOf(source.classKeys[at]!)) seen.add(token)
      add(counts.class, seen, isText[i]!, weight)
      add(counts.text, textTokensOf(source.texts[i]!), isText[i]!, 1)
      const heading = source.headings[i]!
      if (heading >= 0) add(counts.heading, textTokensOf(source.texts[heading]!), isText[i]!, weight)
    }
    for (const kind of ['class', 'text', 'heading'] as const) kinds[kind].addPage(host, counts[kind])
  }
  return {
    class: kinds.class.table(KEEP.class),
    text: kinds.text.table(KEEP.text),
    heading: kinds.heading.table(KEEP.heading),
  }
}

interface Count {
  text: number
  all: number
}

function add(counts: Map<string, Count>, tokens: Iterable<string>, isText: number, weight: number): void {
  for (const token of new Set(tokens)) {
    const count = getOrMake(counts, token, () => ({ text: 0, all: 0 }))
    count.all += weight
    if (isText) count.text += weight
  }
}

/** Means over hosts, so that a host with many pages has one voice. */
class Tally {
  private readonly tokens = new Map<string, Map<string, Count>>()

  addPage(host: string, counts: ReadonlyMap<string, Count>): void {
    for (const [token, { text, all }] of counts) {
      const hosts = getOrMake(this.tokens, token, () => new Map<string, Count>())
      const sum = hosts.get(host)
      if (sum === undefined) hosts.set(host, { text: text / all, all: 1 })
      else {
        sum.text += text / all
        sum.all++
      }
    }
  }

  table(size: number): Map<string, number> {
    const scored: [token: string, value: number, strength: number][] = []
    for (const [token, hosts] of this.tokens) {
      if (hosts.size < MIN_HOSTS) continue
      const value = this.logOdds(token)
      if (Math.abs(value) >= LEAST) scored.push([token, value, Math.abs(value) * Math.log1p(hosts.size)])
    }
    scored.sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1))
    return new Map(scored.slice(0, size).map(([token, value]) => [token, Math.round(value * 10) / 10]))
  }

  /** Of being text rather than not, over hosts. */
  private logOdds(token: string): number {
    const hosts = this.tokens.get(token)!
    let text = 0
    for (const count of hosts.values()) text += count.text / count.all
    return Math.log((text + 0.5) / (hosts.size - text + 0.5))
  }
}

/** Judges tokens by tables; each distinct text is judged once. */
export function judgeBy(tables: Tables): TokenJudge {
  const judge = (table: ReadonlyMap<string, number>, cut: (text: string) => readonly string[]) => {
    const known = new Map<string, TokenScore>()
    return (text: string): TokenScore => getOrMake(known, text, () => scoreTokens(cut(text), table))
  }
  return {
    ofClass: judge(tables.class, classTokensOf),
    ofText: judge(tables.text, textTokensOf),
    ofHeading: judge(tables.heading, textTokensOf),
  }
}
