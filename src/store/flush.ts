import { type FileHandle, open } from 'node:fs/promises'

export interface Flush {
  /** Resolves when all that was written before this call is on the disk. */
  flush(): Promise<void>
  close(): Promise<void>
}

/** Brings a file to the disk outside the main thread. Calls that come while the disk works share its next turn. */
export function flusherOf(path: string): Flush {
  let file: FileHandle | undefined
  let running: Promise<void> | undefined
  let next: Promise<void> | undefined

  async function sync(): Promise<void> {
    file ??= await open(path, 'r+')
    await file.datasync()
  }
  function start(): Promise<void> {
    running = sync().finally(() => {
      running = undefined
    })
    return running
  }

  return {
    flush() {
      if (!running) return start()
      next ??= running
        .catch(() => {})
        .then(() => {
          next = undefined
          return start()
        })
      return next
    },
    close: async () => file?.close(),
  }
}
