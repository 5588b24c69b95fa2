/** The processes under test: started, killed, and started again as a supervisor would. */

import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Member {
  readonly name: string
  pid(): number
  /** SIGKILL; another one is started at once. */
  kill(): Promise<void>
  signal(signal: NodeJS.Signals): void
  /** SIGTERM, and no other one; gives the exit code and how long it took. */
  end(): Promise<{ readonly code: number | null; readonly ms: number }>
}

const WIREDESK = join(import.meta.dirname, '../../bin/wiredesk.ts')

/** Starts one process of a desk that is kept running until it is ended. */
export function startMember(name: string, words: readonly string[], env: Readonly<Record<string, string>>): Member {
  let child: ChildProcess
  let isEnded = false
  start()
  process.once('exit', () => child.kill('SIGKILL'))
  return {
    name,
    pid: () => child.pid as number,
    async kill() {
      const gone = exitOf(child)
      child.kill('SIGKILL')
      await gone
    },
    signal: signal => void child.kill(signal),
    async end() {
      isEnded = true
      const startedAt = Date.now()
      const gone = exitOf(child)
      child.kill('SIGTERM')
      return { code: await gone, ms: Date.now() - startedAt }
    },
  }

  function start(): void {
    child = spawn(process.execPath, [WIREDESK, 'run', ...words], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.once('exit', async (code, signal) => {
      if (isEnded) return
      if (signal !== 'SIGKILL') console.log(`${name} ended with ${signal ?? code}`)
      await sleep(signal === 'SIGKILL' ? 0 : 500)
      if (!isEnded) start()
    })
  }
}

function exitOf(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode)
  return new Promise(resolve => child.once('exit', resolve))
}
