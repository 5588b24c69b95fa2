/** JSON-LD of a page as flat nodes, whose references are followed when they are read. */

import { getOrMake } from '../values/memo.ts'
import { collapse } from '../values/text.ts'
import { dedupeKey } from '../values/url-key.ts'

/** More or longer blocks are no description of an article. */
const MAX_BLOCKS = 20
const MAX_BYTES = 1024 * 1024
const MAX_NODES = 2000
/** What is nested deeper is nobody's description. */
const MAX_DEPTH = 8

const ARTICLE_TYPE = /Article$|^(?:BlogPosting|LiveBlogPosting|Report|Review)$/

type Raw = Readonly<Record<string, unknown>>

/** One node with typed ways to read it. */
export interface JsonLdNode {
  readonly type: string
  readonly raw: Raw
  /** a text, or the name, text or address of what stands there; the first of a list */
  text(key: string): string | undefined
  /** every text of a list */
  all(key: string): readonly string[]
  /** all texts of a list, or of one comma-parted text */
  texts(key: string): readonly string[]
  /** a nested or referenced node; the first of a list */
  node(key: string): JsonLdNode | undefined
  /** all nested or referenced nodes; a bare text becomes a node with that name */
  nodes(key: string): readonly JsonLdNode[]
}

/**
 * All nodes, and the one that describes this page's article.
 * @param blocks the texts of the page's `application/ld+json` scripts
 */
export function readJsonLd(
  blocks: readonly string[],
  url: string,
): { nodes: readonly JsonLdNode[]; article: JsonLdNode | undefined } {
  const raws: Raw[] = []
  let bytes = 0
  for (const text of blocks.slice(0, MAX_BLOCKS)) {
    bytes += text.length
    if (bytes > MAX_BYTES) break
    collect(parseLoosely(text), raws)
  }
  const byId = new Map<string, Raw>()
  // Onto no prototype: a key may be called `__proto__`.
  for (const raw of raws)
    if (typeof raw['@id'] === 'string' && Object.keys(raw).length > 1)
      Object.assign(
        getOrMake(byId, raw['@id'], () => Object.create(null) as Raw),
        raw,
      )
  const nodes = raws.map(raw => toNode(raw, byId))
  return { nodes, article: chooseArticle(nodes, url) }
}

/** Of several article nodes, the one that names this page; else the first that has a headline. */
function chooseArticle(nodes: readonly JsonLdNode[], url: string): JsonLdNode | undefined {
  const articles = nodes.filter(node => ARTICLE_TYPE.test(node.type))
  // Keys of addresses take long to make, and most pages describe one article.
  if (articles.length < 2) return articles[0]
  const key = dedupeKey(url)
  const isThisPage = (node: JsonLdNode): boolean =>
    [node.text('url'), pageAddressOf(node), node.text('@id')].some(
      address => address !== undefined && dedupeKey(address.replace(/#.*$/, '')) === key,
    )
  return articles.find(isThisPage) ?? articles.find(node => node.text('headline') !== undefined) ?? articles[0]
}

/** The address of the page that a node is about, else its own: written as a text, or as a node that may have a name too. */
export function pageAddressOf(node: JsonLdNode): string | undefined {
  const page = node.node('mainEntityOfPage')
  return [page?.text('url'), page?.text('@id'), page?.text('name'), node.text('url')].find(
    text => text !== undefined && /^(?:https?:\/)?\//i.test(text),
  )
}

function collect(value: unknown, into: Raw[], depth = 0): void {
  if (depth > MAX_DEPTH || into.length >= MAX_NODES) return
  if (Array.isArray(value)) for (const each of value) collect(each, into, depth + 1)
  else if (isRaw(value)) {
    if (value['@type'] !== undefined) into.push(value)
    for (const key of ['@graph', 'mainEntity', 'mainEntityOfPage', 'hasPart', 'itemListElement', 'publisher'])
      collect(value[key], into, depth + 1)
  }
}

/** What is mended of a block, one after the other, until it is JSON: comments around it, line breaks in strings, commas too many. */
const MENDS: readonly ((text: string) => string)[] = [
  text => text,
  text =>
    text
      .replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|<!\[CDATA\[)/, '')
      .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\]\]>)\s*;?\s*$/, ''),
  text => text.replace(/[\u0000-\u001f]+/g, ' '),
  text => text.replace(/,\s*([}\]])/g, '$1'),
]

/** What is no JSON however it is mended is left alone. */
function parseLoosely(text: string): unknown {
  let mended = text
  for (const mend of MENDS) {
    mended = mend(mended)
    try {
      return JSON.parse(mended)
    } catch {
      // The next one mends more.
    }
  }
  return undefined
}

function toNode(raw: Raw, byId: ReadonlyMap<string, Raw>): JsonLdNode {
  const values = (key: string): unknown[] => {
    const value = raw[key]
    const list = isRaw(value) && Array.isArray(value['@list']) ? value['@list'] : value
    return (Array.isArray(list) ? list.flat(2) : [list]).filter(each => each !== undefined && each !== null)
  }
  const resolve = (value: Raw): Raw => (typeof value['@id'] === 'string' && byId.get(value['@id'])) || value
  const texts = (key: string): string[] =>
    values(key)
      .map(value => textOf(isRaw(value) ? resolve(value) : value))
      .filter(text => text !== undefined)
  const nodes = (key: string): JsonLdNode[] =>
    values(key)
      .map(value => (typeof value === 'string' ? { name: value } : isRaw(value) ? resolve(value) : undefined))
      .filter(value => value !== undefined)
      .map(value => toNode(value, byId))
  const types = [raw['@type']].flat().filter(type => typeof type === 'string')
  return {
    type: (types.find(type => ARTICLE_TYPE.test(type)) ?? types[0] ?? '').replace(/^https?:\/\/schema\.org\//, ''),
    raw,
    text: key => texts(key)[0],
    all: texts,
    texts: key => (values(key).length === 1 ? texts(key).flatMap(text => text.split(/\s*,\s*/)) : texts(key)),
    node: key => nodes(key)[0],
    nodes,
  }
}

function textOf(value: unknown, depth = 0): string | undefined {
  if (depth > MAX_DEPTH) return undefined
  if (isRaw(value))
    return [value['name'], value['@value'], value['text'], value['url'], value['@id']]
      .map(each => textOf(each, depth + 1))
      .find(text => text !== undefined)
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined
  const text = collapse(decodeEntities(String(value)))
  return text === '' ? undefined : text
}

/** Entity names of Latin-1, from U+00A0 to U+00FF in their order, then those of typography. */
const LATIN1 =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml'.split(
    ' ',
  )
const NAMED = new Map([
  ...LATIN1.map((name, at) => [name, String.fromCharCode(0xa0 + at)] as const),
  ...Object.entries({
    amp: '&',
    lt: '<',
    gt: '>',
    quot: '"',
    apos: "'",
    lsquo: '‘',
    rsquo: '’',
    sbquo: '‚',
    ldquo: '“',
    rdquo: '”',
    bdquo: '„',
    ndash: '–',
    mdash: '—',
    hellip: '…',
    bull: '•',
    euro: '€',
    trade: '™',
  }),
])

/** JSON-LD is no HTML, yet templates escape it as if it were. */
function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]+\d*));/gi, (whole, decimal, hex, name) => {
    if (name) return NAMED.get(String(name)) ?? whole
    const code = decimal ? Number(decimal) : Number.parseInt(hex, 16)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}

const isRaw = (value: unknown): value is Raw => typeof value === 'object' && value !== null && !Array.isArray(value)
