import type { Command } from 'commander'
import { WiredeskError } from '../errors.ts'
import type { Store } from '../ports.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { print, printJson, printJsonLines, printTable } from './print.ts'

interface IdsOptions extends DeskOptions {
  readonly all?: boolean
}

/** `wiredesk quarantine list|show|replay|drop` */
export function addQuarantine(program: Command): void {
  const quarantine = program.command('quarantine').description('links that failed too often, or crashed the program')

  onDesk(quarantine.command('list'))
    .description('list them')
    .addHelpText('after', '\nExample:\n  wiredesk quarantine list --json')
    .action((options: DeskOptions) =>
      withStore(options, async store => {
        const links = await store.listLinks({ state: 'quarantined' })
        if (options.json) return printJsonLines(links)
        printTable(
          ['id', 'reason', 'ended', 'url'],
          links.map(link => [link.id, link.reason, link.endedAt, link.url]),
        )
      }),
    )

  onDesk(quarantine.command('show <id>'))
    .description('show one with its steps')
    .addHelpText('after', '\nExample:\n  wiredesk quarantine show https://herald.example/2026/03/harbour-council')
    .action((id: string, options: DeskOptions) =>
      withStore(options, async store => {
        const link = (await store.listLinks({ state: 'quarantined' })).find(each => each.id === id || each.url === id)
        if (!link) throw new WiredeskError('NOT_FOUND', { detail: `no quarantined link ${id}` })
        const steps = await store.steps(link.id)
        if (options.json) return printJson({ ...link, steps })
        print(
          `${link.url}\n${link.reason}: ${link.detail ?? ''}\n${link.attempts} failed tries, ${link.crashes} crashes`,
        )
        printTable(
          ['at', 'stage', 'outcome', 'detail'],
          steps.map(step => [step.at, step.stage, step.outcome, step.detail]),
        )
      }),
    )

  onDesk(quarantine.command('replay [ids...]'))
    .description('make them due again')
    .option('--all', 'every quarantined link')
    .addHelpText('after', '\nExample:\n  wiredesk quarantine replay --all')
    .action((ids: string[], options: IdsOptions) =>
      change(ids, options, 'due again', (store, which, now) => store.replayQuarantined(which, now)),
    )

  onDesk(quarantine.command('drop [ids...]'))
    .description('drop them for good, with their reason')
    .option('--all', 'every quarantined link')
    .addHelpText('after', '\nExample:\n  wiredesk quarantine drop 01JDB7Q0V6N3K8M2X4Y5Z6A7B8')
    .action((ids: string[], options: IdsOptions) =>
      change(ids, options, 'dropped', (store, which, now) => store.dropQuarantined(which, now)),
    )
}

async function change(
  ids: readonly string[],
  options: IdsOptions,
  done: string,
  run: (store: Store, which: readonly string[] | 'all', now: string) => Promise<number>,
): Promise<void> {
  if (ids.length === 0 && !options.all) throw new WiredeskError('BAD_ARGUMENT', { detail: 'name ids, or say --all' })
  await withStore(options, async store => {
    const links = await run(store, options.all ? 'all' : ids, new Date().toISOString())
    if (options.json) printJson({ links })
    else print(`${links} links ${done}`)
  })
}
