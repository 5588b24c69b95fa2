/** RSS of every version, RDF, Atom 0.3 and 1.0, and CDF: for each field a list of readings, in order of trust. */

import type { FeedRest } from '../../model.ts'
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
import { idOf, peopleIn, readItem } from './item.ts'
import { trimmedText } from './markup.ts'
import type { ParsedFeed } from './parsed.ts'
import { alternateOf, categoriesOf, linksOf, pictureIn, pictureOf } from './parts.ts'

/** More items than any feed of news has; a longer one is an archive or an attack. */
const MAX_ITEMS = 2000

/** How deep a channel or an item may stand: RDF and RSS need three levels, broken feeds wrap them once or twice more. */
const MAX_LEVELS = 6

/** The feed in a document, or undefined when there is none. */
export function readXmlFeed(document: XmlElement): Omit<ParsedFeed, 'charset'> | undefined {
  const root = rootOf(document)
  if (!root) return undefined
  const channel = channelOf(root)
  const fields = fieldsOf(channel)
  const image = all(fieldsOf(root), ['image'])[0]
  const type = root.name === 'feed' ? 'atom' : 'rss'
  const described = describedOf(channel, fields, image)
  const context = { type, documentBase: document.base, siteBase: siteBase(described.link, document.base) } as const
  return { type, ...described, items: itemsIn(root).map(item => readItem(item, context)) }
}

const ROOTS = new Set(['rss', 'rdf', 'feed', 'channel'])

function rootOf(document: XmlElement, level = 0): XmlElement | undefined {
  const elements = document.children.filter(child => typeof child !== 'string')
  const root = elements.find(({ name }) => ROOTS.has(name))
  if (root) return root
  if (elements.some(({ name }) => name === 'item' || name === 'entry')) return document
  if (level >= 2 || elements.some(({ name }) => name === 'html')) return undefined
  return elements.map(element => rootOf(element, level + 1)).find(found => found !== undefined)
}

function channelOf(root: XmlElement): XmlElement {
  const channel = root.children.find(child => typeof child !== 'string' && child.name === 'channel')
  return typeof channel === 'object' ? channel : root
}

function itemsIn(element: XmlElement, level = 0, found: XmlElement[] = []): XmlElement[] {
  for (const child of element.children) {
    if (typeof child === 'string' || found.length >= MAX_ITEMS) continue
    if (child.name === 'item' || child.name === 'entry') found.push(child)
    else if (level < MAX_LEVELS) itemsIn(child, level + 1, found)
  }
  return found
}

/** A feed that another host serves for a site (FeedBurner and its kin) writes its relative links for the site. */
function siteBase(site: string | undefined, documentBase: string): string {
  const [there, here] = [URL.parse(site ?? ''), URL.parse(documentBase)]
  return there && here && there.host !== here.host ? there.href : documentBase
}

const AUTHORS = [
  'author',
  'dc:creator',
  'dc:author',
  'managingeditor',
  'webmaster',
  'itunes:author',
  'itunes:owner',
  'googleplay:author',
  'dc:publisher',
]
const DESCRIPTION = [
  'description',
  'subtitle',
  'tagline',
  'abstract',
  'dc:description',
  'itunes:summary',
  'googleplay:description',
  'itunes:subtitle',
  'info',
]

function describedOf(channel: XmlElement, fields: Fields, sibling: XmlElement | undefined) {
  const links = linksOf(fields)
  const rel = (name: string): string | undefined => links.find(link => link.rel === name)?.url
  const description = firstValue(fields, DESCRIPTION)
  const logo = addressOf(firstText(fields, ['logo']), channel.base)
  const icon = addressOf(firstText(fields, ['icon']), channel.base)
  const image = pictureOf(fields) ?? (sibling && pictureOf(new Map([['image', [sibling]]])))
  const older = rel('prev-archive') ?? rel('next')
  const given = {
    id: idOf(fields),
    title: firstValue(fields, ['title', 'dc:title', 'itunes:title', 'media:title']),
    link: alternateOf(fields, links) ?? addressOf(channel.attributes['href'], channel.base),
    description,
    language: languageOf(firstText(fields, ['language', 'dc:language']) ?? channel.lang),
    rights: firstValue(fields, ['rights', 'copyright', 'dc:rights', 'media:copyright']),
    published: firstInstant(fields, ['pubdate', 'published', 'dcterms:issued']),
    updated: firstInstant(fields, ['updated', 'lastbuilddate', 'modified', 'dcterms:modified', 'dc:date', 'pubdate']),
    self: rel('self'),
    generator: firstText(fields, ['generator']),
    image: image ?? logo ?? icon ?? pictureIn(description),
    icon: icon ?? image ?? logo,
    ttlMinutes: ttlOf(fields),
    rest: restOf(fields),
    older,
  }
  return {
    ...(withoutAbsent(given) as Partial<ParsedFeed>),
    authors: peopleIn(fields, AUTHORS),
    categories: categoriesOf(fields),
    hubs: links.filter(link => link.rel === 'hub').map(link => link.url),
  }
}

const PERIOD_MINUTES = new Map([
  ['hourly', 60],
  ['daily', 1440],
  ['weekly', 10_080],
  ['monthly', 43_200],
  ['yearly', 525_600],
])

/** RSS 2.0 `ttl`, else the syndication module of RSS 1.0: so many updates a period. */
function ttlOf(fields: Fields): number | undefined {
  const ttl = Number(firstText(fields, ['ttl']))
  if (ttl > 0) return ttl
  const period = PERIOD_MINUTES.get(firstText(fields, ['sy:updateperiod'])?.toLowerCase() ?? '')
  const frequency = Number(firstText(fields, ['sy:updatefrequency']) ?? 1)
  return period === undefined ? undefined : period / (frequency >= 1 ? frequency : 1)
}

const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']

/** RSS 2.0 `skipHours` and `skipDays`, in GMT. RSS 0.91 counted the hours from 1 to 24. */
function restOf(fields: Fields): FeedRest | undefined {
  const hours = namesIn(fields, 'skiphours', 'hour').filter(text => /^(?:1?\d|2[0-4])$/.test(text))
  const days = namesIn(fields, 'skipdays', 'day').map(name => DAYS.indexOf(name.toLowerCase()))
  const rest = { hours: hours.map(hour => Number(hour) % 24), days: days.filter(day => day >= 0) }
  return rest.hours.length + rest.days.length > 0 ? rest : undefined
}

const namesIn = (fields: Fields, list: string, name: string): string[] =>
  all(fields, [list]).flatMap(element => (fieldsOf(element).get(name) ?? []).flatMap(each => trimmedText(each) ?? []))
