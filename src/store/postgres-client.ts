/** One connection to PostgreSQL: it prepares its statements and sends several at once. */

import pg from 'pg'
import { joined, type Write } from './writes.ts'

/** Nobody who asks for a connection gets none for so long unless the server is gone. */
const CONNECT_MS = 5000
/** No statement of ours takes a second; one that takes so long waits for a lock of a process that hangs. */
const STATEMENT_MS = 30_000
/** A process that was stopped in the middle of a transaction must not keep its locks. */
const IDLE_IN_TRANSACTION_MS = 10_000

const INT8 = 20

/** How every connection of ours is made. */
export const connectionTo = (url: string) =>
  ({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    // Claims and slots may be lost with the server: their work is due again. See `orderEvents`.
    options: '-c synchronous_commit=off',
    keepAlive: true,
    pipeline: true,
    application_name: 'wiredesk',
    types: { getTypeParser },
  }) as pg.ClientConfig

/** Stands for a list of writes in place of a statement, see `writeAll`. */
export const TOGETHER = 'writes that go out together'

/** What is answered where nothing is asked. */
export const DONE = { command: 'SELECT', rowCount: 0, rows: [] }

/** Prepares every distinct statement once a connection: planning them each time would cost more than running them. */
export class PreparingClient extends pg.Client {
  readonly #names = new Map<string, string>()

  // biome-ignore lint/suspicious/noExplicitAny: the six signatures of the method it stands for
  override query(first: any, ...rest: any[]): any {
    const [values] = rest
    if (first === TOGETHER) return this.#together(values)
    if (typeof first !== 'string' || !Array.isArray(values) || values.length === 0) return super.query(first, ...rest)
    const clean = values.map(withoutNul)
    const name = this.#nameOf(first)
    return super.query(name === undefined ? { text: first, values: clean } : { name, text: first, values: clean })
  }

  /** Written at once and answered in order: the way there and back costs more than most statements. */
  async #together(writes: readonly Write[]) {
    const answers = await Promise.allSettled(
      joined(writes).map(statement => this.query(statement.sql, [...statement.parameters])),
    )
    // After a fault the server refuses what follows in the transaction: the first one says what was wrong.
    const failed = answers.find(answer => answer.status === 'rejected')
    if (failed) throw failed.reason
    return DONE
  }

  // Lists of different length are different statements; when there are too many of them the rest are not kept.
  #nameOf(text: string): string | undefined {
    const known = this.#names.get(text)
    if (known !== undefined || this.#names.size >= PREPARED_STATEMENTS) return known
    const name = `w${this.#names.size}`
    this.#names.set(text, name)
    return name
  }
}

/** Distinct statements of the store are about a hundred; lists of different length add some. */
const PREPARED_STATEMENTS = 256

/** PostgreSQL keeps no U+0000 in a text, and no text means anything by it. */
const withoutNul = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '') : value

/** Whole numbers of 64 bits come as numbers: ours are times in milliseconds and counts. */
function getTypeParser(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')
}
