/** Hostile servers in a process of their own, which stands for other machines: the desk must not have to share its processor with them. */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setPriority } from 'node:os'
import { makeCertificate } from './certificates.ts'
import { type HostileCase, serveCase } from './hostile-server.ts'

export interface HostileHosts {
  /** one for each case, in their order */
  readonly ports: readonly number[]
  /** how many connections all of them have been given */
  connections(): Promise<number>
  kill(): void
}

/** The name that the server of a case goes by. */
export const hostileName = (at: number): string => `hostile${at}.example`

/** Starts them and waits until they listen. */
export async function startHostileHosts(cases: readonly HostileCase[]): Promise<HostileHosts> {
  const child = fork(import.meta.filename)
  child.send(cases)
  const ports = (await answerOf(child)) as readonly number[]
  return {
    ports,
    async connections() {
      child.send('connections')
      return (await answerOf(child)) as number
    },
    kill: () => child.kill('SIGKILL'),
  }
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const died = once(child, 'exit').then(([code]) => {
    throw new Error(`the hostile servers ended with code ${code}`)
  })
  const [message] = await Promise.race([once(child, 'message'), died])
  died.catch(() => {})
  return message
}

const LOWEST_PRIORITY = 19

async function serve(): Promise<void> {
  setPriority(LOWEST_PRIORITY)
  const [cases] = (await once(process, 'message')) as [readonly HostileCase[]]
  // Whoever asks does not trust it: there is nobody who signs for hosts like these.
  const authority = makeCertificate({ name: 'Test authority', isAuthority: true })
  const servers = await Promise.all(cases.map((one, at) => serveCase(one, hostileName(at), authority)))
  process.on('message', () => process.send?.(servers.reduce((sum, server) => sum + server.connections(), 0)))
  process.send?.(servers.map(({ port }) => port))
}

if (import.meta.main && process.send) await serve()
