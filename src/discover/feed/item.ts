/** One item of an XML feed. */

import type { XmlElement } from './elements.ts'
import {
  addressOf,
  all,
  type Fields,
  fieldsOf,
  firstInstant,
  firstText,
  firstValue,
  languageOf,
  withoutAbsent,
} from './fields.ts'
import { saidBy } from './markup.ts'
import type { ParsedItem, Person } from './parsed.ts'
import {
  alternateOf,
  type Bases,
  categoriesOf,
  enclosuresOf,
  type FeedLink,
  linksOf,
  pictureIn,
  pictureOf,
} from './parts.ts'
import { personOf } from './people.ts'

const SUMMARY = [
  'description',
  'summary',
  'abstract',
  'dc:description',
  'media:description',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
]
const CONTENT = ['content:encoded', 'content', 'fullitem', 'xhtml:body', 'body', 'encoded']
const AUTHORS = ['author', 'dc:creator', 'dc:author', 'creator', 'itunes:author', 'googleplay:author', 'media:credit']
const PUBLISHED = [
  'pubdate',
  'published',
  'issued',
  'created',
  'dcterms:issued',
  'dcterms:created',
  'prism:publicationdate',
]
const UPDATED = ['updated', 'modified', 'dcterms:modified', 'prism:modificationdate']

/** What an item takes from the feed around it. */
export interface ItemContext extends Bases {
  readonly type: 'rss' | 'atom'
}

/** What an item says, with the readings of all formats tried in order of trust. */
export function readItem(item: XmlElement, context: ItemContext): ParsedItem {
  const fields = fieldsOf(item)
  const links = linksOf(fields, context)
  const summary = firstValue(fields, SUMMARY)
  const content = firstValue(fields, CONTENT)
  const date = firstInstant(fields, ['dc:date', 'date'])
  const updated = firstInstant(fields, UPDATED) ?? cdfTime(item)
  const enclosures = enclosuresOf(fields, links)
  const given = {
    id: idOf(fields) ?? firstText(fields, ['dc:identifier']) ?? item.attributes['about'],
    title: firstValue(fields, ['title', 'dc:title', 'media:title', 'itunes:title']),
    link: linkOf(item, fields, links, context),
    summary,
    content,
    language: languageOf(firstText(fields, ['language', 'dc:language']) ?? item.lang),
    rights: firstValue(fields, ['rights', 'copyright', 'dc:rights', 'media:copyright']),
    published: firstInstant(fields, PUBLISHED) ?? date ?? updated,
    updated: updated ?? date,
    image: pictureOf(fields) ?? pictureIn(content) ?? pictureIn(summary),
    comments: commentsOf(fields, links),
    source: sourceOf(fields),
  }
  return {
    ...(withoutAbsent(given) as Partial<ParsedItem>),
    authors: authorsOf(fields, context.type),
    categories: categoriesOf(fields),
    enclosures,
  }
}

/** The identity of an item or feed: an RSS guid as written; an Atom id is an address (RFC 4287, 4.2.6), relative only by mistake. */
export function idOf(fields: Fields): string | undefined {
  const [element] = all(fields, ['id'])
  const id = firstText(fields, ['guid', 'id'])
  const isRelative = id !== undefined && element !== undefined && !fields.has('guid') && /^[^\s:]*\/[^\s:]*$/.test(id)
  return isRelative ? addressOf(id, element.base) : id
}

/** The people that the first kind of element names anybody with: the others repeat them in another spelling. */
export function peopleIn(fields: Fields, names: readonly string[]): Person[] {
  for (const name of names) {
    const people = all(fields, [name])
      .map(personOf)
      .filter(person => person !== undefined)
    if (people.length > 0) return people
  }
  return []
}

/** RFC 4287, 4.2.1: an entry without an author has that of its source. */
function authorsOf(fields: Fields, type: 'rss' | 'atom'): Person[] {
  const own = peopleIn(fields, AUTHORS)
  const source = type === 'atom' ? fields.get('source')?.[0] : undefined
  return own.length === 0 && source ? peopleIn(fieldsOf(source), ['author']) : own
}

function linkOf(
  item: XmlElement,
  fields: Fields,
  links: readonly FeedLink[],
  context: ItemContext,
): string | undefined {
  const [original] = all(fields, ['feedburner:origlink'])
  return (
    (original && addressOf(firstText(fields, ['feedburner:origlink']), original.base)) ??
    alternateOf(fields, links, context) ??
    permalinkOf(fields) ??
    addressOf(item.attributes['href'] ?? item.attributes['about'], item.base)
  )
}

/** RSS 2.0: a guid is the item's address unless it says that it is not; many forget to say it. */
function permalinkOf(fields: Fields): string | undefined {
  const guid = fields.get('guid')?.[0]
  const text = firstText(fields, ['guid'])
  const isLink = guid?.attributes['ispermalink']?.toLowerCase() !== 'false' && /^https?:\/\//i.test(text ?? '')
  return isLink ? text : undefined
}

function commentsOf(fields: Fields, links: readonly FeedLink[]): string | undefined {
  const [element] = all(fields, ['comments'])
  const text = firstText(fields, ['comments'])
  const replies = links.find(
    ({ rel, type }) => rel === 'replies' && /^(?:text\/html|application\/xhtml\+xml)/.test(type),
  )
  // Some write how many there are, or how to write one, where the address should stand.
  return (element && !/\s/.test(text ?? '') ? addressOf(text, element.base) : undefined) ?? replies?.url
}

function sourceOf(fields: Fields): ParsedItem['source'] {
  const source = fields.get('source')?.[0]
  if (!source) return undefined
  const inner = fieldsOf(source)
  const title = inner.size > 0 ? firstValue(inner, ['title']) : saidBy(source)
  const link = addressOf(source.attributes['url'], source.base) ?? alternateOf(inner, linksOf(inner))
  return { ...(title !== undefined && { title }), ...(link !== undefined && { link }) }
}

/** CDF has its times in attributes. */
function cdfTime({ attributes }: XmlElement): string | undefined {
  const time = attributes['lastmod']
  return time === undefined ? undefined : firstInstant(new Map([['lastmod', [textElement(time)]]]), ['lastmod'])
}

const textElement = (text: string): XmlElement => ({
  name: 'lastmod',
  space: 'core',
  attributes: {},
  children: [text],
  base: '',
  lang: undefined,
})
