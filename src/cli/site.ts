import type { Command } from 'commander'
import { type DeskOptions, onDesk } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { checkSites } from './site-check.ts'
import { draftSite, type NewOptions } from './site-new.ts'

/** `wiredesk site`: rules for single sites, and the pages that prove them. */
export function addSite(program: Command): void {
  const site = program.command('site').description('rules for single sites, and the pages that prove them')

  onDesk(site.command('check [domains...]'))
    .description('read the saved pages of the rules again, and show what is not as expected')
    .addHelpText(
      'after',
      `\nExit code ${EXIT.unhealthy}: a rule no longer reads what its pages say.\n\nExamples:\n  wiredesk site check\n  wiredesk site check herald.example --json`,
    )
    .action((domains: readonly string[], options: DeskOptions) => checkSites(domains, options))

  onDesk(site.command('new <url>'))
    .description('write a first rule for a site, and save a page of it as its proof')
    .option('--file <path>', 'a saved page; else the page that the desk has kept')
    .option('--date <day>', 'when the saved page was fetched; else when its file was written')
    .option('--name <name>', 'the name of the proof; else it is made from the address')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk site new https://herald.example/2026/03/harbour-council\n  wiredesk site new https://herald.example/x --file saved.html',
    )
    .action((url: string, options: NewOptions) => draftSite(url, options))
}
