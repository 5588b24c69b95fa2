/** The four seams, each because something really varies: the store, the queue, the way out, the clock. */

import type {
  Alias,
  ArticleEvent,
  ArticleRecord,
  BackfillDocument,
  Change,
  ClaimedConsumer,
  ClaimedFeed,
  ClaimedLink,
  Consumer,
  ConsumerState,
  DocumentKind,
  FeedHabits,
  FeedState,
  FetchedPage,
  FoundLink,
  HostPace,
  HostState,
  Instant,
  KeptPage,
  LedgerLink,
  LinkState,
  Revision,
  RevisionDraft,
  RightsDecision,
  Source,
  Step,
  Subscription,
  UsageSigns,
} from './model.ts'

// ---- clock ---------------------------------------------------------------------------------------------------------

export interface Clock {
  /** epoch milliseconds */
  now(): number
  sleep(ms: number, signal?: AbortSignal): Promise<void>
}

// ---- fetcher -------------------------------------------------------------------------------------------------------

export interface FetchRequest {
  readonly url: string
  readonly kind: DocumentKind
  /** sends a text in place of asking for a document */
  readonly sent?: { readonly mediaType: string; readonly text: string }
  /** validators and other request headers, names in lower case */
  readonly headers?: Readonly<Record<string, string>>
  /** what is left of the time for a document; the limit of its kind holds besides */
  readonly withinMs?: number
  readonly signal?: AbortSignal
}

/** One request, one answer; redirects are answers. Throws a WiredeskError with a code of stage `fetch`. */
export interface Fetcher {
  fetch(request: FetchRequest): Promise<FetchedPage>
  close(): Promise<void>
}

// ---- queue ---------------------------------------------------------------------------------------------------------

/** What a job works on: a feed, a link, a consumer. */
export const JOB_KINDS = ['discover', 'ingest', 'deliver'] as const
export type JobKind = (typeof JOB_KINDS)[number]

/** A job carries ids only: the ledger holds the rest, so a lost job costs nothing. */
export interface Job {
  readonly kind: JobKind
  readonly id: string
  readonly token: number
}

/**
 * Hands jobs to handlers, here or in another process. It may lose jobs and give one twice: the ledger gives the lost one out
 * again, and lets a job begin once.
 */
export interface Queue {
  add(jobs: readonly Job[]): Promise<void>
  /** how many more jobs it should be given now */
  room(): Promise<number>
  /** whether it can take jobs at this moment */
  isReady(): Promise<boolean>
  /**
   * Hands no more jobs to its handlers here, and waits for the running ones, at most `graceMs`. Gives the jobs that only this process
   * knows of and that have not ended. It works again when jobs are added.
   */
  drain(graceMs: number): Promise<readonly Job[]>
  close(): Promise<void>
}

// ---- pages ---------------------------------------------------------------------------------------------------------

/** The raw bytes of fetched pages, addressed by their content. */
export interface PageFiles {
  /**
   * @param gzipped the same bytes packed, where they are at hand: what has been packed once need not be packed again
   * @returns the SHA-256 of the bytes, 64 hex digits
   */
  save(bytes: Uint8Array, gzipped?: Uint8Array): Promise<string>
  /** undefined when no such page is kept */
  read(hash: string): Promise<Uint8Array | undefined>
  has(hash: string): Promise<boolean>
  /** Removes a page, unless the same bytes have been saved again since `savedBefore` (epoch ms). */
  remove(hash: string, savedBefore: number): Promise<void>
  /** All that lies in the store, in no order, what was left half written too. */
  list(): AsyncIterable<StoredFile>
  /** Removes what was listed, unless it has been saved again since then. */
  removeFile(file: StoredFile): Promise<void>
}

/** One file of the page store. */
export interface StoredFile {
  readonly name: string
  /** of the page; absent for what was being written when its writer was killed */
  readonly hash?: string
  /** packed, in bytes */
  readonly size: number
  /** epoch ms */
  readonly savedAt: number
}

// ---- store ---------------------------------------------------------------------------------------------------------

export interface ArticleQuery {
  readonly limit: number
  /** opaque, from the page before */
  readonly cursor?: string
  readonly sourceId?: string
  readonly section?: string
  readonly search?: string
  readonly since?: Instant
  /** canceled articles are left out unless asked for */
  readonly includeCanceled?: boolean
}

export interface ArticlePage {
  readonly articles: readonly ArticleRecord[]
  readonly next?: string
}

