/** What a poll teaches about its feed: how much news it has, whether its server's validators can be trusted, where it has moved. */

import type { FeedHabits, FeedState } from '../model.ts'
import { learnMove } from './moves.ts'
import { countNews } from './news-rate.ts'
import { type Answered, judgeValidators } from './validators.ts'

type Feed = Pick<FeedState, 'url' | 'etag' | 'lastModified' | 'habits' | 'failures'>

/** One poll that was answered. */
export interface PollSeen extends Omit<Answered, 'known' | 'status'> {
  readonly answer: { readonly status: number; readonly movedTo?: string }
  /** the address that was asked */
  readonly url: string
}

/** The habits after a poll that was answered. */
export function habitsAfter(feed: Feed, seen: PollSeen, pollMinutes: number, nowMs: number): FeedHabits {
  const { moved: before, failingSince: _, ...habits } = feed.habits
  const answered = { ...seen, status: seen.answer.status, known: feed }
  const judged = judgeValidators(habits, answered, pollMinutes, nowMs)
  const moved = learnMove(before, feed.url, seen.url, seen.answer.movedTo, nowMs)
  return {
    ...judged,
    since: habits.since ?? new Date(nowMs).toISOString(),
    news: countNews(habits.news, seen.added, nowMs),
    ...(moved && { moved }),
  }
}

/** An address that a feed moved to and that fails twice was none: the configured one is asked again. */
const FAILURES_OF_A_MOVE = 2

/** The habits after a poll that failed. */
export function habitsAfterFailure({ habits, failures }: Feed, nowMs: number): FeedHabits {
  const { moved, ...rest } = habits
  const isMoveKept = moved !== undefined && !(moved.taken && failures + 1 >= FAILURES_OF_A_MOVE)
  return {
    ...rest,
    failingSince: habits.failingSince ?? new Date(nowMs).toISOString(),
    ...(isMoveKept && { moved }),
  }
}
