/** Questions of one kind that are asked at nearly the same time become one statement: to bring and answer most costs more than to run them. */

import { setImmediate } from 'node:timers'

/** Asks for several things at once; the answers stand in the order of the questions. */
export type AskAll<Question, Answer> = (questions: readonly Question[]) => Promise<readonly Answer[]>

/**
 * Makes of a way to ask for several at once one that asks for one.
 * @param waitMs how long the first one may wait for others; absent: until the event loop has come round
 */
export type Gather = <Question, Answer>(
  askAll: AskAll<Question, Answer>,
  waitMs?: number,
) => (question: Question) => Promise<Answer>

/** Each by itself, and at once. */
export const singly: Gather = askAll => async question => (await askAll([question]))[0] as never

/** What comes at any time, once a page, may wait as long as this for others of its kind: each page stays for a tenth of a second anyway. */
export const UNHURRIED_MS = 10

interface Asked<Question, Answer> {
  readonly question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** All that is asked meanwhile goes together, and all of them hear of a fault. */
export function together<Question, Answer>(askAll: AskAll<Question, Answer>, waitMs = 0) {
  let waiting: Asked<Question, Answer>[] = []

  async function ask(): Promise<void> {
    const asked = waiting
    waiting = []
    try {
      const answers = await askAll(asked.map(({ question }) => question))
      for (const [at, { resolve }] of asked.entries()) resolve(answers[at] as Answer)
    } catch (error) {
      for (const { reject } of asked) reject(error)
    }
  }

  return (question: Question): Promise<Answer> =>
    new Promise((resolve, reject) => {
      if (waiting.push({ question, resolve, reject }) > 1) return
      if (waitMs === 0) setImmediate(ask)
      else setTimeout(ask, waitMs)
    })
}
