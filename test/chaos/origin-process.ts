import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Seen } from '../synthetic/manners.ts'

/** A synthetic origin in a process of its own, so that it outlives and does not slow what is tested. */
export interface OriginProcess {
  readonly pid: number
  /** the address to use as HTTP proxy */
  readonly proxy: string
  readonly sources: readonly { readonly host: string; readonly feeds: readonly string[] }[]
  /** every article address that the feeds name */
  readonly urls: readonly string[]
  /** how it was asked so far */
  manners(): Promise<Seen>
  kill(): void
}

export interface OriginOptions {
  readonly pages: number
  readonly hosts: number
  readonly seed: string
  readonly faults?: boolean
  /** how long each answer takes */
  readonly slowMs?: number
}

const ORIGIN = join(import.meta.dirname, '../synthetic/main.ts')

/** Starts it and waits until it listens; its first line says where and what it offers. */
export async function startOrigin({
  pages,
  hosts,
  seed,
  faults = true,
  slowMs = 0,
}: OriginOptions): Promise<OriginProcess> {
  const words = [
    '--pages',
    pages,
    '--hosts',
    hosts,
    '--seed',
    seed,
    '--slow',
    slowMs,
    ...(faults ? ['--faults'] : []),
  ].map(String)
  const child = spawn(process.execPath, [ORIGIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    const said = JSON.parse(line) as Pick<OriginProcess, 'proxy' | 'sources' | 'urls'>
    return {
      ...said,
      pid: child.pid as number,
      manners: async () => (await (await globalThis.fetch(`${said.proxy}/manners`)).json()) as Seen,
      kill: () => child.kill('SIGKILL'),
    }
  }
  throw new Error('the synthetic origin ended before it listened')
}
