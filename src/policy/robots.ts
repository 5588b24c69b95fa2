import { covers, inOrder, pathOf, type Rule, readRules } from './robots-rules.ts'

/** Parsed robots.txt of one origin. */
export interface Robots {
  /**
   * Whether the rules let the crawler ask for an address of this origin (RFC 9309, 2.2.2).
   * `/robots.txt` itself is free whatever they say; who fetches it does not ask.
   * @param productToken the crawler's name, alone (`Wiredesk`) or with its version (`Wiredesk/1.0`)
   * @param url in the form that goes over the wire: `new URL(...).href`
   */
  allows(productToken: string, url: string): boolean
  /** Seconds of `Crawl-delay` for the crawler, not capped; absent where there is none that is a number. */
  crawlDelaySeconds(productToken: string): number | undefined
  /** Values of the `Sitemap` lines, in order, as written. */
  readonly sitemaps: readonly string[]
  /** `Content-Signal` and `Content-Usage` lines, in order. */
  readonly contentSignals: readonly ContentSignal[]
}

/** What a publisher says about the use of its texts, kept word for word; `policy/rights.ts` gives it meaning. */
export interface ContentSignal {
  readonly name: 'content-signal' | 'content-usage'
  readonly value: string
  /** product tokens of the group, in lower case; `*` for all; empty when no group had begun, which speaks to all */
  readonly agents: readonly string[]
}

/** RFC 9309, 2.5: at least this much must be read. More is ignored. */
const MAX_BYTES = 500 * 1024
// No address is longer than 2,083 characters in practice; eight times that leaves room for escapes. The reference matcher cuts there too.
const MAX_LINE = 2083 * 8

/** What the file says to one crawler, gathered over all its groups (2.2.1: groups for the same token are one). */
interface Group {
  readonly rules: readonly Rule[]
  readonly crawlDelaySeconds: number | undefined
}

/**
 * Reads a robots.txt (RFC 9309).
 * Never throws: whatever is not a record is skipped. Takes time linear in the text, and a verdict time linear in the rules and the path.
 * Where the standard leaves a choice (misspelled keys, a forgotten colon, a BOM) it reads as Google's matcher does, since that is
 * what publishers test their files against.
 */
