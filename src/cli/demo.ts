import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer as createProbe } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import { parseDocument } from 'yaml'
import { type App, type CrawlSummary, openApp } from '../app.ts'
import { loadConfig } from '../config.ts'
import { createPublishers, type DemoPublisher, type Publishers } from '../demo/publishers.ts'
import { createServer } from '../http/server.ts'
import { EXIT } from './exit-codes.ts'
import { createDesk } from './init.ts'
import { warnOfNode } from './node-warning.ts'
import { print, printJson, printTable, progressLine } from './print.ts'
import { type NewSource, writeSource } from './source-files.ts'
import { interruption, untilAborted } from './stop.ts'

interface DemoOptions {
  readonly once?: boolean
  readonly port?: string
  readonly desk?: string
  readonly json?: boolean
}

/** Long enough to read the closing table, short enough to wait for. */
const NEWS_AFTER_MS = 4000

/** Courtesy is shown, not waited for: these publishers are on this machine. */
const DELAY_MS = 10

const DEFAULT_PORT = 8080

/** What the demo's operator has agreed with each publisher. */
const TERMS: Readonly<Record<string, Pick<NewSource, 'republish' | 'permission'> & { readonly images?: boolean }>> = {
  'saltmarsh-wire': {
    republish: 'full',
    permission: { who: 'Saltmarsh Wire Cooperative', when: '2026-01-15', document: 'partner agreement 7' },
    images: true,
  },
  'ellerby-lantern': { republish: 'headline-only' },
  'glos-jarzebnika': {
    republish: 'full',
    permission: { who: 'Głos Jarzębnika, the editor', when: '2026-03-02', document: 'letter of 2 March' },
    images: true,
  },
  'corran-bay': { republish: 'excerpt' },
}

/** `wiredesk demo`: four made-up publishers, a desk that crawls them, and its hub, without any network. */
export function addDemo(program: Command): void {
  program
    .command('demo')
    .description('try everything offline: four made-up publishers, a desk that crawls them, and its hub')
    .option('--once', 'end after the update and the correction have come in, instead of staying up')
    .option('--port <number>', `the port of the hub (default: ${DEFAULT_PORT}, or a free one where it is taken)`)
    .option('--desk <dir>', 'make the desk here and keep it; else in a temporary folder')
    .option('--json', 'print JSON: the hub with what was stored, then each revision that came in')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk demo\n  wiredesk demo --once\n  wiredesk demo --port 9000 --desk demo-desk',
    )
    .action(async (options: DemoOptions) => {
      warnOfNode()
      process.exitCode = await demo(options)
    })
}

async function demo(options: DemoOptions): Promise<number> {
  const dir = options.desk ?? mkdtempSync(join(tmpdir(), 'wiredesk-demo-'))
  const interrupted = interruption()
  const publishers = await createPublishers()
  try {
    const wanted = Number(options.port ?? DEFAULT_PORT)
    const port = options.port === undefined || wanted === 0 ? await freePort(wanted) : wanted
    const desk = makeDesk(dir, publishers.publishers, port)
    const app = await openApp(loadConfig(desk))
    const hub = createServer({ store: app.store, clock: app.clock, hub: app.config.hub, contact: app.config.contact })
    try {
      await hub.listen({ host: app.config.hub.host, port })
      await show(app, publishers, { desk, interrupted, isOnce: options.once === true, isJson: options.json === true })
    } finally {
      await hub.close()
      await app.close()
    }
    return interrupted.aborted && options.once ? EXIT.interrupted : EXIT.ok
  } finally {
    await publishers.close()
    if (options.desk === undefined) rmSync(dir, { recursive: true, force: true })
  }
}

interface Showing {
  readonly desk: string
  readonly interrupted: AbortSignal
  readonly isOnce: boolean
  readonly isJson: boolean
}

async function show(app: App, publishers: Publishers, { desk, interrupted, isOnce, isJson }: Showing): Promise<void> {
  const say = isJson ? () => undefined : print
  say('Four made-up publishers are up on this machine:')
  for (const { name, feedUrl } of publishers.publishers) say(`  ${name}, ${feedUrl}`)
  say()
  const { new: stored, seconds } = await crawl(app, interrupted)
  if (isJson) printJson({ hub: app.config.hub.baseUrl, desk, stored, seconds })
  else {
    await printOutcome(app, seconds)
    await printWhatToSee(app, desk)
  }
  if (interrupted.aborted) return
  say(`\nIn ${NEWS_AFTER_MS / 1000} seconds Corran Bay Today will update one story and correct another ...`)
  await sleep(NEWS_AFTER_MS, undefined, { signal: interrupted }).catch(() => undefined)
  if (interrupted.aborted) return
  for (const news of await bringNews(app, publishers, interrupted)) isJson ? printJson(news) : printNews(news)
  if (isOnce || interrupted.aborted) return
  say('\nThe hub stays up until Ctrl-C.')
  await untilAborted(interrupted)
}

