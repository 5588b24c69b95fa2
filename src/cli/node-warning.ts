import { note } from './print.ts'

/** The first releases with the fixes of October 2026, by major version. */
const PATCHED: Readonly<Record<number, readonly [number, number]>> = { 24: [22, 1], 26: [12, 1] }

/** Says once when this Node lacks security fixes that matter to a crawler. */
export function warnOfNode(version = process.versions.node): void {
  if (!isPatched(version))
    note(
      `wiredesk: Node ${version} lacks the security fixes of October 2026 (24.22.1, 26.12.1); use a newer one in production. Brotli is not asked for meanwhile.`,
    )
}

function isPatched(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const first = PATCHED[major]
  return first ? minor > first[0] || (minor === first[0] && patch >= first[1]) : major > 26
}
