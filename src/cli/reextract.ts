import type { Command } from 'commander'
import { openOffline } from '../offline.ts'
import { type ReadAgain, type ReextractTally, reextract } from '../pipeline/reextract.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson, progressLine } from './print.ts'
import { parseSince } from './since.ts'
import { interruption } from './stop.ts'

interface ReextractCommandOptions extends DeskOptions {
  readonly source?: string
  readonly since?: string
  readonly dropped?: boolean
  readonly dryRun?: boolean
}

/** `wiredesk reextract`: stored pages under the engine as it is now, without asking anybody. */
export function addReextract(program: Command): void {
  onDesk(program.command('reextract'))
    .description('read the stored pages again with the engine as it is now; nobody is asked for anything')
    .option('--source <id>', 'only pages of this source')
    .option('--since <date>', 'only pages fetched since this day')
    .option('--dropped', 'also pages that were no article to the engine of their day')
    .option('--dry-run', 'show what would change, and change nothing')
    .addHelpText(
      'after',
      `
An article gets a new revision only where its normalised fields change. Withdrawn articles are left alone; what may be
shown is decided again; the times of the next re-checks stay.

Exit codes:
  0 done   5 configuration   6 store   8 another process works on the desk   130 interrupted; run it again

Examples:
  wiredesk reextract --dry-run --source herald
  wiredesk reextract --since 2026-11-01
  wiredesk reextract --dropped --dry-run --json`,
    )
    .action(async (options: ReextractCommandOptions) => {
      const since = options.since === undefined ? undefined : parseSince(options.since)
      const { context, width, close } = await openOffline(configOf(options), options.dryRun)
      const signal = interruption()
      const line = progressLine()
      try {
        const tally = await reextract(
          {
            width,
            signal,
            withDropped: options.dropped === true,
            isDryRun: options.dryRun === true,
            onChange: options.json ? printJson : showChange,
            onProgress: ({ read, changed }) => line.show(`${read} pages read, ${changed} changed`),
            ...(options.source !== undefined && { sourceId: options.source }),
            ...(since !== undefined && { since }),
          },
          context,
        )
        line.end()
        if (options.json) printJson(tally)
        else showTally(tally, options.dryRun === true)
        if (signal.aborted) process.exitCode = EXIT.interrupted
      } finally {
        await close()
      }
    })
}

function showChange({ articleId, url, headline, change, fields }: ReadAgain): void {
  print(`${articleId ?? 'new article'}  ${change}  ${headline}\n  ${url}`)
  for (const { field, from, to } of fields) print(`  ${field}: ${from ?? '(none)'} → ${to ?? '(none)'}`)
}

function showTally({ read, same, changed, missing, busy, failed }: ReextractTally, isDryRun: boolean): void {
  print(`${read} pages read: ${same} articles as they were, ${changed} ${isDryRun ? 'would change' : 'changed'}`)
  if (missing > 0) print(`${missing} pages are not kept any more, or their source is not configured`)
  if (busy > 0) print(`${busy} were being worked on; run it again for those`)
  for (const [code, pages] of Object.entries(failed)) print(`${pages} could not be read: ${code}`)
}
