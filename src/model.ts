/**
 * The nouns of Wiredesk. This file imports nothing; every other file may import it.
 * Names follow IPTC ninjs 3.1 first, then schema.org NewsArticle. An absent value is `undefined`, never `null` or `''`.
 */

/** ISO 8601 instant in UTC: `2026-11-24T08:00:00.000Z`. */
export type Instant = string

/** ISO 8601 date and time with the offset the publisher's readers saw: `2026-11-24T09:00:00+01:00`. */
export type ZonedTime = string

// ---- sources -------------------------------------------------------------------------------------------------------

/** What of an article may be republished. From most to least. */
export const REPUBLISH = ['full', 'excerpt', 'headline-only', 'none'] as const
export type Republish = (typeof REPUBLISH)[number]

/** The written permission that `republish: full` needs. */
export interface Permission {
  readonly who: string
  readonly when: string
  readonly document: string
}

/** Three limits that hold together; the shortest wins. */
export interface ExcerptLimits {
  readonly maxWords: number
  readonly maxCharacters: number
  /** share of the body's words, 0 to 1 */
  readonly maxShare: number
}

/** What the operator has agreed with a publisher. */
export interface Terms {
  readonly republish: Republish
  readonly permission?: Permission
  readonly excerpt: ExcerptLimits
  /** whether the permission covers pictures too */
  readonly images: boolean
}

/** How a document at a feed's address is turned into article links; one file in `discover/` for each. */
export const DISCOVERY_KINDS = ['feed', 'sitemap', 'section', 'wordpress', 'ninjs', 'newsml-g2'] as const
export type DiscoveryKind = (typeof DISCOVERY_KINDS)[number]

export interface FeedConfig {
  readonly kind: DiscoveryKind
  readonly url: string
  /** of a section page: CSS selector of the links to articles; without one they are told by their shape */
  readonly links?: string
}

/** A publication the operator configured: one YAML file in `config/sources/`, whose name is the id. */
export interface Source {
  readonly id: string
  readonly name: string
  readonly homepage?: string
  readonly language?: string
  readonly section?: string
  readonly feeds: readonly FeedConfig[]
  readonly terms: Terms
  /** least time between two requests to one host of this source */
  readonly delayMs: number
  /** least time between two polls of a feed */
  readonly pollMinutes: number
  /** most time between two polls of a feed that has little news; absent: the same for every feed */
  readonly pollMinutesMax?: number
  /** request headers for this source's own addresses, names in lower case; secrets stand as references (`env:NAME`, `file:PATH`) */
  readonly headers?: Readonly<Record<string, string>>
  /** how long raw pages are kept that nothing needs any more; absent: for ever */
  readonly keepPagesDays?: number
  readonly enabled: boolean
}

// ---- discovery -----------------------------------------------------------------------------------------------------

/** An article's address as a feed gave it, with what the feed said about it. */
export interface FoundLink {
  readonly url: string
  readonly guid?: string
  readonly hints: LinkHints
}

/** What a feed or sitemap said about an article; used where the page itself is silent. */
export interface LinkHints {
  readonly headline?: string
  readonly standfirst?: string
  readonly byline?: readonly string[]
  readonly published?: Instant
  readonly modified?: Instant
  readonly section?: string
  readonly keywords?: readonly string[]
  readonly language?: string
  readonly image?: string
  /** the publication's own name (news sitemaps) */
  readonly publication?: string
  readonly from: 'feed' | 'sitemap' | 'section' | 'archive'
}

/** What one fetched feed or sitemap holds. */
export interface Discovered {
  readonly title?: string
  readonly links: readonly FoundLink[]
  /** how many more the document had than are taken from one, or looked at */
  readonly leftOut?: number
  /** further documents to read in the same poll: the children of a sitemap index */
  readonly more: readonly string[]
  /** when each of `more` last changed, where the index says it */
  readonly moreChanged?: Readonly<Record<string, Instant>>
  /** the publisher's wish for the time between two polls (RSS ttl, sy:updatePeriod) */
  readonly ttlMinutes?: number
  /** when the publisher wants no polls */
  readonly rest?: FeedRest
  /** WebSub hub, where one is named */
  readonly hub?: string
  /** the address that the feed gives as its own */
  readonly self?: string
  /** the next older page or archive of a feed (RFC 5005); read for a backfill only */
  readonly older?: string
}

/** Times of the week, in UTC, at which nothing new is to be expected (RSS `skipHours`, `skipDays`). */
export interface FeedRest {
  /** 0 to 23 */
  readonly hours: readonly number[]
  /** 0 for Sunday */
  readonly days: readonly number[]
}

