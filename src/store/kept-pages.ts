/** Which pages are kept, and what for; their bytes are in the page store. */

import { sql } from 'kysely'
import type { KeptPage, LinkHints } from '../model.ts'
import type { ListedPage, PageQuery, PagesToRead, PageToRead, Store } from '../ports.ts'
import type { Db, Trx } from './dialect.ts'
import { toLedgerLink } from './from-rows.ts'
import type { Database } from './schema.ts'
import { rowsInto, type Write } from './writes.ts'

type KeptPageStore = Pick<
  Store,
  'pagesToRead' | 'listPages' | 'lastPage' | 'unneededPages' | 'isPageShared' | 'forgetPage' | 'unknownPages'
>

/** The part of the store that knows the pages. */
export function keptPageStore(db: Db): KeptPageStore {
  return {
    pagesToRead: query => pagesToRead(db, query),
    listPages: query => listPages(db, query),
    unneededPages: (sourceId, before, limit) => unneededPages(db, sourceId, before, limit),

    async lastPage(linkId) {
      const row = await db
        .selectFrom('pages')
        .selectAll()
        .where('link_id', '=', linkId)
        .orderBy('fetched_at', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && toPage(row)
    },

    async isPageShared({ linkId, hash }) {
      const other = await db
        .selectFrom('pages')
        .select('hash')
        .where('hash', '=', hash)
        .where('link_id', '<>', linkId)
        .limit(1)
        .executeTakeFirst()
      return other !== undefined
    },

    async unknownPages(hashes) {
      if (hashes.length === 0) return []
      const rows = await db.selectFrom('pages').select('hash').distinct().where('hash', 'in', hashes).execute()
      const known = new Set(rows.map(row => row.hash))
      return hashes.filter(hash => !known.has(hash))
    },

    async forgetPage({ linkId, hash }) {
      await db.deleteFrom('pages').where('link_id', '=', linkId).where('hash', '=', hash).execute()
    },
  }
}

/** What writes down what was kept, within its turn's transaction. The same bytes of the same link are one page, with its last fetch. */
export const insertPage = (trx: Trx, page: KeptPage): Write => insert(trx, { rows: [toRow(page)] })

const insert = rowsInto('pages', ['link_id', 'hash', 'url', 'headers', 'fetched_at', 'size'], ['link_id', 'hash'])

const toRow = (page: KeptPage): Database['pages'] => ({
  link_id: page.linkId,
  hash: page.hash,
  url: page.url,
  headers: JSON.stringify(page.headers),
  fetched_at: page.fetchedAt,
  size: page.size,
})

async function pagesToRead(db: Db, { of, sourceId, since, after, limit }: PagesToRead): Promise<PageToRead[]> {
  const rows = await db
    .selectFrom('links')
    .innerJoin('pages', 'pages.link_id', 'links.id')
    .selectAll('links')
    .select(['pages.hash', 'pages.url as page_url', 'pages.headers', 'pages.fetched_at', 'pages.size'])
    .$if(of === 'articles', query =>
      query
        .whereRef('pages.hash', '=', 'links.page_hash')
        // An article may have come by several links; the one that brought its current revision speaks for it.
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('articles')
              .innerJoin('revisions', join =>
                join
                  .onRef('revisions.article_id', '=', 'articles.id')
                  .onRef('revisions.number', '=', 'articles.revision_count'),
              )
              .select('articles.id')
              .whereRef('articles.id', '=', 'links.article_id')
              .whereRef('revisions.link_id', '=', 'links.id')
              .where('articles.status', '<>', 'canceled'),
          ),
        ),
    )
    .$if(of === 'dropped', query =>
      query
        .where('links.state', 'in', ['dropped', 'quarantined'])
        .where('links.article_id', 'is', null)
        .where(
          'pages.fetched_at',
          '=',
          sql<string>`(select max(newest.fetched_at) from pages as newest where newest.link_id = links.id)`,
        ),
    )
    .$if(sourceId !== undefined, query => query.where('links.source_id', '=', sourceId as string))
    .$if(since !== undefined, query => query.where('pages.fetched_at', '>=', since as string))
    .$if(after !== undefined, query => query.where('links.id', '>', after as string))
    .orderBy('links.id')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    link: {
      ...toLedgerLink(row),
      hints: JSON.parse(row.hints) as LinkHints,
      ...(row.guid !== null && { guid: row.guid }),
    },
    page: toPage({ ...row, link_id: row.id, url: row.page_url }),
  }))
}

async function listPages(db: Db, { sourceId, since, after, limit, includeCanceled }: PageQuery): Promise<ListedPage[]> {
  const rows = await db
    .selectFrom('pages')
    .innerJoin('links', 'links.id', 'pages.link_id')
    .leftJoin('articles', 'articles.id', 'links.article_id')
    .selectAll('pages')
    .select(['links.source_id', 'links.url as link_url', 'links.article_id'])
    .$if(includeCanceled !== true, query =>
      query.where(eb => eb.or([eb('articles.status', 'is', null), eb('articles.status', '<>', 'canceled')])),
    )
    .$if(sourceId !== undefined, query => query.where('links.source_id', '=', sourceId as string))
    .$if(since !== undefined, query => query.where('pages.fetched_at', '>=', since as string))
    .$if(after !== undefined, query =>
      query.where(eb =>
        eb(
          eb.refTuple('pages.fetched_at', 'pages.link_id', 'pages.hash'),
          '>',
          eb.tuple(after?.fetchedAt ?? '', after?.linkId ?? '', after?.hash ?? ''),
        ),
      ),
    )
    .orderBy('pages.fetched_at')
    .orderBy('pages.link_id')
    .orderBy('pages.hash')
    .limit(limit)
    .execute()
  return rows.map(row => ({
    ...toPage(row),
    sourceId: row.source_id,
    linkUrl: row.link_url,
    ...(row.article_id !== null && { articleId: row.article_id }),
  }))
}

async function unneededPages(db: Db, sourceId: string, before: string, limit: number): Promise<KeptPage[]> {
  const rows = await db
    .selectFrom('pages')
    .innerJoin('links', 'links.id', 'pages.link_id')
    .leftJoin('articles', 'articles.id', 'links.article_id')
    .selectAll('pages')
    .where('links.source_id', '=', sourceId)
    .where('pages.fetched_at', '<', before)
    .where('links.state', '<>', 'due')
    .where('links.lease_until_ms', '=', 0)
    .where(eb =>
      eb.or([
        eb('articles.id', 'is', null),
        eb('articles.status', '=', 'canceled'),
        eb.and([
          eb('pages.hash', '<>', eb.ref('links.page_hash')),
          eb.not(
            eb.exists(
              eb
                .selectFrom('revisions')
                .select('revisions.number')
                .whereRef('revisions.article_id', '=', 'articles.id')
                .whereRef('revisions.number', '=', 'articles.revision_count')
                .whereRef('revisions.page_hash', '=', 'pages.hash'),
            ),
          ),
        ]),
      ]),
    )
    .orderBy('pages.fetched_at')
    .limit(limit)
    .execute()
  return rows.map(toPage)
}

const toPage = (row: Database['pages']): KeptPage => ({
  linkId: row.link_id,
  hash: row.hash,
  url: row.url,
  headers: JSON.parse(row.headers) as Record<string, string>,
  fetchedAt: row.fetched_at,
  size: row.size,
})
