import { setImmediate } from 'node:timers'
import type { Store } from '../ports.ts'

/** A transaction around several calls of a store: what they begin and commit themselves becomes part of it. */
export interface Group {
  /** @returns false when there can be none just now, and each had better do without */
  begin(): Promise<boolean>
  /** @returns false when it was rolled back instead, because the database could not do it, or something within was rolled back */
  commit(): Promise<boolean>
  rollback(): Promise<void>
}

/** What a transaction begins and ends with: within a group's they stand for nothing. */
const BOUNDS: ReadonlySet<unknown> = new Set(['begin', 'commit', 'rollback'])

/** A group that has begun: it stands in for the bounds of the transactions within, and can only be rolled back when one of them was. */
export class OpenGroup {
  isSpoiled = false

  /** @returns whether this is such a bound, and not to be run */
  standsFor(statement: unknown): boolean {
    if (statement === 'rollback') this.isSpoiled = true
    return BOUNDS.has(statement)
  }
}

export interface GroupOptions {
  readonly group: Group
  /** the store whose calls go into the group's transaction */
  readonly within: Store
  /** only the ends of turns: where several connections work side by side, other calls gain nothing */
  readonly isForEnds?: boolean
}

/** What changes nothing needs no transaction, and is not worth the lock that keeps other processes waiting. */
const READS: ReadonlySet<string> = new Set<keyof Store>([
  'article',
  'consumers',
  'countHeld',
  'countLinks',
  'cursor',
  'eventsAfter',
  'findArticle',
  'findLinks',
  'isPageShared',
  'lastEventBefore',
  'lastPage',
  'listArticles',
  'listLinks',
  'listPages',
  'mostPopular',
  'nextBackfill',
  'nextDueAt',
  'pagesToRead',
  'revisions',
  'robots',
  'sections',
  'similarArticles',
  'sourceHealth',
  'staleRules',
  'steps',
  'subscription',
  'subscriptionOf',
  'unknownPages',
  'unneededPages',
])

/** The ends of turns: only the place of a job waits for them, and they are the largest part of what is committed. */
const ENDS: ReadonlySet<string> = new Set<keyof Store>(['saveRevision', 'endLink'])

/** How long an end waits for others, and how many do. Commits of one page each made a fifth of all that storing it costs. */
const ENDS_WAIT_MS = 40
const ENDS_AT_ONCE = 12

interface Call {
  readonly isRead: boolean
  run(store: Store): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/**
 * A store whose calls of one turn of the event loop share one commit, which costs more than most of what it commits. None is answered
 * before that. When one fails, all are rolled back and run again, each by itself: every method of a store is one transaction or
 * one statement, and may be run again.
 */
export function grouped(store: Store, { group, within, isForEnds = false }: GroupOptions): Store {
  let waiting: Call[] = []
  const ends: Call[] = []
  let isRunning = false
  let timer: NodeJS.Timeout | undefined
  const names = Object.entries(store).flatMap(([name, member]) => (typeof member === 'function' ? [name] : []))
  const groupedMethods = names
    .filter(name => !isForEnds || ENDS.has(name))
    .map(name => {
      const add = ENDS.has(name) ? addEnd : addCall
      const isRead = READS.has(name)
      // biome-ignore lint/suspicious/noExplicitAny: any method of the store
      const run = (args: readonly any[]) => (on: any) => on[name](...args)
      return [
        name,
        (...args: readonly unknown[]) =>
          new Promise((resolve, reject) => add({ isRead, run: run(args), resolve, reject })),
      ]
    })
  return {
    ...store,
    ...Object.fromEntries(groupedMethods),
    async close() {
      takeEnds()
      await new Promise((resolve, reject) => addCall({ isRead: true, run: async () => {}, resolve, reject }))
      await store.close()
    },
  }

  function addEnd(call: Call): void {
    if (ends.push(call) >= ENDS_AT_ONCE) takeEnds()
    else timer ??= setTimeout(takeEnds, ENDS_WAIT_MS)
  }

  function takeEnds(): void {
    clearTimeout(timer)
    timer = undefined
    for (const end of ends.splice(0)) addCall(end)
  }

  function addCall(call: Call): void {
    waiting.push(call)
    if (!isRunning) setImmediate(work)
    isRunning = true
  }

  async function work(): Promise<void> {
    const calls = waiting
    waiting = []
    if (calls.filter(({ isRead }) => !isRead).length < 2 || !(await runTogether(calls, group, within)))
      await Promise.all(calls.map(each => each.run(store).then(each.resolve, each.reject)))
    isRunning = waiting.length > 0
    if (isRunning) setImmediate(work)
  }
}

/** @returns false when nothing has come of it, and nobody was answered */
async function runTogether(calls: readonly Call[], group: Group, within: Store): Promise<boolean> {
  try {
    if (!(await group.begin())) return false
  } catch (error) {
    // Each by itself would wait as long for whoever has the database.
    for (const { reject } of calls) reject(error)
    return true
  }
  const ended = await Promise.allSettled(calls.map(({ run }) => run(within)))
  const results = ended.flatMap(each => (each.status === 'fulfilled' ? [each.value] : []))
  if (results.length < calls.length) {
    // Which one it was, and why, shows when each is run by itself.
    await group.rollback()
    return false
  }
  if (!(await group.commit())) return false
  for (const [at, { resolve }] of calls.entries()) resolve(results[at])
  return true
}
