/** What a check found. */
export interface Finding {
  readonly check: string
  /** `warn`: works, and should be seen to; `fail`: does not work; `skip`: could not be looked at because of another failure */
  readonly status: 'ok' | 'warn' | 'fail' | 'skip'
  readonly found: string
  /** what to do; with every `warn` and `fail` */
  readonly advice?: string
}

type Told = Omit<Finding, 'check'>

export const ok = (found: string): Told => ({ status: 'ok', found })
export const warn = (found: string, advice: string): Told => ({ status: 'warn', found, advice })
export const fail = (found: string, advice: string): Told => ({ status: 'fail', found, advice })
export const skip = (found: string): Told => ({ status: 'skip', found })

/** Runs a check; whatever it throws is what it found. */
export async function look(check: string, run: () => Promise<Told> | Told, advice: string): Promise<Finding> {
  try {
    return { check, ...(await run()) }
  } catch (error) {
    return { check, ...fail(error instanceof Error ? error.message : String(error), advice) }
  }
}
