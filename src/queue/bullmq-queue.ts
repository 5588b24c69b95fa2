import { Queue as BullQueue, Worker } from 'bullmq'
import { Redis } from 'ioredis'
import { WiredeskError } from '../errors.ts'
import type { Job, JobKind, Queue } from '../ports.ts'
import { inChunks } from '../values/chunks.ts'
import { createLocalQueue } from './local-queue.ts'

export interface BullmqOptions {
  /** `redis://host:port` */
  readonly url: string
  /** the kinds of job this process has handlers for */
  readonly kinds: readonly JobKind[]
  readonly concurrency: number
  /** settles every fault of its job itself */
  handle(job: Job): Promise<void>
  onError(error: Error): void
}

/** All keys begin with it, so that others may live in the same Redis. */
const PREFIX = 'wiredesk'
/** A Redis that is loading its file after a start answers within seconds. */
const START_MS = 10_000
/** A command that is not answered by then is given up: the ledger has the job anyway. */
const COMMAND_MS = 5000
/** A worker that was killed loses its jobs to another after this; the ledger does not depend on it. */
const LOCK_MS = 30_000
/** The ledger counts crashes; BullMQ must not end a job over them. */
const STALLED_TIMES = 1000
/** A job that waits was claimed, and its claim runs out: no more are kept waiting than are begun in a moment. */
const WAITING_PER_PLACE = 2
/** Polls are few and short beside pages, and consumers are few. */
const PLACES_PER_PAGE: Readonly<Record<JobKind, number>> = { discover: 1 / 4, ingest: 1, deliver: 1 / 4 }
const CLOSE_MS = 2000

/** Jobs that are claimed together travel together: each way through BullMQ is some 45 commands of Redis, however much it carries. */
const JOBS_PER_BATCH = 8

/** Nothing is kept of a job that is done; of those that failed against all expectation the last ones, for an hour. */
const RETENTION = { removeOnComplete: true, removeOnFail: { count: 100, age: 3600 } } as const

/** Several jobs of one kind: the ids of their rows, and the tokens of their claims. */
type Batch = readonly (readonly [id: string, token: number])[]

/**
 * Jobs handed out through BullMQ on Redis. It carries ids under a key of the first id and token, so a claim is there once; its retries,
 * delays and schedulers stay off, because the ledger alone decides when something runs.
 * Throws QUEUE_UNAVAILABLE, and QUEUE_UNSAFE for a Redis that may throw jobs away.
 */
export async function openBullmqQueue(options: BullmqOptions): Promise<Queue> {
  const { url, kinds, concurrency, handle, onError } = options
  const connection = await connect(url, onError)
  const queues = new Map(kinds.map(kind => [kind, openQueue(kind, connection, onError)]))
  let isDrained = false
  const hands = kinds.map(kind => startHands(kind))
  const workers = hands.map(({ worker }) => worker)

  return {
    async add(jobs) {
      isDrained = false
      for (const worker of workers) if (worker.isPaused()) worker.resume()
      for (const [kind, queue] of queues) {
        const own = jobs.filter(job => job.kind === kind)
        if (own.length > 0) await queue.addBulk(batchesOf(own).map(batch => toBullJob(kind, batch)))
      }
    },
    async room() {
      const waiting = await Promise.all(Array.from(queues.values(), queue => queue.getWaitingCount()))
      const taken = hands.reduce((sum, each) => sum + each.waiting(), 0)
      return concurrency * WAITING_PER_PLACE - taken - waiting.reduce((sum, each) => sum + each, 0) * JOBS_PER_BATCH
    },
    isReady: () => connection.ping().then(Boolean, () => false),
    async drain(graceMs) {
      isDrained = true
      await Promise.race([Promise.all(workers.map(worker => worker.pause(true))), pause(graceMs)])
      return (await Promise.all(hands.map(each => each.drain(graceMs)))).flat()
    },
    async close() {
      const parts = [
        ...workers.map(worker => worker.close(true)),
        ...Array.from(queues.values(), queue => queue.close()),
      ]
      await Promise.race([Promise.allSettled(parts), pause(CLOSE_MS)])
      connection.disconnect()
    },
  }

  /** What takes batches of one kind, and runs their jobs in as many places as there are. */
  function startHands(kind: JobKind): Hands {
    const places = Math.ceil(concurrency * PLACES_PER_PAGE[kind])
    const ended = new Map<Job, () => void>()
    let begun = 0
    const end = (job: Job): void => {
      ended.get(job)?.()
      ended.delete(job)
    }
    const own = createLocalQueue(job => {
      begun++
      return handle(job).finally(() => {
        begun--
        end(job)
      })
    }, places)
    const run = async (batch: Batch): Promise<void> => {
      // It was on its way when nothing more was to be begun: its claims lapse.
      if (isDrained) return
      const jobs = batch.map(([id, token]): Job => ({ kind, id, token }))
      const ends = jobs.map(job => new Promise<void>(resolve => ended.set(job, resolve)))
      await own.add(jobs)
      await Promise.all(ends)
    }
    const worker = new Worker<Batch>(kind, bullJob => run(bullJob.data), {
      connection: { url, maxRetriesPerRequest: null },
      prefix: PREFIX,
      // One more than the places take, so that the next jobs are at hand.
      concurrency: Math.ceil(places / JOBS_PER_BATCH) + 1,
      lockDuration: LOCK_MS,
      stalledInterval: LOCK_MS / 2,
      maxStalledCount: STALLED_TIMES,
      ...RETENTION,
      removeOnComplete: { count: 0 },
    })
    worker.on('error', onError)
    return {
      worker,
      waiting: () => ended.size - begun,
      async drain(graceMs) {
        const left = await own.drain(graceMs)
        // What is handed back has ended as far as BullMQ goes.
        left.forEach(end)
        return left
      },
    }
  }
}

