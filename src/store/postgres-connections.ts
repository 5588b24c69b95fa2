import { Kysely, PostgresDialect, sql } from 'kysely'
import pg from 'pg'
import type { Connections } from './giving-way.ts'
import { connectionTo, PreparingClient } from './postgres-client.ts'
import type { Database } from './schema.ts'
import { type SharedConnection, sharedConnection } from './shared-connection.ts'

/** Most of what sixteen jobs ask goes over the two connections that they share. */
const CONNECTIONS = 6

/** SQLSTATE of a server, database or role that grants no more connections: too_many_connections. */
const REFUSED = '53300'

/** The server, the role and the database each may have a limit; -1 is none. Reserved connections there are since PostgreSQL 16. */
const USED_UP = sql<{ are_used_up: boolean | null }>`
  select count(*) >= current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
      - coalesce(current_setting('reserved_connections', true)::int, 0)
    or count(*) filter (where usename = session_user)
      >= (select nullif(rolconnlimit, -1) from pg_roles where rolname = session_user)
    or count(*) filter (where datname = current_database())
      >= (select nullif(datconnlimit, -1) from pg_database where datname = current_database()) as are_used_up
  from pg_stat_activity where backend_type = 'client backend'`

/** The connections of one process, each kind for its own statements. */
export interface PostgresConnections extends Connections {
  /** one for each transaction under way */
  readonly db: Kysely<Database>
  /** one for the ends of turns, and one for statements that stand by themselves */
  readonly shared: { readonly ends: SharedConnection; readonly singles: SharedConnection }
  /** Ends them for good. */
  end(): Promise<void>
}

/**
 * Makes them as they are needed.
 * @param most how many at most, besides the shared ones
 */
export function postgresConnections(url: string, most = CONNECTIONS): PostgresConnections {
  const pool = openPool(url, most)
  let maySharedOpen = true
  const options = { spare: pool, mayOpen: () => maySharedOpen }
  const shared = { ends: sharedConnection(url, options), singles: sharedConnection(url, options) }
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) })

  return {
    db,
    shared,
    refusal: () => Object.assign(new Error('connections are left to others for a moment'), { code: REFUSED }),
    isRefusal: thrown => (thrown as { readonly code?: unknown } | undefined)?.code === REFUSED,
    async areUsedUp() {
      return (await USED_UP.execute(db)).rows[0]?.are_used_up === true
    },
    async open() {
      const client = await pool.connect()
      client.release()
    },
    async closeAll() {
      const idle = Array.from({ length: pool.idleCount }, () => pool.connect())
      await Promise.allSettled(idle.map(async client => (await client).release(true)))
      await Promise.all([shared.ends.close(), shared.singles.close()])
    },
    allow(which) {
      maySharedOpen = which === 'all'
      pool.options.max = which === 'all' ? most : 1
    },
    async end() {
      await Promise.all([shared.ends.db.destroy(), shared.singles.db.destroy()])
      await db.destroy()
    },
  }
}

function openPool(url: string, max: number): pg.Pool {
  const pool = new pg.Pool({ ...connectionTo(url), Client: PreparingClient, max } as pg.PoolConfig)
  // A connection that breaks while nobody uses it is an event, and an event without a listener ends the process. Whoever uses a
  // broken one hears of it by the statement that fails.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