export interface SaveRevision {
  readonly link: ClaimedLink
  readonly draft: RevisionDraft
  readonly rights: RightsDecision
  readonly pageHash: string
  /** the page as it was fetched; absent when it has been kept already */
  readonly page?: KeptPage
  readonly etag?: string
  readonly lastModified?: string
  /** the article these aliases belong to, as `findArticle` gave it; absent makes a new one */
  readonly articleId?: string
  readonly change: Change
  readonly storyId?: string
  /** the article's last revision when `change` was told; absent: whatever it is */
  readonly basedOn?: number
  /** absent: the article is not asked for again */
  readonly recheckAt: Instant | undefined
  /** since when the article is as it is now, for the marks of its re-checks; absent: since now */
  readonly changedAt?: Instant
  /** why there is a new revision, where it is not the publisher's doing */
  readonly reason?: string
  readonly now: Instant
  readonly steps: readonly Step[]
}

/** An article whose text may be nearly the same. */
export interface SimilarArticle {
  readonly articleId: string
  readonly storyId: string
  readonly fingerprint: string
}

export interface SavedRevision {
  readonly articleId: string
  readonly number: number
  readonly change: Change
}

/** How a link's turn ended without a revision. */
export type LinkEnd =
  | { readonly state: 'dropped' | 'quarantined'; readonly reason: string; readonly detail?: string }
  | {
      readonly state: 'due'
      readonly dueAt: Instant
      readonly reason?: string
      readonly detail?: string
      readonly attemptLost: boolean
    }
  /** the page is as it was, or a re-check failed: the article stays, and is asked for again */
  | {
      readonly state: 'done'
      readonly recheckAt: Instant | undefined
      readonly reason?: string
      readonly etag?: string
      readonly lastModified?: string
    }

export interface FeedEnd {
  readonly dueAt: Instant
  /** `later`: the host was busy or held, which says nothing about the feed */
  readonly outcome: 'ok' | 'failed' | 'later'
  readonly reason?: string
  readonly etag?: string
  readonly lastModified?: string
  /** present when the whole body was read: validators that are absent then have gone */
  readonly bodyHash?: string
  readonly title?: string
  readonly habits?: FeedHabits
}

/** How a turn of deliveries ended, and the last event that is behind the consumer: those that it took, and others'. */
export type DeliveryEnd = { readonly position: number; readonly dueAt: Instant } & (
  | { readonly outcome: 'ok' }
  /** `off`: it is not tried again by itself */
  | {
      readonly outcome: 'failed' | 'off'
      /** how often in a row */
      readonly failures: number
      readonly reason: string
      readonly detail?: string
    }
)

/** How the reading of one old document ended. */
export interface BackfillEnd {
  /** `due`: it holds more than there was room for; `again`: another try, after the others */
  readonly state: 'read' | 'due' | 'again'
  readonly links: readonly FoundLink[]
  readonly further: readonly BackfillDocument[]
  readonly reason?: string
}

export interface Slot {
  /** epoch ms at which the host may be asked; equal to `now` of the call when the slot is ours */
  readonly at: number
  readonly granted: boolean
  /** with the slot: what is known of the host's pace */
  readonly pace?: HostPace
}

/** What one answer of a host has taught. */
export interface HostLesson {
  readonly pace: HostPace
  /** epoch ms before which the host is not asked again */
  readonly restsUntil?: number
}

export interface RobotsRecord {
  readonly text: string
  /** `ok`, `absent` (4xx: all allowed), `unreachable` (5xx or no answer: all closed) */
  readonly state: 'ok' | 'absent' | 'unreachable'
  readonly fetchedAt: Instant
  /** the file could not be read again since; it holds on, and is asked for again then */
  readonly retryAt?: Instant
  /** what the site says there about the use of its texts */
  readonly usage?: UsageSigns
  /** why it could not be read; known to the process that asked, and not stored */
  readonly why?: string
}

export interface SourceHealth {
  readonly sourceId: string
  readonly feeds: readonly FeedState[]
  /** the hosts of its feeds */
  readonly hosts: readonly HostState[]
  readonly links: Readonly<Record<LinkState, number>>
  readonly articles: number
  readonly reasons: Readonly<Record<string, number>>
}

export interface PagesToRead {
  readonly of: 'articles' | 'dropped'
  readonly sourceId?: string
  /** fetched at or after this */
  readonly since?: Instant
  /** the `linkId` after which to go on */
  readonly after?: string
  readonly limit: number
}

export interface PageToRead {
  readonly link: LedgerLink & Pick<ClaimedLink, 'hints' | 'guid'>
  readonly page: KeptPage
}

export interface PageQuery {
  readonly sourceId?: string
  readonly since?: Instant
  /** those of withdrawn articles too */
  readonly includeCanceled?: boolean
  /** the page after which to go on */
  readonly after?: KeptPage
  readonly limit: number
}

export interface ListedPage extends KeptPage {
  readonly sourceId: string
  /** the address as it was found */
  readonly linkUrl: string
  readonly articleId?: string
}

