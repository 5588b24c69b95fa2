/**
 * What handing a job over costs, without the job: by the ledger alone on PostgreSQL, through BullMQ on the same PostgreSQL, and through
 * BullMQ on Redis. The ledger is kept in all three; a queue comes on top of it.
 *
 *   node test/bench/handover.ts [--jobs 4000] [--hosts 400]
 */

import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { createPostgresBackend, withBackend } from 'bullmq'
import type { Source } from '../../src/model.ts'
import type { Job, Queue, Store } from '../../src/ports.ts'
import { openBullmqQueue } from '../../src/queue/bullmq-queue.ts'
import { createLocalQueue } from '../../src/queue/local-queue.ts'
import { openPostgres } from '../../src/store/postgres.ts'
import { startPostgres } from '../services/postgres.ts'
import { startRedis } from '../services/redis.ts'
import { cpuOfTree } from './process.ts'

const { values } = parseArgs({
  options: { jobs: { type: 'string', default: '4000' }, hosts: { type: 'string', default: '400' } },
})
const [jobs, hosts] = [Number(values.jobs), Number(values.hosts)]
const CONCURRENCY = 16
const LEASE_MS = 30_000

type Open = (handle: (job: Job) => Promise<void>, url: string) => Promise<Queue>

const postgres = await startPostgres({ isDurable: true })
const redis = await startRedis()
const ways: readonly (readonly [string, Open])[] = [
  ['ledger alone', async handle => createLocalQueue(handle, CONCURRENCY)],
  ['BullMQ on PostgreSQL', bullmqOnPostgres],
  [
    'BullMQ on Redis',
    handle =>
      openBullmqQueue({ url: redis.url, kinds: ['ingest'], concurrency: CONCURRENCY, handle, onError: console.error }),
  ],
]
for (const [n, [name, open]] of ways.entries()) await measure(name, open, await postgres.createDatabase(`way${n}`))
await redis.stop()
await postgres.stop()
process.exit(0)

async function measure(name: string, open: Open, url: string): Promise<void> {
  const store = await openPostgres(url)
  await fill(store)
  let ended = 0
  const handle = async (job: Job): Promise<void> => {
    const link = await store.beginLink(job, Date.now(), LEASE_MS)
    if (link && (await store.endLink(link, { state: 'dropped', reason: 'NO_BODY' }, new Date().toISOString()))) ended++
  }
  const queue = await open(handle, url)
  const [own, server, startedAt] = [process.cpuUsage(), serverCpu(), performance.now()]
  while (ended < jobs) {
    const room = await queue.room()
    const claimed = room < 4 ? [] : await store.takeDue(room, Date.now(), LEASE_MS, ['ingest'])
    if (claimed.length > 0) await queue.add(claimed)
    else await sleep(5)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const { user, system } = process.cpuUsage(own)
  console.log(
    `${name.padEnd(22)} ${(jobs / seconds).toFixed(0)} jobs/s, CPU a job: ${((user + system) / 1000 / jobs).toFixed(2)} ms here, ${((serverCpu() - server) / jobs).toFixed(2)} ms in servers`,
  )
  await queue.drain(1000)
  await queue.close()
  await store.close()
}

function serverCpu(): number {
  return cpuOfTree(postgres.pid()) + cpuOfTree(redis.pid())
}

/** A ledger with links of many hosts, all due. */
async function fill(store: Store): Promise<void> {
  const source: Source = {
    id: 's',
    name: 'S',
    feeds: [{ kind: 'feed', url: 'https://feed.example/rss' }],
    terms: { republish: 'none', excerpt: { maxWords: 1, maxCharacters: 1, maxShare: 0.1 }, images: false },
    delayMs: 0,
    pollMinutes: 60,
    enabled: true,
  } as Source
  const now = new Date().toISOString()
  await store.syncSources([source], now)
  const [job] = await store.takeDue(1, Date.now(), LEASE_MS)
  const feed = await store.beginFeed(job as Job, Date.now(), LEASE_MS)
  if (!feed) throw new Error('the feed could not be claimed')
  const links = Array.from({ length: jobs }, (_, n) => ({
    url: `https://h${n % hosts}.example/${n}`,
    hints: { from: 'feed' as const },
  }))
  await store.finishFeed(feed, { outcome: 'ok', dueAt: '2100-01-01T00:00:00.000Z' }, links, now)
}

/** The same queue as on Redis, with the least that is needed around it. */
async function bullmqOnPostgres(handle: (job: Job) => Promise<void>, url: string): Promise<Queue> {
  const connection = { connectionString: url, migrate: true }
  const retention = { removeOnComplete: true, removeOnFail: 100 }
  const onPostgres = withBackend(createPostgresBackend)
  const queue = new onPostgres.Queue('ingest', { connection })
  await queue.waitUntilReady()
  const options = { connection, concurrency: CONCURRENCY, removeOnComplete: { count: 0 } }
  const worker = new onPostgres.Worker('ingest', async bullJob => handle({ kind: 'ingest', ...bullJob.data }), options)
  worker.on('error', console.error)
  return {
    async add(claimed) {
      const rows = claimed.map(({ id, token }) => ({
        name: 'ingest',
        data: { id, token },
        opts: { jobId: `${id}-${token}`, ...retention },
      }))
      await queue.addBulk(rows)
    },
    room: async () => CONCURRENCY * 2 - (await queue.getWaitingCount()),
    isReady: async () => true,
    drain: async () => [],
    async close() {
      await worker.close(true)
      await queue.close()
    },
  }
}
