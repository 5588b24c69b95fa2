/** The entry of an extraction thread: one page in, its fields or its error out. */

import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { parentPort } from 'node:worker_threads'
import { asWiredeskError } from '../src/errors.ts'
import { type ExtractInput, extract } from '../src/extract/index.ts'
import type { ThreadEnd, ThreadMessage } from '../src/extract/pool.ts'

/**
 * A heap beyond this is given back after the page that took it: a thread that then idles never collects by itself and would keep it for
 * good. Ordinary pages leave a fifth of it. Collecting costs 20 to 70 ms, a new thread several times that.
 */
const HEAVY_HEAP_BYTES = 64 * 2 ** 20

// The collector can be called only under this flag, and only through a context that is made after it.
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as (how: object) => void

parentPort?.on('message', (input: ExtractInput) => {
  const end = read(input)
  // Before the answer, so that it counts as this page's time.
  if (getHeapStatistics().total_physical_size > HEAVY_HEAP_BYTES)
    collect({ type: 'major', execution: 'sync', flavor: 'last-resort' })
  say(end)
})

say({ ready: true })

function read(input: ExtractInput): ThreadEnd {
  try {
    return { article: extract(input) }
  } catch (thrown) {
    const { code, detail } = asWiredeskError(thrown, { url: input.url })
    return { failure: { code, ...(detail !== undefined && { detail }) } }
  }
}

function say(end: ThreadEnd): void {
  const { user, system } = process.threadCpuUsage()
  parentPort?.postMessage({ ...end, cpuMs: (user + system) / 1000 } satisfies ThreadMessage)
}
