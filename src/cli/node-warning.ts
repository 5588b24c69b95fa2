import { isPatched, PATCHED_RELEASES } from '../values/node-release.ts'
import { note } from './print.ts'

/** Says once when this Node lacks security fixes that matter to a crawler. */
export function warnOfNode(version = process.versions.node): void {
  if (!isPatched(version))
    note(
      `wiredesk: Node ${version} lacks the security fixes of October 2026 (${PATCHED_RELEASES.join(', ')}); use a newer one in production. Brotli is not asked for meanwhile.`,
    )
}
