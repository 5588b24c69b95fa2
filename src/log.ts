import pino, { type Logger } from 'pino'
import { hideQuerySecrets } from './secrets.ts'

export type { Logger }

/**
 * The program's log: one JSON line per outcome on stderr, so that stdout is left to what a command was asked for.
 * Request headers may hold secrets of a source; they are never logged, and cut out should one slip in.
 * @param hide cuts known secrets out of a line, wherever they stand
 */
export function createLog(level: string, hide: (line: string) => string = hideQuerySecrets): Logger {
  return pino(
    {
      level,
      base: null,
      redact: ['headers', '*.headers', 'authorization', '*.authorization'],
      hooks: { streamWrite: hide },
    },
    pino.destination({ dest: 2, sync: true }),
  )
}
