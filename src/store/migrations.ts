import { type Kysely, sql } from 'kysely'
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration'
import { WiredeskError } from '../errors.ts'
import type { Dialect } from './dialect.ts'

/**
 * The steps from an empty database to today's; a step that has been released is never edited again. Each is a list of statements,
 * written as SQLite takes them; the dialect puts them into its own words.
 */
const steps = (dialect: Dialect): Record<string, readonly string[]> => ({
  '0001_spine': [...SPINE, ...dialect.search.tables],
  '0002_manners': MANNERS,
  '0003_pages': PAGES,
  '0004_cursors': CURSORS,
  '0005_backfills': BACKFILLS,
  '0006_lighter': [...LIGHTER, ...dialect.packing],
  '0007_consumers': CONSUMERS,
})

/** Brings a database up to date. Throws STORE_NEWER for one that a later version of the program has written. */
export async function migrate(db: Kysely<never>, dialect: Dialect): Promise<void> {
  const { error } = await new Migrator({ db, provider: providerOf(dialect) }).migrateToLatest()
  if (error instanceof Error && /missing/.test(error.message)) {
    throw new WiredeskError('STORE_NEWER', { detail: error.message, cause: error })
  }
  if (error) throw error
}

function providerOf(dialect: Dialect): MigrationProvider {
  const toMigration = (statements: readonly string[]): Migration => ({
    async up(db) {
      for (const statement of statements) await sql.raw(dialect.ddl(statement)).execute(db)
    },
  })
  const named = Object.entries(steps(dialect)).map(([name, statements]) => [name, toMigration(statements)] as const)
  return { getMigrations: async () => Object.fromEntries(named) }
}

const SPINE = [
  `create table sources (id text primary key, name text not null, terms text not null, active integer not null)`,

  `create table feeds (
    id text primary key, source_id text not null, kind text not null, url text not null, host text not null, title text,
    etag text, last_modified text, body_hash text, failures integer not null default 0, reason text,
    active integer not null default 1, due_at_ms integer not null, lease_until_ms integer not null default 0,
    begun integer not null default 0, token integer not null default 0, last_ok_at text, last_new_at text, unique (source_id, url))`,
  `create index feeds_due on feeds (host, due_at_ms) where active = 1`,
  `create index feeds_leased on feeds (host, lease_until_ms) where lease_until_ms > 0`,

  `create table links (
    id text primary key, source_id text not null, url text not null, url_key text not null unique, host text not null,
    guid text, hints text not null, state text not null, reason text, detail text, article_id text,
    attempts integer not null default 0, crashes integer not null default 0, due_at_ms integer,
    lease_until_ms integer not null default 0, begun integer not null default 0, token integer not null default 0,
    etag text, last_modified text, page_hash text, changed_at text, found_at text not null, ended_at text)`,
  `create index links_due on links (host, due_at_ms) where due_at_ms is not null`,
  `create index links_state on links (state, found_at)`,
  `create index links_source on links (source_id, state)`,
  `create index links_leased on links (host, lease_until_ms) where lease_until_ms > 0`,
  `create index links_suspect on links (host, due_at_ms) where crashes > 0 or begun = 1`,

  `create table hosts (
    host text primary key, next_at_ms integer not null default 0, busy_until_ms integer not null default 0,
    hold_until_ms integer not null default 0, ready_at_ms integer)`,
  `create index hosts_ready on hosts (ready_at_ms) where ready_at_ms is not null`,

  `create table robots (origin text primary key, text text not null, state text not null, fetched_at text not null)`,

  `create table articles (
    seq integer primary key autoincrement, id text not null unique, source_id text not null, story_id text not null,
    status text not null, status_reason text, revision_count integer not null, section text, sort_at text not null,
    created_at text not null, updated_at text not null)`,
  `create index articles_sort on articles (sort_at desc, id desc)`,
  `create index articles_section on articles (section, sort_at desc, id desc)`,
  `create index articles_source on articles (source_id, sort_at desc, id desc)`,
  `create index articles_story on articles (story_id)`,

  `create table aliases (
    scheme text not null, value text not null, scope text not null, article_id text not null,
    primary key (scheme, value, scope))`,

  `create table revisions (
    article_id text not null, number integer not null, change text not null, content_hash text not null,
    page_hash text not null, link_id text not null, created_at text not null, data text not null,
    primary key (article_id, number))`,

  `create table fingerprints (
    band integer not null, value text not null, article_id text not null, fingerprint text not null)`,
  `create index fingerprints_band on fingerprints (band, value)`,
  `create index fingerprints_article on fingerprints (article_id)`,

  `create table events (
    number integer primary key autoincrement, at text not null, type text not null, article_id text not null,
    revision integer not null, reason text)`,

  `create table steps (
    id integer primary key autoincrement, link_id text not null, at text not null, stage text not null,
    outcome text not null, ms integer not null, detail text)`,
  `create index steps_link on steps (link_id, id)`,

  `create table views (article_id text not null, day text not null, views integer not null, primary key (article_id, day))`,
  `create table locks (name text primary key, holder text not null, until_ms integer not null)`,
]

/** What polls and hosts have taught, as JSON: it is read with its row and never searched for. And what hubs were asked. */
const MANNERS = [
  `alter table feeds add column habits text`,
  `alter table hosts add column pace text`,
  `alter table robots add column usage text`,
  `alter table robots add column retry_at text`,
  `create table subscriptions (
    id text primary key, feed_id text not null unique, hub text not null, topic text not null, secret text not null,
    state text not null, pending integer not null, asked_at text not null, lease_until text, renew_at text)`,
]

/** Which pages are kept, and what came with them: the engine reads a page again without asking for it. */
const PAGES = [
  `create table pages (
    link_id text not null, hash text not null, url text not null, headers text not null, fetched_at text not null,
    size integer not null, primary key (link_id, hash))`,
  `create index pages_hash on pages (hash)`,
  `create index pages_fetched on pages (fetched_at, link_id, hash)`,
]

const CURSORS = [`create table cursors (name text primary key, position text not null, updated_at text not null)`]

/** The old documents that a backfill has read and has still to read. */
const BACKFILLS = [
  `create table backfills (
    id text primary key, source_id text not null, kind text not null, url text not null, state text not null, attempts integer not null default 0,
    reason text, unique (source_id, url))`,
]

/** Every index costs each row that is written: nobody looks for the articles of a story, and those links that crashed are few. */
const LIGHTER = [`drop index articles_story`, `create index links_crashed on links (lease_until_ms) where crashes > 0`]

/** How far each consumer of the log has come: one row each, claimed as feeds are. */
const CONSUMERS = [
  `create table consumers (
    id text primary key, url text not null, active integer not null, state text not null, position integer not null,
    failures integer not null default 0, reason text, detail text, due_at_ms integer not null,
    lease_until_ms integer not null default 0, begun integer not null default 0, token integer not null default 0, last_ok_at text)`,
]