/** A document that a backfill reads. */
export type BackfillDocument = Pick<FeedConfig, 'kind' | 'url'>

// ---- fetching ------------------------------------------------------------------------------------------------------

/** `message`: the answer to something that we sent, such as a request to a hub */
export type DocumentKind = 'page' | 'feed' | 'sitemap' | 'robots' | 'message'

/** One answer of a server, its body decompressed and counted, not yet decoded to text. */
export interface FetchedPage {
  readonly url: string
  readonly status: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string>>
  readonly bytes: Uint8Array
  /** the bytes as they came, of a body that came whole in gzip */
  readonly gzipped?: Uint8Array
  readonly fetchedAt: Instant
  readonly ms: number
  /** the body came without a length, and ended with the connection before `</html>`: it may be half a page */
  readonly maybeCut?: boolean
}

/** An answer whose bytes are in the page store under their hash: what is needed to read it again without asking anybody. */
export interface KeptPage {
  readonly linkId: string
  /** SHA-256 of the bytes, 64 hex digits */
  readonly hash: string
  /** the address that answered, after redirects */
  readonly url: string
  /** those headers of the answer that bear on how the page is read, names in lower case */
  readonly headers: Readonly<Record<string, string>>
  readonly fetchedAt: Instant
  /** how many bytes the page has */
  readonly size: number
}

// ---- extraction ----------------------------------------------------------------------------------------------------

/** Where a value was read. */
export const READ_FROM = [
  'site-rule',
  'json-ld',
  'microdata',
  'meta',
  'dom',
  'url',
  'feed',
  'sitemap',
  'header',
] as const
export type ReadFrom = (typeof READ_FROM)[number]

/** A value with its evidence. */
export interface Reading<T> {
  readonly value: T
  readonly from: ReadFrom
  /** the place within: `article:published_time`, `author.name`, a selector */
  readonly where: string
  /** 0 to 1; grows with the number of independent readings that agree */
  readonly confidence: number
  readonly alternatives?: readonly { readonly value: T; readonly from: ReadFrom; readonly where: string }[]
}

/** The article's text. */
export interface Body {
  /** clean HTML: p, h2-h4, ul/ol, dl, blockquote, figure, table, a, em, strong, pre, br; addresses absolute */
  readonly html: string
  /** the same as plain text but for the captions of figures, one line a paragraph or a row of a table */
  readonly text: string
  readonly wordCount: number
  /** of a live blog, whose `html` and `text` are its lead, or all of it where it has none: the entries in the page's order */
  readonly entries?: readonly LiveEntry[]
}

/** One update of a live blog. */
export interface LiveEntry {
  readonly headline?: string
  /** as the page writes it */
  readonly at?: string
  readonly html: string
  readonly text: string
}

export interface LeadImage {
  readonly url: string
  readonly alt?: string
  readonly caption?: string
  readonly credit?: string
  readonly width?: number
  readonly height?: number
}

/** What the page itself says about its use; signals only ever lower what may be shown. */
export interface PageSignals {
  readonly noindex?: boolean
  readonly nosnippet?: boolean
  readonly noarchive?: boolean
  /** characters, of robots `max-snippet`; absent means no limit was set */
  readonly maxSnippet?: number
  readonly noimageindex?: boolean
  readonly unavailableAfter?: Instant
  /** schema.org isAccessibleForFree, or a content tier of `free`, `metered` or `locked` */
  readonly isAccessibleForFree?: boolean
  /** what its site says about the use of its texts */
  readonly usage?: UsageSigns
}

/** Every field an article can have and the shape of its value. */
export interface FieldValues {
  readonly headline: string
  readonly standfirst: string
  readonly byline: readonly string[]
  readonly authorBio: string
  readonly dateline: string
  readonly published: ZonedTime
  readonly modified: ZonedTime
  readonly body: Body
  readonly leadImage: LeadImage
  readonly section: string
  readonly keywords: readonly string[]
  readonly language: string
  readonly siteName: string
  readonly agencyCredits: readonly string[]
  readonly copyrightNotice: string
  readonly canonicalUrl: string
  readonly correction: string
  readonly signals: PageSignals
}

export type FieldName = keyof FieldValues
export type ExtractedFields = { readonly [K in FieldName]?: Reading<FieldValues[K]> }

// ---- site rules ----------------------------------------------------------------------------------------------------

