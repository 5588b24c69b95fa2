/** Questions of one kind that are asked at nearly the same time become one statement: to bring and answer most costs more than to run them. */

import { setImmediate } from 'node:timers'

/** Asks for several things at once; the answers stand in the order of the questions. */
export type AskAll<Question, Answer> = (questions: readonly Question[]) => Promise<readonly Answer[]>

/** Makes of a way to ask for several at once one that asks for one. */
export type Gather = <Question, Answer>(askAll: AskAll<Question, Answer>) => (question: Question) => Promise<Answer>

/** Each by itself. */
export const singly: Gather = askAll => async question => (await askAll([question]))[0] as never

interface Asked<Question, Answer> {
  readonly question: Question
  resolve(answer: Answer): void
  reject(error: unknown): void
}

/** What is asked until the event loop has come round, or for so many milliseconds, goes together. All of them hear of a fault. */
export const together =
  (waitMs = 0): Gather =>
  askAll =>
    gathered(askAll, waitMs)

function gathered<Question, Answer>(askAll: AskAll<Question, Answer>, waitMs: number) {
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

  return (question: Question) =>
    new Promise<Answer>((resolve, reject) => {
      if (waiting.push({ question, resolve, reject }) > 1) return
      if (waitMs === 0) setImmediate(ask)
      else setTimeout(ask, waitMs)
    })
}
