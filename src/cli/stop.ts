import { EXIT } from './exit-codes.ts'
import { note } from './print.ts'

/** Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted)
      note('\nending what is under way; once more to end at once')
      controller.abort()
    })
  }
  return controller.signal
}

/** Waits until the signal is given. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
