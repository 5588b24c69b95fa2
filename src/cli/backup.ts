import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { backUp, type PagesCopied, restoreConfig, restoreDesk } from '../backup.ts'
import { createLog } from '../log.ts'
import type { Digests } from '../store/backup-file.ts'
import { checkBackup } from '../store/restore.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { print, printJson, progressLine } from './print.ts'

interface PagesOptions extends DeskOptions {
  readonly pages?: string
}

/** `wiredesk backup FILE|DIR` */
export function addBackup(program: Command): void {
  onDesk(program.command('backup <target>'))
    .description(
      'write the whole desk into one file while it works: database and configuration, the same of either database',
    )
    .option('--pages <dir>', 'copy the raw pages into this folder too; what is there already is left')
    .addHelpText(
      'after',
      `
Into a folder, the file gets a name with its time. The file holds the configuration as it is: keep it as secret as the desk.

Examples:
  wiredesk backup /backups/
  wiredesk backup desk.backup --pages /backups/pages`,
    )
    .action(async (target: string, options: PagesOptions) => {
      const line = progressLine()
      const summary = await backUp(configOf(options), {
        to: target,
        onProgress: ({ pages }) => line.show(`${pages} pages`),
        ...(options.pages !== undefined && { pagesTo: options.pages }),
      })
      line.end()
      if (options.json) return printJson(summary)
      print(`${summary.file}: ${summary.bytes} bytes, ${rowsIn(summary.tables)} rows`)
      if (summary.pages) showPages(summary.pages)
    })
}

interface RestoreOptions extends PagesOptions {
  readonly force?: boolean
  readonly dryRun?: boolean
}

/** `wiredesk restore FILE` */
export function addRestore(program: Command): void {
  onDesk(program.command('restore <file>'))
    .description('put a backup in the place of the data of a desk, of either database, and verify it')
    .option('--pages <dir>', 'bring the raw pages back from this folder')
    .option('--force', 'replace the data that is there')
    .option('--dry-run', 'only check that the file is whole')
    .addHelpText(
      'after',
      `
Everything is restored, or nothing. Counts and hashes of every table are compared with those of the file.
A desk without a configuration gets the one in the file; what is there is left.

Examples:
  wiredesk restore desk.backup --dry-run
  wiredesk restore desk.backup --desk /srv/new --pages /backups/pages
  WIREDESK_STORE=postgres://desk@db.example/desk wiredesk restore desk.backup`,
    )
    .action(async (file: string, options: RestoreOptions) => {
      if (options.dryRun) return showChecked(file, options)
      const desk = resolve(options.desk ?? process.env['WIREDESK_DESK'] ?? '.')
      const isNew = !existsSync(join(desk, 'config', 'wiredesk.yaml'))
      const files = isNew ? await restoreConfig(desk, file) : []
      const config = configOf({ ...options, desk })
      const line = progressLine()
      const summary = await restoreDesk(config, {
        from: file,
        force: options.force === true,
        log: createLog(config.log.level),
        onProgress: ({ pages }) => line.show(`${pages} pages`),
        ...(options.pages !== undefined && { pagesFrom: options.pages }),
      })
      line.end()
      if (options.json) return printJson({ ...summary, config: files })
      print(
        `${rowsIn(summary.tables)} rows restored and verified${isNew ? `, ${files.length} configuration files written` : ''}`,
      )
      if (summary.pages) showPages(summary.pages)
    })
}

async function showChecked(file: string, { json }: DeskOptions): Promise<void> {
  const { head, tables } = await checkBackup(file)
  if (json) printJson({ file, version: head.version, madeAt: head.madeAt, tables })
  else print(`${file} is whole: made at ${head.madeAt} by Wiredesk ${head.version}, ${rowsIn(tables)} rows`)
}

const rowsIn = (tables: Digests): number => Object.values(tables).reduce((sum, { rows }) => sum + rows, 0)

function showPages({ pages, copied, missing, damaged }: PagesCopied): void {
  print(`${pages} pages: ${copied} copied, ${missing} missing, ${damaged} damaged`)
}