/** A site rule whose selectors matched nothing on pages of a source. */
export interface StaleRule {
  readonly sourceId: string
  /** the rule and its fields: `herald.example: byline, published` */
  readonly detail: string
  readonly pages: number
  readonly lastAt: Instant
}

export interface LinkQuery {
  readonly state?: LinkState
  readonly sourceId?: string
  readonly limit?: number
}

export interface Store {
  /** whether several processes may work on it at once; one that is not shared has its desk locked */
  readonly isShared: boolean

  // sources and feeds
  /** Brings the ledger in line with the configuration; changed terms become rights events. */
  syncSources(sources: readonly Source[], now: Instant): Promise<void>
  sourceHealth(): Promise<readonly SourceHealth[]>
  /** Site rules that were stale on pages read since then. */
  staleRules(since: Instant): Promise<readonly StaleRule[]>
  /**
   * The feed's new state and its new links in one transaction.
   * @param end may depend on how many of the links were new
   * @param turnMs time between the turns of its new links on one host. A source with a thousand new links then stands in line beside
   *   the others of its host, not before them: each link is due when it could be asked for at the earliest
   * @returns the number of new links
   */
  finishFeed(
    feed: ClaimedFeed,
    end: FeedEnd | ((added: number) => FeedEnd),
    links: readonly FoundLink[],
    now: Instant,
    turnMs?: number,
  ): Promise<number>
  /** Makes every feed due now, but those that are gone for good. */
  pollNow(now: Instant): Promise<void>

  // links
  /** Claims what is due: consumers with events to come, and one job a host, the host that waited longest first. */
  takeDue(limit: number, now: number, leaseMs: number, kinds?: readonly JobKind[]): Promise<readonly Job[]>
  /** Begins a claimed job, once: undefined when it has begun already, or the claim is no longer the current one. */
  beginLink(job: Job, now: number, leaseMs: number): Promise<ClaimedLink | undefined>
  beginFeed(job: Job, now: number, leaseMs: number): Promise<ClaimedFeed | undefined>
  /** Keeps the leases of jobs that are still under way. */
  renew(jobs: readonly Job[], now: number, leaseMs: number): Promise<void>
  /** Ends a link's turn; a token that is no longer the current one changes nothing and gives false. */
  endLink(link: ClaimedLink, end: LinkEnd, now: Instant, steps?: readonly Step[], page?: KeptPage): Promise<boolean>
  /** Claims and begins one link whose page is at hand; undefined while somebody else works on it, or when there is none. */
  claimLink(id: string, now: number, leaseMs: number): Promise<ClaimedLink | undefined>
  /** The same for an address whose page came from elsewhere; it becomes a link of this source when it is none yet. */
  claimFound(sourceId: string, found: FoundLink, now: Instant, leaseMs: number): Promise<ClaimedLink | undefined>
  listLinks(query: LinkQuery): Promise<readonly LedgerLink[]>
  findLinks(url: string): Promise<readonly LedgerLink[]>
  countLinks(): Promise<Readonly<Record<LinkState, number>>>
  /** epoch ms at which the next feed or link is due that nobody has; hosts that asked for a long rest are left out */
  nextDueAt(now: number): Promise<number | undefined>
  /** how many claims are held, by whichever process */
  countHeld(now: number): Promise<number>
  /** Makes every known article due for a re-check now. */
  recheckNow(now: Instant): Promise<number>
  replayQuarantined(ids: readonly string[] | 'all', now: Instant): Promise<number>
  dropQuarantined(ids: readonly string[] | 'all', now: Instant): Promise<number>
  /** Lets go of claims; what was begun counts no crash. */
  giveBack(jobs: readonly Job[], now: Instant): Promise<void>
  /** Frees what a killed process held of a store that is not shared; each link it had begun counts one crash. */
  recover(now: Instant): Promise<number>

  // backfills
  /** Adds the documents that a source's backfill begins with; those known already stay as they are. */
  beginBackfill(sourceId: string, documents: readonly BackfillDocument[], now: Instant): Promise<void>
  /** the next document to read, the one found first */
  nextBackfill(sourceId: string): Promise<(BackfillDocument & { readonly attempts: number }) | undefined>
  /**
   * The document's links and the documents it names, in one transaction with its end; gives the number of new links.
   * @param turnMs the time between two links of one host: they become due one after the other
   */
  finishBackfill(
    sourceId: string,
    document: BackfillDocument,
    end: BackfillEnd,
    now: Instant,
    turnMs: number,
  ): Promise<number>
  /** The next backfill begins at the beginning. */
  forgetBackfill(sourceId: string): Promise<void>

