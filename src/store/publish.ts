/** Writing what is published: revisions, the search index and the log of events, each turn's in one transaction. */

import type { Insertable } from 'kysely'
import type { EventType, Instant, Revision, RevisionDraft } from '../model.ts'
import type { SavedRevision, SaveRevision, Store } from '../ports.ts'
import { ulid } from '../values/ulid.ts'
import { bandsOf } from './articles.ts'
import type { Db, Dialect, Trx } from './dialect.ts'
import { freeHost } from './hosts.ts'
import { insertPage } from './kept-pages.ts'
import { endTurns, type TurnEnd } from './ledger.ts'
import { type Naming, nameArticles } from './names.ts'
import type { Database, RevisionData } from './schema.ts'
import { insertSteps } from './steps.ts'
import { changeOf, rowsInto, type Write } from './writes.ts'

type PublishStore = Pick<Store, 'saveRevision' | 'withdrawArticle'>

/** The part of the store that publishes. */
export function publishStore(db: Db, dialect: Dialect): PublishStore {
  const writer = { ...dialect, endTurn: dialect.gather(endTurns), nameArticle: dialect.gather(nameArticles) }
  return {
    saveRevision: input => saveRevision(db, writer, input),
    withdrawArticle: (id, reason, now) => db.transaction().execute(trx => withdraw(trx, dialect, id, reason, now)),
  }
}

/** What several turns that end in one transaction do together, besides what their database has of its own. */
interface Writer extends Dialect {
  endTurn(end: TurnEnd): Promise<boolean>
  /** Keeps the names an article goes by; gives how many of them were another article's, or had been this one's, already. */
  nameArticle(naming: Naming): Promise<number>
}

/** Another link has made or changed the article since this draft was compared with it: nothing of this transaction may stay. */
class Raced extends Error {}

async function saveRevision(db: Db, writer: Writer, input: SaveRevision): Promise<SavedRevision | 'fenced' | 'raced'> {
  try {
    return await db.transaction().execute(trx => saveInTurn(trx, writer, input))
  } catch (error) {
    if (error instanceof Raced) return 'raced'
    throw error
  }
}

/** Revision, search row, event and the link's end: a kill leaves all of them or none. */
async function saveInTurn(trx: Trx, writer: Writer, input: SaveRevision): Promise<SavedRevision | 'fenced'> {
  const { link, draft, now, change } = input
  const articleId = input.articleId ?? ulid(Date.parse(now))
  const set = {
    state: 'done',
    reason: null,
    detail: null,
    attempts: 0,
    crashes: 0,
    due_at_ms: input.recheckAt === undefined ? null : Date.parse(input.recheckAt),
    ended_at: now,
    article_id: articleId,
    page_hash: input.pageHash,
    etag: input.etag ?? null,
    last_modified: input.lastModified ?? null,
    ...(change !== 'none' && { changed_at: input.changedAt ?? now }),
  } as const
  if (!(await writer.endTurn({ trx, link, set }))) return 'fenced'
  const isNew = input.articleId === undefined
  const { number, writes } = await (isNew ? firstRevision : nextRevision)(trx, writer, input, articleId, draft)
  await writer.writeAll(trx, [
    freeHost(trx, link.host, Date.parse(now)),
    ...(input.page ? [insertPage(trx, input.page)] : []),
    ...insertSteps(trx, input.steps),
    ...writes,
  ])
  return { articleId, number, change }
}

async function firstRevision(
  trx: Trx,
  writer: Writer,
  input: SaveRevision,
  id: string,
  draft: RevisionDraft,
): Promise<Numbered> {
  const { link, now } = input
  // Two turns that make one article meet here: the second finds the names taken, where need be after waiting for the first.
  const taken = await writer.nameArticle({ trx, articleId: id, sourceId: link.sourceId, aliases: draft.aliases })
  if (taken > 0) throw new Raced()
  const row = {
    id,
    source_id: link.sourceId,
    story_id: input.storyId ?? id,
    status: 'usable',
    revision_count: 1,
    created_at: now,
    updated_at: now,
    ...listing(draft, now),
  } as const
  const event = { at: now, type: 'article.published', article_id: id, revision: 1, reason: null } as const
  const writes = [
    insertArticle(trx, { rows: [row] }),
    ...insertRevision(trx, input, id, 1, 'first'),
    writer.search.add(trx, id, draft.fields),
    ...addEvent(trx, writer, event),
  ]
  return { number: 1, writes }
}

const insertArticle = rowsInto('articles', [
  'id',
  'source_id',
  'story_id',
  'status',
  'revision_count',
  'created_at',
  'updated_at',
  'section',
  'sort_at',
])

