/** RSS, RDF, Atom and JSON Feed, read by feedsmith and brought to one form here. */

import { parseFeed } from 'feedsmith'
import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink, LinkHints } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { instantOf, readDate } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import type { FeedDocument } from './index.ts'
import { plainText } from './plain-text.ts'

/** More items than any feed of news has; a longer one is an archive or an attack. */
const MAX_ITEMS = 2000

/** What feedsmith gives for the items of any format, as far as it is read here. */
interface Item {
  readonly title?: string | { readonly value?: string }
  readonly link?: string
  readonly links?: readonly { readonly href?: string; readonly rel?: string; readonly type?: string }[]
  readonly guid?: { readonly value?: string; readonly isPermaLink?: boolean }
  readonly id?: string
  readonly url?: string
  readonly external_url?: string
  readonly pubDate?: string
  readonly published?: string
  readonly updated?: string
  readonly date_published?: string
  readonly date_modified?: string
  readonly description?: string
  readonly summary?: string | { readonly value?: string }
  readonly authors?: readonly (string | { readonly name?: string })[]
  readonly categories?: readonly { readonly name?: string; readonly term?: string }[]
  readonly tags?: readonly string[]
  readonly image?: string
  readonly dc?: { readonly creators?: readonly string[]; readonly dates?: readonly string[] }
  readonly rdf?: { readonly about?: string }
  readonly feedburner?: { readonly origLink?: string }
}

interface Channel {
  readonly title?: string | { readonly value?: string }
  readonly link?: string
  readonly language?: string
  readonly ttl?: number
  readonly sy?: { readonly updatePeriod?: string; readonly updateFrequency?: number }
  readonly items?: readonly Item[]
  readonly entries?: readonly Item[]
  readonly links?: readonly { readonly href?: string; readonly rel?: string }[]
  readonly atom?: { readonly links?: readonly { readonly href?: string; readonly rel?: string }[] }
  readonly hubs?: readonly { readonly url?: string }[]
}

/** The links of a feed with what it says about them. Throws FEED_UNREADABLE. */
export function readFeed(document: FeedDocument): Discovered {
  const channel = parse(document)
  const items = (channel.items ?? channel.entries ?? []).slice(0, MAX_ITEMS)
  const language = channel.language === undefined ? undefined : languageTag(channel.language)
  const links = items.map(item => toLink(item, document.url, language)).filter(link => link !== undefined)
  const title = textOf(channel.title)
  const ttlMinutes = channel.ttl ?? syndicationMinutes(channel.sy)
  const hub =
    [...(channel.links ?? []), ...(channel.atom?.links ?? [])].find(link => link.rel === 'hub')?.href ??
    channel.hubs?.[0]?.url
  return {
    links,
    more: [],
    ...(title !== undefined && { title }),
    ...(ttlMinutes !== undefined && Number.isFinite(ttlMinutes) && { ttlMinutes }),
    ...(hub !== undefined && { hub }),
  }
}

function parse({ url, bytes, contentType }: FeedDocument): Channel {
  const isJson = /json/i.test(contentType ?? '') || /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)))
  const { text } = decodeText(bytes, {
    kind: isJson ? 'json' : 'xml',
    ...(contentType !== undefined && { contentType }),
  })
  try {
    return parseFeed(withoutControls(text)).feed as Channel
  } catch (cause) {
    throw new WiredeskError('FEED_UNREADABLE', {
      url,
      detail: text.trim() === '' ? 'empty' : `begins with ${JSON.stringify(text.trim().slice(0, 40))}`,
      cause,
    })
  }
}

/** One control character makes a feed ill-formed XML; readers that let it kill the feed lose all of its items. */
const withoutControls = (text: string): string =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '').trim()

function toLink(item: Item, feedUrl: string, language: string | undefined): FoundLink | undefined {
  const guid = item.guid?.value ?? item.id ?? item.rdf?.about
  const address = [
    item.feedburner?.origLink,
    item.url,
    item.link,
    alternate(item),
    item.external_url,
    isPermaLink(item) ? guid : undefined,
  ]
    .map(candidate => (candidate === undefined ? undefined : parseHttpUrl(candidate, feedUrl)))
    .find(candidate => candidate !== undefined)
  if (!address) return undefined
  return {
    url: address.href,
    hints: hintsOf(item, language),
    ...(guid !== undefined && guid.trim() !== '' && { guid: guid.trim() }),
  }
}

const isPermaLink = (item: Item): boolean => item.guid?.isPermaLink !== false

/** An entry's own page: Atom's `alternate`, which is also what a link without `rel` is (RFC 4287, 4.2.7.2). */
function alternate({ links = [] }: Item): string | undefined {
  const pages = links.filter(link => (link.rel ?? 'alternate') === 'alternate')
  return (pages.find(link => link.type === undefined || /html/.test(link.type)) ?? pages[0])?.href
}

function hintsOf(item: Item, language: string | undefined): LinkHints {
  const headline = textOf(item.title)
  const standfirst = textOf(item.summary) ?? textOf(item.description)
  const byline = [
    ...(item.authors ?? []).map(author => (typeof author === 'string' ? author : author.name)),
    ...(item.dc?.creators ?? []),
  ]
    .filter(name => name !== undefined)
    .map(withoutAddress)
    .filter(name => name !== '')
  const published = instant(
    item.pubDate ?? item.published ?? item.date_published ?? item.dc?.dates?.[0] ?? item.updated,
  )
  const modified = instant(item.updated ?? item.date_modified)
  const keywords = [...(item.categories ?? []).map(category => category.name ?? category.term), ...(item.tags ?? [])]
    .filter(word => word !== undefined)
    .map(collapse)
  const image = item.image === undefined ? undefined : parseHttpUrl(item.image)?.href
  return {
    from: 'feed',
    ...(headline !== undefined && { headline }),
    ...(standfirst !== undefined && { standfirst }),
    ...(byline.length > 0 && { byline: [...new Set(byline)] }),
    ...(published !== undefined && { published }),
    ...(modified !== undefined && { modified }),
    ...(keywords.length > 0 && { keywords }),
    ...(language !== undefined && { language }),
    ...(image !== undefined && { image }),
  }
}

function textOf(value: string | { readonly value?: string } | undefined): string | undefined {
  const raw = typeof value === 'object' ? value.value : value
  const text = raw === undefined ? '' : plainText(raw)
  return text === '' ? undefined : text
}

/** RSS authors are e-mail addresses with the name in brackets: `desk@herald.example (Ada Example)`. */
const withoutAddress = (author: string): string =>
  collapse(/\(([^)]+)\)/.exec(author)?.[1] ?? author.replace(/\S+@\S+/g, ''))

function instant(text: string | undefined): string | undefined {
  const reading = text === undefined ? undefined : readDate(text)
  return reading && instantOf(reading)
}

const PERIOD_MINUTES: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
}

/** RSS 1.0 syndication module: so many updates a period. */
function syndicationMinutes(sy: Channel['sy']): number | undefined {
  const period = PERIOD_MINUTES[sy?.updatePeriod?.trim().toLowerCase() ?? '']
  return period === undefined ? undefined : period / Math.max(1, sy?.updateFrequency ?? 1)
}