/** Fields that a site rule can name a selector for. */
export const RULE_FIELDS = [
  'headline',
  'standfirst',
  'byline',
  'authorBio',
  'dateline',
  'published',
  'modified',
  'body',
  'leadImage',
  'section',
  'keywords',
  'language',
  'siteName',
  'agencyCredits',
  'copyrightNotice',
  'canonicalUrl',
] as const satisfies readonly FieldName[]
export type RuleField = (typeof RULE_FIELDS)[number]

/** How one layout of a site is read. A selector may end in `@attribute`. */
export interface RuleVersion {
  /** the day from which the site has had this layout; absent: since ever */
  readonly from?: string
  readonly fields: { readonly [K in RuleField]?: string }
  /** fields that not every article of the site has: their selectors may match nothing */
  readonly optional: readonly RuleField[]
  /** what is taken out of the page before anything is read */
  readonly remove: readonly string[]
  /** the link to the next page of an article in several pages */
  readonly next?: string
}

/** One file in `config/sites/`: how the pages of a domain, and of those below it, are read. */
export interface SiteRule {
  readonly domain: string
  readonly versions: readonly RuleVersion[]
}

/** What became of the site rule on one page. */
export interface RuleOutcome {
  /** `herald.example from 2026-01-01` */
  readonly name: string
  /** fields whose selectors matched nothing though they should have */
  readonly stale: readonly RuleField[]
}

// ---- what was read -------------------------------------------------------------------------------------------------

/** `article`, `live`, `video` and `gallery` are news items; `listing`, `wall`, `error` and `empty` are no article. */
export const PAGE_KINDS = ['article', 'live', 'video', 'gallery', 'listing', 'wall', 'error', 'empty'] as const
export type PageKind = (typeof PAGE_KINDS)[number]

/** Everything read from one page. Plain data: it crosses from the extraction threads by structured clone. */
export interface ExtractedArticle {
  readonly url: string
  readonly kind: PageKind
  /** the signs the kind was decided on, for `extract` and `explain` */
  readonly kindWhy: readonly string[]
  readonly fields: ExtractedFields
  /** the site rule that was used */
  readonly rule?: RuleOutcome
  /** the address at which an article in several pages goes on */
  readonly nextPage?: string
  readonly charset: string
  readonly engine: string
}

// ---- articles ------------------------------------------------------------------------------------------------------

/** ninjs pubStatus. `withheld`: not now (embargo); `canceled`: never again (kill, takedown). */
export const ARTICLE_STATUS = ['usable', 'withheld', 'canceled'] as const
export type ArticleStatus = (typeof ARTICLE_STATUS)[number]

/** Everything that names the origin. */
export interface Attribution {
  readonly sourceName: string
  /** the Source link: the publisher's own article, absolute http(s) */
  readonly sourceUrl: string
  readonly creditLine: string
  readonly copyrightNotice?: string
  readonly agencyCredits: readonly string[]
}

/** What may be shown, and why; the reasons run from the operator's terms to the page's signals. */
export interface RightsDecision {
  readonly shown: Republish
  readonly reasons: readonly string[]
  /** longest excerpt in characters, where a page signal sets one below the terms */
  readonly maxCharacters?: number
  readonly images: boolean
  readonly indexing: 'noindex'
}

/** The normalised fields of one version: what is hashed to tell whether anything changed. */
export interface RevisionFields {
  readonly headline: string
  readonly standfirst?: string
  readonly byline: readonly string[]
  readonly authorBio?: string
  readonly dateline?: string
  readonly published?: Instant
  readonly modified?: Instant
  readonly body: Body
  readonly leadImage?: LeadImage
  readonly section?: string
  readonly keywords: readonly string[]
  readonly language?: string
  readonly siteName?: string
  readonly correction?: string
  readonly kind: PageKind
}

/** A version before the store has numbered it. */
export interface RevisionDraft {
  readonly fields: RevisionFields
  readonly evidence: { readonly [K in FieldName]?: Omit<Reading<unknown>, 'value'> }
  readonly attribution: Attribution
  readonly signals: PageSignals
  readonly contentHash: string
  /** 64-bit SimHash of the body, 16 hex digits; absent for short texts */
  readonly fingerprint?: string
  readonly aliases: readonly Alias[]
  readonly engine: string
}

/** A name an article goes by. `guid` holds within its source, the others everywhere. */
export interface Alias {
  readonly scheme: 'canonical' | 'dedupe-key' | 'guid'
  readonly value: string
}

export const CHANGES = ['none', 'first', 'update', 'correction'] as const
/** What a newly read version is to the article's last one. */
export type Change = (typeof CHANGES)[number]

