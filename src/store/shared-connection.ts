/** One connection to PostgreSQL for many at once, and a transaction that may be laid around what several of them do. */

import { Kysely, PostgresDialect } from 'kysely'
import type pg from 'pg'
import { type Group, OpenGroup } from './grouped.ts'
import { connectionTo, DONE, PreparingClient, TOGETHER } from './postgres-client.ts'
import type { Database } from './schema.ts'
import type { Write } from './writes.ts'

/** A connection that is nobody's own, and on which a transaction may be laid around those of several. */
class SharedClient extends PreparingClient {
  #around: OpenGroup | undefined
  /** what the transactions within end with: it is written at the end of the one around them */
  #writes: Write[] = []

  /** how many have it just now */
  users = 0

  /** Whoever is done with it leaves it to the others. */
  release(): void {
    this.users--
  }

  async beginAround(): Promise<void> {
    await super.query('begin')
    this.#around = new OpenGroup()
    this.#writes = []
  }

  /** @returns whether it was committed */
  async endAround(as: 'commit' | 'rollback'): Promise<boolean> {
    const end = this.#around?.isSpoiled === false ? as : 'rollback'
    this.#around = undefined
    // They go out with the commit, which the server makes a rollback when one of them fails.
    const written = end === 'commit' ? super.query(TOGETHER, this.#writes) : undefined
    const [ended] = await Promise.all([super.query(end), written])
    return ended.command === 'COMMIT'
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above
  override query(first: any, ...rest: any[]): any {
    if (this.#around?.standsFor(first)) return Promise.resolve(DONE)
    if (this.#around && first === TOGETHER) {
      this.#writes.push(...(rest[0] as Write[]))
      return Promise.resolve(DONE)
    }
    return super.query(first, ...rest)
  }
}

/** A connection that many use at once, and a transaction that may be laid around what several of them do. */
export interface SharedConnection {
  readonly db: Kysely<Database>
  readonly group: Group
  /** Ends it; it is made anew when it is asked for again. */
  close(): Promise<void>
}

export interface SharedConnectionOptions {
  /** whether there may be one for this */
  readonly mayOpen: () => boolean
  /** gives one when there may not */
  readonly spare: pg.Pool
}

/** How long a connection is kept that nobody uses. */
const IDLE_MS = 10_000

/** One connection for many at once: what they ask in one turn of the event loop goes out together. */
export function sharedConnection(url: string, { mayOpen, spare }: SharedConnectionOptions): SharedConnection {
  let current: Promise<SharedClient> | undefined
  /** the one with a transaction around what is asked */
  let around: SharedClient | undefined
  const idle = setTimeout(closeUnused, IDLE_MS).unref()

  const isToBeHad = (): boolean => current !== undefined || mayOpen()

  async function connect(): Promise<SharedClient> {
    idle.refresh()
    current ??= open()
    // When it breaks, what is asked within its transaction must fail with it, and not be done by itself on another.
    const client = around ?? (await current)
    client.users++
    return client
  }

  function open(): Promise<SharedClient> {
    const client = new SharedClient(connectionTo(url))
    const opening = client.connect().then(() => client)
    const forget = (): void => {
      if (current === opening) current = undefined
    }
    client.on('error', forget)
    client.once('end', forget)
    opening.catch(forget)
    return opening
  }

  async function close(): Promise<void> {
    const last = current
    current = undefined
    await last?.then(client => client.end()).catch(() => {})
  }

  async function closeUnused(): Promise<void> {
    const client = await current?.catch(() => undefined)
    // A statement that waits for a lock may take longer than that.
    if (client && client.users > 0) idle.refresh()
    else await close()
  }

  async function beginAround(): Promise<void> {
    const client = await connect()
    try {
      await client.beginAround()
      around = client
    } catch (error) {
      client.release()
      throw error
    }
  }

  async function endAround(as: 'commit' | 'rollback'): Promise<boolean> {
    const client = around
    around = undefined
    try {
      return (await client?.endAround(as)) === true
    } catch {
      // With its connection a transaction ends too.
      return false
    } finally {
      client?.release()
    }
  }

  const pool = { connect: () => (isToBeHad() ? connect() : spare.connect()), end: close }
  return {
    db: new Kysely<Database>({ dialect: new PostgresDialect({ pool: pool as never }) }),
    group: {
      async begin() {
        if (!isToBeHad()) return false
        await beginAround()
        return true
      },
      commit: () => endAround('commit'),
      rollback: async () => void (await endAround('rollback')),
    },
    close,
  }
}
