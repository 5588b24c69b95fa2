/** What a desk needs of its machine; names are looked up in `dns.ts`. */

import { constants } from 'node:fs'
import { access, mkdir, open, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { isPatched, PATCHED_RELEASES } from '../values/node-release.ts'
import { type Finding, fail, look, ok, warn } from './finding.ts'

/** Whether this Node has the fixes that matter to a crawler. */
export const checkNode = (version = process.versions.node): Promise<Finding> =>
  look(
    'node',
    () =>
      isPatched(version)
        ? ok(version)
        : warn(
            `${version} lacks security fixes of October 2026`,
            `Use ${PATCHED_RELEASES.join(' or ')} or newer in production. Brotli is not asked for meanwhile.`,
          ),
    'Install a current Node.',
  )

const MIB = 1024 * 1024
/** A day of a busy desk fits into it. */
const ROOMY_BYTES = 1024 * MIB
/** With less, the next burst of pages fills the disk. */
const FULL_BYTES = 100 * MIB

/** Whether files can be written in a folder, and for how long yet. */
export const checkFolder = (check: string, dir: string): Promise<Finding> =>
  look(
    check,
    async () => {
      await mkdir(dir, { recursive: true })
      await access(dir, constants.R_OK | constants.W_OK | constants.X_OK)
      await writeOnce(join(dir, `.doctor-${process.pid}`))
      const { bavail, bsize } = await statfs(dir)
      const free = bavail * bsize
      const found = `${dir}: ${Math.floor(free / MIB)} MiB free`
      if (free < FULL_BYTES) return fail(found, 'Free some space: nothing more is taken in when it runs out.')
      return free < ROOMY_BYTES ? warn(found, 'Free some space soon, or set pages.keepDays.') : ok(found)
    },
    `Give the user that runs Wiredesk the right to write in ${dir}.`,
  )

/** Space that is only promised shows when something is written through to the disk. */
async function writeOnce(path: string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile('wiredesk doctor')
    await file.sync()
  } finally {
    await file.close()
    await rm(path, { force: true })
  }
}

/** Clocks of machines that are kept in step differ by milliseconds. */
const SKEW_MS = 2000

/**
 * Whether the time can be right.
 * @param lastMs when the newest thing in the store was written: the clock must not be before it
 * @param storeMs the time of the store's own machine, where it has one
 */
export const checkClock = (nowMs: number, lastMs?: number, storeMs?: number): Promise<Finding> =>
  look(
    'clock',
    () => {
      const now = new Date(nowMs).toISOString()
      const advice = 'Set the clock by NTP (`timedatectl set-ntp true`): due times and embargoes hang on it.'
      if (nowMs < BUILT_MS) return fail(`${now} is before this program was written`, advice)
      if (lastMs !== undefined && nowMs < lastMs - SKEW_MS)
        return fail(`${now} is before the last event in the store, ${new Date(lastMs).toISOString()}`, advice)
      const skew = storeMs === undefined ? 0 : Math.round(Math.abs(nowMs - storeMs))
      return skew > SKEW_MS ? warn(`${now}; the store's machine differs by ${skew} ms`, advice) : ok(now)
    },
    'Set the clock.',
  )

/** No clock that is right shows an earlier time. */
const BUILT_MS = Date.parse('2026-11-01T00:00:00Z')
