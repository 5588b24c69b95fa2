/** Further processes of the same desk on this machine: started, started again when they end, and stopped together. */

import { type ChildProcess, spawn } from 'node:child_process'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DeskOptions } from './desk-option.ts'
import { note } from './print.ts'

export interface Fleet {
  /** which of the processes are away, in words */
  ailments(): readonly string[]
  /** Ends them as this one is being ended: they finish what is under way. */
  stop(): Promise<void>
}

/** Beside the sources the entry is TypeScript, in the compiled package JavaScript. */
const ENTRY = fileURLToPath(new URL(`../../workers/ingest${extname(import.meta.url)}`, import.meta.url))

/** A process that ends at once again and again is not started ever faster. */
const FIRST_PAUSE_MS = 500
const LONGEST_PAUSE_MS = 30_000
/** One that has lived so long did not end at once. */
const SETTLED_MS = 60_000

/** Starts processes that ingest. */
export function startFleet(size: number, { desk, set = [] }: DeskOptions): Fleet {
  const words = [...(desk === undefined ? [] : ['--desk', desk]), ...set.flatMap(each => ['--set', each])]
  const members = Array.from({ length: size }, (_, n) => keepRunning(n + 1, words))
  return {
    ailments: () => members.filter(member => !member.isRunning()).map(({ name }) => `${name} is not running`),
    async stop() {
      await Promise.all(members.map(member => member.stop()))
    },
  }
}

function keepRunning(n: number, words: readonly string[]) {
  const name = `ingest process ${n}`
  let child: ChildProcess | undefined
  let isStopped = false
  let pauseMs = FIRST_PAUSE_MS
  let again: NodeJS.Timeout | undefined
  start()
  return {
    name,
    isRunning: () => child !== undefined,
    async stop() {
      isStopped = true
      clearTimeout(again)
      const running = child
      if (!running) return
      const ended = new Promise(resolve => running.once('exit', resolve))
      running.kill('SIGTERM')
      await ended
    },
  }

  function start(): void {
    const startedAt = Date.now()
    // In a group of its own, so that Ctrl-C at a terminal reaches the first process alone; should that be killed, the channel between
    // them closes, and the others end too.
    child = spawn(process.execPath, [ENTRY, ...words], {
      detached: true,
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      child = undefined
      if (isStopped) return
      pauseMs = Date.now() - startedAt > SETTLED_MS ? FIRST_PAUSE_MS : Math.min(pauseMs * 2, LONGEST_PAUSE_MS)
      note(`${name} ended with ${signal ?? code}; another is started in ${pauseMs / 1000} s`)
      again = setTimeout(start, pauseMs)
    })
  }
}
