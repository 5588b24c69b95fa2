import type { Command } from 'commander'
import { pagesOf } from '../app.ts'
import { systemClock } from '../clock.ts'
import { WiredeskError } from '../errors.ts'
import { sweepOrphans, sweepPages } from '../pipeline/sweep.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { print, printJson } from './print.ts'
import { interruption } from './stop.ts'

interface SweepCommandOptions extends DeskOptions {
  readonly limit: string
  readonly dryRun?: boolean
  readonly orphans?: boolean
}

/** `wiredesk pages sweep` */
export function addPages(program: Command): void {
  const pages = program.command('pages').description('the raw pages that are kept')

  onDesk(pages.command('sweep'))
    .description('remove raw pages that their source wants kept no longer and that nothing needs')
    .option('--limit <n>', 'how many at most', '10000')
    .option('--orphans', 'instead, remove files that no row of the store knows; what is younger than an hour stays')
    .option('--dry-run', 'count what would be removed, and remove nothing')
    .addHelpText(
      'after',
      `
Kept in any case: the page of a current revision, the newest page of an article, those of a link that has not ended.

Examples:
  wiredesk pages sweep --dry-run
  wiredesk pages sweep --orphans --dry-run
  wiredesk pages sweep --set pages.keepDays=90`,
    )
    .action((options: SweepCommandOptions) =>
      withStore(options, async (store, config) => {
        const limit = parseLimit(options.limit)
        const parts = { store, pages: pagesOf(config), clock: systemClock }
        const signal = interruption()
        const how = { limit, signal, isDryRun: options.dryRun === true }
        const swept = await (options.orphans
          ? sweepOrphans(how, parts)
          : sweepPages({ ...how, sources: config.sources }, parts))
        if (!swept) throw new WiredeskError('DESK_LOCKED', { detail: 'another process is sweeping' })
        if (options.json) return printJson(swept)
        const verb = options.dryRun ? 'would be removed' : 'removed'
        print(`${swept.pages} pages of ${swept.bytes} bytes ${verb}${swept.isMore ? '; there are more' : ''}`)
      }),
    )
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new WiredeskError('BAD_ARGUMENT', { detail: `--limit ${text}: a whole number from 1` })
}
