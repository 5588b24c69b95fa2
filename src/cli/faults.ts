/** Whatever ended a command, as an error that says what to do. */

import { asWiredeskError, Snooze, WiredeskError } from '../errors.ts'

/** SQLite's primary result codes (sqlite.org/rescode.html) that mean that somebody else has the file, and that it is damaged. */
const BUSY = new Set([5, 6])
const DAMAGED = new Set([11, 26])

/** Faults of the world around the program (a database that cannot be opened, a host that wants us later) under their own codes. */
export function toFault(thrown: unknown): WiredeskError {
  if (thrown instanceof Snooze) return new WiredeskError('HOST_BUSY', { detail: thrown.message, cause: thrown })
  if (!(thrown instanceof Error)) return asWiredeskError(thrown)
  const { code, errcode, syscall } = thrown as NodeJS.ErrnoException & { readonly errcode?: number }
  const context = { detail: thrown.message, cause: thrown }
  if (code === 'ERR_SQLITE_ERROR') {
    // The low byte is the primary code; the rest says more about it.
    const primary = (errcode ?? 0) & 0xff
    if (BUSY.has(primary)) return new WiredeskError('STORE_BUSY', context)
    return new WiredeskError(DAMAGED.has(primary) ? 'STORE_CORRUPT' : 'STORE_UNAVAILABLE', context)
  }
  if (syscall === 'listen') return new WiredeskError('LISTEN_FAILED', context)
  if (syscall !== undefined && code !== undefined) return new WiredeskError('FILE_FAILED', context)
  return asWiredeskError(thrown)
}
