import { EXIT } from './exit-codes.ts'
import { note } from './print.ts'

/**
 * Aborts at the first SIGINT or SIGTERM; a second one ends the process at once. A process that another one has started also ends when
 * that one is gone.
 */
export function interruption(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(EXIT.interrupted)
      if (!process.connected) note('\nending what is under way; once more to end at once')
      controller.abort()
    })
  }
  process.once('disconnect', () => controller.abort())
  // Listening must not keep a process alive that has ended its work.
  process.channel?.unref()
  return controller.signal
}

/** Waits until the signal is given. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise(resolve => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