/** A revision's number, and what is left to write: nothing of it may be read before. */
interface Numbered {
  readonly number: number
  readonly writes: readonly Write[]
}

async function nextRevision(
  trx: Trx,
  writer: Writer,
  input: SaveRevision,
  articleId: string,
  draft: RevisionDraft,
): Promise<Numbered> {
  const { now, change, link, basedOn } = input
  const article = await writer
    .locked(trx.selectFrom('articles').selectAll().where('id', '=', articleId))
    .executeTakeFirstOrThrow()
  await writer.nameArticle({ trx, articleId, sourceId: link.sourceId, aliases: draft.aliases })
  // Canceled is final: whoever read the article before it was withdrawn must not write after it.
  if (change === 'none' || article.status === 'canceled') return { number: article.revision_count, writes: [] }
  if (basedOn !== undefined && basedOn !== article.revision_count) throw new Raced()
  const number = article.revision_count + 1
  const update = trx
    .updateTable('articles')
    .set({ revision_count: number, updated_at: now, ...listing(draft, article.created_at) })
    .where('id', '=', articleId)
    .compile()
  const type: EventType = change === 'correction' ? 'article.corrected' : 'article.updated'
  // An older note is no reason of this change.
  const note = change === 'correction' ? draft.fields.correction : undefined
  const reason = input.reason ?? note ?? null
  const writes = [
    changeOf(trx, update),
    ...insertRevision(trx, input, articleId, number, change),
    changeOf(trx, writer.search.remove(trx, article.seq)),
    writer.search.add(trx, articleId, draft.fields),
    ...addEvent(trx, writer, { at: now, type, article_id: articleId, revision: number, reason }),
  ]
  return { number, writes }
}

type Listing = Pick<Database['articles'], 'section' | 'sort_at'>

/** What lists are sorted and filtered by. */
const listing = (draft: RevisionDraft, foundAt: Instant): Listing => ({
  section: draft.fields.section ?? null,
  sort_at: draft.fields.published ?? foundAt,
})

function insertRevision(
  trx: Trx,
  input: SaveRevision,
  articleId: string,
  number: number,
  change: Revision['change'],
): Write[] {
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
  const row = {
    article_id: articleId,
    number,
    change,
    content_hash: draft.contentHash,
    page_hash: input.pageHash,
    link_id: input.link.id,
    created_at: input.now,
    data: JSON.stringify(data),
  }
  const { fingerprint } = draft
  const bands =
    fingerprint === undefined
      ? []
      : bandsOf(fingerprint).map((value, band) => ({ band, value, article_id: articleId, fingerprint }))
  return [
    insertRow(trx, { rows: [row] }),
    ...(number > 1
      ? [changeOf(trx, trx.deleteFrom('fingerprints').where('article_id', '=', articleId).compile())]
      : []),
    ...(bands.length > 0 ? [insertBands(trx, { rows: bands })] : []),
  ]
}

const insertRow = rowsInto('revisions', [
  'article_id',
  'number',
  'change',
  'content_hash',
  'page_hash',
  'link_id',
  'created_at',
  'data',
])

const insertBands = rowsInto('fingerprints', ['band', 'value', 'article_id', 'fingerprint'])

async function withdraw(trx: Trx, dialect: Dialect, id: string, reason: string, now: Instant): Promise<boolean> {
  const article = await dialect.locked(trx.selectFrom('articles').selectAll().where('id', '=', id)).executeTakeFirst()
  if (!article || article.status === 'canceled') return false
  await trx
    .updateTable('articles')
    .set({ status: 'canceled', status_reason: reason, updated_at: now })
    .where('id', '=', id)
    .execute()
  const links = trx
    .updateTable('links')
    .set({ state: 'dropped', reason: 'ARTICLE_CANCELED', detail: reason, due_at_ms: null, ended_at: now })
    .where('article_id', '=', id)
    .compile()
  await dialect.writeAll(trx, [
    changeOf(trx, dialect.search.remove(trx, article.seq)),
    changeOf(trx, trx.deleteFrom('fingerprints').where('article_id', '=', id).compile()),
    changeOf(trx, links),
    ...addEvent(trx, dialect, {
      at: now,
      type: 'article.killed',
      article_id: id,
      revision: article.revision_count,
      reason,
    }),
  ])
  return true
}

/** What writes into the log; the last thing a transaction does, see `Dialect.orderEvents`. */
function addEvent(trx: Trx, dialect: Dialect, event: NewEvent): Write[] {
  return [...dialect.orderEvents(trx), insertEvent(trx, { rows: [event] })]
}

type NewEvent = Insertable<Database['events']>

const insertEvent = rowsInto('events', ['at', 'type', 'article_id', 'revision', 'reason'])
