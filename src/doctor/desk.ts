/** What a desk needs of itself: configuration, store, queue, page store. */

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { checkQueue, openDatabase, openStore, pagesOf } from '../app.ts'
import { type Config, requireContact } from '../config.ts'
import { signedHeaders } from '../policy/webhook.ts'
import { createSecrets } from '../secrets.ts'
import type { OpenDatabase } from '../store/dialect.ts'
import { type Finding, look, ok, warn } from './finding.ts'

/** Whether publishers can reach whoever crawls them. */
export const checkContact = (config: Config): Promise<Finding> =>
  look(
    'contact',
    () => {
      requireContact(config)
      if (config.contact !== undefined) return ok(`${config.contact}; we call ourselves ${config.fetch.userAgent}`)
      return warn(
        'none, and no source away from this machine',
        'Set contact in config/wiredesk.yaml before you add one.',
      )
    },
    'Set contact in config/wiredesk.yaml, or WIREDESK_CONTACT.',
  )

export interface StoreFindings {
  readonly findings: readonly Finding[]
  /** when the newest event was written */
  readonly lastMs?: number
  /** the time of the store's own machine */
  readonly storeMs?: number
}

/** Whether the store opens, is up to date, and is whole; and what waits for hands in it. */
export async function checkStore(config: Config): Promise<StoreFindings> {
  const times: { lastMs?: number; storeMs?: number } = {}
  const store = await look(
    'store',
    async () => {
      const database = await openDatabase(config)
      try {
        Object.assign(times, await timesOf(database))
        const [damage] = await database.damage()
        if (damage !== undefined)
          return {
            status: 'fail',
            found: damage,
            advice: 'Stop the desk and restore a backup: `wiredesk restore FILE --force`.',
          }
        const { rows } = await sql<{ n: number }>`select count(*) as n from articles`.execute(database.db)
        return ok(`${database.dialect.isShared ? 'PostgreSQL' : 'SQLite'}, whole; ${rows[0]?.n} articles`)
      } finally {
        await database.close()
      }
    },
    'Look at store.url (or WIREDESK_STORE), at whether its server runs, and at the rights on its folder.',
  )
  const ledger =
    store.status === 'fail'
      ? { check: 'ledger', status: 'skip' as const, found: 'the store failed' }
      : await checkLedger(config)
  return { findings: [store, ledger], ...times }
}

async function timesOf({ db, dialect }: OpenDatabase): Promise<{ lastMs?: number; storeMs?: number }> {
  const last = await db.selectFrom('events').select('at').orderBy('number', 'desc').limit(1).executeTakeFirst()
  const now = dialect.isShared
    ? (await sql<{ ms: number }>`select extract(epoch from clock_timestamp()) * 1000 as ms`.execute(db)).rows[0]
    : undefined
  return { ...(last && { lastMs: Date.parse(last.at) }), ...(now && { storeMs: Number(now.ms) }) }
}

const checkLedger = (config: Config): Promise<Finding> =>
  look(
    'ledger',
    async () => {
      const store = await openStore(config)
      try {
        const { due, quarantined } = await store.countLinks()
        const failing = (await store.sourceHealth()).filter(source => source.feeds.some(feed => feed.failures > 2))
        const found = `${due} links due, ${quarantined} quarantined, ${failing.length} sources failing`
        if (quarantined > 0)
          return warn(found, '`wiredesk quarantine list` says why; `quarantine replay` once it is mended.')
        return failing.length > 0 ? warn(found, '`wiredesk source list` says which, and why.') : ok(found)
      } finally {
        await store.close()
      }
    },
    'Look at the store.',
  )

/** Whether everybody who is sent events takes them, and has a secret to know them by. */
export const checkConsumers = (config: Config): Promise<Finding> =>
  look(
    'consumers',
    async () => {
      const enabled = config.consumers.filter(consumer => consumer.enabled)
      const secrets = createSecrets(process.env, config.desk)
      for (const { webhook } of enabled)
        signedHeaders({ id: 'doctor', text: '' }, webhook.secrets.map(secrets.resolve), 0)
      const store = await openStore(config)
      try {
        const states = await store.consumers()
        const failing = states.filter(({ state, failures }) => state === 'off' || failures > 0)
        const found = `${enabled.length} consumers, ${failing.length} failing`
        return failing.length > 0 ? warn(found, '`wiredesk consumer list` says which, and why.') : ok(found)
      } finally {
        await store.close()
      }
    },
    'Look at config/consumers, and at the secrets that its files refer to.',
  )

/** Whether jobs could be handed out. */
export const checkJobs = (config: Config): Promise<Finding> =>
  look(
    'queue',
    async () => {
      await checkQueue(config)
      return ok(config.queue.url === 'local:' ? 'in this process' : withoutPassword(config.queue.url))
    },
    'Look at queue.url (or WIREDESK_QUEUE), at whether Redis runs, and at its appendonly and maxmemory-policy.',
  )

const withoutPassword = (url: string): string => url.replace(/:\/\/[^@/]*@/, '://')

/** Whether a page can be kept, read again and removed. */
export const checkPages = (config: Config): Promise<Finding> =>
  look(
    'pages',
    async () => {
      const pages = pagesOf(config)
      const bytes = randomBytes(64)
      const startedAt = performance.now()
      const hash = await pages.save(bytes)
      const read = await pages.read(hash)
      await pages.remove(hash, Date.now() + MINUTE_MS)
      if (!read || !bytes.equals(read)) throw new Error('a page came back otherwise than it was kept')
      return ok(
        `${config.pages.url ?? config.pages.dir}: kept, read and removed one in ${Math.round(performance.now() - startedAt)} ms`,
      )
    },
    'Look at pages.dir, or at pages.url, its credentials and its server.',
  )

/** What was saved just now is older than that. */
const MINUTE_MS = 60_000
