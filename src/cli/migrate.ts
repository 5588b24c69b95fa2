import type { Command } from 'commander'
import { WiredeskError } from '../errors.ts'
import { createLog } from '../log.ts'
import { type Migration, migrateDesk } from '../migrate.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson, printTable, progressLine } from './print.ts'
import { interruption } from './stop.ts'

interface MigrateCommandOptions extends DeskOptions {
  readonly to: string
  readonly force?: boolean
}

/** `wiredesk migrate --to URL`: the desk's database into another one. */
export function addMigrate(program: Command): void {
  onDesk(program.command('migrate'))
    .description('copy the database of the desk into another one, and verify it: from SQLite to PostgreSQL, and back')
    .requiredOption('--to <url>', 'sqlite:PATH or postgres://USER:PASSWORD@HOST:PORT/DATABASE')
    .option('--force', 'replace what the target holds')
    .addHelpText(
      'after',
      `
The desk may work meanwhile; stop it for a second run, which copies only what has changed since. Stopped or killed, it goes on
where it was. The raw pages stay where they are.

Exit codes:
  0 the target has everything, verified   5 configuration   6 store
  8 copied and verified, but the desk was at work: stop it and run this again   130 interrupted; run it again

Examples:
  wiredesk migrate --to postgres://desk@db.example/desk
  WIREDESK_STORE=postgres://desk@db.example/desk wiredesk migrate --to sqlite:data/back.db`,
    )
    .action(async (options: MigrateCommandOptions) => {
      if (!/^(?:sqlite:.|postgres(?:ql)?:\/\/)/.test(options.to))
        throw new WiredeskError('BAD_ARGUMENT', { detail: `--to ${options.to}: sqlite:PATH or postgres://…` })
      const config = configOf(options)
      const line = progressLine()
      const signal = interruption()
      try {
        const migration = await migrateDesk(config, {
          to: options.to,
          force: options.force === true,
          log: createLog(config.log.level),
          signal,
          onProgress: ({ table, rows }) => line.show(`${table}: ${rows} rows`),
        })
        line.end()
        if (options.json) printJson(migration)
        else show(migration)
        if (migration.state === 'ahead') process.exitCode = EXIT.locked
      } catch (error) {
        if (!signal.aborted) throw error
        process.exitCode = EXIT.interrupted
      }
    })
}

function show({ tables, state }: Migration): void {
  printTable(
    ['table', 'rows', 'written', 'removed', 'sha256'],
    tables.map(({ table, rows, written, removed, sha256 }) => [table, rows, written, removed, sha256.slice(0, 16)]),
  )
  print(
    state === 'complete'
      ? 'Everything is copied and verified. Set store.url, or WIREDESK_STORE, to the new address and start the desk.'
      : 'Copied and verified, but the desk was at work. Stop it and run this again: only what has changed since is copied.',
  )
}
