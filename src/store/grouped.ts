import { setImmediate } from 'node:timers'
import type { Store } from '../ports.ts'

/** A transaction around several calls of a store: what they begin and commit themselves becomes part of it. */
export interface Group {
  begin(): void
  /** @returns false when it was rolled back instead, because the database could not do it, or something within was rolled back */
  commit(): boolean
  rollback(): void
}

/** What changes nothing needs no transaction, and is not worth the lock that keeps other processes waiting. */
const READS: ReadonlySet<string> = new Set<keyof Store>([
  'article',
  'countHeld',
  'countLinks',
  'cursor',
  'eventsAfter',
  'findArticle',
  'findLinks',
  'isPageShared',
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
const ENDS_WAIT_MS = 20
const ENDS_AT_ONCE = 8

interface Call {
  readonly isRead: boolean
  run(): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/**
 * A store whose calls of one turn of the event loop share one commit, which costs more than most of what it commits. None is answered
 * before it is committed. When one fails, all are rolled back and run again, each by itself: every method of a store is one transaction or
 * one statement, and may be run again.
 */
export function grouped(store: Store, group: Group): Store {
  let waiting: Call[] = []
  const ends: Call[] = []
  let isRunning = false
  let timer: NodeJS.Timeout | undefined
  const methods = Object.entries(store).filter(([, member]) => typeof member === 'function')
  const groupedMethods = methods.map(([name, method]) => {
    const add = ENDS.has(name) ? addEnd : addCall
    const isRead = READS.has(name)
    return [
      name,
      (...args: readonly unknown[]) =>
        new Promise((resolve, reject) => add({ isRead, run: () => method(...args), resolve, reject })),
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
    if (calls.filter(({ isRead }) => !isRead).length < 2 || !(await runTogether(calls, group)))
      for (const each of calls) await each.run().then(each.resolve, each.reject)
    isRunning = waiting.length > 0
    if (isRunning) setImmediate(work)
  }
}

/** @returns false when nothing has come of it, and nobody was answered */
async function runTogether(calls: readonly Call[], group: Group): Promise<boolean> {
  try {
    group.begin()
  } catch (error) {
    // Each by itself would wait as long for whoever has the database.
    for (const { reject } of calls) reject(error)
    return true
  }
  const results: unknown[] = []
  try {
    for (const { run } of calls) results.push(await run())
  } catch {
    // Which one it was, and why, shows when each is run by itself.
    group.rollback()
    return false
  }
  if (!group.commit()) return false
  for (const [at, { resolve }] of calls.entries()) resolve(results[at])
  return true
}