/** The jobs of one kind that this process has taken. */
interface Hands {
  readonly worker: Worker
  /** how many have not begun */
  waiting(): number
  /** as of a queue */
  drain(graceMs: number): Promise<readonly Job[]>
}

const batchesOf = (jobs: readonly Job[]): Batch[] =>
  inChunks(
    jobs.map(({ id, token }) => [id, token] as const),
    JOBS_PER_BATCH,
  )

/** @returns as BullMQ takes it: the key makes a second one of the same claim no job at all */
const toBullJob = (kind: JobKind, batch: Batch) => ({
  name: kind,
  data: batch,
  opts: { jobId: batch[0]?.join('-') ?? '', attempts: 1, stackTraceLimit: 1, ...RETENTION },
})

function openQueue(kind: JobKind, connection: Redis, onError: (error: Error) => void): BullQueue<Batch> {
  const queue = new BullQueue<Batch>(kind, { connection, prefix: PREFIX, streams: { events: { maxLen: 100 } } })
  return queue.on('error', onError)
}

/** The connection that adds: a command fails rather than waits, so that a claim is given back and not kept. */
async function connect(url: string, onError: (error: Error) => void): Promise<Redis> {
  const connection = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1, commandTimeout: COMMAND_MS })
  let last: Error | undefined
  connection.on('error', error => (last = error))
  try {
    await Promise.race([connection.connect(), lateness(() => last)])
    await requireSafe(connection)
    connection.on('error', onError)
    return connection
  } catch (cause) {
    connection.disconnect()
    if (cause instanceof WiredeskError) throw cause
    const { host } = new URL(url)
    throw new WiredeskError('QUEUE_UNAVAILABLE', { detail: `${host}: ${(last ?? (cause as Error)).message}`, cause })
  }
}

async function lateness(why: () => Error | undefined): Promise<never> {
  await pause(START_MS)
  throw why() ?? new Error(`no answer within ${START_MS} ms`)
}

/** With eviction Redis drops jobs when its memory is full, without an append-only file when it ends: both without a word. */
async function requireSafe(connection: Redis): Promise<void> {
  const info = `${await connection.info('memory')}\n${await connection.info('persistence')}`
  const policy = /^maxmemory_policy:(\S+)/m.exec(info)?.[1]
  const missing = [
    ...(policy === 'noeviction' ? [] : [`maxmemory-policy is ${policy ?? 'unknown'}`]),
    ...(/^aof_enabled:1/m.test(info) ? [] : ['appendonly is no']),
  ]
  if (missing.length > 0) throw new WiredeskError('QUEUE_UNSAFE', { detail: missing.join(', ') })
}

const pause = (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms).unref())
