/** The faults, one by one. Each is let loose while the desk works; what is left is then done without hands. */

import { execFileSync } from 'node:child_process'
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import type { Field, FieldOptions, Tier } from './field.ts'

export interface Scenario {
  readonly tiers: readonly Tier[]
  /** what it needs of the field */
  prepare?(): Promise<Partial<FieldOptions>>
  run(field: Field): Promise<void>
  /** what was wrong besides the account, in words */
  judge?(field: Field): Promise<readonly string[]>
}

/** Long enough for every job under way to meet the full disk. */
const FULL_MS = 20_000

/** Their rows, pages and log fit on the small disk once the ballast is gone; twice as many fill it by themselves. */
const SMALL_DISK_URLS = 180

/** Each message that is refused is sent again after five seconds. */
const DELIVERED_URLS = 400

/** Publishers are rarely asked more often than this. */
const POLITE_MS = 500

export const scenarios: Readonly<Record<string, Scenario>> = {
  'redis-flush': { tiers: [3], run: field => times(3, 3000, () => ask(field, 'flushall')) },
  'redis-kill': { tiers: [3], run: ({ redis }) => times(3, 3000, () => killAndStart(redis as Server)) },
  'redis-clients': { tiers: [3], run: field => times(5, 2000, () => ask(field, 'client', 'kill', 'type', 'normal')) },
  'redis-memory': {
    tiers: [3],
    async run(field) {
      await ask(field, 'config', 'set', 'maxmemory', '1mb')
      await sleep(20_000)
      await ask(field, 'config', 'set', 'maxmemory', '0')
    },
  },
  'redis-sleep': { tiers: [3], run: field => ask(field, 'debug', 'sleep', '20') },

  'postgres-kill': { tiers: [2, 3], run: ({ postgres }) => times(5, 3000, () => killAndStart(postgres as Server)) },
  'postgres-terminate': {
    tiers: [2, 3],
    run: ({ postgres }) =>
      times(5, 2000, () =>
        postgres?.run('select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()'),
      ),
  },
  'postgres-connections': { tiers: [2, 3], prepare: async () => ({ connections: 3 }), run: () => sleep(10_000) },

  'worker-stop': {
    tiers: [2, 3],
    async run({ crew }) {
      const worker = crew.at(-1)
      worker?.signal('SIGSTOP')
      await sleep(60_000)
      worker?.signal('SIGCONT')
    },
  },

  /** The new version is started before the old one ends. On tier 1 it is refused, and started again, until the desk is free. */
  upgrade: {
    tiers: [1, 2, 3],
    async run(field) {
      for (const old of field.crew.filter(({ name }) => /^(?:ingest|all)/.test(name))) {
        const next = field.addWorker()
        await sleep(4000)
        const { code, ms } = await old.end()
        field.crew.splice(field.crew.indexOf(old), 1, next)
        console.log(`${old.name} ended with ${code} after ${ms} ms`)
        if (code !== 0 || ms > 25_500) ended.push(`${old.name} ended with ${code} after ${ms} ms`)
      }
    },
    judge: async () => ended,
  },

  /** Whoever tells the consumer is killed over and over, and the consumer refuses each fortieth message once. */
  webhooks: {
    tiers: [1, 2, 3],
    prepare: async () => ({ urls: DELIVERED_URLS, refusals: 40 }),
    run: ({ crew }) => times(10, 1500, () => (crew.find(({ name }) => name.startsWith('deliver')) ?? crew[0])?.kill()),
  },

  'sqlite-full': {
    tiers: [1],
    async prepare() {
      const folder = mkdtempSync(join(tmpdir(), 'wiredesk-small-'))
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'wiredesk', folder])
      process.once('exit', () => {
        execFileSync('umount', ['-l', folder])
        rmSync(folder, { recursive: true, force: true })
      })
      return { folder, urls: SMALL_DISK_URLS }
    },
    async run({ config }) {
      const ballast = join(config.desk, '..', 'ballast')
      fill(ballast)
      console.log('the disk is full')
      await sleep(FULL_MS)
      rmSync(ballast)
    },
  },

  politeness: {
    tiers: [2, 3],
    prepare: async () => ({ workers: 4, hosts: 20, delayMs: POLITE_MS, faults: false, slowMs: 20 }),
    run: async () => {},
    async judge({ origin }) {
      const seen = await origin.manners()
      console.log(`the origin saw ${JSON.stringify(seen)}`)
      return [
        ...(seen.leastGapMs < POLITE_MS ? [`a gap of ${seen.leastGapMs} ms`] : []),
        ...(seen.mostAtOnce > 1 ? [`${seen.mostAtOnce} requests of one host at once`] : []),
      ]
    },
  },
}

const ended: string[] = []

interface Server {
  kill(): Promise<void>
  start(): Promise<void>
}

async function killAndStart(server: Server): Promise<void> {
  await server.kill()
  await sleep(1000)
  await server.start()
}

async function times(count: number, everyMs: number, run: () => Promise<unknown> | undefined): Promise<void> {
  for (let n = 0; n < count; n++) {
    await run()
    await sleep(everyMs)
  }
}

/** One command on a connection of its own. */
async function ask({ redis }: Field, command: string, ...words: readonly string[]): Promise<void> {
  const client = new Redis(redis?.url ?? '')
  client.on('error', () => {})
  await client.call(command, ...words)
  client.disconnect()
}

/** Takes all the space there is left; that the writing fails is what is wanted. */
function fill(path: string): void {
  const file = openSync(path, 'w')
  const block = Buffer.alloc(65_536)
  try {
    for (;;) writeSync(file, block)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  } finally {
    closeSync(file)
  }
}
