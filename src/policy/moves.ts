/** Feeds that move: a permanent redirect (301, 308) is taken at its word when it has been repeated. */

import type { FeedHabits } from '../model.ts'

/** A wrong redirect is often put right within hours; three equal answers over a day are meant. */
const TIMES_MEANT = 3
const LONG_ENOUGH_MS = 86_400_000

type Moved = FeedHabits['moved']

/**
 * What is known of a feed's move after a poll that was answered.
 * @param from the configured address
 * @param asked the address that was asked: the configured one, or the one it moved to
 * @param to where the answer redirected to for good; undefined when it did not
 */
export function learnMove(known: Moved, from: string, asked: string, to: string | undefined, nowMs: number): Moved {
  if (to === undefined || isDowngrade(asked, to)) return known?.taken ? known : undefined
  // Back to where it came from: the move is over.
  if (to === from) return undefined
  const at = new Date(nowMs).toISOString()
  const again = known?.to === to ? known : undefined
  const times = (again?.times ?? 0) + 1
  const since = again?.since ?? at
  const isMeant = times >= TIMES_MEANT && nowMs - Date.parse(since) >= LONG_ENOUGH_MS
  return { to, times, since, taken: isMeant || (again?.taken ?? false) }
}

/** The address to ask: the configured one until a move is meant. */
export const addressOf = (url: string, { moved }: FeedHabits): string => (moved?.taken ? moved.to : url)

/** Nobody is followed from a private line to an open one for good. */
const isDowngrade = (from: string, to: string): boolean => from.startsWith('https:') && to.startsWith('http:')
