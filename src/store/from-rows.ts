/** What is in the ledger's rows, as the model has it. */

import type { ClaimedFeed, ClaimedLink, FeedHabits, LedgerLink, LinkHints } from '../model.ts'
import type { Database } from './schema.ts'

/** A row of `links` as whoever works on it has it. */
export function toClaimedLink(row: Database['links']): ClaimedLink {
  return {
    ...toLedgerLink(row),
    token: row.token,
    host: row.host,
    hints: JSON.parse(row.hints) as LinkHints,
    ...(row.guid !== null && { guid: row.guid }),
    ...(row.etag !== null && { etag: row.etag }),
    ...(row.last_modified !== null && { lastModified: row.last_modified }),
    ...(row.page_hash !== null && { pageHash: row.page_hash }),
    ...(row.changed_at !== null && { changedAt: row.changed_at }),
  }
}

/** A row of `feeds` as the model has it. */
export function toFeedState(row: Database['feeds']): Omit<ClaimedFeed, 'token'> {
  return {
    id: row.id,
    sourceId: row.source_id,
    kind: row.kind,
    url: row.url,
    host: row.host,
    failures: row.failures,
    dueAt: new Date(row.due_at_ms).toISOString(),
    ...(row.title !== null && { title: row.title }),
    ...(row.etag !== null && { etag: row.etag }),
    ...(row.last_modified !== null && { lastModified: row.last_modified }),
    ...(row.body_hash !== null && { bodyHash: row.body_hash }),
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.last_ok_at !== null && { lastOkAt: row.last_ok_at }),
    ...(row.last_new_at !== null && { lastNewAt: row.last_new_at }),
    habits: row.habits === null ? {} : (JSON.parse(row.habits) as FeedHabits),
  }
}

/** A row of `links` as the model has it. */
export function toLedgerLink(row: Database['links']): LedgerLink {
  return {
    id: row.id,
    sourceId: row.source_id,
    url: row.url,
    state: row.state,
    attempts: row.attempts,
    crashes: row.crashes,
    foundAt: row.found_at,
    ...(row.reason !== null && { reason: row.reason }),
    ...(row.detail !== null && { detail: row.detail }),
    ...(row.article_id !== null && { articleId: row.article_id }),
    ...(row.due_at_ms !== null && { dueAt: new Date(row.due_at_ms).toISOString() }),
    ...(row.ended_at !== null && { endedAt: row.ended_at }),
  }
}
