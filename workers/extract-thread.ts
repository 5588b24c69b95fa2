/** The entry of an extraction thread: one page in, its fields or its error out. */

import { parentPort } from 'node:worker_threads'
import { asWiredeskError } from '../src/errors.ts'
import { collector, keepPagesYoung } from '../src/extract/heap.ts'
import { type ExtractInput, extract } from '../src/extract/index.ts'
import type { ThreadEnd, ThreadMessage } from '../src/extract/pool.ts'

/**
 * A page beyond this leaves its thread with a heap of a hundred MiB and more, which a thread that then idles never gives back: it is collected
 * at once. Collecting costs 20 to 70 ms, a new thread several times that. News pages have a third of it.
 */
const HEAVY_BYTES = 2 ** 20

const collect = collector()

keepPagesYoung()

parentPort?.on('message', (input: ExtractInput) => {
  const end = read(input)
  // Before the answer, so that it counts as this page's time.
  if (input.bytes.length > HEAVY_BYTES) collect('all')
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
