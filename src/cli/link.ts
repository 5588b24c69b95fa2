import { type Command, Option } from 'commander'
import { LINK_STATES, type LinkState } from '../model.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { print, printJsonLines, printTable } from './print.ts'

interface ListOptions extends DeskOptions {
  readonly state?: LinkState
  readonly source?: string
}

/** `wiredesk link list`: the ledger. */
export function addLink(program: Command): void {
  const link = program.command('link').description('the ledger: every discovered address and what became of it')
  onDesk(link.command('list'))
    .description('list links')
    .addOption(new Option('--state <state>', 'only these').choices(LINK_STATES))
    .option('--source <id>', 'only links of this source')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk link list --state dropped\n  wiredesk link list --json | grep NO_BODY',
    )
    .action((options: ListOptions) =>
      withStore(options, async store => {
        const links = await store.listLinks({
          ...(options.state && { state: options.state }),
          ...(options.source !== undefined && { sourceId: options.source }),
        })
        if (options.json)
          return printJsonLines(links.map(({ url, state, reason, articleId }) => ({ url, state, reason, articleId })))
        printTable(
          ['state', 'reason', 'url'],
          links.map(each => [each.state, each.reason, each.url]),
        )
        print(`${links.length} links`)
      }),
    )
}
