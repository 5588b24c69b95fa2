import type { Command } from 'commander'
import { findDesk, loadConfig } from '../config.ts'
import { examine } from '../doctor/index.ts'
import { type DeskOptions, onDesk } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJsonLines } from './print.ts'

/** `wiredesk doctor`: what works, what does not, and what to do. */
export function addDoctor(program: Command): void {
  onDesk(program.command('doctor'))
    .description('look at everything a desk needs, and say what to do')
    .addHelpText(
      'after',
      `
Looks at Node, configuration, contact, disk, store, ledger, consumers, clock, queue, page store and DNS; asks no publisher.

Exit codes:
  0 everything works, warnings at most   4 something does not

Examples:
  wiredesk doctor --desk /srv/desk
  wiredesk doctor --json`,
    )
    .action(async (options: DeskOptions) => {
      const { desk, set = [] } = options
      const load = () => loadConfig(findDesk(desk, process.env), { env: process.env, set })
      const findings = await examine(load, Date.now())
      if (options.json) printJsonLines(findings)
      else
        for (const { check, status, found, advice } of findings) {
          print(`${status.padEnd(5)} ${check.padEnd(9)} ${found}`)
          if (advice !== undefined) print(`                ${advice}`)
        }
      if (findings.some(({ status }) => status === 'fail')) process.exitCode = EXIT.unhealthy
    })
}