  // hosts
  reserveSlot(host: string, delayMs: number, now: number): Promise<Slot>
  releaseSlot(host: string, delayMs: number, now: number, lesson?: HostLesson): Promise<void>
  /** Nothing is asked of this host before then (Retry-After). */
  holdHost(host: string, until: number): Promise<void>
  robots(origin: string): Promise<RobotsRecord | undefined>
  saveRobots(origin: string, record: RobotsRecord): Promise<void>

  // WebSub; subscriptions of feeds that left the configuration are not found any more
  subscription(id: string): Promise<Subscription | undefined>
  subscriptionOf(feedId: string): Promise<Subscription | undefined>
  saveSubscription(subscription: Subscription): Promise<void>
  /** Makes a feed due, unless it was polled within `gapMs`, fails, or is due already. */
  hintFeed(feedId: string, now: number, gapMs: number): Promise<boolean>

  // consumers
  /** Brings the consumers in line with the configuration. A new one begins at the end of the log; one with a new address is tried anew. */
  syncConsumers(consumers: readonly Consumer[], now: Instant): Promise<void>
  consumers(): Promise<readonly ConsumerState[]>
  beginDelivery(job: Job, now: number, leaseMs: number): Promise<ClaimedConsumer | undefined>
  /** Keeps that a consumer has taken this event; false when the claim is no longer the current one. */
  saveDelivered(consumer: ClaimedConsumer, position: number, now: number, leaseMs: number): Promise<boolean>
  endDelivery(consumer: ClaimedConsumer, end: DeliveryEnd): Promise<boolean>
  /** Makes a consumer due now, switched off or not, and sends again what is after `position` where one is given. False for an unknown one. */
  resumeConsumer(id: string, now: Instant, position?: number): Promise<boolean>

  // articles
  findArticle(sourceId: string, aliases: readonly Alias[]): Promise<ArticleRecord | undefined>
  similarArticles(fingerprint: string): Promise<readonly SimilarArticle[]>
  /**
   * Revision, event, search row and the link's end in one transaction.
   * `fenced`: the claim is no longer the current one, nothing was written. `raced`: another link has just made the article
   * that this draft would make, or changed the one it is about; look again.
   */
  saveRevision(input: SaveRevision): Promise<SavedRevision | 'fenced' | 'raced'>
  article(id: string): Promise<ArticleRecord | undefined>
  revisions(articleId: string): Promise<readonly Revision[]>
  listArticles(query: ArticleQuery): Promise<ArticlePage>
  sections(): Promise<readonly { readonly section: string; readonly articles: number }[]>
  withdrawArticle(id: string, reason: string, now: Instant): Promise<boolean>
  countView(id: string, now: Instant): Promise<void>
  mostPopular(limit: number, now: Instant): Promise<readonly ArticleRecord[]>

  /** Only one holder at a time; a holder that has died can be told by `isAlive`, any other by the time. */
  takeLock(
    name: string,
    holder: string,
    now: number,
    leaseMs: number,
    isAlive: (holder: string) => boolean,
  ): Promise<boolean>
  releaseLock(name: string, holder: string): Promise<void>

  // pages
  /** The pages behind current revisions, or those of links that were dropped or quarantined, each with its link, in the order of ids. */
  pagesToRead(query: PagesToRead): Promise<readonly PageToRead[]>
  /** Pages with what they belong to, oldest first; those of withdrawn articles are left out. */
  listPages(query: PageQuery): Promise<readonly ListedPage[]>
  /** the newest page of a link */
  lastPage(linkId: string): Promise<KeptPage | undefined>
  /** Pages of a source fetched before then that no current revision needs, and no link that has not ended. */
  unneededPages(sourceId: string, before: Instant, limit: number): Promise<readonly KeptPage[]>
  /** whether a page of another link has the same bytes */
  isPageShared(page: KeptPage): Promise<boolean>
  forgetPage(page: KeptPage): Promise<void>
  /** Those of these hashes under which no page is known. */
  unknownPages(hashes: readonly string[]): Promise<readonly string[]>

  /** how far long work had come that goes by this name */
  cursor(name: string): Promise<string | undefined>
  saveCursor(name: string, position: string, now: Instant): Promise<void>

  // the log
  eventsAfter(number: number, limit: number): Promise<readonly ArticleEvent[]>
  /** The number of the last event before then, 0 when there is none. */
  lastEventBefore(at: Instant): Promise<number>
  addSteps(steps: readonly Step[]): Promise<void>
  steps(linkId: string): Promise<readonly Step[]>
  /** Removes the oldest steps from before then, a bounded number at a time; gives how many. */
  forgetSteps(before: Instant, limit: number): Promise<number>

  close(): Promise<void>
}
