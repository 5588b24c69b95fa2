/** The feeds that a page offers, in the order of trust: those it advertises, those of its kind of site, those it links to. */

import { parseHttpUrl } from '../values/url.ts'
import { feedKey } from '../values/url-key.ts'
import { baseOf, readTags, type Tag } from './html-tags.ts'

export interface FeedCandidate {
  readonly url: string
  /** what the page says it is; absent where it does not say */
  readonly type?: 'rss' | 'atom' | 'json'
  readonly title?: string
  readonly from: 'advertised' | 'known-site' | 'linked'
}

const WANTED = new Set(['base', 'link', 'a'])

const TYPES: readonly (readonly [RegExp, 'rss' | 'atom' | 'json'])[] = [
  [/^application\/(?:rss|rdf)\+xml\b/i, 'rss'],
  [/^application\/atom\+xml\b/i, 'atom'],
  [/^application\/(?:feed\+)?json\b/i, 'json'],
]

/** Every feed a page names, each once. */
export function findFeeds(html: string, pageUrl: string): FeedCandidate[] {
  const tags = readTags(html, WANTED)
  const base = baseOf(tags, pageUrl)
  return uniqueFeeds([
    ...tags.flatMap(tag => advertised(tag, base)),
    ...knownFeeds(pageUrl).map((url): FeedCandidate => ({ url, from: 'known-site' })),
    ...tags.flatMap(tag => linked(tag, base)),
  ])
}

/** Candidates without those that another spelling has named before. */
export function uniqueFeeds(candidates: readonly FeedCandidate[]): FeedCandidate[] {
  const seen = new Set<string>()
  return candidates.filter(({ url }) => {
    const key = feedKey(url)
    return !seen.has(key) && seen.add(key)
  })
}

/** `<link rel="alternate" type="application/rss+xml">`: the autodiscovery that all publishing systems write. */
function advertised({ name, attributes }: Tag, base: string): FeedCandidate[] {
  if (name !== 'link' || !/(?:^|\s)(?:alternate|feed)(?:\s|$)/i.test(attributes.get('rel') ?? '')) return []
  const type = TYPES.find(([pattern]) => pattern.test(attributes.get('type')?.trim() ?? ''))?.[1]
  const url = parseHttpUrl(attributes.get('href') ?? '', base)?.href
  // WordPress announces its API as plain JSON beside every page.
  if (!type || url === undefined || (type === 'json' && /\/wp-json\//.test(url))) return []
  const title = attributes.get('title')?.trim()
  return [{ url, type, ...(title && { title }), from: 'advertised' }]
}

function linked({ name, attributes, text }: Tag, base: string): FeedCandidate[] {
  if (name !== 'a') return []
  const url = parseHttpUrl(attributes.get('href') ?? '', base)?.href
  if (url === undefined || !(isFeedUrl(url) || (mightBeFeedUrl(new URL(url).pathname) && isFeedPath(url)))) return []
  return [{ url, ...(text !== '' && { title: text }), from: 'linked' }]
}

/** Whether an address ends as those of feed files do. */
export const isFeedUrl = (url: string): boolean => /\.(?:rss|rdf|xml|atom)$/i.test(url.replace(/[?#].*$/, ''))

/** Whether an address has a word of feeds in it anywhere. */
export const mightBeFeedUrl = (url: string): boolean => /rss|rdf|xml|atom|feed/i.test(url)

/** `/feed/`, `/news/rss`, `/rss/all.php`: the word is a whole part of the path. */
const isFeedPath = (url: string): boolean => /\/(?:feeds?|rss2?|atom|rdf)(?:[/.?]|$)/i.test(new URL(url).pathname)

// ---- sites whose feeds are not advertised ----------------------------------------------------------------------------

/** The feeds of a page on a site that gives every page one by a rule; none for other sites. */
export function knownFeeds(pageUrl: string): string[] {
  const url = parseHttpUrl(pageUrl)
  if (!url) return []
  const host = url.hostname.replace(/^(?:www|m)\./, '')
  const parts = url.pathname.split('/').filter(part => part !== '')
  if (host === 'youtube.com') return youtube(url, parts)
  if (host === 'github.com') return github(parts)
  if (host === 'reddit.com' && parts[0] === 'r' && parts[1] !== undefined)
    return [`https://www.reddit.com/r/${parts[1]}/.rss`]
  return []
}

/** A channel's own list, then its videos without shorts and streams, its shorts, its streams: lists that YouTube derives from its id. */
function youtube(url: URL, [first, id]: readonly string[]): string[] {
  const feed = (query: string): string => `https://www.youtube.com/feeds/videos.xml?${query}`
  const list = url.searchParams.get('list')
  if ((first === 'playlist' || first === 'watch') && list) return [feed(`playlist_id=${list}`)]
  if (first !== 'channel' || !id?.startsWith('UC')) return []
  return [feed(`channel_id=${id}`), ...['UULF', 'UUSH', 'UULV'].map(kind => feed(`playlist_id=${kind}${id.slice(2)}`))]
}

function github(parts: readonly string[]): string[] {
  const [owner, repository, ...rest] = parts
  if (owner === undefined || rest.length > 0) return []
  if (repository === undefined) return [`https://github.com/${owner}.atom`]
  return ['commits', 'releases', 'tags'].map(list => `https://github.com/${owner}/${repository}/${list}.atom`)
}
