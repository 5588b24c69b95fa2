/** What a feed of any format says, in one form. Absent is what the feed does not say. */

import type { FeedRest, Instant } from '../../model.ts'

export interface Person {
  readonly name?: string
  readonly email?: string
  readonly url?: string
}

export interface Enclosure {
  readonly url: string
  readonly type?: string
  /** octets, as written */
  readonly length?: string
}

/** What feeds and their items have in common. Titles and texts are as the feed means them: HTML may be in them. */
interface Described {
  readonly id?: string
  readonly title?: string
  readonly link?: string
  readonly language?: string
  readonly rights?: string
  readonly published?: Instant
  readonly updated?: Instant
  readonly authors: readonly Person[]
  readonly categories: readonly string[]
  readonly image?: string
}

export interface ParsedItem extends Described {
  readonly summary?: string
  readonly content?: string
  readonly enclosures: readonly Enclosure[]
  /** a page with readers' comments */
  readonly comments?: string
  /** the publication an item was taken over from */
  readonly source?: { readonly title?: string; readonly link?: string }
}

export interface ParsedFeed extends Described {
  readonly type: 'rss' | 'atom' | 'json'
  readonly charset: string
  readonly description?: string
  readonly self?: string
  readonly generator?: string
  readonly icon?: string
  readonly ttlMinutes?: number
  readonly rest?: FeedRest
  /** WebSub hubs */
  readonly hubs: readonly string[]
  /** the feed's next older page or archive (RFC 5005, 3 and 4; JSON Feed `next_url`) */
  readonly older?: string
  readonly items: readonly ParsedItem[]
}