async function crawl(app: App, signal: AbortSignal, recheck = false): Promise<CrawlSummary> {
  const line = progressLine()
  const summary = await app.crawlOnce({
    recheck,
    signal,
    onProgress: ({ found, fetched, new: stored, waiting }) =>
      line.show(`${found} found, ${fetched} fetched, ${stored} stored, ${waiting} waiting`),
  })
  line.end()
  return summary
}

async function printOutcome(app: App, seconds: number): Promise<void> {
  const health = await app.store.sourceHealth()
  const rows = app.config.sources.map(source => {
    const { links, articles, reasons } = health.find(each => each.sourceId === source.id) ?? {
      links: { due: 0, done: 0, dropped: 0, quarantined: 0 },
      articles: 0,
      reasons: {},
    }
    const found = links.due + links.done + links.dropped + links.quarantined
    const dropped = Object.entries(reasons).map(([reason, count]) => `${reason} ${count}`)
    return [source.name, found, articles, source.terms.republish, dropped.join(', ') || '-'] as const
  })
  printTable(['source', 'found', 'stored', 'shown as', 'dropped'], rows)
  const stored = rows.reduce((sum, [, , articles]) => sum + articles, 0)
  print(`\n${stored} articles stored in ${seconds.toFixed(1)} s`)
}

async function printWhatToSee(app: App, desk: string): Promise<void> {
  const { baseUrl } = app.config.hub
  const { articles } = await app.store.listArticles({ limit: 1, sourceId: 'saltmarsh-wire' })
  const [first] = articles
  print(`\nThe hub:     ${baseUrl}/`)
  if (!first) return
  print(`An article:  ${baseUrl}/article/${first.article.id}`)
  print(`As JSON:     ${baseUrl}/v1/articles/${first.article.id}`)
  print(`Its way:     wiredesk explain ${first.revision.attribution.sourceUrl} --desk ${desk}`)
}

interface News {
  readonly headline: string
  readonly revision: number
  readonly change: string
  readonly correction: string | undefined
}

/** The two changes happen, the desk asks again, and what came in is read from the log, as every output reads it. */
async function bringNews(app: App, publishers: Publishers, signal: AbortSignal): Promise<News[]> {
  const before = await lastEvent(app)
  publishers.update()
  publishers.correct()
  await crawl(app, signal, true)
  const news: News[] = []
  for (const event of await app.store.eventsAfter(before, 100)) {
    const record = await app.store.article(event.articleId)
    if (!record) continue
    const { fields, change, number } = record.revision
    news.push({ headline: fields.headline, revision: number, change, correction: fields.correction })
  }
  return news
}

async function lastEvent(app: App): Promise<number> {
  let last = 0
  for (;;) {
    const events = await app.store.eventsAfter(last, 1000)
    const newest = events.at(-1)
    if (!newest) return last
    last = newest.number
  }
}

function printNews({ headline, revision, change, correction }: News): void {
  print(`revised: "${headline}": revision ${revision}, ${change}`)
  if (correction !== undefined) print(`  ${correction}`)
}

function makeDesk(dir: string, publishers: readonly DemoPublisher[], port: number): string {
  const desk = createDesk(dir, { name: 'The Demo Desk', contact: 'demo@desk.example' })
  const settings = join(desk, 'config', 'wiredesk.yaml')
  const document = parseDocument(readFileSync(settings, 'utf8'))
  document.setIn(['hub', 'port'], port)
  document.setIn(['hub', 'baseUrl'], `http://127.0.0.1:${port}`)
  document.setIn(['fetch', 'hosts'], Object.fromEntries(publishers.map(each => [each.host, `127.0.0.1:${each.port}`])))
  document.setIn(['fetch', 'allowPrivate'], ['127.0.0.0/8'])
  document.setIn(['fetch', 'delayMs'], DELAY_MS)
  document.setIn(['log', 'level'], 'error')
  writeFileSync(settings, document.toString())
  for (const { id, name, host, feedUrl } of publishers) {
    const source = { name, homepage: `http://${host}/`, feeds: [{ kind: 'feed' as const, url: feedUrl }], ...TERMS[id] }
    writeSource(desk, source, id)
  }
  return desk
}

/** The wanted port, or any free one where it is taken. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createProbe()
    probe.once('error', () => (wanted === 0 ? reject : freePort(0).then(resolve, reject)))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : wanted))
    })
  })
}
