import { basename } from 'node:path'
import { type Command, Option } from 'commander'
import { type FetchBeside, fetchOnce } from '../app.ts'
import { systemClock } from '../clock.ts'
import { type Config, requireContact } from '../config.ts'
import { discover, documentKind, documentOf } from '../discover/index.ts'
import { WiredeskError } from '../errors.ts'
import { DISCOVERY_KINDS, type FeedConfig, REPUBLISH, type Source } from '../model.ts'
import type { Store } from '../ports.ts'
import { parseHttpUrl } from '../values/url.ts'
import { feedKey } from '../values/url-key.ts'
import { configOf, type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { toFault } from './faults.ts'
import { note, print, printJson, printJsonLines, printTable } from './print.ts'
import { addBackfill } from './source-backfill.ts'
import { type NewSource, parsePermission, type SourceTerms, writeSource, writeSources } from './source-files.ts'
import { addFind } from './source-find.ts'
import { type FeedRow, type ShownState, STALE_RULE_DAYS, sourceRow } from './source-health.ts'
import { readSourceList } from './source-list.ts'

interface TermsOptions extends DeskOptions {
  readonly republish?: Source['terms']['republish']
  readonly permission?: string
}

interface AddOptions extends TermsOptions {
  readonly id?: string
  readonly name?: string
  readonly kind: Source['feeds'][number]['kind']
}

/** `wiredesk source add|find|backfill|list|check|import` */
export function addSource(program: Command): void {
  const source = program.command('source').description('the publications this desk takes news from')

  withTerms(onDesk(source.command('add <feed>')))
    .description('add a publication by the address of its feed')
    .option('--id <id>', 'its id; else made from the host')
    .option('--name <name>', 'its name as it is credited; else the title of the feed')
    .addOption(new Option('--kind <kind>', 'what the address is').choices(DISCOVERY_KINDS).default('feed'))
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk source add https://herald.example/rss\n  wiredesk source add https://wire.example/feed --republish full --permission "Ada Example|2026-01-05|contracts/wire.pdf"',
    )
    .action(add)

  addFind(source)

  addBackfill(source)

  onDesk(source.command('list'))
    .description('list them with their health')
    .addHelpText('after', '\nExample:\n  wiredesk source list --json')
    .action(list)

  onDesk(source.command('check [ids...]'))
    .description('poll feeds now, store nothing, and say what is found')
    .addHelpText(
      'after',
      `\nExit code ${EXIT.unhealthy}: at least one feed could not be read.\n\nExamples:\n  wiredesk source check\n  wiredesk source check herald --json`,
    )
    .action(check)

  withTerms(onDesk(source.command('import <file>')))
    .description('add the feeds of an OPML or JSON file; those that are here already are skipped')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk source import feeds.opml\n  wiredesk source import feeds.json --republish headline-only',
    )
    .action(importAll)
}

function withTerms(command: Command): Command {
  return command
    .addOption(new Option('--republish <terms>', 'what may be shown of an article').choices(REPUBLISH))
    .option('--permission <who|when|document>', 'the written permission that full needs')
}

const termsOf = ({ republish, permission }: TermsOptions): SourceTerms => ({
  ...(republish && { republish }),
  ...(permission !== undefined && { permission: parsePermission(permission) }),
})

async function add(address: string, options: AddOptions): Promise<void> {
  const config = configOf(options)
  const url = parseHttpUrl(address)?.href
  if (url === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: `${address} is not an http address` })
  const known = knownFeeds(config).get(feedKey(url))
  if (known !== undefined) return told(options, { id: known, isNew: false }, `this feed is here already, as ${known}`)
  const name = options.name ?? (await titleOf(config, { kind: options.kind, url })) ?? new URL(url).hostname
  const source: NewSource = {
    name,
    feeds: [{ kind: options.kind, url }],
    ...termsOf(options),
  }
  const file = writeSource(config.desk, source, options.id)
  const id = basename(file, '.yaml')
  told(options, { id, isNew: true, name, file }, `${name} is in ${file}. Next: wiredesk crawl --once`)
}

function told(options: DeskOptions, line: object, text: string): void {
  if (options.json) printJson(line)
  else print(text)
}

/** The id of the source that has a feed, by its key. */
const knownFeeds = ({ sources }: Config): Map<string, string> =>
  new Map(sources.flatMap(({ id, feeds }) => feeds.map(({ url }) => [feedKey(url), id] as const)))

/** A feed that cannot be read now may be read later: its host's name has to do then. */
async function titleOf(config: Config, feed: FeedConfig): Promise<string | undefined> {
  try {
    return (await read(config, feed)).title
  } catch (error) {
    note(`the feed could not be read now: ${toFault(error).message}`)
    return undefined
  }
}

async function read(config: Config, { url, kind, links }: FeedConfig, beside: FetchBeside = {}) {
  requireContact(config, [url])
  return discover(kind, documentOf(await fetchOnce(config, url, documentKind(kind), beside), links))
}

