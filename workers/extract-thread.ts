/** The entry of an extraction thread: one page in, its fields or its error out. */

import { parentPort } from 'node:worker_threads'
import { asWiredeskError } from '../src/errors.ts'
import { type ExtractInput, extract } from '../src/extract/index.ts'

parentPort?.on('message', (input: ExtractInput) => {
  try {
    parentPort?.postMessage({ article: extract(input), cpuMs: cpuMs() })
  } catch (thrown) {
    const { code, detail } = asWiredeskError(thrown, { url: input.url })
    parentPort?.postMessage({ failure: { code, detail }, cpuMs: cpuMs() })
  }
})

parentPort?.postMessage({ ready: true, cpuMs: cpuMs() })

/** What this thread has had of the processor so far: said with each answer, so that nobody need interrupt it to ask. */
function cpuMs(): number {
  const { user, system } = process.threadCpuUsage()
  return (user + system) / 1000
}
