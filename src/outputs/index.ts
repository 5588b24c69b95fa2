/** The feeds that the hub offers: one file a format, one line here. */

import type { Instant } from '../model.ts'
import { renderAtom } from './atom.ts'
import { renderJsonFeed } from './json-feed.ts'
import { renderRss } from './rss.ts'
import type { ShownArticle, WithdrawnArticle } from './shown.ts'

/** What every feed is made of. */
export interface FeedContent {
  readonly title: string
  readonly description: string
  readonly language: string
  /** the page the feed is of */
  readonly home: string
  /** the feed's own address */
  readonly self: string
  readonly updated: Instant
  readonly articles: readonly ShownArticle[]
  readonly withdrawn: readonly WithdrawnArticle[]
}

export interface FeedOutput {
  /** the file's name under /feeds/ */
  readonly file: string
  readonly mediaType: string
  readonly title: string
  render(content: FeedContent): string
}

export const FEEDS: readonly FeedOutput[] = [
  { file: 'rss.xml', mediaType: 'application/rss+xml', title: 'RSS', render: renderRss },
  { file: 'atom.xml', mediaType: 'application/atom+xml', title: 'Atom', render: renderAtom },
  { file: 'feed.json', mediaType: 'application/feed+json', title: 'JSON Feed', render: renderJsonFeed },
]
