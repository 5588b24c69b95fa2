/** Reading what is published: articles, their revisions, lists, the log of events. */

import type { RawBuilder } from 'kysely'
import type { Article, ArticleEvent, ArticleRecord, Revision, Terms } from '../model.ts'
import type { ArticlePage, ArticleQuery, SimilarArticle, Store } from '../ports.ts'
import type { Db, Dialect } from './dialect.ts'
import { UNHURRIED_MS } from './gathered.ts'
import { idsNamed, type Name, namesOf } from './names.ts'
import type { Database, RevisionData } from './schema.ts'
import type { SearchIndex } from './search.ts'
import { members, rowsOf, statement } from './statement.ts'

type ArticleStore = Pick<
  Store,
  | 'findArticle'
  | 'similarArticles'
  | 'article'
  | 'revisions'
  | 'listArticles'
  | 'sections'
  | 'countView'
  | 'mostPopular'
  | 'eventsAfter'
>

/** A fingerprint of 64 bits in four pieces: two that differ in at most three bits share one piece whole (Manku et al., WWW 2007). */
const BANDS = 4

/** "Most popular" means this week, not since the hub was opened. */
const POPULAR_DAYS = 7

/** The part of the store that shows what is published; what writes it is in `publish.ts`. */
export function articleStore(db: Db, { search, gather }: Dialect): ArticleStore {
  const idNamed = gather<readonly Name[], string | undefined>(asked => idsNamed(db, asked), UNHURRIED_MS)
  return {
    async findArticle(sourceId, aliases) {
      if (aliases.length === 0) return undefined
      const id = await idNamed(namesOf(sourceId, aliases))
      return id === undefined ? undefined : oneArticle(db, id)
    },
    similarArticles: gather(fingerprints => similarArticles(db, fingerprints), UNHURRIED_MS),
    article: id => oneArticle(db, id),
    revisions: id => revisionsOf(db, id),
    listArticles: query => listArticles(db, search, query),

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
        .innerJoin('articles', 'articles.id', 'events.article_id')
        .selectAll('events')
        .select('source_id')
        .where('number', '>', number)
        .orderBy('number')
        .limit(limit)
        .execute()
      return rows.map(toEvent)
    },
  }
}

// ---- identity ------------------------------------------------------------------------------------------------------

/** For each of these fingerprints the articles that share a piece of it. */
async function similarArticles(db: Db, fingerprints: readonly string[]): Promise<SimilarArticle[][]> {
  const bands = fingerprints.flatMap(fingerprint => bandsOf(fingerprint).map((value, band) => ({ band, value })))
  const rows = await rowsOf(db, bands, part => byBands(db, { bands: part }))
  const found = new Map(rows.map(row => [row.articleId, row]))
  return fingerprints.map(fingerprint => [...found.values()].filter(row => shareBand(row.fingerprint, fingerprint)))
}

function shareBand(one: string, other: string): boolean {
  const bands = bandsOf(other)
  return bandsOf(one).some((value, band) => value === bands[band])
}

interface Band {
  readonly band: number
  readonly value: string
}

const byBands = statement(
  (db, { bands }: { readonly bands: readonly Band[] }, length: number) =>
    db
      .selectFrom('fingerprints')
      .innerJoin('articles', 'articles.id', 'fingerprints.article_id')
      .select(['articles.id as articleId', 'articles.story_id as storyId', 'fingerprints.fingerprint'])
      .distinct()
      .where(eb =>
        eb.or(
          members(bands, length).map(({ band, value }) => eb.and([eb('band', '=', band), eb('value', '=', value)])),
        ),
      ),
  ({ bands }) => bands.length,
)

/** The pieces of a fingerprint, in their order. */
export const bandsOf = (fingerprint: string): string[] =>
  Array.from({ length: BANDS }, (_, band) => fingerprint.slice(band * 4, band * 4 + 4))

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

type EventRow = { number: number; source_id: string } & Omit<Database['events'], 'number'>

const toEvent = (row: EventRow): ArticleEvent => ({
  number: row.number,
  at: row.at,
  type: row.type,
  articleId: row.article_id,
  sourceId: row.source_id,
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
async function listArticles(db: Db, search: SearchIndex, query: ArticleQuery): Promise<ArticlePage> {
  const matching = query.search === undefined ? undefined : search.matching(query.search)
  if (query.search !== undefined && !matching) return { articles: [] }
  const after = query.cursor === undefined ? undefined : readCursor(query.cursor)
  const rows = await records(db)
    .$if(query.sourceId !== undefined, q => q.where('articles.source_id', '=', query.sourceId as string))
    .$if(query.section !== undefined, q => q.where('articles.section', '=', query.section as string))
    .$if(query.since !== undefined, q => q.where('articles.updated_at', '>=', query.since as string))
    .$if(query.includeCanceled !== true, q => q.where('articles.status', '=', 'usable'))
    .$if(matching !== undefined, q => q.where('articles.seq', 'in', matching as RawBuilder<number>))
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
