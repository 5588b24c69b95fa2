import pino, { type Logger } from 'pino'

export type { Logger }

/**
 * The program's log: one JSON line per outcome on stderr, so that stdout is left to what a command was asked for.
 * Request headers may hold secrets of a source; they are never logged, and cut out should one slip in.
 */
export function createLog(level: string): Logger {
  return pino(
    { level, base: null, redact: ['headers', '*.headers', 'authorization', '*.authorization'] },
    pino.destination({ dest: 2, sync: true }),
  )
}
