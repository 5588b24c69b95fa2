import type { Command } from 'commander'
import { ERRORS, type ErrorCode, WiredeskError } from '../errors.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { print, printJson, printTable } from './print.ts'

/** `wiredesk explain <url>`: what became of an address, and why. */
export function addExplain(program: Command): void {
  onDesk(program.command('explain <url>'))
    .description('every stage an address went through, with times and reasons')
    .addHelpText('after', '\nExample:\n  wiredesk explain https://herald.example/2026/03/harbour-council')
    .action((url: string, options: DeskOptions) =>
      withStore(options, async store => {
        const links = await store.findLinks(url)
        if (links.length === 0)
          throw new WiredeskError('NOT_FOUND', { url, detail: 'no feed of this desk has named this address' })
        for (const link of links) {
          const steps = await store.steps(link.id)
          const record = link.articleId === undefined ? undefined : await store.article(link.articleId)
          if (options.json) {
            printJson({ ...link, steps, status: record?.article.status, rights: record?.revision.rights })
            continue
          }
          print(
            `${link.url}\n${link.state}${link.reason ? ` ${link.reason}: ${textOf(link.reason)}` : ''}${link.detail ? `\n${link.detail}` : ''}`,
          )
          print(`source ${link.sourceId}, found ${link.foundAt}${link.dueAt ? `, due ${link.dueAt}` : ''}`)
          if (record) {
            print(
              `article ${record.article.id}, ${record.article.status}, revision ${record.revision.number} (${record.revision.change})`,
            )
            print(`shown as ${record.revision.rights.shown}: ${record.revision.rights.reasons.join('; ')}`)
          }
          print()
          printTable(
            ['at', 'stage', 'ms', 'outcome', 'detail'],
            steps.map(step => [step.at, step.stage, step.ms, step.outcome, step.detail]),
          )
        }
      }),
    )
}

const textOf = (code: string): string => ERRORS[code as ErrorCode]?.text ?? ''
