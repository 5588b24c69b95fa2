/** Articles, their immutable revisions, the search index and the log of events. */

import { type Kysely, sql, type Transaction } from 'kysely'
import type {
  Alias,
  Article,
  ArticleEvent,
  ArticleRecord,
  EventType,
  Instant,
  Revision,
  RevisionDraft,
  Terms,
} from '../model.ts'
import type { ArticlePage, ArticleQuery, SavedRevision, SaveRevision, Store } from '../ports.ts'
import { ulid } from '../values/ulid.ts'
import { freeHost } from './hosts.ts'
import type { Database, RevisionData } from './schema.ts'
import { indexArticle, matchQuery, unindexArticle } from './search.ts'
import { insertSteps } from './steps.ts'

type Db = Kysely<Database>
type Trx = Transaction<Database>

type ArticleStore = Pick<
  Store,
  | 'findArticle'
  | 'similarArticles'
  | 'saveRevision'
  | 'article'
  | 'revisions'
  | 'listArticles'
  | 'sections'
  | 'withdrawArticle'
  | 'countView'
  | 'mostPopular'
  | 'eventsAfter'
>

/** A fingerprint of 64 bits in four pieces: two that differ in at most three bits share one piece whole (Manku et al., WWW 2007). */
const BANDS = 4

/** "Most popular" means this week, not since the hub was opened. */
const POPULAR_DAYS = 7

/** The part of the store that holds what is published. */
export function articleStore(db: Db): ArticleStore {
  return {
    findArticle: (sourceId, aliases) => findArticle(db, sourceId, aliases),
    similarArticles: fingerprint => similarArticles(db, fingerprint),
    saveRevision: input => db.transaction().execute(trx => saveRevision(trx, input)),
    article: id => oneArticle(db, id),
    revisions: id => revisionsOf(db, id),
    listArticles: query => listArticles(db, query),
    withdrawArticle: (id, reason, now) => db.transaction().execute(trx => withdraw(trx, id, reason, now)),

    async sections() {
      const rows = await db
        .selectFrom('articles')
        .select(['section', eb => eb.fn.countAll<number>().as('articles')])
        .where('section', 'is not', null)
        .where('status', '=', 'usable')
        .groupBy('section')
        .orderBy('articles', 'desc')
        .execute()
      return rows.map(row => ({ section: row.section as string, articles: Number(row.articles) }))
    },

    async countView(id, now) {
      await db
        .insertInto('views')
        .values({ article_id: id, day: now.slice(0, 10), views: 1 })
        .onConflict(conflict =>
          conflict.columns(['article_id', 'day']).doUpdateSet(eb => ({ views: eb('views.views', '+', 1) })),
        )
        .execute()
    },

    async mostPopular(limit, now) {
      const since = new Date(Date.parse(now) - POPULAR_DAYS * 86_400_000).toISOString().slice(0, 10)
      const rows = await records(db)
        .innerJoin(
          eb =>
            eb
              .selectFrom('views')
              .select(['article_id', e => e.fn.sum<number>('views').as('total')])
              .where('day', '>=', since)
              .groupBy('article_id')
              .as('popular'),
          join => join.onRef('popular.article_id', '=', 'articles.id'),
        )
        .where('articles.status', '=', 'usable')
        .orderBy('popular.total', 'desc')
        .orderBy('articles.sort_at', 'desc')
        .limit(limit)
        .execute()
      return rows.map(toRecord)
    },

    async eventsAfter(number, limit) {
      const rows = await db
        .selectFrom('events')
        .selectAll()
        .where('number', '>', number)
        .orderBy('number')
        .limit(limit)
        .execute()
      return rows.map(toEvent)
    },
  }
}

// ---- identity ------------------------------------------------------------------------------------------------------

