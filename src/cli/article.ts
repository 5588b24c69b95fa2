import type { Command } from 'commander'
import { WiredeskError } from '../errors.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { print, printJson, printJsonLines, printTable } from './print.ts'

interface ListOptions extends DeskOptions {
  readonly source?: string
  readonly search?: string
  readonly limit: string
}

/** `wiredesk article list|show|withdraw` */
export function addArticle(program: Command): void {
  const article = program.command('article').description('what has been stored')

  onDesk(article.command('list'))
    .description('list articles, newest first')
    .option('--source <id>', 'only of this source')
    .option('--search <words>', 'only those with these words')
    .option('--limit <n>', 'how many', '50')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk article list --source herald\n  wiredesk article list --search harbour --json',
    )
    .action((options: ListOptions) =>
      withStore(options, async store => {
        const { articles } = await store.listArticles({
          limit: parseLimit(options.limit),
          includeCanceled: true,
          ...(options.source !== undefined && { sourceId: options.source }),
          ...(options.search !== undefined && { search: options.search }),
        })
        if (options.json) {
          return printJsonLines(
            articles.map(({ article: { id, sourceId, status }, revision }) => ({
              id,
              sourceId,
              status,
              revision: revision.number,
              headline: revision.fields.headline,
              published: revision.fields.published,
              sourceUrl: revision.attribution.sourceUrl,
            })),
          )
        }
        printTable(
          ['id', 'published', 'source', 'rev', 'shown', 'headline'],
          articles.map(({ article: { id, sourceId, status }, revision }) => [
            id,
            revision.fields.published?.slice(0, 16),
            sourceId,
            revision.number,
            status === 'usable' ? revision.rights.shown : status,
            revision.fields.headline,
          ]),
        )
      }),
    )

  onDesk(article.command('show <id>'))
    .description('show an article with its revisions')
    .addHelpText('after', '\nExample:\n  wiredesk article show 01JDB7Q0V6N3K8M2X4Y5Z6A7B8')
    .action((id: string, options: DeskOptions) =>
      withStore(options, async store => {
        const record = await store.article(id)
        if (!record) throw new WiredeskError('NOT_FOUND', { detail: `no article ${id}` })
        const revisions = await store.revisions(id)
        if (options.json) return printJson({ ...record, revisions })
        const { fields, attribution, rights } = record.revision
        print(
          `${fields.headline}\n${fields.byline.join(', ')}\n${fields.published ?? ''}\n${attribution.creditLine}\nSource link: ${attribution.sourceUrl}`,
        )
        print(`${record.article.status}; shown as ${rights.shown}: ${rights.reasons.join('; ')}\n`)
        print(`${fields.body.text.slice(0, 800)}\n`)
        printTable(
          ['revision', 'at', 'change', 'headline'],
          revisions.map(each => [each.number, each.createdAt, each.change, each.fields.headline]),
        )
      }),
    )

  onDesk(article.command('withdraw <id>'))
    .description(
      'withdraw an article for good: its page answers 410, every output drops it, a new crawl does not bring it back',
    )
    .requiredOption('--reason <text>', 'why; it is kept with the article')
    .addHelpText(
      'after',
      '\nExample:\n  wiredesk article withdraw 01JDB7Q0V6N3K8M2X4Y5Z6A7B8 --reason "taken down by the publisher"',
    )
    .action((id: string, options: DeskOptions & { readonly reason: string }) =>
      withStore(options, async store => {
        const isDone = await store.withdrawArticle(id, options.reason, new Date().toISOString())
        if (!isDone) throw new WiredeskError('NOT_FOUND', { detail: `no article ${id} that is not withdrawn already` })
        if (options.json) printJson({ id, status: 'canceled', reason: options.reason })
        else print(`${id} is withdrawn`)
      }),
    )
}

function parseLimit(text: string): number {
  const limit = Number(text)
  if (Number.isInteger(limit) && limit > 0) return limit
  throw new WiredeskError('BAD_ARGUMENT', { detail: `--limit ${text}: a whole number from 1` })
}
