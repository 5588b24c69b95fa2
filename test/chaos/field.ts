/** Everything one run needs: an origin, the servers of its tier, a desk, and the processes that work on it. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openStore, syncConfig } from '../../src/app.ts'
import { type Config, loadConfig } from '../../src/config.ts'
import type { Store } from '../../src/ports.ts'
import { CONSUMER_SECRET } from '../config/consumer.ts'
import { type PostgresServer, startPostgres } from '../services/postgres.ts'
import { type RedisServer, startRedis } from '../services/redis.ts'
import { type Member, startMember } from './crew.ts'
import { makeDesk } from './desk.ts'
import { type OriginProcess, startOrigin } from './origin-process.ts'
import { type Receiver, startReceiver } from './receiver.ts'

export type Tier = 1 | 2 | 3

export interface FieldOptions {
  readonly tier: Tier
  readonly urls: number
  readonly hosts: number
  readonly seed: string
  readonly workers: number
  readonly delayMs?: number
  readonly faults?: boolean
  readonly slowMs?: number
  /** the receiver of events refuses each so many-th message once */
  readonly refusals?: number
  /** connections that PostgreSQL grants the desk */
  readonly connections?: number
  /** a folder for the desk other than a temporary one */
  readonly folder?: string
}

export interface Field {
  readonly tier: Tier
  readonly origin: OriginProcess
  readonly receiver: Receiver
  readonly crew: Member[]
  readonly config: Config
  readonly store: Store
  readonly postgres: PostgresServer | undefined
  readonly redis: RedisServer | undefined
  /** Starts one more process of the kind that does the work: one that ingests, on tier 1 one that does all. */
  addWorker(): Member
  close(): Promise<void>
}

/** Where connections are few, whoever looks at the desk waits for its turn like everyone else. */
const PATIENCE_MS = 60_000

/** Starts the servers of the tier and the processes; they work from then on. */
export async function openField(options: FieldOptions): Promise<Field> {
  const { tier, workers } = options
  const dir = options.folder ?? mkdtempSync(join(tmpdir(), 'wiredesk-chaos-'))
  const origin = await startOrigin({
    pages: options.urls,
    hosts: options.hosts,
    seed: options.seed,
    faults: options.faults ?? true,
    slowMs: options.slowMs ?? 0,
  })
  process.once('exit', () => {
    origin.kill()
    rmSync(dir, { recursive: true, force: true })
  })
  const postgres = tier === 1 ? undefined : await startPostgres({ isDurable: true })
  const redis = tier === 3 ? await startRedis() : undefined
  const receiver = await startReceiver(options.refusals)
  const desk = await makeDesk(dir, origin, { receiver, delayMs: options.delayMs ?? 0 })
  const env: Record<string, string> = {
    [CONSUMER_SECRET]: receiver.secret,
    ...(postgres && { WIREDESK_STORE: await databaseOf(postgres, options.connections) }),
    ...(redis && { WIREDESK_QUEUE: redis.url }),
  }
  const config = loadConfig(desk, { env })
  let made = 0
  const [role, kind] = tier === 1 ? [[], 'all'] : [['--role', 'ingest'], 'ingest']
  const addWorker = (): Member => startMember(`${kind} ${++made}`, [...role, '--desk', desk], env)
  // The store is opened first: it makes the tables, so that the first kill does not meet their making alone.
  const store = await openStore(config, PATIENCE_MS)
  // Before the first event, so that it is sent all.
  await syncConfig(store, config, new Date().toISOString())
  const crew =
    tier === 1
      ? [addWorker()]
      : [
          startMember('discover', ['--role', 'discover', '--desk', desk], env),
          startMember('deliver', ['--role', 'deliver', '--desk', desk], env),
          ...Array.from({ length: workers }, addWorker),
        ]
  return {
    tier,
    origin,
    receiver,
    crew,
    config,
    store,
    postgres,
    redis,
    addWorker,
    async close() {
      await Promise.all(crew.map(member => member.end()))
      await store.close()
      await redis?.stop()
      await postgres?.stop()
      origin.kill()
      receiver.close()
    },
  }
}

async function databaseOf(postgres: PostgresServer, connections?: number): Promise<string> {
  if (connections === undefined) return postgres.createDatabase('desk')
  // Limits do not hold for superusers.
  await postgres.run(`create role press login connection limit ${connections}`)
  const url = await postgres.createDatabase('desk')
  await postgres.run('alter database desk owner to press')
  return url.replace('//wiredesk@', '//press@')
}
