/** Extraction in worker threads with limits on time and memory: no page stops or ends the process. */

import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type ErrorCode, WiredeskError } from '../errors.ts'
import type { ExtractedArticle } from '../model.ts'
import type { ExtractInput } from './index.ts'

export interface Extractor {
  /** Throws the page's own error, EXTRACT_TIMEOUT, or EXTRACT_CRASHED. */
  extract(input: ExtractInput): Promise<ExtractedArticle>
  close(): Promise<void>
}

export interface ExtractorOptions {
  /** 0: as many as there are cores */
  readonly threads: number
  /** of the processor's time, so that a busy machine is not held against a page */
  readonly timeLimitMs: number
  /** heap of one thread */
  readonly memoryMb: number
}

/** Beside the sources the thread is TypeScript, in the compiled package JavaScript. */
const THREAD = new URL(`../../workers/extract-thread${extname(import.meta.url)}`, import.meta.url)

/** A thread that got so little of the processor is stuck in something that is no computing. */
const LONGEST_MS = 60_000

/** Between two looks at a thread that has not had much of the processor. */
const SHORTEST_LOOK_MS = 50

interface Task {
  readonly input: ExtractInput
  readonly resolve: (article: ExtractedArticle) => void
  readonly reject: (error: WiredeskError) => void
}

type Answer =
  /** the thread has loaded its code */
  (
    | { readonly ready: true }
    | { readonly article: ExtractedArticle }
    | { readonly failure: { readonly code: ErrorCode; readonly detail?: string } }
  ) & {
    /** what the thread has had of the processor so far */
    readonly cpuMs: number
  }

/**
 * A page beyond this leaves its thread with a heap of a hundred MiB and more, which an idle thread never gives back; a new one is
 * there in a fifth of a second. News pages have a tenth of it.
 */
const HEAVY_BYTES = 4 * 1024 * 1024

/** Threads are started when they are first needed, one page at a time each; one that ends is replaced. */
export function createExtractor(options: ExtractorOptions): Extractor {
  const size = options.threads || availableParallelism()
  const waiting: Task[] = []
  const idle: Worker[] = []
  const all = new Set<Worker>()
  /** those that have loaded their code, with what they have had of the processor up to their last answer */
  const loaded = new Map<Worker, number>()
  let isClosed = false

  return {
    extract: input =>
      new Promise((resolve, reject) => {
        waiting.push({ input, resolve, reject })
        next()
      }),
    async close() {
      isClosed = true
      await Promise.all([...all].map(worker => worker.terminate()))
    },
  }

  function next(): void {
    if (isClosed || waiting.length === 0) return
    const worker = idle.pop() ?? (all.size < size ? start() : undefined)
    if (worker) run(worker, waiting.shift() as Task)
  }

  function start(): Worker {
    const worker = new Worker(THREAD, { resourceLimits: { maxOldGenerationSizeMb: options.memoryMb } })
    // An idle thread must not keep a finished command from ending.
    worker.unref()
    all.add(worker)
    return worker
  }

  function retire(worker: Worker): void {
    all.delete(worker)
    loaded.delete(worker)
    // What comes out of a thread that is being ended must not count as a fault of the process.
    worker.on('error', () => {})
    void worker.terminate()
  }

  function run(worker: Worker, task: Task): void {
    const { url } = task.input
    worker.ref()
    let timer: NodeJS.Timeout | undefined
    let isOver = false
    const startedAt = performance.now()
    if (loaded.has(worker)) watch()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task.input)

    /** Loading the code is no work of the page: the watch begins after it. */
    function watch(): void {
      look(loaded.get(worker) ?? 0, options.timeLimitMs)
    }
    function look(before: number, inMs: number): void {
      if (isOver) return
      timer = setTimeout(async () => {
        const left = options.timeLimitMs - ((await cpuMs(worker)) - before)
        if (left <= 0 || performance.now() - startedAt > LONGEST_MS)
          fail('EXTRACT_TIMEOUT', `not done within ${options.timeLimitMs} ms`)
        else look(before, Math.max(left, SHORTEST_LOOK_MS))
      }, inMs)
    }
    function onMessage(answer: Answer): void {
      loaded.set(worker, answer.cpuMs)
      if ('ready' in answer) {
        watch()
        return
      }
      release()
      if (task.input.bytes.length > HEAVY_BYTES) retire(worker)
      else {
        worker.unref()
        idle.push(worker)
      }
      if ('article' in answer) task.resolve(answer.article)
      else
        task.reject(
          new WiredeskError(answer.failure.code, {
            url,
            ...(answer.failure.detail !== undefined && { detail: answer.failure.detail }),
          }),
        )
      next()
    }
    function onError(error: Error): void {
      fail('EXTRACT_CRASHED', error.message)
    }
    function onExit(code: number): void {
      fail('EXTRACT_CRASHED', `the thread ended with code ${code}`)
    }
    function fail(code: ErrorCode, detail: string): void {
      if (isOver) return
      release()
      retire(worker)
      task.reject(new WiredeskError(code, { url, detail }))
      next()
    }
    function release(): void {
      isOver = true
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
  }
}

/** What a thread has had of the processor so far; of one that has ended, more than any limit. */
async function cpuMs(worker: Worker): Promise<number> {
  return worker.cpuUsage().then(
    ({ user, system }) => (user + system) / 1000,
    () => Number.POSITIVE_INFINITY,
  )
}
