/** A fetched document to the article links in it: one file for each kind of document, one line here. */

import type { Discovered, DiscoveryKind } from '../model.ts'
import { readFeed } from './feed.ts'
import { readSitemap } from './sitemap.ts'

export interface FeedDocument {
  readonly url: string
  readonly bytes: Uint8Array
  readonly contentType?: string
  /** the header; feed readers have kept it as a base for relative links, though RFC 9110, 8.7 no longer makes it one */
  readonly contentLocation?: string
}

const KINDS: Readonly<Record<DiscoveryKind, (document: FeedDocument) => Discovered>> = {
  feed: readFeed,
  sitemap: readSitemap,
}

/** The links of one document. Throws FEED_UNREADABLE. */
export function discover(kind: DiscoveryKind, document: FeedDocument): Discovered {
  return KINDS[kind](document)
}
