/** XML as a light tree: ill-formed feeds give what can be told apart. */

import { type Space, spaceOf } from './namespaces.ts'
import { type Attributes, readXml } from './xml-events.ts'

/** One element, its names without prefix and in lower case. */
export interface XmlElement {
  readonly name: string
  readonly space: Space
  /** by name in lower case, without prefix; those of XML itself (`xml:base`, `xml:lang`) are in `base` and `lang` */
  readonly attributes: Attributes
  readonly children: readonly (XmlElement | string)[]
  /** xml:base in force here: an absolute address, or '' where none is known */
  readonly base: string
  /** xml:lang in force here */
  readonly lang: string | undefined
}

/** Twenty times what a feed of 2,000 rich items has; what follows is not read. */
const MAX_ELEMENTS = 500_000

/** Feeds have a dozen; the map is copied for every element that declares one more. */
const MAX_PREFIXES = 64

type Draft = XmlElement & { readonly children: (XmlElement | string)[] }

/**
 * The document's elements under one nameless root. Never throws.
 * @param base address of the document
 */
export function readElements(text: string, base: string): XmlElement {
  const root: Draft = { name: '', space: 'other', attributes: {}, children: [], base, lang: undefined }
  const open: Draft[] = [root]
  const prefixes: (ReadonlyMap<string, string> | undefined)[] = [undefined]
  let known: ReadonlyMap<string, string> | undefined
  let elements = 0
  let wasCut = false
  readXml(text, {
    open(qualified, written) {
      const parent = open[open.length - 1] as Draft
      known = withDeclared(known, written)
      const element = elementOf(qualified, written, parent, known)
      if (++elements <= MAX_ELEMENTS) parent.children.push(element)
      open.push(element)
      prefixes.push(known)
    },
    close(_, isCut) {
      const closed = open.pop() as Draft
      // Half an address is another address, half a headline another headline.
      if (isCut && !wasCut && !closed.children.some(child => typeof child !== 'string')) drop(closed, open.at(-1))
      wasCut ||= isCut
      prefixes.pop()
      known = prefixes[prefixes.length - 1]
    },
    text(part) {
      const { children } = open[open.length - 1] as Draft
      const last = children.length - 1
      if (typeof children[last] === 'string') children[last] += part
      else children.push(part)
    },
  })
  return root
}

function drop(element: XmlElement, parent: Draft | undefined): void {
  if (parent?.children.at(-1) === element) parent.children.pop()
}

function elementOf(
  qualified: string,
  written: Attributes,
  parent: XmlElement,
  known: ReadonlyMap<string, string> | undefined,
): Draft {
  const colon = qualified.indexOf(':')
  const prefix = colon < 0 ? '' : qualified.slice(0, colon).toLowerCase()
  const { attributes, base, lang } = attributesOf(written)
  return {
    name: (colon < 0 ? qualified : qualified.slice(colon + 1)).toLowerCase(),
    space: spaceOf(prefix, known?.get(prefix)),
    attributes,
    children: [],
    base: base === undefined ? parent.base : (URL.parse(base.trim(), parent.base || undefined)?.href ?? parent.base),
    lang: lang ?? parent.lang,
  }
}

const NONE: Attributes = {}

function attributesOf(written: Attributes) {
  let attributes: Record<string, string> | undefined
  let base: string | undefined
  let lang: string | undefined
  for (const qualified in written) {
    if (qualified.startsWith('xmlns')) continue
    const value = written[qualified] as string
    if (qualified === 'xml:base') base = value
    else if (qualified === 'xml:lang') lang = value
    else {
      attributes ??= {}
      attributes[qualified.slice(qualified.indexOf(':') + 1).toLowerCase()] ??= value
    }
  }
  return { attributes: attributes ?? NONE, base, lang }
}

/** The namespace declarations in force, with those of one more element. */
function withDeclared(
  known: ReadonlyMap<string, string> | undefined,
  written: Attributes,
): ReadonlyMap<string, string> | undefined {
  let declared: Map<string, string> | undefined
  for (const name in written) {
    if (!name.startsWith('xmlns')) continue
    if ((declared ?? known)?.size === MAX_PREFIXES) break
    declared ??= new Map(known)
    declared.set(name.slice('xmlns:'.length).toLowerCase(), written[name] as string)
  }
  return declared ?? known
}
