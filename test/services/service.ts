/** A server in a temporary folder on a port of its own, which can be killed and started again over the same files. */

import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Service {
  readonly url: string
  readonly pid: () => number
  /** SIGKILL, as a power cut for its memory; its files stay. */
  kill(): Promise<void>
  /** Starts it over the files it left. */
  start(): Promise<void>
  /** Ends it and removes its files. */
  stop(): Promise<void>
}

export interface ServiceOptions {
  readonly name: string
  readonly url: string
  readonly port: number
  readonly folder: string
  readonly program: string
  readonly words: readonly string[]
  readonly spawn?: SpawnOptions
  /** ends with an answer once it can be worked with; an open port is not enough */
  readonly isReady?: () => Promise<boolean>
}

const START_MS = 20_000

/** Starts a server and waits until it can be worked with. */
export async function startService(options: ServiceOptions): Promise<Service> {
  let child: ChildProcess | undefined
  let said = ''
  const remove = (): void => {
    child?.kill('SIGKILL')
    rmSync(options.folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', remove)
  await start()
  return {
    url: options.url,
    pid: () => child?.pid ?? 0,
    start,
    kill: () => end('SIGKILL'),
    async stop() {
      await end('SIGINT')
      process.off('exit', remove)
      remove()
    },
  }

  /** A server that was killed may find traces of itself for a moment: shared memory, a process that has not noticed yet. */
  async function start(): Promise<void> {
    const deadline = Date.now() + START_MS
    for (;;) {
      try {
        return await startOnce()
      } catch (error) {
        if (Date.now() > deadline) throw error
        await sleep(200)
      }
    }
  }

  async function startOnce(): Promise<void> {
    said = ''
    child = spawn(options.program, options.words, { ...options.spawn, stdio: ['ignore', 'pipe', 'pipe'] })
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', data => (said = `${said}${data}`.slice(-4000)))
    const deadline = Date.now() + START_MS
    while (!((await isOpen(options.port)) && (await (options.isReady?.() ?? true)))) {
      if (child.exitCode !== null) throw new Error(`${options.name} ended with ${child.exitCode}:\n${said}`)
      if (Date.now() > deadline) throw new Error(`${options.name} did not answer within ${START_MS} ms:\n${said}`)
      await sleep(25)
    }
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const running = child
    if (!running || running.exitCode !== null || running.signalCode !== null) return
    const gone = new Promise(resolve => running.once('exit', resolve))
    running.kill(signal)
    await Promise.race([gone, sleep(5000).then(() => running.kill('SIGKILL'))])
    await gone
  }
}

function isOpen(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.on('error', () => resolve(false))
  })
}