/** One immutable version of an article. */
export interface Revision extends Omit<RevisionDraft, 'aliases'> {
  readonly articleId: string
  /** 1, 2, 3 ... without gaps */
  readonly number: number
  readonly change: Exclude<Change, 'none'>
  readonly rights: RightsDecision
  readonly pageHash: string
  readonly createdAt: Instant
}

/** A stable identity; its text is in its revisions. */
export interface Article {
  readonly id: string
  readonly sourceId: string
  readonly status: ArticleStatus
  readonly statusReason?: string
  readonly storyId: string
  readonly revisionCount: number
  readonly createdAt: Instant
  readonly updatedAt: Instant
}

/** An article with its current revision and the terms its source has now. */
export interface ArticleRecord {
  readonly article: Article
  readonly revision: Revision
  readonly terms: Terms
}

export const EVENT_TYPES = [
  'article.published',
  'article.updated',
  'article.corrected',
  'article.killed',
  'article.rights_changed',
] as const
export type EventType = (typeof EVENT_TYPES)[number]

/** A line of the log that every output follows. */
export interface ArticleEvent {
  /** strictly growing, the reader's cursor */
  readonly number: number
  readonly at: Instant
  readonly type: EventType
  readonly articleId: string
  readonly sourceId: string
  readonly revision: number
  readonly reason?: string
}

// ---- consumers -----------------------------------------------------------------------------------------------------

/** Who is told of events as they come, as the operator has configured it. */
export interface Consumer {
  readonly id: string
  readonly name: string
  /** the sources whose articles it hears of; absent: all */
  readonly sources?: readonly string[]
  readonly webhook: Webhook
  readonly enabled: boolean
}

/** Where a consumer takes events (Standard Webhooks 1.0). */
export interface Webhook {
  readonly url: string
  /** references to the secrets that sign, several while one takes the place of another */
  readonly secrets: readonly string[]
  readonly events: readonly EventType[]
}

/** How far a consumer has come in the log, and how its server has answered. */
export interface ConsumerState {
  readonly id: string
  /** the number of the last event that it has */
  readonly position: number
  /** how many lines of the log are after that one, its own and others' */
  readonly behind: number
  /** `off`: nothing is sent until somebody resumes it */
  readonly state: 'on' | 'off'
  /** how often in a row the next event was not taken */
  readonly failures: number
  readonly reason?: string
  readonly detail?: string
  readonly dueAt: Instant
  readonly lastOkAt?: Instant
}

/** A consumer as whoever delivers to it has it. */
export interface ClaimedConsumer extends Pick<ConsumerState, 'id' | 'position' | 'failures'> {
  readonly token: number
}

// ---- the ledger ----------------------------------------------------------------------------------------------------

export const LINK_STATES = ['due', 'done', 'dropped', 'quarantined'] as const
export type LinkState = (typeof LINK_STATES)[number]

/** One discovered address and what became of it. */
export interface LedgerLink {
  readonly id: string
  readonly sourceId: string
  readonly url: string
  readonly state: LinkState
  /** code of the error table for dropped, quarantined, and the last failure of a due link */
  readonly reason?: string
  readonly detail?: string
  readonly articleId?: string
  readonly attempts: number
  readonly crashes: number
  readonly foundAt: Instant
  readonly dueAt?: Instant
  readonly endedAt?: Instant
}

/** A link claimed for one worker; `token` fences off a worker that comes late. */
export interface ClaimedLink extends LedgerLink {
  readonly token: number
  readonly host: string
  readonly guid?: string
  readonly hints: LinkHints
  readonly etag?: string
  readonly lastModified?: string
  readonly pageHash?: string
  /** when its article last got a revision from it */
  readonly changedAt?: Instant
}

/** What an answer may be asked for again with (RFC 9110, 13.1), byte for byte as it came. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/**
 * `stuck`: the server says "not changed" although there is news. `restless`: its ETag changes and the bytes do not.
 * `ignored`: it sends the whole body although we have it.
 */
export const VALIDATOR_FAULTS = ['stuck', 'restless', 'ignored'] as const
export type ValidatorFault = (typeof VALIDATOR_FAULTS)[number]

