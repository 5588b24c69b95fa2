/** Links, categories, enclosures and pictures, which feeds and their items write the same way. */

import { collapse } from '../../values/text.ts'
import type { XmlElement } from './elements.ts'
import { addressOf, all, type Fields } from './fields.ts'
import { trimmedText } from './markup.ts'
import type { Enclosure } from './parsed.ts'
import { decode } from './xml-events.ts'

/** A link element of Atom. */
export interface FeedLink {
  readonly rel: string
  readonly url: string
  readonly type: string
  readonly length: string | undefined
}

/** What relative links mean: where no xml:base is set, the site's address may stand in for the document's. */
export interface Bases {
  readonly documentBase: string
  readonly siteBase: string
}

const linkBase = (base: string, bases: Bases | undefined): string =>
  bases && base === bases.documentBase ? bases.siteBase : base

/** The Atom links among the children; without `rel` a link is the alternate (RFC 4287, 4.2.7.2). */
export function linksOf(fields: Fields, bases?: Bases): FeedLink[] {
  return all(fields, ['link']).flatMap(({ attributes, base }) => {
    const url = addressOf(attributes['href'], linkBase(base, bases))
    const { rel = 'alternate', type = '', length } = attributes
    return url === undefined
      ? []
      : [{ rel: rel.trim().toLowerCase() || 'alternate', url, type: type.toLowerCase(), length }]
  })
}

/** The page a feed or an item stands for: the last link that is written out (RSS), else the first alternate, HTML before other types (Atom). */
export function alternateOf(fields: Fields, links: readonly FeedLink[], bases?: Bases): string | undefined {
  const elements = all(fields, ['link', 'url'])
  if (!elements.some(isWritten)) {
    const pages = links.filter(({ rel }) => rel === 'alternate')
    return (pages.find(({ type }) => isPage(type)) ?? pages[0])?.url
  }
  const last = elements.findLast(
    element =>
      isWritten(element) || (element.attributes['rel'] === undefined && isPage(element.attributes['type'] ?? '')),
  )
  return last && addressOf(trimmedText(last) ?? last.attributes['href'], linkBase(last.base, bases))
}

const isWritten = (element: XmlElement): boolean => trimmedText(element) !== undefined

const isPage = (type: string): boolean => type === '' || /html/i.test(type)

/** Categories, subjects and keywords, each once, in the order of the vocabularies. */
export function categoriesOf(fields: Fields): string[] {
  const found = [
    ...all(fields, ['category']).map(element =>
      firstFilled(element.attributes['label'], element.attributes['term'], trimmedText(element)),
    ),
    ...all(fields, ['itunes:keywords', 'media:keywords']).flatMap(element => trimmedText(element)?.split(',')),
    ...all(fields, ['itunes:category']).flatMap(nestedCategories),
    ...all(fields, ['dc:subject', 'googleplay:category']).map(
      element => trimmedText(element) ?? element.attributes['text'],
    ),
  ]
  return [...new Set(found.map(word => collapse(word ?? '')).filter(word => word !== ''))]
}

const firstFilled = (...texts: readonly (string | undefined)[]): string | undefined =>
  texts.find(text => text !== undefined && text.trim() !== '')

const nestedCategories = (element: XmlElement): (string | undefined)[] => [
  element.attributes['text'],
  ...element.children.flatMap(child =>
    typeof child !== 'string' && child.name === 'category' ? [child.attributes['text']] : [],
  ),
]

/** Everything attached: RSS enclosures, Atom enclosure links, Media RSS; each address once. */
export function enclosuresOf(fields: Fields, links: readonly FeedLink[]): Enclosure[] {
  const found = [
    ...all(fields, ['enclosure']).map(attached),
    ...links.filter(({ rel }) => rel === 'enclosure').map(({ url, type, length }) => ({ url, type, length })),
    ...all(fields, ['media:thumbnail', 'media:content', 'media:peerlink']).map(attached),
  ]
  const byUrl = new Map<string, Enclosure>()
  const original = originalEnclosure(fields)
  for (const { type, length, ...each } of found) {
    const url = byUrl.size === 0 ? (original ?? each.url) : each.url
    if (url === undefined || byUrl.has(url)) continue
    const isCounted = length !== undefined && /^\s*\d+\s*$/.test(length)
    byUrl.set(url, { url, ...(type && { type }), ...(isCounted && { length: length.trim() }) })
  }
  return [...byUrl.values()]
}

function attached({ attributes, base }: XmlElement) {
  const { url, href, type, length, filesize } = attributes
  return { url: addressOf(url ?? href, base), type, length: length ?? filesize }
}

/** FeedBurner counts downloads by sending them through itself; the publisher's own address stands beside. */
function originalEnclosure(fields: Fields): string | undefined {
  const [element] = all(fields, ['feedburner:origenclosurelink'])
  return element && addressOf(trimmedText(element), element.base)
}

/** The picture that stands for a feed or an item. */
export function pictureOf(fields: Fields): string | undefined {
  const elements = [
    ...all(fields, ['media:content']).filter(isPicture),
    ...all(fields, ['media:thumbnail', 'itunes:image', 'googleplay:image']),
    ...all(fields, ['enclosure']).filter(isPicture),
    ...all(fields, ['image', 'itunes:link']).filter(({ attributes }) => (attributes['rel'] ?? 'image') === 'image'),
  ]
  return elements.map(pictureAddress).find(address => address !== undefined)
}

const isPicture = ({ attributes }: XmlElement): boolean =>
  attributes['medium'] === 'image' || /^image\//i.test(attributes['type'] ?? '')

function pictureAddress(element: XmlElement): string | undefined {
  const { attributes, children, base } = element
  const parts = children.filter(child => typeof child !== 'string')
  const url = trimmedText(parts.find(({ name }) => name === 'url' || name === 'href'))
  const own = parts.length === 0 ? trimmedText(element) : undefined
  return addressOf(url ?? attributes['href'] ?? attributes['url'] ?? attributes['resource'] ?? own, base)
}

const IMAGE = /<img\s[^<>]*?\bsrc\s*=\s*(?:"([^"<>]*)"|'([^'<>]*)')/i

/** The first picture within a text. */
export function pictureIn(markup: string | undefined): string | undefined {
  const match = markup?.includes('<img') ? IMAGE.exec(markup) : undefined
  return match ? decode((match[1] ?? match[2] ?? '').trim()) || undefined : undefined
}
