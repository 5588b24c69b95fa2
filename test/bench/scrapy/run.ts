/** Scrapy on the same addresses, where some Python has it (`apt-get install python3-scrapy`). */

import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { holdTo } from '../core-share.ts'

/** A Python of the machine's own has the packages of the machine, also where another one comes first. */
const PYTHONS = ['python3', '/usr/bin/python3']

/** The Python that has Scrapy; undefined when none has. */
export const findScrapy = (): string | undefined =>
  PYTHONS.find(python => spawnSync(python, ['-c', 'import scrapy']).status === 0)

/** What it took, by its own account; the memory is the most it held. */
export interface ScrapyUsed {
  readonly pages: number
  readonly seconds: number
  readonly cpuMs: number
  readonly rssMb: number
}

/** Crawls all addresses once. */
export async function scrapyRun(
  python: string,
  urls: readonly string[],
  proxy: string,
  concurrency: number,
  folder: string,
  core: number | undefined,
): Promise<ScrapyUsed> {
  const script = join(import.meta.dirname, 'pages.py')
  const child = spawn(python, [script, proxy, String(concurrency), join(folder, 'scrapy.jsonl')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  if (core !== undefined) holdTo(child.pid as number, core, 'on')
  child.stdin.end(urls.join('\n'))
  const said = (await text(child.stdout)).trim().split('\n').at(-1) ?? ''
  return JSON.parse(said) as ScrapyUsed
}
