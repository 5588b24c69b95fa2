/** What one run did, counted as it happens: the summary line of `crawl` and the progress line read it. */
export interface Tally {
  found: number
  fetched: number
  new: number
  revised: number
  unchanged: number
  quarantined: number
  retried: number
  dropped: Record<string, number>
}

export const emptyTally = (): Tally => ({
  found: 0,
  fetched: 0,
  new: 0,
  revised: 0,
  unchanged: 0,
  quarantined: 0,
  retried: 0,
  dropped: {},
})

/** Counts one dropped link under its reason. */
export function countDropped(tally: Tally, reason: string): void {
  tally.dropped[reason] = (tally.dropped[reason] ?? 0) + 1
}
