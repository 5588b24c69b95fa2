/** What a site offers to take its news from: the places to look, and how good each turned out to be. */

import type { Discovered, DiscoveryKind, FeedConfig, Instant } from '../model.ts'
import { plainText } from '../values/plain-text.ts'
import { wordCount } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { addressKey, feedKey } from '../values/url-key.ts'
import { parseFeed } from './feed/parse.ts'
import { findFeeds } from './find-feeds.ts'
import { baseOf, readTags, type Tag } from './html-tags.ts'
import type { FeedDocument } from './index.ts'

/** A place that may offer news, before it was asked. */
export interface Candidate extends Pick<FeedConfig, 'kind' | 'url'> {
  readonly title?: string
  /** who named it: the page's head, a link on the page, robots.txt, the system the site runs on, or custom */
  readonly from: 'advertised' | 'known-site' | 'linked' | 'robots' | 'system' | 'custom'
}

/** One place after it was asked. */
export interface Offer extends Candidate {
  readonly links: number
  readonly newest?: Instant
  /** news a day, over the time that the document spans */
  readonly perDay?: number
  /** whether the items hold the whole text, the beginning of it, or headlines only; `links` where there are not even these */
  readonly text: 'full' | 'excerpt' | 'headlines' | 'links'
  /** why it could not be read */
  readonly problem?: string
}

const WANTED = new Set(['base', 'link', 'meta', 'title'])

/** Where feeds and news sitemaps are on most sites that do not say it. */
const CUSTOMARY: readonly (readonly [DiscoveryKind, string])[] = [
  ['feed', '/feed/'],
  ['feed', '/rss'],
  ['feed', '/rss.xml'],
  ['feed', '/atom.xml'],
]
const CUSTOMARY_SITEMAPS: readonly (readonly [DiscoveryKind, string])[] = [
  ['sitemap', '/news-sitemap.xml'],
  ['sitemap', '/sitemap.xml'],
]

/**
 * The places to ask, those that are likely to be good first. Custom addresses are tried only where the site names none of their kind.
 * @param sitemaps the `Sitemap` lines of its robots.txt
 */
export function candidatesOf(html: string, pageUrl: string, sitemaps: readonly string[]): Candidate[] {
  const feeds = findFeeds(html, pageUrl).map((feed): Candidate => ({ ...feedOf(feed), from: feed.from }))
  const named = sitemaps
    .map(address => parseHttpUrl(address, pageUrl)?.href)
    .filter(url => url !== undefined)
    .toSorted((a, b) => Number(/news/i.test(b)) - Number(/news/i.test(a)))
    .map((url): Candidate => ({ kind: 'sitemap', url, from: 'robots' }))
  const customary = (places: typeof CUSTOMARY): Candidate[] =>
    places.map(([kind, path]) => ({ kind, url: new URL(path, pageUrl).href, from: 'custom' }))
  return unique([
    ...feeds,
    ...wordpressOf(readTags(html, WANTED), pageUrl),
    ...named,
    ...(feeds.length === 0 ? customary(CUSTOMARY) : []),
    ...(named.length === 0 ? customary(CUSTOMARY_SITEMAPS) : []),
  ])
}

const feedOf = ({ url, title }: { readonly url: string; readonly title?: string }) => ({
  kind: 'feed' as const,
  url,
  ...(title !== undefined && { title }),
})

function unique(candidates: readonly Candidate[]): Candidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ kind, url }) => {
    const key = kind === 'feed' ? feedKey(url) : addressKey(url)
    return !seen.has(key) && seen.add(key)
  })
}

/** WordPress names its API in the head of every page. */
function wordpressOf(tags: readonly Tag[], pageUrl: string): Candidate[] {
  const api = tags.find(({ attributes }) => attributes.get('rel') === 'https://api.w.org/')?.attributes.get('href')
  const root = api === undefined ? undefined : parseHttpUrl(api, baseOf(tags, pageUrl))
  // Without pretty addresses the API stands in the query, where nothing can be put behind it.
  if (root?.search !== '') return []
  const url = new URL('wp/v2/posts?per_page=20&_embed=author,wp:term', root)
  return [{ kind: 'wordpress', url: url.href, from: 'system' }]
}

