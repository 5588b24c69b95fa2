/** The command itself, as a process of its own. */

import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const BIN = join(import.meta.dirname, '..', '..', 'bin', 'wiredesk.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
  /** the objects on stdout, one a line */
  readonly lines: readonly Readonly<Record<string, unknown>>[]
}

/** What a test's command must not take over from whoever runs the tests. */
const CLEAN = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WIREDESK_')))

/** Starts `wiredesk` with these words. */
export function start(words: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) {
  const child = spawn(process.execPath, [BIN, ...words], {
    env: { ...CLEAN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd !== undefined && { cwd }),
  })
  const code = new Promise<number | null>(resolve => child.on('exit', resolve))
  const ended = Promise.all([code, text(child.stdout), text(child.stderr)]).then(toEnded)
  return { child, ended }
}

/** Runs `wiredesk` with these words to its end. */
export const wiredesk = (words: readonly string[], env: Readonly<Record<string, string>> = {}, cwd?: string) =>
  start(words, env, cwd).ended

function toEnded([code, stdout, stderr]: readonly [number | null, string, string]): Ended {
  return {
    code,
    stdout,
    stderr,
    get lines() {
      return stdout
        .trim()
        .split('\n')
        .filter(line => line !== '')
        .map(line => JSON.parse(line) as Record<string, unknown>)
    },
  }
}