export function parseRobots(text: string): Robots {
  const file = readFile(firstBytes(text))
  const groups = new Map<string, Group>()
  const groupFor = (productToken: string): Group => {
    const token = crawlerName(productToken)
    const known = file.blocks.has(token) ? token : '*'
    const group = groups.get(known) ?? mergeBlocks(file.blocks.get(known) ?? [])
    groups.set(known, group)
    return group
  }
  return {
    allows: (productToken, url) => {
      const path = pathOf(url)
      return groupFor(productToken).rules.find(rule => covers(rule, path))?.allow ?? true
    },
    crawlDelaySeconds: productToken => groupFor(productToken).crawlDelaySeconds,
    sitemaps: file.sitemaps,
    contentSignals: file.contentSignals,
  }
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** What follows a run of user-agent lines. */
interface Block {
  readonly rules: Rule[]
  readonly delays: number[]
}

/** A file, as far as it has been read. */
interface Draft {
  /** by product token in lower case, `*` for all others */
  readonly blocks: Map<string, Set<Block>>
  readonly sitemaps: string[]
  readonly contentSignals: ContentSignal[]
  /**
   * Where rules go. Only Allow and Disallow end a run of user-agent lines (2.2.4: other records must not come between), so an
   * agent, a Crawl-delay and another agent are one group to the rules.
   */
  ruled: Block
  isRuled: boolean
  /** Where all other records go: they speak to the agents named right before them. */
  spoken: Block
  isSpoken: boolean
  /** the agents that `spoken` belongs to */
  agents: string[]
}

const newBlock = (): Block => ({ rules: [], delays: [] })

function readFile(text: string): Draft {
  const draft: Draft = {
    blocks: new Map(),
    sitemaps: [],
    contentSignals: [],
    ruled: newBlock(),
    isRuled: false,
    spoken: newBlock(),
    isSpoken: false,
    agents: [],
  }
  for (const line of linesOf(text)) {
    const record = readRecord(line)
    if (record) take(draft, record)
  }
  return draft
}

function take(draft: Draft, { key, value }: FileRecord): void {
  if (key === 'user-agent') takeAgent(draft, value)
  else if (key === 'allow' || key === 'disallow') takeRule(draft, key === 'allow', value)
  else if (key === 'sitemap') draft.sitemaps.push(...(value === '' ? [] : [value]))
  else if (key === 'crawl-delay') takeDelay(draft, value)
  else takeSignal(draft, key, value)
}

function takeAgent(draft: Draft, value: string): void {
  if (draft.isRuled) draft.ruled = newBlock()
  if (draft.isRuled || draft.isSpoken) {
    draft.spoken = newBlock()
    draft.agents = []
  }
  draft.isRuled = false
  draft.isSpoken = false
  const agent = agentNamed(value)
  if (agent === '') return
  draft.agents.push(agent)
  const known = draft.blocks.get(agent) ?? new Set()
  draft.blocks.set(agent, known.add(draft.ruled).add(draft.spoken))
}

function takeRule(draft: Draft, allow: boolean, value: string): void {
  if (draft.blocks.size === 0) return
  draft.isRuled = true
  draft.ruled.rules.push(...readRules(allow, value))
}

function takeDelay(draft: Draft, value: string): void {
  draft.isSpoken = true
  const seconds = readSeconds(value)
  if (seconds !== undefined) draft.spoken.delays.push(seconds)
}

function takeSignal(draft: Draft, name: ContentSignal['name'], value: string): void {
  draft.isSpoken = true
  draft.contentSignals.push({ name, value, agents: draft.agents })
}

function mergeBlocks(blocks: Iterable<Block>): Group {
  const all = [...blocks]
  return {
    rules: inOrder(all.flatMap(block => block.rules)),
    crawlDelaySeconds: all.flatMap(block => block.delays)[0],
  }
}

function readSeconds(value: string): number | undefined {
  return /^\d{1,9}(?:\.\d{1,9})?$|^\.\d{1,9}$/.test(value) ? Number(value) : undefined
}

// ---- lines ---------------------------------------------------------------------------------------------------------

type Key = 'user-agent' | 'allow' | 'disallow' | 'sitemap' | 'crawl-delay' | ContentSignal['name']

// A key counts when it begins with one of these, as in the reference matcher; the misspellings are the frequent ones it knows.
const KEYS: readonly (readonly [Key, readonly string[]])[] = [
  ['user-agent', ['user-agent', 'useragent', 'user agent']],
  ['disallow', ['disallow', 'dissallow', 'dissalow', 'disalow', 'diasllow', 'disallaw']],
  ['allow', ['allow']],
  ['sitemap', ['sitemap', 'site-map']],
  ['crawl-delay', ['crawl-delay']],
  ['content-signal', ['content-signal']],
  ['content-usage', ['content-usage']],
]

interface FileRecord {
  readonly key: Key
  readonly value: string
}

function readRecord(line: string): FileRecord | undefined {
  const comment = line.indexOf('#')
  const content = trimSpaces(comment < 0 ? line : line.slice(0, comment))
  if (content === '') return undefined
  const parts = splitRecord(content)
  if (!parts) return undefined
  const written = parts[0].toLowerCase()
  const key = KEYS.find(([, spellings]) => spellings.some(spelling => written.startsWith(spelling)))?.[0]
  return key && { key, value: parts[1] }
}

/** Key and value are parted by a colon, or, where it was forgotten, by the only white space of the line. */
function splitRecord(content: string): readonly [string, string] | undefined {
  const colon = content.indexOf(':')
  if (colon >= 0) return [trimSpaces(content.slice(0, colon)), trimSpaces(content.slice(colon + 1))]
  const words = content.split(/[ \t]+/, 3)
  return words.length === 2 ? [words[0] ?? '', words[1] ?? ''] : undefined
}

/**
 * `*` for all, else the product token the value begins with, in lower case; '' when it begins with none.
 * RFC 9309, 2.2.1: letters, `_` and `-`; what follows them is no part of the name.
 */
function agentNamed(value: string): string {
  if (value[0] === '*' && (value.length === 1 || isSpace(value, 1))) return '*'
  return /^[a-z_-]*/i.exec(value)?.[0].toLowerCase() ?? ''
}

/** The asking crawler is taken at its whole word up to the version: `Foo2bot` is not the `Foo` that a line names. */
function crawlerName(productToken: string): string {
  return trimSpaces(productToken.split('/', 1)[0] ?? '').toLowerCase()
}

function* linesOf(text: string): Generator<string> {
  // A byte order mark, whole or in pieces, has become one of these two on the way from bytes to text.
  let start = text[0] === '\uFEFF' || text[0] === '\uFFFD' ? 1 : 0
  for (let i = start; i <= text.length; i++) {
    const code = text.charCodeAt(i)
    if (i < text.length && code !== 10 && code !== 13) continue
    if (i > start) yield text.slice(start, Math.min(i, start + MAX_LINE))
    start = i + 1
  }
}

function trimSpaces(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && isSpace(text, start)) start++
  while (end > start && isSpace(text, end - 1)) end--
  return text.slice(start, end)
}

/** ASCII white space only: a no-break space is part of a name. */
function isSpace(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  return code === 32 || (code >= 9 && code <= 13)
}

/** The text's first `MAX_BYTES` bytes, without the line that the cut falls into: half a path would rule something else. */
function firstBytes(text: string): string {
  // A character of a string is three bytes of UTF-8 at most, so short texts need no counting.
  if (text.length * 3 <= MAX_BYTES) return text
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(MAX_BYTES))
  if (read === text.length) return text
  const lineEnd = Math.max(text.lastIndexOf('\n', read), text.lastIndexOf('\r', read))
  return text.slice(0, Math.max(lineEnd, 0))
}
