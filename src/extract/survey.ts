/** Everything that several fields look for, collected in one walk over the tree: fields then search short lists, never the page. */

import { type Document, type Element, isTag, isText, type ParentNode } from 'domhandler'
import { getOrMake } from '../values/memo.ts'
import { codeAt, collapse, isUnfilled } from '../values/text.ts'
import { BESIDE, lookReader, MARKS, type Mark, ZONES } from './look.ts'

/** An element with its place: the order in the document, and the zones (bits of `ZONES`) it stands in. */
export interface Spot {
  readonly element: Element
  readonly order: number
  readonly zone: number
}

/** One run of text between two tags. */
export interface Piece {
  /** white space folded, not empty */
  readonly text: string
  readonly order: number
  readonly zone: number
  readonly parent: Element
  readonly isLinked: boolean
}

export interface Survey {
  /** contents of meta elements by lower-case name, property, itemprop or http-equiv */
  readonly metas: ReadonlyMap<string, readonly string[]>
  /** `link` elements of the whole document */
  readonly links: readonly Element[]
  /** what the first `base` element says addresses are relative to */
  readonly base: string | undefined
  /** texts of the JSON-LD blocks, and of all other inline scripts */
  readonly jsonLd: readonly string[]
  readonly scripts: readonly string[]
  /** elements whose content browsers with scripts do not show */
  readonly silent: readonly Element[]
  /** text of the title element */
  readonly title: string | undefined
  readonly root: Element | undefined
  readonly body: Element | undefined
  readonly h1: readonly Spot[]
  readonly subheads: readonly Spot[]
  readonly times: readonly Spot[]
  readonly images: readonly Spot[]
  readonly anchors: readonly Spot[]
  /** elements by each word of their itemprop */
  readonly properties: ReadonlyMap<string, readonly Spot[]>
  /** elements by what their class, id or role says they are */
  readonly marked: Readonly<Record<Mark, readonly Spot[]>>
  readonly pieces: readonly Piece[]
  /** words in the `p` elements that share one parent, for the parent with most */
  readonly largestGroup: number
  /** words outside navigation, aside and footer, and how many of them are links */
  readonly words: number
  readonly linkedWords: number
  /** forms with a password, or frames of a robot check */
  readonly gates: number
}

/** Deeper markup is not read; pages stay far below. */
const MAX_DEPTH = 600

const UNREAD = new Set(['style', 'noscript', 'template', 'svg', 'iframe', 'object', 'select', 'textarea', 'math'])

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] }

interface Work extends Omit<Mutable<Survey>, 'metas' | 'properties' | 'marked'> {
  readonly metas: Map<string, string[]>
  readonly properties: Map<string, Spot[]>
  readonly marked: Record<Mark, Spot[]>
  readonly groups: Map<ParentNode, number>
  readonly lookOf: (element: Element) => number
  order: number
}

/** Walks the tree once. */
export function surveyOf(document: Document): Survey {
  const work: Work = {
    metas: new Map(),
    links: [],
    base: undefined,
    jsonLd: [],
    scripts: [],
    silent: [],
    title: undefined,
    root: undefined,
    body: undefined,
    h1: [],
    subheads: [],
    times: [],
    images: [],
    anchors: [],
    properties: new Map(),
    marked: Object.fromEntries(Object.keys(MARKS).map(mark => [mark, []])) as unknown as Record<Mark, Spot[]>,
    pieces: [],
    largestGroup: 0,
    words: 0,
    linkedWords: 0,
    gates: 0,
    groups: new Map(),
    lookOf: lookReader(),
    order: 0,
  }
  walk(document, 0, false, 0, work)
  return { ...work, largestGroup: Math.max(0, ...work.groups.values()) }
}

function walk(parent: ParentNode, zone: number, isLinked: boolean, depth: number, work: Work): void {
  if (depth > MAX_DEPTH) return
  for (const node of parent.children) {
    if (isText(node)) readText(node.data, parent as Element, zone, isLinked, work)
    else if (isTag(node)) readElement(node, zone, isLinked, depth, work)
  }
}

