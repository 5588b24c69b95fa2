import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A synthetic origin in a process of its own, so that it outlives and does not slow what is tested. */
export interface OriginProcess {
  /** the address to use as HTTP proxy */
  readonly proxy: string
  readonly sources: readonly { readonly host: string; readonly feeds: readonly string[] }[]
  /** every article address that the feeds name */
  readonly urls: readonly string[]
  kill(): void
}

export interface OriginOptions {
  readonly pages: number
  readonly hosts: number
  readonly seed: string
  readonly faults?: boolean
}

const ORIGIN = join(import.meta.dirname, '../synthetic/main.ts')

/** Starts it and waits until it listens; its first line says where and what it offers. */
export async function startOrigin({ pages, hosts, seed, faults = true }: OriginOptions): Promise<OriginProcess> {
  const words = ['--pages', pages, '--hosts', hosts, '--seed', seed, ...(faults ? ['--faults'] : [])].map(String)
  const child = spawn(process.execPath, [ORIGIN, ...words], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const line of createInterface({ input: child.stdout })) {
    return { ...(JSON.parse(line) as Omit<OriginProcess, 'kill'>), kill: () => child.kill('SIGKILL') }
  }
  throw new Error('the synthetic origin ended before it listened')
}
