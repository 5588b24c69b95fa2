/**
 * The tables, by hand and in one place; `migrations.ts` makes them. One schema for both databases: text, integer, JSON as text.
 * Facts carry ISO instants; columns that are compared and added up (`*_at_ms`, `*_until_ms`) carry epoch milliseconds.
 */

import type { Generated } from 'kysely'
import type {
  ArticleStatus,
  ConsumerState,
  DiscoveryKind,
  EventType,
  LinkState,
  Revision,
  Stage,
  Subscription,
} from '../model.ts'

export interface Database {
  sources: SourcesTable
  feeds: FeedsTable
  links: LinksTable
  hosts: HostsTable
  robots: RobotsTable
  articles: ArticlesTable
  aliases: AliasesTable
  revisions: RevisionsTable
  fingerprints: FingerprintsTable
  events: EventsTable
  steps: StepsTable
  views: ViewsTable
  locks: LocksTable
  pages: PagesTable
  subscriptions: SubscriptionsTable
  consumers: ConsumersTable
  cursors: CursorsTable
  backfills: BackfillsTable
}

interface SourcesTable {
  id: string
  name: string
  /** JSON of Terms */
  terms: string
  active: number
}

interface FeedsTable {
  id: string
  source_id: string
  kind: DiscoveryKind
  url: string
  host: string
  title: string | null
  etag: string | null
  last_modified: string | null
  body_hash: string | null
  failures: number
  reason: string | null
  active: number
  due_at_ms: number
  lease_until_ms: number
  begun: number
  token: number
  last_ok_at: string | null
  last_new_at: string | null
  /** JSON of FeedHabits */
  habits: string | null
}

interface LinksTable {
  id: string
  source_id: string
  url: string
  /** the canonical form, which is unique: one row an address */
  url_key: string
  host: string
  guid: string | null
  /** JSON of LinkHints */
  hints: string
  state: LinkState
  reason: string | null
  detail: string | null
  article_id: string | null
  attempts: number
  crashes: number
  /** null when nothing is to be done any more */
  due_at_ms: number | null
  /** 0 when no worker has it */
  lease_until_ms: number
  /** 1 while a worker is at it; a claim that nobody has begun costs no crash when it lapses */
  begun: number
  token: number
  etag: string | null
  last_modified: string | null
  page_hash: string | null
  /** when this link last brought a revision */
  changed_at: string | null
  found_at: string
  ended_at: string | null
}

interface HostsTable {
  host: string
  /** the earliest next request that politeness allows */
  next_at_ms: number
  /** a request is under way until it is released or this passes */
  busy_until_ms: number
  /** the server asked to be left alone (Retry-After) */
  hold_until_ms: number
  /** when a claim should look at this host again; null while nothing waits for it */
  ready_at_ms: number | null
  /** JSON of HostPace */
  pace: string | null
}

interface RobotsTable {
  origin: string
  text: string
  state: 'ok' | 'absent' | 'unreachable'
  fetched_at: string
  retry_at: string | null
  /** JSON of UsageSigns */
  usage: string | null
}

interface ArticlesTable {
  /** the row of the search index */
  seq: Generated<number>
  id: string
  source_id: string
  story_id: string
  status: ArticleStatus
  status_reason: string | null
  revision_count: number
  section: string | null
  /** what lists are ordered by: the publication, or the finding where that is unknown */
  sort_at: string
  created_at: string
  updated_at: string
}

interface AliasesTable {
  scheme: string
  value: string
  /** the source's id for guids, empty for addresses */
  scope: string
  article_id: string
}

interface RevisionsTable {
  article_id: string
  number: number
  change: Revision['change']
  content_hash: string
  page_hash: string
  link_id: string
  created_at: string
  /** JSON of RevisionData */
  data: string
}

/** What of a revision is never searched for, kept as one JSON text. */
export type RevisionData = Pick<
  Revision,
  'fields' | 'evidence' | 'attribution' | 'signals' | 'fingerprint' | 'engine' | 'rights'
>

interface FingerprintsTable {
  band: number
  value: string
  article_id: string
  /** the whole of it, of which `value` is one piece */
  fingerprint: string
}

interface EventsTable {
  number: Generated<number>
  at: string
  type: EventType
  article_id: string
  revision: number
  reason: string | null
}

interface StepsTable {
  id: Generated<number>
  link_id: string
  at: string
  stage: Stage
  outcome: string
  ms: number
  detail: string | null
}

interface ViewsTable {
  article_id: string
  /** `2026-11-24` */
  day: string
  views: number
}

interface SubscriptionsTable {
  id: string
  feed_id: string
  hub: string
  topic: string
  secret: string
  state: Subscription['state']
  /** 1 while the hub has not confirmed */
  pending: number
  asked_at: string
  lease_until: string | null
  renew_at: string | null
}

interface ConsumersTable {
  id: string
  url: string
  /** 1 while it is configured and enabled */
  active: number
  state: ConsumerState['state']
  /** number of the last event that it has */
  position: number
  failures: number
  reason: string | null
  detail: string | null
  due_at_ms: number
  lease_until_ms: number
  begun: number
  token: number
  last_ok_at: string | null
}

interface LocksTable {
  name: string
  holder: string
  until_ms: number
}

/** One row an answer that was kept; the bytes are in the page store. */
interface PagesTable {
  link_id: string
  hash: string
  url: string
  /** JSON of names in lower case to values */
  headers: string
  fetched_at: string
  size: number
}

/** How far long work has come that is done piece by piece. */
interface CursorsTable {
  name: string
  position: string
  updated_at: string
}

interface BackfillsTable {
  id: string
  source_id: string
  kind: DiscoveryKind
  url: string
  state: 'due' | 'read'
  attempts: number
  /** code of what could not be read */
  reason: string | null
}
