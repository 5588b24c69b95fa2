import type { ErrorCode } from '../errors.ts'

/** What a command's end means to cron, systemd and Kubernetes; `docs/commands.md` lists them. */
export const EXIT = {
  ok: 0,
  fault: 1,
  usage: 2,
  quarantined: 3,
  unhealthy: 4,
  config: 5,
  store: 6,
  timeUp: 7,
  locked: 8,
  interrupted: 130,
} as const

const BY_CODE: Partial<Record<ErrorCode, number>> = {
  CONFIG_INVALID: EXIT.config,
  CONTACT_MISSING: EXIT.config,
  DESK_MISSING: EXIT.config,
  DESK_LOCKED: EXIT.locked,
  STORE_BUSY: EXIT.store,
  STORE_CORRUPT: EXIT.store,
  STORE_NEWER: EXIT.store,
  STORE_UNAVAILABLE: EXIT.store,
  QUEUE_UNAVAILABLE: EXIT.store,
  QUEUE_UNSAFE: EXIT.store,
  BACKUP_INVALID: EXIT.store,
  DESK_NOT_EMPTY: EXIT.store,
  BAD_ARGUMENT: EXIT.usage,
}

/** The exit code of an error that ended a command. */
export const exitCodeOf = (code: ErrorCode): number => BY_CODE[code] ?? EXIT.fault
