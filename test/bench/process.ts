import { fork } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Said, Used, Word } from './worker.ts'

export interface Measured {
  readonly pid: number
  /** resolves when it has opened its part */
  readonly ready: Promise<void>
  /** resolves when it has ended its work by itself */
  readonly done: Promise<void>
  say(word: Word): void
  /** what it holds in memory just now, MiB; 0 before it has said so */
  rssMb(): number
  /** Ends it; what it has used since "go". */
  stop(): Promise<Used>
}

/** Starts one process of a measurement. */
export function startMeasured(words: readonly string[], env: Readonly<Record<string, string>> = {}): Measured {
  const child = fork(join(import.meta.dirname, 'worker.ts'), words, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  process.once('exit', () => child.kill('SIGKILL'))
  const waiting = new Map<string, (said: Said) => void>()
  const until = (what: string): Promise<Said> =>
    new Promise((resolve, reject) => {
      waiting.set(what, resolve)
      child.once('exit', (code, signal) => reject(new Error(`${words.join(' ')} ended early with ${signal ?? code}`)))
    })
  let rssMb = 0
  child.on('message', (said: Said) => {
    if (typeof said === 'object' && 'rssNowMb' in said) rssMb = said.rssNowMb
    else waiting.get(typeof said === 'string' ? said : 'used')?.(said)
  })
  const [ready, done, used] = [until('ready').then(() => {}), until('done').then(() => {}), until('used')]
  // A process that has said all it was asked for ends, and leaves the other questions open.
  for (const each of [ready, done, used]) each.catch(() => {})
  return {
    pid: child.pid as number,
    ready,
    done,
    say: word => void child.send(word),
    rssMb: () => rssMb,
    async stop() {
      child.send('stop' satisfies Word)
      return (await used) as Used
    },
  }
}

/** CPU that a server and its child processes have used so far, ms; 0 where there is no /proc. */
export function cpuOfTree(pid: number): number {
  const TICK_MS = 10
  try {
    const stats = readdirSync('/proc')
      .filter(name => /^\d+$/.test(name))
      .flatMap(name => statOf(name))
    return stats
      .filter(stat => stat.pid === pid || stat.parent === pid)
      .reduce((sum, stat) => sum + (stat.ticks + (stat.pid === pid ? stat.childTicks : 0)) * TICK_MS, 0)
  } catch {
    return 0
  }
}

function statOf(pid: string) {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The name stands in brackets and may hold anything; numbers begin behind it.
    const fields = text
      .slice(text.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number)
    const [parent = 0, user = 0, system = 0, childUser = 0, childSystem = 0] = [1, 11, 12, 13, 14].map(at => fields[at])
    return [{ pid: Number(pid), parent, ticks: user + system, childTicks: childUser + childSystem }]
  } catch {
    return []
  }
}