/** The publication's name, as its page says it; of a title in parts, the part that its host is named for, else the first. */
export function siteName(html: string, pageUrl: string): string | undefined {
  const tags = readTags(html, WANTED)
  const named = tags.find(({ attributes }) => attributes.get('property') === 'og:site_name')?.attributes.get('content')
  const title = tags.find(tag => tag.name === 'title' && tag.text !== '')?.text
  const parts = title?.split(/\s+[|–—-]\s+|:\s+/) ?? []
  const host = new URL(pageUrl).hostname.replace(/[^a-z0-9]/g, '')
  const words = (part: string): string[] => part.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return (
    named?.trim() || (parts.find(part => words(part).some(word => word.length > 3 && host.includes(word))) ?? parts[0])
  )
}

// ---- rating --------------------------------------------------------------------------------------------------------

/** An offer by what was found there. */
export function offerOf(candidate: Candidate, found: Discovered, document: FeedDocument): Offer {
  const dates = found.links
    .map(({ hints }) => hints.published ?? hints.modified)
    .filter(date => date !== undefined)
    .toSorted()
  const newest = dates.at(-1)
  const perDay = ratePerDay(dates)
  const title = candidate.title ?? found.title
  return {
    ...candidate,
    ...(title !== undefined && { title }),
    links: found.links.length,
    ...(newest !== undefined && { newest }),
    ...(perDay !== undefined && { perDay }),
    text: textOf(candidate.kind, found, document),
  }
}

const DAY_MS = 86_400_000

function ratePerDay(dates: readonly Instant[]): number | undefined {
  const [first, last] = [dates[0], dates.at(-1)]
  if (first === undefined || last === undefined || dates.length < 2) return undefined
  const days = Math.max((Date.parse(last) - Date.parse(first)) / DAY_MS, 1 / 24)
  return Math.round((10 * (dates.length - 1)) / days) / 10
}

/** As long as a short report: half of the items of a feed with whole texts are longer. */
const FULL_TEXT_WORDS = 150

function textOf(kind: DiscoveryKind, { links }: Discovered, document: FeedDocument): Offer['text'] {
  if (kind === 'wordpress') return 'full'
  if (kind === 'feed' && medianWords(document) >= FULL_TEXT_WORDS) return 'full'
  if (links.some(({ hints }) => hints.standfirst !== undefined)) return 'excerpt'
  return links.some(({ hints }) => hints.headline !== undefined) ? 'headlines' : 'links'
}

function medianWords(document: FeedDocument): number {
  const counts = parseFeed(document)
    .items.map(item => wordCount(plainText(item.content ?? item.summary ?? '')))
    .toSorted((a, b) => a - b)
  return counts[counts.length >> 1] ?? 0
}

/** Best first: what could be read and is fresh, with headlines and texts; feeds before sitemaps before pages. */
export function ranked(offers: readonly Offer[], nowMs: number): Offer[] {
  return offers.toSorted((a, b) => scoreOf(b, nowMs) - scoreOf(a, nowMs))
}

const BY_KIND: Readonly<Record<DiscoveryKind, number>> = {
  feed: 40,
  ninjs: 40,
  'newsml-g2': 40,
  wordpress: 30,
  sitemap: 20,
  section: 10,
}
const BY_TEXT: Readonly<Record<Offer['text'], number>> = { full: 8, excerpt: 6, headlines: 4, links: 0 }

/** The points only order what one site offers: freshness outweighs the kind, so that a dead feed comes behind a living sitemap. */
function scoreOf({ kind, links, newest, text, problem, url, title, from }: Offer, nowMs: number): number {
  if (problem !== undefined) return -100
  if (links === 0) return -50
  const days = newest === undefined ? undefined : (nowMs - Date.parse(newest)) / DAY_MS
  const fresh = days === undefined ? 0 : days < 2 ? 30 : days < 14 ? 20 : days < 60 ? 5 : -20
  const isOfComments = /comments?\b|kommentare/i.test(`${url} ${title ?? ''}`) ? -60 : 0
  return (
    BY_KIND[kind] + BY_TEXT[text] + fresh + isOfComments + (from === 'advertised' ? 3 : 0) + Math.min(links, 50) / 10
  )
}
