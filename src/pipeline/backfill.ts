/**
 * News from before a source was added: through the older pages and archives of its feeds (RFC 5005) and the children of its sitemaps,
 * document by document, until there is enough, or nothing left, or all that is left is too old.
 */

import { discover, documentKind, documentOf } from '../discover/index.ts'
import { asWiredeskError, isStoreFault, Snooze } from '../errors.ts'
import type { BackfillDocument, Discovered, DocumentKind, FetchedPage, FoundLink, Source } from '../model.ts'
import type { BackfillEnd, Clock, Store } from '../ports.ts'

export interface BackfillOptions {
  readonly source: Source
  /** links to add at most, in this run */
  readonly max: number
  /** epoch milliseconds; older news is left where it is */
  readonly sinceMs?: number
  readonly signal?: AbortSignal
  readonly onRead?: (read: BackfillRead) => void
}

export interface BackfillRead {
  readonly url: string
  readonly links: number
  readonly added: number
  /** code of what could not be read */
  readonly problem?: string
}

export interface BackfillSummary {
  readonly documents: number
  readonly added: number
  /** why it ended: `max` links, nothing left (`done`), a host that wants to be asked later, or a signal */
  readonly ended: 'max' | 'done' | 'later' | 'interrupted'
  /** ISO instant at which the host may be asked again */
  readonly again?: string
}

export interface BackfillContext {
  readonly store: Store
  readonly clock: Clock
  /** asks with all manners */
  readonly ask: (url: string, kind: DocumentKind) => Promise<FetchedPage>
}

/** Old news waits for new: its links become due at half the pace at which their host may be asked, so that every other turn is free. */
const PACE = 2

/** A source without a delay still gets a second for each old page: nobody waits for them. */
const LEAST_TURN_MS = 1000

/** What fails this often is left: the rest of an archive does not depend on it. */
const TRIES = 3

/** Runs until an end; what is read is in the ledger at once, so the next run goes on from there. */
export async function backfill(options: BackfillOptions, context: BackfillContext): Promise<BackfillSummary> {
  const { source, max, signal, onRead } = options
  const { store, clock } = context
  const begun = source.feeds.map(({ kind, url }) => ({ kind, url }))
  await store.beginBackfill(source.id, begun, new Date(clock.now()).toISOString())
  const turnMs = Math.max(PACE * source.delayMs, LEAST_TURN_MS)
  let documents = 0
  let added = 0
  for (;;) {
    if (signal?.aborted) return { documents, added, ended: 'interrupted' }
    if (added >= max) return { documents, added, ended: 'max' }
    const document = await store.nextBackfill(source.id)
    if (!document) return { documents, added, ended: 'done' }
    const read = await readOne(document, options, context)
    if (read instanceof Snooze) return { documents, added, ended: 'later', again: new Date(read.untilMs).toISOString() }
    const end = atMost(read, max - added)
    const fresh = await store.finishBackfill(source.id, document, end, new Date(clock.now()).toISOString(), turnMs)
    documents++
    added += fresh
    const problem = end.reason === undefined ? {} : { problem: end.reason }
    onRead?.({ url: document.url, links: end.links.length, added: fresh, ...problem })
  }
}

/** The links and further documents of one; what cannot be read is told. */
async function readOne(
  document: BackfillDocument & { readonly attempts: number },
  options: BackfillOptions,
  { ask }: BackfillContext,
): Promise<BackfillEnd | Snooze> {
  const selector = options.source.feeds.find(({ url }) => url === document.url)?.links
  try {
    const answer = await ask(document.url, documentKind(document.kind))
    const found = discover(document.kind, documentOf(answer, selector))
    const links = found.links.filter(link => !isBefore(dateOf(link), options.sinceMs))
    return { state: 'read', links, further: furtherOf(found, document.kind, links.length, options.sinceMs) }
  } catch (thrown) {
    if (thrown instanceof Snooze) return thrown
    const error = asWiredeskError(thrown, { url: document.url, sourceId: options.source.id })
    if (isStoreFault(error)) throw error
    const isLast = error.retry !== 'later' || document.attempts + 1 >= TRIES
    return { state: isLast ? 'read' : 'again', links: [], further: [], reason: error.code }
  }
}

/** The children of an index that changed since, and the next older page, unless this one was too old as a whole. */
function furtherOf(
  { links, more, moreChanged = {}, older }: Discovered,
  kind: BackfillDocument['kind'],
  kept: number,
  sinceMs: number | undefined,
): BackfillDocument[] {
  const children = more.filter(url => !isBefore(moreChanged[url], sinceMs)).map(url => ({ kind, url }))
  const isPast = links.length > 0 && kept === 0
  return older === undefined || isPast ? children : [...children, { kind, url: older }]
}

/** When there is no room for all, the document stays due: the ledger knows the links it has, and takes the others next time. */
const atMost = (end: BackfillEnd, room: number): BackfillEnd =>
  end.links.length <= room ? end : { ...end, state: 'due', links: end.links.slice(0, room), further: [] }

const dateOf = ({ hints }: FoundLink): string | undefined => hints.published ?? hints.modified

/** What has no date may be anything, and is kept. */
const isBefore = (date: string | undefined, sinceMs: number | undefined): boolean =>
  date !== undefined && sinceMs !== undefined && Date.parse(date) < sinceMs