function readText(raw: string, parent: Element, zone: number, isLinked: boolean, work: Work): void {
  const text = collapse(raw)
  if (text === '') return
  work.order++
  work.pieces.push({ text, order: work.order, zone, parent, isLinked })
  if (zone & BESIDE) return
  const words = roughWords(text)
  work.words += words
  if (isLinked) work.linkedWords += words
  if (isLinked || zone & (ZONES.comments | ZONES.hidden)) return
  const paragraph =
    parent.name === 'p' ? parent : (parent.parent as Element | null)?.name === 'p' ? parent.parent : null
  if (paragraph?.parent) work.groups.set(paragraph.parent, (work.groups.get(paragraph.parent) ?? 0) + words)
}

/** Words by their blanks; texts without blanks by their length. Cheap, since it runs over every text of the page. */
function roughWords(text: string): number {
  let words = 0
  let wide = 0
  let isInWord = false
  const { length } = text
  for (let at = 0; at < length; at++) {
    const code = codeAt(text, at)
    if (code <= 32) isInWord = false
    else if (!isInWord) {
      words++
      isInWord = true
    }
    if (code >= 0x2e80) wide++
  }
  return words + Math.floor(wide / 2)
}

function readElement(element: Element, outerZone: number, isLinked: boolean, depth: number, work: Work): void {
  const { name, attribs } = element
  if (name === 'script') return readScript(element, work)
  if (name === 'meta') return readMeta(attribs, work)
  if (name === 'link') return void work.links.push(element)
  if (name === 'base') work.base ??= attribs['href']
  if (name === 'title' && work.title === undefined && depth < 4) {
    const text = collapse(element.children.map(child => (isText(child) ? child.data : '')).join(''))
    if (text !== '') work.title = text
    return
  }
  work.order++
  if (name === 'html') work.root ??= element
  else if (name === 'body') work.body ??= element
  const look = work.lookOf(element)
  const zone = outerZone | (look & ZONES.all)
  note(element, zone, look, work)
  if (isGate(element)) work.gates++
  if (name === 'noscript' || name === 'template') work.silent.push(element)
  if (UNREAD.has(name)) return
  walk(element, zone, isLinked || name === 'a', depth + 1, work)
}

/** A form with a password, or the frame of a robot check. */
const isGate = ({ name, attribs }: Element): boolean =>
  (name === 'input' && attribs['type'] === 'password') ||
  (name === 'iframe' && /captcha|challenge/i.test(attribs['src'] ?? ''))

const MARK_BITS = Object.entries(MARKS) as [Mark, number][]

/** Elements that are listed for their name alone. */
const LIST_OF_TAG = new Map<string, 'anchors' | 'images' | 'h1' | 'subheads' | 'times'>(
  Object.entries({
    a: 'anchors',
    img: 'images',
    'amp-img': 'images',
    h1: 'h1',
    h2: 'subheads',
    h3: 'subheads',
    time: 'times',
  }),
)

function note(element: Element, zone: number, look: number, work: Work): void {
  const { name, attribs } = element
  const { itemprop } = attribs
  const list = LIST_OF_TAG.get(name)
  // Half of all elements are of no interest to anyone.
  if (list === undefined && itemprop === undefined && look < MARKS.byline) return
  const spot: Spot = { element, order: work.order, zone }
  if (list !== undefined) work[list].push(spot)
  if (look >= MARKS.byline) for (const [mark, bit] of MARK_BITS) if (look & bit) work.marked[mark].push(spot)
  if (itemprop !== undefined)
    for (const word of itemprop.toLowerCase().split(/\s+/)) getOrMake(work.properties, word, () => []).push(spot)
}

function readScript(element: Element, work: Work): void {
  const child = element.children[0]
  const text = child && isText(child) ? child.data : ''
  if (text === '') return
  if (/ld\+json/i.test(element.attribs['type'] ?? '')) work.jsonLd.push(text)
  else work.scripts.push(text)
}

function readMeta(attribs: Element['attribs'], work: Work): void {
  const value = collapse(attribs['content'] ?? attribs['value'] ?? '')
  if (value === '' || isUnfilled(value)) return
  for (const name of new Set([attribs['property'], attribs['name'], attribs['itemprop'], attribs['http-equiv']])) {
    const key = name?.trim().toLowerCase()
    if (key) getOrMake(work.metas, key, () => []).push(value)
  }
}
