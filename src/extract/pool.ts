/** Extraction in worker threads with limits on time and memory: no page stops or ends the process, and no source takes it for itself. */

import { availableParallelism } from 'node:os'
import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type ErrorCode, WiredeskError } from '../errors.ts'
import type { ExtractedArticle } from '../model.ts'
import { createFairQueue, type Turn } from './fair-queue.ts'
import type { ExtractInput } from './index.ts'

export interface Extractor {
  /**
   * Throws the page's own error, EXTRACT_TIMEOUT, or EXTRACT_CRASHED.
   * @param party whose page it is: when threads are short, parties get the same time, however many pages and however heavy ones they have
   */
  extract(input: ExtractInput, party?: string): Promise<ExtractedArticle>
  close(): Promise<void>
}

export interface ExtractorOptions {
  /** 0: as many as there are cores */
  readonly threads: number
  /** of the processor's time, so that a busy machine is not held against a page */
  readonly timeLimitMs: number
  /** heap of one thread */
  readonly memoryMb: number
  /** of one thread's young objects, which it holds besides; the more, the more seldom they are collected. Absent: V8's 48 */
  readonly youngMb?: number
}

/** What a thread says: that it has loaded its code, or how a page ended. */
export type ThreadEnd =
  | { readonly ready: true }
  | { readonly article: ExtractedArticle }
  | { readonly failure: { readonly code: ErrorCode; readonly detail?: string } }

export type ThreadMessage = ThreadEnd & {
  /** what the thread has had of the processor since it began */
  readonly cpuMs: number
}

/** Beside the sources the thread is TypeScript, in the compiled package JavaScript. */
const THREAD = new URL(`../../workers/extract-thread${extname(import.meta.url)}`, import.meta.url)

/** A thread that got so little of the processor is stuck in something that is no computing. */
const LONGEST_MS = 60_000

/** Between two looks at a thread that has not had much of the processor. */
const SHORTEST_LOOK_MS = 50

/** What an ordinary page costs. */
const USUAL_MS = 25

interface Task {
  readonly input: ExtractInput
  readonly resolve: (article: ExtractedArticle) => void
  readonly reject: (error: WiredeskError) => void
}

interface Thread {
  readonly worker: Worker
  /** what it had had of the processor when it last spoke */
  cpuMs: number
  /** it has read no page yet: the first costs many times what it would later */
  isFresh: boolean
}

