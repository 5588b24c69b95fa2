/** Whatever ended a command, as an error that says what to do. */

import { asWiredeskError, Snooze, WiredeskError } from '../errors.ts'

/** Faults of the world around the program (a database that cannot be opened, a host that wants us later) under their own codes. */
export function toFault(thrown: unknown): WiredeskError {
  if (thrown instanceof Snooze) return new WiredeskError('HOST_BUSY', { detail: thrown.message, cause: thrown })
  if (!(thrown instanceof Error) || thrown instanceof WiredeskError) return asWiredeskError(thrown)
  const { code, syscall } = thrown as NodeJS.ErrnoException
  const context = { detail: thrown.message, cause: thrown }
  if (syscall === 'listen') return new WiredeskError('LISTEN_FAILED', context)
  if (syscall !== undefined && code !== undefined) return new WiredeskError('FILE_FAILED', context)
  return asWiredeskError(thrown)
}