async function findArticle(db: Db, sourceId: string, aliases: readonly Alias[]): Promise<ArticleRecord | undefined> {
  for (const alias of aliases) {
    const row = await records(db)
      .innerJoin('aliases', 'aliases.article_id', 'articles.id')
      .where('aliases.scheme', '=', alias.scheme)
      .where('aliases.value', '=', alias.value)
      .where('aliases.scope', '=', scopeOf(alias, sourceId))
      .executeTakeFirst()
    if (row) return toRecord(row)
  }
  return undefined
}

async function similarArticles(db: Db, fingerprint: string) {
  const rows = await db
    .selectFrom('fingerprints')
    .innerJoin('articles', 'articles.id', 'fingerprints.article_id')
    .innerJoin('revisions', join =>
      join.onRef('revisions.article_id', '=', 'articles.id').onRef('revisions.number', '=', 'articles.revision_count'),
    )
    .select([
      'articles.id as articleId',
      'articles.story_id as storyId',
      sql<string>`json_extract(revisions.data, '$.fingerprint')`.as('fingerprint'),
    ])
    .distinct()
    .where(eb =>
      eb.or(bandsOf(fingerprint).map((value, band) => eb.and([eb('band', '=', band), eb('value', '=', value)]))),
    )
    .execute()
  return rows
}

const bandsOf = (fingerprint: string): string[] =>
  Array.from({ length: BANDS }, (_, band) => fingerprint.slice(band * 4, band * 4 + 4))

const scopeOf = (alias: Alias, sourceId: string): string => (alias.scheme === 'guid' ? sourceId : '')

// ---- saving --------------------------------------------------------------------------------------------------------

/** Revision, search row, event and the link's end in one transaction: a kill leaves all of them or none. */
async function saveRevision(trx: Trx, input: SaveRevision): Promise<SavedRevision | 'fenced' | 'raced'> {
  const { link, draft, now, change } = input
  if (input.articleId === undefined && (await findArticle(trx, link.sourceId, draft.aliases))) return 'raced'
  const { numUpdatedRows } = await trx
    .updateTable('links')
    .set({
      state: 'done',
      reason: null,
      detail: null,
      attempts: 0,
      crashes: 0,
      lease_until_ms: 0,
      due_at_ms: input.recheckAt === undefined ? null : Date.parse(input.recheckAt),
      ended_at: now,
      page_hash: input.pageHash,
      etag: input.etag ?? null,
      last_modified: input.lastModified ?? null,
      ...(change !== 'none' && { changed_at: now }),
    })
    .where('id', '=', link.id)
    .where('token', '=', link.token)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) return 'fenced'
  await freeHost(trx, link.host, Date.parse(now))
  await insertSteps(trx, input.steps)

  const saved = await (input.articleId === undefined
    ? firstRevision(trx, input)
    : nextRevision(trx, input, input.articleId))
  await trx.updateTable('links').set({ article_id: saved.articleId }).where('id', '=', link.id).execute()
  for (const alias of draft.aliases) {
    await trx
      .insertInto('aliases')
      .values({
        scheme: alias.scheme,
        value: alias.value,
        scope: scopeOf(alias, link.sourceId),
        article_id: saved.articleId,
      })
      .onConflict(conflict => conflict.columns(['scheme', 'value', 'scope']).doNothing())
      .execute()
  }
  return { ...saved, change }
}

async function firstRevision(trx: Trx, input: SaveRevision): Promise<Omit<SavedRevision, 'change'>> {
  const { draft, now } = input
  const id = ulid(Date.parse(now))
  const { seq } = await trx
    .insertInto('articles')
    .values({
      id,
      source_id: input.link.sourceId,
      story_id: input.storyId ?? id,
      status: 'usable',
      revision_count: 1,
      created_at: now,
      updated_at: now,
      ...listing(draft, now),
    })
    .returning('seq')
    .executeTakeFirstOrThrow()
  await writeRevision(trx, input, id, 1, 'first')
  await indexArticle(trx, seq, draft.fields)
  await addEvent(trx, { at: now, type: 'article.published', article_id: id, revision: 1, reason: null })
  return { articleId: id, number: 1 }
}

