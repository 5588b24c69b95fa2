import type { Command } from 'commander'
import { testConsumer } from '../app.ts'
import { WiredeskError } from '../errors.ts'
import type { Consumer, ConsumerState } from '../model.ts'
import { configOf, type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson, printJsonLines, printTable } from './print.ts'
import { parseSince } from './since.ts'

interface ResumeOptions extends DeskOptions {
  readonly after?: string
  readonly since?: string
}

/** `wiredesk consumer list|test|resume` */
export function addConsumer(program: Command): void {
  const consumer = program.command('consumer').description('who is sent the events of this desk (webhooks)')

  onDesk(consumer.command('list'))
    .description('list them with their place in the log, and what keeps them from more')
    .addHelpText('after', '\nExample:\n  wiredesk consumer list --json')
    .action(list)

  onDesk(consumer.command('test <id>'))
    .description('send its server a signed message that is about no article')
    .addHelpText(
      'after',
      `\nExit code ${EXIT.unhealthy}: the server did not take it.\n\nExample:\n  wiredesk consumer test morning-app`,
    )
    .action(test)

  onDesk(consumer.command('resume <id>'))
    .description('send it what it has not had, now; also one that was given up')
    .option('--after <number>', 'send again what comes after this event of the log; 0: all there is')
    .option('--since <time>', 'send again what has happened since this day or time')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk consumer resume morning-app\n  wiredesk consumer resume morning-app --since 2026-11-01',
    )
    .action(resume)
}

/** A consumer as it is configured, with what the store knows of it. */
interface ConsumerRow extends Omit<ConsumerState, 'state'> {
  readonly name: string
  readonly url: string
  readonly state: 'ok' | 'failing' | 'off'
}

function list(options: DeskOptions): Promise<void> {
  return withStore(options, async (store, config) => {
    const rows = (await store.consumers()).flatMap(state => {
      const consumer = config.consumers.find(({ id }) => id === state.id)
      return consumer ? [toRow(consumer, state)] : []
    })
    if (options.json) return printJsonLines(rows)
    printTable(
      ['id', 'state', 'behind', 'last taken', 'next try', 'why', 'url'],
      rows.map(row => [
        row.id,
        row.state,
        row.behind,
        row.lastOkAt,
        row.state === 'failing' ? row.dueAt : '',
        [row.reason, row.detail].filter(Boolean).join(': '),
        row.url,
      ]),
    )
  })
}

function toRow({ name, webhook: { url } }: Consumer, known: ConsumerState): ConsumerRow {
  const state = known.state === 'off' ? 'off' : known.failures > 0 ? 'failing' : 'ok'
  return { ...known, name, url, state }
}

async function test(id: string, options: DeskOptions): Promise<void> {
  const config = configOf(options)
  const consumer = config.consumers.find(each => each.id === id)
  if (!consumer) throw unknown(id)
  const error = await testConsumer(config, consumer)
  if (error) process.exitCode = EXIT.unhealthy
  if (options.json) printJson({ id, taken: !error, ...(error && { code: error.code, detail: error.detail }) })
  else print(error ? error.message : `${consumer.webhook.url} took it`)
}

async function resume(id: string, options: ResumeOptions): Promise<void> {
  if (options.after !== undefined && options.since !== undefined)
    throw new WiredeskError('BAD_ARGUMENT', { detail: 'say --after or --since, not both' })
  await withStore(options, async store => {
    const now = new Date().toISOString()
    const after =
      options.since === undefined ? numberOf(options.after) : await store.lastEventBefore(parseSince(options.since))
    if (!(await store.resumeConsumer(id, now, after))) throw unknown(id)
    const state = (await store.consumers()).find(each => each.id === id)
    if (options.json) printJson(state ?? { id })
    else print(`${id} is sent the ${state?.behind ?? 0} events after ${state?.position ?? after ?? 0}`)
  })
}

function numberOf(typed: string | undefined): number | undefined {
  if (typed === undefined) return undefined
  if (!/^\d{1,15}$/.test(typed))
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--after ${typed}: the number of an event` })
  return Number(typed)
}

const unknown = (id: string): WiredeskError =>
  new WiredeskError('NOT_FOUND', { detail: `no config/consumers/${id}.yaml` })
