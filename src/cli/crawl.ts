import type { Command } from 'commander'
import { type CrawlProgress, type CrawlSummary, openApp } from '../app.ts'
import type { Config } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { warnOfNode } from './node-warning.ts'
import { printJson, progressLine } from './print.ts'
import { interruption } from './stop.ts'

interface CrawlCommandOptions extends DeskOptions {
  readonly maxTime?: string
  readonly recheck?: boolean
  readonly settle?: boolean
}

/** `wiredesk crawl --once`, for cron and its kin. */
export function addCrawl(program: Command): void {
  onDesk(program.command('crawl'))
    .description('poll every feed, ingest what is new, and end')
    .requiredOption('--once', 'one crawl; to keep at it, use `run`')
    .option('--max-time <time>', 'end after this time, such as 90s, 10m or 1h; the next crawl goes on from there')
    .option('--recheck', 'ask again for the articles known already')
    .option('--settle', 'wait for retries too, until every link has ended')
    .addHelpText(
      'after',
      `
The last line on stdout is one JSON object: found, fetched, new, revised, unchanged, dropped by reason, quarantined, waiting, seconds.

Exit codes:
  0 done   3 done, links were quarantined   5 configuration   6 store   7 time was up   8 another process works on the desk   130 interrupted

Examples:
  wiredesk crawl --once --desk /srv/desk --max-time 10m
  wiredesk crawl --once --recheck --set fetch.delayMs=2000`,
    )
    .action(async (options: CrawlCommandOptions) => {
      warnOfNode()
      process.exitCode = await crawl(options)
    })
}

async function crawl(options: CrawlCommandOptions): Promise<number> {
  const maxTimeMs = options.maxTime === undefined ? undefined : parseTime(options.maxTime)
  const app = await openApp(quietOnTerminal(configOf(options)))
  const interrupted = interruption()
  const line = progressLine()
  try {
    const summary = await app.crawlOnce({
      recheck: options.recheck === true,
      settle: options.settle === true,
      signal: interrupted,
      onProgress: progress => line.show(describe(progress)),
      ...(maxTimeMs !== undefined && { maxTimeMs }),
    })
    line.end()
    printJson(toLine(summary))
    if (interrupted.aborted) return EXIT.interrupted
    if (summary.wasCutShort) return EXIT.timeUp
    return summary.quarantined > 0 ? EXIT.quarantined : EXIT.ok
  } finally {
    await app.close()
  }
}

/** A line for each page would tear the progress line to pieces; warnings still come. */
function quietOnTerminal(config: Config): Config {
  return process.stderr.isTTY && config.log.level === 'info' ? { ...config, log: { level: 'warn' } } : config
}

/** The summary in a fixed order of keys. */
function toLine({
  found,
  fetched,
  new: fresh,
  revised,
  unchanged,
  dropped,
  quarantined,
  waiting,
  seconds,
}: CrawlSummary): object {
  return {
    found,
    fetched,
    new: fresh,
    revised,
    unchanged,
    dropped,
    quarantined,
    waiting,
    seconds: Math.round(seconds * 10) / 10,
  }
}

function describe({ found, new: fresh, revised, dropped, waiting, seconds }: CrawlProgress): string {
  const gone = Object.values(dropped).reduce((sum, each) => sum + each, 0)
  return `${Math.round(seconds)} s: ${found} found, ${fresh} new, ${revised} revised, ${gone} dropped, ${waiting} waiting`
}

/** Milliseconds of `90s`, `10m`, `1h` or a bare number of seconds. */
export function parseTime(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*(s|m|h)?$/.exec(text.trim())
  if (!match) throw new WiredeskError('BAD_ARGUMENT', { detail: `--max-time ${text}: write it as 90s, 10m or 1h` })
  return Number(match[1]) * { s: 1000, m: 60_000, h: 3_600_000 }[(match[2] ?? 's') as 's' | 'm' | 'h']
}
