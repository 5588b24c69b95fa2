import { WiredeskError } from '../errors.ts'

/** The instant of a day or time that was typed: `2026-11-01`, `2026-11-01T08:00Z`. Throws BAD_ARGUMENT. */
export function parseSince(typed: string): string {
  const ms = /^\d{4}-\d\d-\d\d/.test(typed) ? Date.parse(typed) : Number.NaN
  if (Number.isNaN(ms))
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--since ${typed}: a day such as 2026-11-01` })
  return new Date(ms).toISOString()
}
