import type { Command } from 'commander'
import { pagesOf } from '../app.ts'
import { exportWarc } from '../export-warc.ts'
import { type ImportSummary, importWarc } from '../import-warc.ts'
import { openOffline } from '../offline.ts'
import { configOf, type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson, progressLine } from './print.ts'
import { parseSince } from './since.ts'
import { interruption } from './stop.ts'

interface ExportCommandOptions extends DeskOptions {
  readonly warc: string
  readonly source?: string
  readonly since?: string
}

/** `wiredesk export --warc FILE` */
export function addExport(program: Command): void {
  onDesk(program.command('export'))
    .description('write the raw pages into an archive')
    .requiredOption('--warc <file>', 'a WARC 1.1 file; gzipped record by record where its name ends in .gz')
    .option('--source <id>', 'only pages of this source')
    .option('--since <date>', 'only pages fetched since this day')
    .addHelpText('after', '\nExample:\n  wiredesk export --warc desk-2026-11.warc.gz --since 2026-11-01')
    .action((options: ExportCommandOptions) => {
      const since = options.since === undefined ? undefined : parseSince(options.since)
      return withStore(options, async (store, config) => {
        const line = progressLine()
        const signal = interruption()
        const tally = await exportWarc(
          options.warc,
          {
            now: new Date().toISOString(),
            signal,
            onProgress: ({ pages }) => line.show(`${pages} pages`),
            ...(options.source !== undefined && { sourceId: options.source }),
            ...(since !== undefined && { since }),
          },
          { store, pages: pagesOf(config) },
        ).catch(error => {
          if (!signal.aborted) throw error
        })
        line.end()
        if (!tally) {
          process.exitCode = EXIT.interrupted
          return
        }
        if (options.json) printJson({ file: options.warc, ...tally })
        else
          print(`${options.warc}: ${tally.pages} pages, ${tally.bytes} bytes; ${tally.missing} are not kept any more`)
      })
    })
}

interface ImportCommandOptions extends DeskOptions {
  readonly warc: readonly string[]
  readonly source?: string
  readonly again?: boolean
}

/** `wiredesk import --warc FILE...` */
export function addImport(program: Command): void {
  onDesk(program.command('import'))
    .description('run the pages of archives through the pipeline; nobody is asked for anything')
    .requiredOption('--warc <files...>', 'WARC files, plain or gzipped, such as those of CC-NEWS')
    .option('--source <id>', 'take every page for this source; else each for the source of its host')
    .option('--again', 'begin at the beginning of a file that has been taken in before')
    .addHelpText(
      'after',
      `
An import that was interrupted goes on where it stopped. What is stored of an address is not replaced by an older page.

Exit codes:
  0 done   5 configuration   6 store   8 another process works on the desk   130 interrupted; run it again

Examples:
  wiredesk import --warc CC-NEWS-20261101000000-00001.warc.gz
  wiredesk import --warc old/*.warc.gz --source herald --json`,
    )
    .action(async (options: ImportCommandOptions) => {
      const config = configOf(options)
      const { context, width, close } = await openOffline(config)
      const signal = interruption()
      const line = progressLine()
      try {
        for (const file of options.warc) {
          if (signal.aborted) break
          const summary = await importWarc(
            file,
            {
              sources: config.sources,
              width,
              signal,
              again: options.again === true,
              onProgress: ({ taken, offset, size }) =>
                line.show(`${file}: ${Math.floor((100 * offset) / size)} %, ${taken} pages taken`),
              ...(options.source !== undefined && { sourceId: options.source }),
            },
            context,
          )
          line.end()
          if (options.json) printJson(summary)
          else show(summary)
        }
        if (signal.aborted) process.exitCode = EXIT.interrupted
      } finally {
        await close()
      }
    })
}

function show({ file, responses, taken, revised, unchanged, dropped, skipped, damaged, ...rest }: ImportSummary): void {
  print(`${file}: ${responses} responses, ${taken} taken: ${rest.new} new, ${revised} revised, ${unchanged} unchanged`)
  for (const [reason, pages] of [...Object.entries(dropped), ...Object.entries(skipped)])
    print(`  ${pages} not: ${reason}`)
  if (damaged > 0) print(`  ${damaged} places could not be read`)
}
