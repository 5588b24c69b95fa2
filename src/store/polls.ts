/** How a poll ends in the ledger: the feed's new state, the links that are new, and the known ones that moved on. */

import type { ClaimedFeed, FoundLink, Instant, LinkHints } from '../model.ts'
import type { FeedEnd } from '../ports.ts'
import { inChunks } from '../values/chunks.ts'
import { ulid } from '../values/ulid.ts'
import { addressKey } from '../values/url-key.ts'
import type { Dialect, Trx } from './dialect.ts'
import { addHost, freeHost } from './hosts.ts'
import { insertSteps } from './steps.ts'

/** A feed of 2,000 items must not become 2,000 statements, nor one with more parameters than SQLite takes (32,766). */
const LINKS_PER_INSERT = 200

/** The feed's new state and its new links in one transaction: after a crash before it, the next poll finds the links again. */
export async function finishFeed(
  trx: Trx,
  dialect: Dialect,
  feed: ClaimedFeed,
  ended: FeedEnd | ((added: number) => FeedEnd),
  links: readonly FoundLink[],
  now: Instant,
  turnMs: number,
): Promise<number> {
  const found = await addLinks(trx, dialect, feed.sourceId, links, now, turnMs)
  const end = typeof ended === 'function' ? ended(found) : ended
  await trx
    .updateTable('feeds')
    .set({
      due_at_ms: Date.parse(end.dueAt),
      lease_until_ms: 0,
      begun: 0,
      reason: end.reason ?? null,
      ...(end.outcome === 'ok' && { failures: 0, last_ok_at: now }),
      ...(end.outcome === 'failed' && { failures: feed.failures + 1 }),
      ...validatorsOf(end),
      ...(end.bodyHash !== undefined && { body_hash: end.bodyHash }),
      ...(end.title !== undefined && { title: end.title }),
      ...(end.habits !== undefined && { habits: JSON.stringify(end.habits) }),
      ...(found > 0 && { last_new_at: now }),
    })
    .where('id', '=', feed.id)
    .where('token', '=', feed.token)
    .where('lease_until_ms', '>', 0)
    .execute()
  await dialect.writeAll(trx, [freeHost(trx, feed.host, Date.parse(now))])
  return found
}

/** A whole answer replaces both validators, also by none; any other brings new ones or leaves them. */
function validatorsOf({ bodyHash, etag, lastModified }: FeedEnd) {
  if (bodyHash !== undefined) return { etag: etag ?? null, last_modified: lastModified ?? null }
  return {
    ...(etag !== undefined && { etag }),
    ...(lastModified !== undefined && { last_modified: lastModified }),
  }
}

const DISCOVERED = { stage: 'discover', outcome: 'ok', ms: 0 } as const

/** Adds the links that are not known yet, and gives their number; known ones that moved on are looked at again. */
export async function addLinks(
  trx: Trx,
  dialect: Dialect,
  sourceId: string,
  links: readonly FoundLink[],
  now: Instant,
  turnMs: number,
  firstTurnMs = Date.parse(now),
): Promise<number> {
  const nowMs = Date.parse(now)
  const turns = takeTurns(firstTurnMs, turnMs)
  const moved: MovedLink[] = []
  let added = 0
  for (const part of inChunks(links, LINKS_PER_INSERT)) {
    const chunk = part.map(link => ({ ...link, key: addressKey(link.url) }))
    const known = await knownLinks(
      trx,
      chunk.map(link => link.key),
    )
    moved.push(...chunk.flatMap(link => movedOn(known.get(link.key), link)))
    const fresh = chunk.filter(link => !known.has(link.key))
    if (fresh.length === 0) continue
    const rows = fresh.map(link => newRow(link, link.key, sourceId, now))
    const inserted = await trx
      .insertInto('links')
      .values(rows.map(row => ({ ...row, due_at_ms: turns(row.host) })))
      .onConflict(conflict => conflict.column('url_key').doNothing())
      .returning(['id', 'host'])
      .execute()
    added += inserted.length
    const steps = inserted.map(({ id }) => ({ ...DISCOVERED, linkId: id, at: now, detail: sourceId }))
    await dialect.writeAll(trx, insertSteps(trx, steps))
    for (const host of new Set(inserted.map(row => row.host))) await addHost(trx, host, nowMs)
  }
  if (moved.length <= Math.max(MOVED_AT_ONCE, links.length * MOVED_SHARE)) await lookAgain(trx, moved, nowMs)
  return added
}

/** The time of each host's next turn: the first one for the first link, `turnMs` later for each further one. */
function takeTurns(firstMs: number, turnMs: number): (host: string) => number {
  const next = new Map<string, number>()
  return host => {
    const at = next.get(host) ?? firstMs
    next.set(host, at + turnMs)
    return at
  }
}

function newRow(link: FoundLink, key: string, sourceId: string, now: Instant) {
  return {
    id: ulid(Date.parse(now)),
    source_id: sourceId,
    url: link.url,
    url_key: key,
    host: new URL(link.url).host,
    guid: link.guid ?? null,
    hints: JSON.stringify(link.hints),
    state: 'due' as const,
    found_at: now,
    attempts: 0,
    crashes: 0,
    lease_until_ms: 0,
    begun: 0,
    token: 0,
  }
}

// ---- known links that moved on -------------------------------------------------------------------------------------

/** A feed that says of more articles at once that they were changed says it of all, always: then it tells nothing. */
const MOVED_AT_ONCE = 5
const MOVED_SHARE = 0.2

interface KnownLink {
  readonly id: string
  readonly host: string
  readonly hints: LinkHints
}

type MovedLink = KnownLink & { readonly modified: Instant }

async function knownLinks(trx: Trx, keys: readonly string[]): Promise<Map<string, KnownLink>> {
  const rows = await trx
    .selectFrom('links')
    .select(['id', 'host', 'url_key', 'hints'])
    .where('url_key', 'in', keys)
    .execute()
  return new Map(
    rows.map(({ id, host, url_key, hints }) => [url_key, { id, host, hints: JSON.parse(hints) as LinkHints }]),
  )
}

/** The link, when the feed gives it a later modification than it did before. */
function movedOn(known: KnownLink | undefined, { hints: { modified } }: FoundLink): MovedLink[] {
  const before = known?.hints.modified
  if (!known || before === undefined || modified === undefined || modified <= before) return []
  return [{ ...known, modified }]
}

/** Makes known articles due now, and remembers the modification that did it. */
async function lookAgain(trx: Trx, links: readonly MovedLink[], nowMs: number): Promise<void> {
  for (const { id, host, hints, modified } of links) {
    await trx
      .updateTable('links')
      .set({ hints: JSON.stringify({ ...hints, modified }) })
      .where('id', '=', id)
      .execute()
    await trx
      .updateTable('links')
      .set({ due_at_ms: nowMs })
      .where('id', '=', id)
      .where('state', '=', 'done')
      .where(eb => eb.or([eb('due_at_ms', 'is', null), eb('due_at_ms', '>', nowMs)]))
      .execute()
    await addHost(trx, host, nowMs)
  }
}
