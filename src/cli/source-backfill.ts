import type { Command } from 'commander'
import { fetchOnce } from '../app.ts'
import { systemClock } from '../clock.ts'
import { requireContact } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { type BackfillRead, type BackfillSummary, backfill } from '../pipeline/backfill.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { note, print, printJson } from './print.ts'
import { interruption } from './stop.ts'

interface BackfillOptions extends DeskOptions {
  readonly max: string
  readonly since?: string
  readonly again?: boolean
}

/** `wiredesk source backfill` */
export function addBackfill(source: Command): void {
  onDesk(source.command('backfill <id>'))
    .description(
      'take in older news of a source, through its archives and sitemaps; go on where the last backfill ended',
    )
    .option('--max <n>', 'links to add at most, in this run', '1000')
    .option('--since <date>', 'nothing older than this')
    .option('--again', 'begin at the beginning')
    .addHelpText(
      'after',
      '\nThe links wait in the ledger; `crawl` and `run` ingest them, at half the pace of the source.\n\nExample:\n  wiredesk source backfill herald --since 2026-01-01 --max 500',
    )
    .action(run)
}

async function run(id: string, options: BackfillOptions): Promise<void> {
  const max = Number(options.max)
  if (!Number.isInteger(max) || max < 1)
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--max ${options.max}: a number from 1 on` })
  const since = options.since === undefined ? undefined : readMachineDate(options.since)
  if (options.since !== undefined && !since)
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--since ${options.since}: write it as YYYY-MM-DD` })
  await withStore(options, async (store, config) => {
    const source = config.sources.find(each => each.id === id && each.enabled)
    if (!source) throw new WiredeskError('NOT_FOUND', { detail: `no source ${id} that is on` })
    requireContact(
      config,
      source.feeds.map(feed => feed.url),
    )
    if (options.again) await store.forgetBackfill(id)
    const signal = interruption()
    const summary = await backfill(
      { source, max, signal, onRead: tell, ...(since && { sinceMs: since.ms }) },
      { store, clock: systemClock, ask: (url, kind) => fetchOnce(config, url, kind, { store, source }) },
    )
    if (options.json) printJson(summary)
    else print(sentence(summary))
    if (summary.ended === 'interrupted') process.exitCode = EXIT.interrupted
  })
}

const tell = ({ url, links, added, problem }: BackfillRead): void =>
  note(`${url}: ${problem ?? `${links} links, ${added} new`}`)

const ENDS: Readonly<Record<BackfillSummary['ended'], string>> = {
  max: 'There may be more: run it again to go on.',
  done: 'Nothing older is left.',
  later: 'The host wants to be asked later.',
  interrupted: 'Run it again to go on.',
}

const sentence = ({ documents, added, ended, again }: BackfillSummary): string =>
  `${documents} documents read, ${added} links added. ${ENDS[ended]}${again === undefined ? '' : ` From ${again} on.`}`
