import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with one plain line, `12 passed, 0 failed, 1 skipped`, that any build system can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap(module => [...module.children.allTests()].map(test => test.result().state))
    const count = (state: string): number => states.filter(each => each === state).length
    // A file that did not load has no tests to count, and must not pass for that.
    const unloaded = modules.filter(
      module => module.state() === 'failed' && [...module.children.allTests('failed')].length === 0,
    ).length
    console.log(
      `${count('passed')} passed, ${count('failed') + unloaded + errors.length} failed, ${count('skipped')} skipped`,
    )
  }
}
