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
  readonly timeLimitMs: number
  /** heap of one thread */
  readonly memoryMb: number
}

/** Beside the sources the thread is TypeScript, in the compiled package JavaScript. */
const THREAD = new URL(`../../workers/extract-thread${extname(import.meta.url)}`, import.meta.url)

interface Task {
  readonly input: ExtractInput
  readonly resolve: (article: ExtractedArticle) => void
  readonly reject: (error: WiredeskError) => void
}

type Answer =
  | { readonly article: ExtractedArticle }
  | { readonly failure: { readonly code: ErrorCode; readonly detail?: string } }

/** Threads are started when they are first needed, one page at a time each; one that ends is replaced. */
export function createExtractor(options: ExtractorOptions): Extractor {
  const size = options.threads || availableParallelism()
  const waiting: Task[] = []
  const idle: Worker[] = []
  const all = new Set<Worker>()
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

  function run(worker: Worker, task: Task): void {
    const { url } = task.input
    worker.ref()
    const timer = setTimeout(() => {
      fail('EXTRACT_TIMEOUT', `not done within ${options.timeLimitMs} ms`)
    }, options.timeLimitMs)
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task.input)

    function onMessage(answer: Answer): void {
      release()
      worker.unref()
      idle.push(worker)
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
      release()
      all.delete(worker)
      // What comes out of a thread that is being ended must not count as a fault of the process.
      worker.on('error', () => {})
      void worker.terminate()
      task.reject(new WiredeskError(code, { url, detail }))
      next()
    }
    function release(): void {
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
  }
}
