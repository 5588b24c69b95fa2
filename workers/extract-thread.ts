/** The entry of an extraction thread: one page in, its fields or its error out. */

import { parentPort } from 'node:worker_threads'
import { asWiredeskError } from '../src/errors.ts'
import { type ExtractInput, extract } from '../src/extract/index.ts'

parentPort?.on('message', (input: ExtractInput) => {
  try {
    parentPort?.postMessage({ article: extract(input) })
  } catch (thrown) {
    const { code, detail } = asWiredeskError(thrown, { url: input.url })
    parentPort?.postMessage({ failure: { code, detail } })
  }
})

parentPort?.postMessage({ ready: true })
