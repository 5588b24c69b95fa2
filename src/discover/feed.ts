/** RSS, RDF, Atom and JSON Feed to article links, with what the feed says of each as hints. */

import type { Discovered, FoundLink, LinkHints } from '../model.ts'
import { languageTag } from '../values/language.ts'
import { plainText } from '../values/plain-text.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { parseFeed } from './feed/parse.ts'
import type { ParsedFeed, ParsedItem } from './feed/parsed.ts'
import type { FeedDocument } from './index.ts'

/** The links of a feed with what it says about them. Throws FEED_UNREADABLE. */
export function readFeed(document: FeedDocument): Discovered {
  return linksOf(parseFeed(document), document.url)
}

/** The article links in a parsed feed. */
export function linksOf(feed: ParsedFeed, feedUrl: string): Discovered {
  const title = feed.title === undefined ? '' : plainText(feed.title)
  const [hub] = feed.hubs
  const older = parseHttpUrl(feed.older ?? '', feedUrl)?.href
  return {
    links: feed.items.map(item => toLink(item, feed, feedUrl)).filter(link => link !== undefined),
    more: [],
    ...(title !== '' && { title }),
    ...(feed.ttlMinutes !== undefined && { ttlMinutes: feed.ttlMinutes }),
    ...(feed.rest && { rest: feed.rest }),
    ...(hub !== undefined && { hub }),
    ...(feed.self !== undefined && { self: feed.self }),
    ...(older !== undefined && older !== feedUrl && { older }),
  }
}

function toLink(item: ParsedItem, feed: ParsedFeed, feedUrl: string): FoundLink | undefined {
  const address = parseHttpUrl(item.link ?? '', feedUrl)
  return (
    address && {
      url: address.href,
      hints: hintsOf(item, feed),
      ...(item.id !== undefined && { guid: item.id }),
    }
  )
}

function hintsOf(item: ParsedItem, feed: ParsedFeed): LinkHints {
  const headline = filled(item.title)
  const standfirst = filled(item.summary)
  const byline = bylineOf(item, feed)
  const keywords = item.categories.map(collapse)
  const language = languageTag(item.language ?? feed.language ?? '')
  const image = parseHttpUrl(item.image ?? '')?.href
  return {
    from: 'feed',
    ...(headline !== undefined && { headline }),
    ...(standfirst !== undefined && { standfirst }),
    ...(byline.length > 0 && { byline }),
    ...(item.published !== undefined && { published: item.published }),
    ...(item.updated !== undefined && { modified: item.updated }),
    ...(keywords.length > 0 && { keywords }),
    ...(language !== undefined && { language }),
    ...(image !== undefined && { image }),
  }
}

/** RFC 4287, 4.2.1: an Atom entry without an author has the feed's. The editors of an RSS channel are no authors of its items. */
function bylineOf(item: ParsedItem, feed: ParsedFeed): string[] {
  const people = item.authors.length === 0 && feed.type !== 'rss' ? feed.authors : item.authors
  return [...new Set(people.map(({ name }) => collapse(name ?? '')).filter(name => name !== ''))]
}

function filled(markup: string | undefined): string | undefined {
  const text = markup === undefined ? '' : plainText(markup)
  return text === '' ? undefined : text
}
