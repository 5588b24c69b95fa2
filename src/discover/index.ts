/** A fetched document to the article links in it: one file for each kind of document, one line here. */

import type { Discovered, DiscoveryKind, DocumentKind } from '../model.ts'
import { readFeed } from './feed.ts'
import { LINKS_TAKEN } from './limits.ts'
import { readNewsmlG2 } from './newsml-g2.ts'
import { readNinjs } from './ninjs.ts'
import { readSection } from './section.ts'
import { readSitemap } from './sitemap.ts'
import { readWordpress } from './wordpress.ts'

export interface FeedDocument {
  readonly url: string
  readonly bytes: Uint8Array
  readonly contentType?: string
  /** the header; feed readers have kept it as a base for relative links, though RFC 9110, 8.7 no longer makes it one */
  readonly contentLocation?: string
  /** CSS selector of the article links of a section page */
  readonly selector?: string
}

interface Kind {
  readonly read: (document: FeedDocument) => Discovered
  /** the limits and headers it is asked for with */
  readonly asked: DocumentKind
}

const KINDS: Readonly<Record<DiscoveryKind, Kind>> = {
  feed: { read: readFeed, asked: 'feed' },
  sitemap: { read: readSitemap, asked: 'sitemap' },
  section: { read: readSection, asked: 'page' },
  wordpress: { read: readWordpress, asked: 'feed' },
  ninjs: { read: readNinjs, asked: 'feed' },
  'newsml-g2': { read: readNewsmlG2, asked: 'feed' },
}

/** The links of one document. Throws FEED_UNREADABLE. */
export function discover(kind: DiscoveryKind, document: FeedDocument): Discovered {
  const read = KINDS[kind].read(document)
  const tooMany = kind === 'sitemap' ? 0 : read.links.length - LINKS_TAKEN
  if (tooMany <= 0) return read
  return { ...read, links: read.links.slice(0, LINKS_TAKEN), leftOut: tooMany + (read.leftOut ?? 0) }
}

/** What a document of a kind is asked for as. */
export const documentKind = (kind: DiscoveryKind): DocumentKind => KINDS[kind].asked

/** An answer as the stages take it. */
export function documentOf(
  answer: { readonly url: string; readonly bytes: Uint8Array; readonly headers: Readonly<Record<string, string>> },
  selector?: string,
): FeedDocument {
  const { 'content-type': contentType, 'content-location': contentLocation } = answer.headers
  return {
    url: answer.url,
    bytes: answer.bytes,
    ...(contentType !== undefined && { contentType }),
    ...(contentLocation !== undefined && { contentLocation }),
    ...(selector !== undefined && { selector }),
  }
}
