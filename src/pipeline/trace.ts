import type { ClaimedLink, Stage, Step } from '../model.ts'
import type { Clock } from '../ports.ts'

/** The stages one link goes through in one turn; written to the store together with the turn's end. */
export interface Trace {
  /** Runs a stage and notes its time; what it throws is noted by the last step. */
  step<T>(stage: Stage, run: () => T | Promise<T>): Promise<T>
  /** Notes something that a person should see, though the turn goes on. */
  note(stage: Stage, outcome: string, detail: string): void
  /** the stage that is running, or ran last */
  stage(): Stage
  /** ms since the turn began */
  ms(): number
  /** All steps, with the last one's outcome. */
  steps(stage: Stage, outcome: string, detail?: string): Step[]
}

/** Starts the trace of one turn. */
export function startTrace(link: ClaimedLink, clock: Clock): Trace {
  const startedAt = clock.now()
  const done: Step[] = []
  let current: Stage = 'fetch'
  let stageStartedAt = startedAt

  const note = (stage: Stage, outcome: string, detail?: string): Step => ({
    linkId: link.id,
    at: new Date(stageStartedAt).toISOString(),
    stage,
    outcome,
    ms: clock.now() - stageStartedAt,
    ...(detail !== undefined && { detail }),
  })

  return {
    async step(stage, run) {
      current = stage
      stageStartedAt = clock.now()
      const result = await run()
      done.push(note(stage, 'ok'))
      stageStartedAt = clock.now()
      return result
    },
    note: (stage, outcome, detail) => void done.push(note(stage, outcome, detail)),
    stage: () => current,
    ms: () => clock.now() - startedAt,
    steps: (stage, outcome, detail) => [...done, note(stage, outcome, detail)],
  }
}