async function nextRevision(trx: Trx, input: SaveRevision, articleId: string): Promise<Omit<SavedRevision, 'change'>> {
  const { draft, now, change } = input
  const article = await trx.selectFrom('articles').selectAll().where('id', '=', articleId).executeTakeFirstOrThrow()
  // Canceled is final: whoever read the article before it was withdrawn must not write after it.
  if (change === 'none' || article.status === 'canceled') return { articleId, number: article.revision_count }
  const number = article.revision_count + 1
  await trx
    .updateTable('articles')
    .set({ revision_count: number, updated_at: now, ...listing(draft, article.created_at) })
    .where('id', '=', articleId)
    .execute()
  await writeRevision(trx, input, articleId, number, change)
  await unindexArticle(trx, article.seq)
  await indexArticle(trx, article.seq, draft.fields)
  const type: EventType = change === 'correction' ? 'article.corrected' : 'article.updated'
  await addEvent(trx, {
    at: now,
    type,
    article_id: articleId,
    revision: number,
    reason: draft.fields.correction ?? null,
  })
  return { articleId, number }
}

/** What lists are sorted and filtered by. */
const listing = (draft: RevisionDraft, foundAt: Instant) => ({
  section: draft.fields.section ?? null,
  sort_at: draft.fields.published ?? foundAt,
})

async function writeRevision(
  trx: Trx,
  input: SaveRevision,
  articleId: string,
  number: number,
  change: Revision['change'],
): Promise<void> {
  const { draft } = input
  const data: RevisionData = {
    fields: draft.fields,
    evidence: draft.evidence,
    attribution: draft.attribution,
    signals: draft.signals,
    engine: draft.engine,
    rights: input.rights,
    ...(draft.fingerprint !== undefined && { fingerprint: draft.fingerprint }),
  }
  await trx
    .insertInto('revisions')
    .values({
      article_id: articleId,
      number,
      change,
      content_hash: draft.contentHash,
      page_hash: input.pageHash,
      link_id: input.link.id,
      created_at: input.now,
      data: JSON.stringify(data),
    })
    .execute()
  await trx.deleteFrom('fingerprints').where('article_id', '=', articleId).execute()
  if (draft.fingerprint === undefined) return
  const bands = bandsOf(draft.fingerprint).map((value, band) => ({ band, value, article_id: articleId }))
  await trx.insertInto('fingerprints').values(bands).execute()
}

async function withdraw(trx: Trx, id: string, reason: string, now: Instant): Promise<boolean> {
  const article = await trx.selectFrom('articles').selectAll().where('id', '=', id).executeTakeFirst()
  if (!article || article.status === 'canceled') return false
  await trx
    .updateTable('articles')
    .set({ status: 'canceled', status_reason: reason, updated_at: now })
    .where('id', '=', id)
    .execute()
  await unindexArticle(trx, article.seq)
  await trx.deleteFrom('fingerprints').where('article_id', '=', id).execute()
  await trx
    .updateTable('links')
    .set({ state: 'dropped', reason: 'ARTICLE_CANCELED', detail: reason, due_at_ms: null, ended_at: now })
    .where('article_id', '=', id)
    .execute()
  await addEvent(trx, { at: now, type: 'article.killed', article_id: id, revision: article.revision_count, reason })
  return true
}