/** Threads are started when they are first needed, one page at a time each; one that ends is replaced. */
export function createExtractor(options: ExtractorOptions): Extractor {
  const size = options.threads || availableParallelism()
  const waiting = createFairQueue<Task>(USUAL_MS)
  const idle: Thread[] = []
  const all = new Set<Thread>()
  /** threads that will hardly get through with their page: their successors load their code meanwhile */
  const doomed = new Set<Thread>()
  let loading = 0
  let isClosed = false

  return {
    extract: (input, party = '') =>
      new Promise((resolve, reject) => {
        waiting.add(party, { input, resolve, reject })
        next()
      }),
    async close() {
      isClosed = true
      await Promise.all([...all].map(({ worker }) => worker.terminate()))
    },
  }

  function next(): void {
    if (isClosed) return
    while (idle.length > 0 && waiting.size > 0) run(idle.pop() as Thread, waiting.take() as Turn<Task>)
    while (all.size < size + doomed.size && loading + idle.length < waiting.size + doomed.size) start()
  }

  /** A thread is given a page when it has loaded its code, so that no page waits for it while another thread is free. */
  function start(): void {
    const worker = new Worker(THREAD, {
      resourceLimits: {
        maxOldGenerationSizeMb: options.memoryMb,
        ...(options.youngMb !== undefined && { maxYoungGenerationSizeMb: options.youngMb }),
      },
    })
    const thread: Thread = { worker, cpuMs: 0, isFresh: true }
    all.add(thread)
    loading++
    worker.on('message', onLoaded)
    worker.on('error', onError)
    worker.on('exit', onExit)

    function onLoaded({ cpuMs }: ThreadMessage): void {
      settle()
      thread.cpuMs = cpuMs
      rest(thread)
    }
    function onError(error: Error): void {
      fail(error.message)
    }
    function onExit(code: number): void {
      fail(`the thread ended with code ${code}`)
    }
    /** One page fails with it, or threads that cannot start would be started for ever. */
    function fail(detail: string): void {
      settle()
      retire(thread)
      const turn = waiting.take()
      turn?.paid(0)
      turn?.item.reject(new WiredeskError('EXTRACT_CRASHED', { url: turn.item.input.url, detail }))
      next()
    }
    function settle(): void {
      loading--
      worker.off('message', onLoaded)
      worker.off('error', onError)
      worker.off('exit', onExit)
    }
  }

  function rest(thread: Thread): void {
    if (all.size > size + doomed.size) retire(thread)
    else {
      // An idle thread must not keep a finished command from ending.
      thread.worker.unref()
      idle.push(thread)
    }
    next()
  }

  function retire(thread: Thread): void {
    all.delete(thread)
    // What comes out of a thread that is being ended must not count as a fault of the process.
    thread.worker.on('error', () => {})
    void thread.worker.terminate()
  }

  function run(thread: Thread, { item: task, paid }: Turn<Task>): void {
    const { worker } = thread
    const { url } = task.input
    let timer: NodeJS.Timeout
    let isOver = false
    const startedAt = performance.now()
    const cpuBefore = thread.cpuMs
    worker.ref()
    worker.on('message', onMessage)
    worker.on('error', onError)
    worker.on('exit', onExit)
    worker.postMessage(task.input)
    look(options.timeLimitMs / 2)

    function look(inMs: number): void {
      timer = setTimeout(async () => {
        const had = (await cpuMsOf(worker)) - cpuBefore
        if (isOver) return
        const left = options.timeLimitMs - had
        if (left <= 0 || performance.now() - startedAt > LONGEST_MS)
          return fail('EXTRACT_TIMEOUT', `not done within ${options.timeLimitMs} ms`)
        if (had >= options.timeLimitMs / 2) {
          doomed.add(thread)
          next()
        }
        look(Math.max(had < options.timeLimitMs / 2 ? left - options.timeLimitMs / 2 : left, SHORTEST_LOOK_MS))
      }, inMs)
    }
    function onMessage({ cpuMs, ...end }: ThreadMessage): void {
      thread.cpuMs = cpuMs
      // That a thread is new is not the fault of the page it meets first, whose source would wait for it for twenty pages of others.
      release(thread.isFresh ? Math.min(cpuMs - cpuBefore, USUAL_MS) : cpuMs - cpuBefore)
      thread.isFresh = false
      if ('article' in end) task.resolve(end.article)
      else if ('failure' in end) task.reject(new WiredeskError(end.failure.code, { url, ...end.failure }))
      rest(thread)
    }
    function onError(error: Error): void {
      fail('EXTRACT_CRASHED', error.message)
    }
    function onExit(code: number): void {
      fail('EXTRACT_CRASHED', `the thread ended with code ${code}`)
    }
    function fail(code: ErrorCode, detail: string): void {
      if (isOver) return
      release(options.timeLimitMs)
      retire(thread)
      task.reject(new WiredeskError(code, { url, detail }))
      next()
    }
    function release(cost: number): void {
      isOver = true
      clearTimeout(timer)
      worker.off('message', onMessage)
      worker.off('error', onError)
      worker.off('exit', onExit)
      doomed.delete(thread)
      paid(cost)
    }
  }
}

/** What a thread has had of the processor so far; of one that has ended, more than any limit. */
async function cpuMsOf(worker: Worker): Promise<number> {
  return worker.cpuUsage().then(
    ({ user, system }) => (user + system) / 1000,
    () => Number.POSITIVE_INFINITY,
  )
}
