/** Token tables: how much more often each word stands with article text than with furniture. */

import { TokenTable } from '../../src/extract/body/token-table.ts'
import {
  classTokens,
  scoreNames,
  scoreText,
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
const MIN_HOSTS = 4

/** How many words of each kind are kept, those that say most. */
const KEEP = { class: 1600, text: 5000, heading: 350 } as const

/** Weaker words than this are not worth their bytes. */
const LEAST = 0.3

/** A host that has a word in many blocks has no more votes on it than this. */
const MAX_VOTES = 3

/** So many votes for what is true of all words are added to those of each. */
const PRIOR_VOTES = 2

export interface Tables {
  readonly class: ReadonlyMap<string, number>
  readonly text: ReadonlyMap<string, number>
  readonly heading: ReadonlyMap<string, number>
}

const KINDS = ['class', 'text', 'heading'] as const
type Kind = (typeof KINDS)[number]

/** Every distinct text is cut into tokens once, however many tables are made; of each token there is one copy. */
const tokens = new Map<string, string>()
const remember = (cut: (text: string) => readonly string[]) => {
  const known = new Map<string, readonly string[]>()
  return (text: string): readonly string[] =>
    getOrMake(known, text, () => [...new Set(cut(text))].map(token => getOrMake(tokens, token, () => token)))
}
const classTokensOf = remember(classTokens)
const textTokensOf = remember(textTokens)

/** Tables from pages with labels. */
export function learnTables(pages: readonly TokenPage[]): Tables {
  const tallies = { class: new Tally(), text: new Tally(), heading: new Tally() }
  for (const ofHost of Map.groupBy(pages, ({ host }) => host).values()) {
    const counts = { class: new Map(), text: new Map(), heading: new Map() }
    for (const page of ofHost) countTokens(page, counts)
    for (const kind of KINDS) tallies[kind].addHost(counts[kind])
  }
  return {
    class: tallies.class.table(KEEP.class),
    text: tallies.text.table(KEEP.text),
    heading: tallies.heading.table(KEEP.heading),
  }
}

interface Count {
  /** weights of the blocks that are text, and of all */
  text: number
  all: number
  blocks: number
}

function countTokens({ source, isText, isOpen, words }: TokenPage, counts: Record<Kind, Map<string, Count>>): void {
  for (let i = 0; i < isText.length; i++) {
    if (isOpen[i] || !source.isCandidate[i]) continue
    const weight = Math.min(60, words[i]! + 1)
    const seen = new Set<string>()
    for (let at = source.blockElements[i]!, level = 0; at >= 0 && level < 8; at = source.parents[at]!, level++)
      for (const token of classTokensOf(source.classKeys[at]!)) seen.add(token)
    add(counts.class, seen, isText[i]!, weight)
    add(counts.text, textTokensOf(source.texts[i]!), isText[i]!, 1)
    const heading = source.headings[i]!
    if (heading >= 0) add(counts.heading, textTokensOf(source.texts[heading]!), isText[i]!, weight)
  }
}

function add(counts: Map<string, Count>, found: Iterable<string>, isText: number, weight: number): void {
  for (const token of found) {
    const count = getOrMake(counts, token, () => ({ text: 0, all: 0, blocks: 0 }))
    count.all += weight
    count.blocks++
    if (isText) count.text += weight
  }
}

interface Votes {
  text: number
  all: number
  hosts: number
}

/** Votes of hosts, so that one with many pages does not outvote the others. */
class Tally {
  private readonly votes = new Map<string, Votes>()

  addHost(counts: ReadonlyMap<string, Count>): void {
    for (const [token, { text, all, blocks }] of counts) {
      const votes = getOrMake(this.votes, token, () => ({ text: 0, all: 0, hosts: 0 }))
      const own = Math.min(MAX_VOTES, blocks)
      votes.text += (text / all) * own
      votes.all += own
      votes.hosts++
    }
  }

  /** Log-odds of standing with text, beside those of all words together. */
  table(size: number): Map<string, number> {
    const sum = { text: 0, all: 0 }
    for (const { text, all } of this.votes.values()) {
      sum.text += text
      sum.all += all
    }
    const usual = sum.text / sum.all
    const scored: [token: string, value: number, strength: number][] = []
    for (const [token, { text, all, hosts }] of this.votes) {
      if (hosts < MIN_HOSTS) continue
      const value = logit((text + PRIOR_VOTES * usual) / (all + PRIOR_VOTES)) - logit(usual)
      if (Math.abs(value) >= LEAST) scored.push([token, value, Math.abs(value) * Math.sqrt(hosts)])
    }
    scored.sort((a, b) => b[2] - a[2] || (a[0] < b[0] ? -1 : 1))
    return new Map(scored.slice(0, size).map(([token, value]) => [token, Math.round(value * 10) / 10]))
  }
}

const logit = (share: number): number => Math.log(share / (1 - share))

/** Judges tokens by tables, as the product does; each distinct text is judged once. */
export function judgeBy(tables: Tables): TokenJudge {
  const names = new TokenTable(tables.class)
  const text = new TokenTable(tables.text)
  const heading = new TokenTable(tables.heading)
  return {
    ofClass: judged(key => scoreNames(key, names)),
    ofText: judged(line => scoreText(line, text)),
    ofHeading: judged(line => scoreText(line, heading)),
  }
}

function judged(score: (text: string) => TokenScore): (text: string) => TokenScore {
  const known = new Map<string, TokenScore>()
  return text => getOrMake(known, text, score)
}