async function addEvent(trx: Trx, event: Omit<Database['events'], 'number'>): Promise<void> {
  await trx.insertInto('events').values(event).execute()
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** Articles with their current revision and the terms their source has now. */
function records(db: Db) {
  return db
    .selectFrom('articles')
    .innerJoin('revisions', join =>
      join.onRef('revisions.article_id', '=', 'articles.id').onRef('revisions.number', '=', 'articles.revision_count'),
    )
    .innerJoin('sources', 'sources.id', 'articles.source_id')
    .select([
      'articles.id',
      'articles.source_id',
      'articles.story_id',
      'articles.status',
      'articles.status_reason',
      'articles.revision_count',
      'articles.created_at',
      'articles.updated_at',
      'articles.sort_at',
      'revisions.article_id',
      'revisions.number',
      'revisions.change',
      'revisions.content_hash',
      'revisions.page_hash',
      'revisions.created_at as revised_at',
      'revisions.data',
      'sources.terms',
    ])
}

type RecordRow = Awaited<ReturnType<ReturnType<typeof records>['executeTakeFirstOrThrow']>>

function toRecord(row: RecordRow): ArticleRecord {
  return {
    article: toArticle(row),
    revision: toRevision({ ...row, created_at: row.revised_at }),
    terms: JSON.parse(row.terms) as Terms,
  }
}

const toArticle = (row: Omit<Database['articles'], 'seq' | 'section' | 'sort_at'>): Article => ({
  id: row.id,
  sourceId: row.source_id,
  storyId: row.story_id,
  status: row.status,
  revisionCount: row.revision_count,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  ...(row.status_reason !== null && { statusReason: row.status_reason }),
})

const toRevision = (row: Omit<Database['revisions'], 'link_id'>): Revision => ({
  articleId: row.article_id,
  number: row.number,
  change: row.change,
  contentHash: row.content_hash,
  pageHash: row.page_hash,
  createdAt: row.created_at,
  ...(JSON.parse(row.data) as RevisionData),
})

const toEvent = (row: { number: number } & Omit<Database['events'], 'number'>): ArticleEvent => ({
  number: row.number,
  at: row.at,
  type: row.type,
  articleId: row.article_id,
  revision: row.revision,
  ...(row.reason !== null && { reason: row.reason }),
})

async function oneArticle(db: Db, id: string): Promise<ArticleRecord | undefined> {
  const row = await records(db).where('articles.id', '=', id).executeTakeFirst()
  return row && toRecord(row)
}

async function revisionsOf(db: Db, articleId: string): Promise<Revision[]> {
  const rows = await db
    .selectFrom('revisions')
    .selectAll()
    .where('article_id', '=', articleId)
    .orderBy('number')
    .execute()
  return rows.map(toRevision)
}

/** Newest first; a search goes by date too, so that its pages stay in step while articles arrive. */
async function listArticles(db: Db, query: ArticleQuery): Promise<ArticlePage> {
  const match = query.search === undefined ? undefined : matchQuery(query.search)
  if (match === '') return { articles: [] }
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const rows = await records(db)
    .$if(query.sourceId !== undefined, q => q.where('articles.source_id', '=', query.sourceId as string))
    .$if(query.section !== undefined, q => q.where('articles.section', '=', query.section as string))
    .$if(query.since !== undefined, q => q.where('articles.updated_at', '>=', query.since as string))
    .$if(query.includeCanceled !== true, q => q.where('articles.status', '=', 'usable'))
    .$if(match !== undefined, q =>
      q.where(
        'articles.seq',
        'in',
        sql<number>`(select rowid from article_search where article_search match ${match})`,
      ),
    )
    .$if(after !== undefined, q =>
      q.where(eb =>
        eb(eb.refTuple('articles.sort_at', 'articles.id'), '<', eb.tuple(after?.sortAt ?? '', after?.id ?? '')),
      ),
    )
    .orderBy('articles.sort_at', 'desc')
    .orderBy('articles.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = rows.slice(0, query.limit)
  const last = rows.length > query.limit ? page.at(-1) : undefined
  return { articles: page.map(toRecord), ...(last && { next: writeCursor(last.sort_at, last.id) }) }
}

const writeCursor = (sortAt: string, id: string): string => Buffer.from(`${sortAt} ${id}`).toString('base64url')

function readCursor(cursor: string): { sortAt: string; id: string } | undefined {
  const [sortAt, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  return sortAt !== undefined && id !== undefined ? { sortAt, id } : undefined
}
