/** The first releases with the fixes of October 2026, by major version: among them one in the decoder of Brotli, which strangers feed. */
const PATCHED: Readonly<Record<number, readonly [number, number]>> = { 24: [22, 1], 26: [12, 1] }

export const PATCHED_RELEASES: readonly string[] = Object.entries(PATCHED).map(([major, rest]) =>
  [major, ...rest].join('.'),
)

/** Whether a release of Node has those fixes. */
export function isPatched(version: string): boolean {
  const [major = 0, minor = 0, patch = 0] = version.replace(/^v/, '').split('.').map(Number)
  const first = PATCHED[major]
  return first ? minor > first[0] || (minor === first[0] && patch >= first[1]) : major > 26
}