/** What the polls so far have taught about a feed; kept with it, and judged in `policy/`. */
export interface FeedHabits {
  /** when it was first read */
  readonly since?: Instant
  /** when it was last read whole, not by "not changed" */
  readonly wholeAt?: Instant
  /** new links, the older the less they count: `items` is their sum at the time of `at` */
  readonly news?: { readonly items: number; readonly at: Instant }
  /** a fault of its validators, once it is certain */
  readonly fault?: { readonly kind: ValidatorFault; readonly since: Instant }
  /** a fault that is not certain yet, and how often in a row it was seen */
  readonly suspicion?: { readonly kind: ValidatorFault; readonly times: number }
  /** where it redirects to for good, and how often in a row it has said so; `taken`: it is asked for there now */
  readonly moved?: { readonly to: string; readonly times: number; readonly since: Instant; readonly taken: boolean }
  /** the first failure of those in a row */
  readonly failingSince?: Instant
  /** when its publisher wants no polls */
  readonly rest?: FeedRest
  /** links that were too many for one document when it was last read */
  readonly leftOut?: number
  /** of a sitemap index: its children */
  readonly walk?: SitemapWalk
}

/** What polls have taught about the sitemaps that an index names. */
export interface SitemapWalk {
  readonly children: readonly ChildSitemap[]
  /** addresses that the poll under way has not come to yet, in their order */
  readonly left?: readonly string[]
  /** when the poll after it is due */
  readonly nextAt?: Instant
  /** requests that may be made, as of then */
  readonly budget?: { readonly left: number; readonly at: Instant }
}

/** One sitemap of an index. */
export interface ChildSitemap extends Validators {
  readonly url: string
  /** what its index says of its last change, and what it said when the child was read */
  readonly changed?: Instant
  readonly readAs?: Instant
  readonly readAt?: Instant
  /** the last visit that brought news */
  readonly newAt?: Instant
  /** visits in a row that brought nothing new */
  readonly idle: number
  /** code of why the last visit failed */
  readonly reason?: string
}

/** A feed row with its validators. */
export interface FeedState {
  readonly id: string
  readonly sourceId: string
  readonly kind: DiscoveryKind
  readonly url: string
  readonly title?: string
  readonly host: string
  readonly etag?: string
  readonly lastModified?: string
  readonly bodyHash?: string
  readonly failures: number
  readonly reason?: string
  readonly dueAt: Instant
  readonly lastOkAt?: Instant
  readonly lastNewAt?: Instant
  readonly habits: FeedHabits
}

/** What a hub was asked to tell of one feed (WebSub). */
export interface Subscription {
  /** the unguessable part of the callback's address */
  readonly id: string
  readonly feedId: string
  readonly hub: string
  readonly topic: string
  readonly secret: string
  readonly state: 'asked' | 'active' | 'denied'
  /** a request is under way that the hub has not confirmed */
  readonly isPending: boolean
  readonly askedAt: Instant
  readonly leaseUntil?: Instant
  readonly renewAt?: Instant
}

/** What a host's answers have taught about the pace it bears. */
export interface HostPace {
  /** wait between two requests that it has been found to need; 0 where the configured one does */
  readonly delayMs: number
  /** how long an answer takes, smoothed; 0 before the first */
  readonly answerMs: number
  /** failures in a row that are the host's, not a page's */
  readonly failures: number
  /** code of the last of them */
  readonly reason?: string
}

/** A host as health shows it. */
export interface HostState extends HostPace {
  readonly host: string
  /** it is not asked before then: it said so, or it failed so often that it is only probed now and then */
  readonly restsUntil?: Instant
}

/** What a site says about the use of its texts, word for word; `policy/usage-limits.ts` gives it meaning. */
export interface UsageSigns {
  /** `Content-Signal` and `Content-Usage` lines of its robots.txt that speak to us: `content-signal: ai-train=no` */
  readonly lines?: readonly string[]
  /** `tdm-reservation` header or meta (W3C TDM Reservation Protocol); `1`: reserved */
  readonly tdmReservation?: string
  readonly tdmPolicy?: string
}

/** In the order of how much they need a person. */
export const HEALTH_STATES = ['gone', 'blocked', 'failing', 'late', 'silent', 'new', 'healthy'] as const
export type HealthState = (typeof HEALTH_STATES)[number]

export interface ClaimedFeed extends FeedState {
  readonly token: number
}

export const STAGES = ['discover', 'fetch', 'extract', 'normalize', 'dedupe', 'store', 'publish'] as const
export type Stage = (typeof STAGES)[number]

/** One stage a link went through, for `explain`. */
export interface Step {
  readonly linkId: string
  readonly at: Instant
  readonly stage: Stage
  /** `ok`, `unchanged`, or a code of the error table */
  readonly outcome: string
  readonly ms: number
  readonly detail?: string
}