const DAY_MS = 86_400_000

async function list(options: DeskOptions): Promise<void> {
  await withStore(options, async (store, config) => {
    const known = new Map((await store.sourceHealth()).map(each => [each.sourceId, each]))
    const nowMs = systemClock.now()
    const stale = await store.staleRules(new Date(nowMs - STALE_RULE_DAYS * DAY_MS).toISOString())
    const rows = config.sources.map(source => ({
      source,
      counts: known.get(source.id),
      health: sourceRow(source, known.get(source.id), nowMs, stale),
    }))
    if (options.json)
      return printJsonLines(
        rows.map(({ source, counts, health: { state, why, feeds } }) => ({
          id: source.id,
          name: source.name,
          republish: source.terms.republish,
          state,
          why,
          articles: counts?.articles ?? 0,
          links: counts?.links,
          reasons: counts?.reasons,
          feeds,
          hosts: counts?.hosts,
        })),
      )
    printTable(
      ['id', 'state', 'shown', 'articles', 'dropped', 'last new', 'name', 'why'],
      rows.map(({ source, counts, health }) => [
        source.id,
        health.state,
        source.terms.republish,
        counts?.articles ?? 0,
        counts?.links.dropped ?? 0,
        lastNew(health.feeds),
        source.name,
        health.why.join('; '),
      ]),
    )
  })
}

const lastNew = (feeds: readonly FeedRow[]): string | undefined =>
  feeds
    .map(feed => feed.lastNew)
    .filter(at => at !== undefined)
    .toSorted()
    .at(-1)
    ?.slice(0, 16)

/** Beside a working desk: it shares the desk's slots, so that the two together are as polite as one. */
async function check(ids: readonly string[], options: DeskOptions): Promise<void> {
  await withStore(options, async (store, config) => {
    const unknown = ids.find(id => !config.sources.some(source => source.id === id))
    if (unknown !== undefined) throw new WiredeskError('NOT_FOUND', { detail: `no source ${unknown}` })
    const sources = config.sources.filter(({ id, enabled }) => (ids.length === 0 ? enabled : ids.includes(id)))
    requireContact(
      config,
      sources.flatMap(source => source.feeds.map(feed => feed.url)),
    )
    const known = new Map((await store.sourceHealth()).map(each => [each.sourceId, each]))
    const rows: CheckRow[] = []
    for (const source of sources) {
      const { feeds } = sourceRow(source, known.get(source.id), systemClock.now())
      for (const feed of source.feeds) {
        const state = source.enabled ? (feeds.find(each => each.url === feed.url)?.state ?? 'new') : 'off'
        rows.push({ id: source.id, state, ...(await tryFeed(config, source, feed, store)) })
      }
    }
    showCheck(rows, options)
  })
}

function showCheck(rows: readonly CheckRow[], options: DeskOptions): void {
  if (options.json) printJsonLines(rows)
  else {
    printTable(
      ['id', 'state', 'links', 'newest', 'feed', 'problem'],
      rows.map(row => [
        row.id,
        row.state,
        row.leftOut === undefined ? row.links : `${row.links} of ${row.links + row.leftOut}`,
        row.newest?.slice(0, 16),
        row.url,
        row.problem?.split(' ')[0],
      ]),
    )
    for (const { problem } of rows) if (problem !== undefined) note(problem)
  }
  if (rows.some(row => row.problem !== undefined)) process.exitCode = EXIT.unhealthy
}

interface CheckRow {
  readonly id: string
  /** as the polls so far have left it; what this look found stands beside */
  readonly state: ShownState
  readonly url: string
  readonly links: number
  readonly newest?: string | undefined
  /** further links, too many for one document */
  readonly leftOut?: number | undefined
  readonly problem?: string
}

async function tryFeed(
  config: Config,
  source: Source,
  feed: FeedConfig,
  store: Store,
): Promise<Omit<CheckRow, 'id' | 'state'>> {
  try {
    const { links, leftOut } = await read(config, feed, { store, source })
    const dates = links.map(link => link.hints.published).filter(at => at !== undefined)
    return { url: feed.url, links: links.length, newest: dates.toSorted().at(-1), leftOut }
  } catch (error) {
    return { url: feed.url, links: 0, problem: toFault(error).message }
  }
}

function importAll(file: string, options: TermsOptions): void {
  const config = configOf(options)
  const known = knownFeeds(config)
  const listed = readSourceList(file)
  const terms = termsOf(options)
  const fresh = listed.filter(({ url }) => !known.has(feedKey(url)))
  writeSources(
    config.desk,
    fresh.map(({ name, url, homepage }) => ({
      name,
      ...(homepage !== undefined && { homepage }),
      feeds: [{ kind: 'feed', url }],
      ...terms,
    })),
  )
  const line = { added: fresh.length, known: listed.length - fresh.length }
  told(options, line, `${line.added} sources added, ${line.known} were here already`)
}
