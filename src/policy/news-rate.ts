/** How much news a feed has, learnt from how many new links its polls brought. */

import type { FeedHabits, Instant } from '../model.ts'

type News = NonNullable<FeedHabits['news']>

/** A link counts half after this long: a week-end shows, a quiet night does not. */
const HALF_LIFE_MS = 3 * 86_400_000

/** The time over which halving links add up to as much as plain counting would. */
const MEMORY_MS = HALF_LIFE_MS / Math.LN2

/**
 * Polls' worth of news that a feed is taken to have before anything is known of it: with nothing new, the wait doubles within
 * an hour at polls of 15 minutes, and a feed that has been known for a week goes by its own news alone.
 */
const PRIOR_POLLS = 4

/** The count after a poll. What the first poll brings is the feed's past, not its rate. */
export function countNews(known: News | undefined, added: number, nowMs: number): News {
  const at: Instant = new Date(nowMs).toISOString()
  if (!known) return { items: 0, at }
  return { items: halved(known, nowMs) + added, at }
}

/**
 * New links in a millisecond, to be expected.
 * @param pollMinutes the configured interval, taken for the rate as long as nothing is known
 * @param nowMs also a time in the past, when nothing new has come since
 */
export function newsRate(habits: FeedHabits, pollMinutes: number, nowMs: number): number {
  const { news, since } = habits
  const priorMs = PRIOR_POLLS * pollMinutes * 60_000
  if (!news || since === undefined) return PRIOR_POLLS / priorMs
  const knownMs = MEMORY_MS * (1 - 2 ** (-Math.max(0, nowMs - Date.parse(since)) / HALF_LIFE_MS))
  return (halved(news, nowMs) + PRIOR_POLLS) / (knownMs + priorMs)
}

function halved({ items, at }: News, nowMs: number): number {
  return items * 2 ** (-(nowMs - Date.parse(at)) / HALF_LIFE_MS)
}
