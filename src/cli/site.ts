import type { Command } from 'commander'
import { pagesOf } from '../app.ts'
import type { Config } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { type ExtractInput, extract } from '../extract/index.ts'
import { parsePage } from '../extract/page.ts'
import { draftRule } from '../extract/rule-draft.ts'
import { ruleFor } from '../extract/site-rule.ts'
import type { PageKind, RuleField, SiteRule } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { parseHttpUrl, registrableDomain } from '../values/url.ts'
import { configOf, type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson } from './print.ts'
import { readSavedPage } from './saved-page.ts'
import { comparable, type ProvenPage, pagesWithoutRule, provenPages, writeSite } from './site-files.ts'

interface NewOptions extends DeskOptions {
  readonly file?: string
  readonly name?: string
}

/** `wiredesk site`: rules for single sites, and the pages that prove them. */
export function addSite(program: Command): void {
  const site = program.command('site').description('rules for single sites, and the pages that prove them')

  onDesk(site.command('check [domains...]'))
    .description('read the saved pages of the rules again, and show what is not as expected')
    .addHelpText(
      'after',
      `\nExit code ${EXIT.unhealthy}: a rule no longer reads what its pages say.\n\nExamples:\n  wiredesk site check\n  wiredesk site check herald.example --json`,
    )
    .action((domains: readonly string[], options: DeskOptions) => check(domains, options))

  onDesk(site.command('new <url>'))
    .description('write a first rule for a site, and save a page of it as its proof')
    .option('--file <path>', 'a saved page; else the page that the desk has kept')
    .option('--name <name>', 'the name of the proof; else it is made from the address')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk site new https://herald.example/2026/03/harbour-council\n  wiredesk site new https://herald.example/x --file saved.html',
    )
    .action((url: string, options: NewOptions) => draft(url, options))
}

interface Difference {
  readonly field: string
  readonly expected: unknown
  readonly read: unknown
}

function check(domains: readonly string[], options: DeskOptions): void {
  const config = configOf(options)
  const unknown = domains.find(domain => !config.sites.some(rule => rule.domain === domain))
  if (unknown !== undefined) throw new WiredeskError('NOT_FOUND', { detail: `no rule config/sites/${unknown}.yaml` })
  const [lost] =
    domains.length === 0
      ? pagesWithoutRule(
          config.desk,
          config.sites.map(({ domain }) => domain),
        )
      : []
  if (lost !== undefined)
    throw new WiredeskError('NOT_FOUND', {
      detail: `config/sites/${lost} holds saved pages, but there is no rule config/sites/${lost}.yaml`,
    })
  const rules = config.sites.filter(({ domain }) => domains.length === 0 || domains.includes(domain))
  let wrong = 0
  for (const rule of rules) {
    const pages = provenPages(config.desk, rule.domain)
    if (pages.length === 0) {
      wrong++
      report(options, { rule: rule.domain, page: undefined, isAsExpected: false, differences: [] })
    }
    for (const page of pages) {
      const differences = differencesOf(rule, page)
      if (differences.length > 0) wrong++
      report(options, { rule: rule.domain, page: page.name, isAsExpected: differences.length === 0, differences })
    }
  }
  if (wrong > 0) process.exitCode = EXIT.unhealthy
}

interface Checked {
  readonly rule: string
  readonly page: string | undefined
  readonly isAsExpected: boolean
  readonly differences: readonly Difference[]
}

function report({ json }: DeskOptions, checked: Checked): void {
  if (json) return printJson(checked)
  if (checked.page === undefined) return print(`${checked.rule}: no saved page proves this rule; add one with site new`)
  print(`${checked.page}: ${checked.isAsExpected ? 'as expected' : 'not as expected'}`)
  for (const { field, expected, read } of checked.differences)
    print(`  ${field}\n  - ${JSON.stringify(expected)}\n  + ${JSON.stringify(read)}`)
}

/** What the engine reads in a saved page with the rule, against what is expected. */
function differencesOf(rule: SiteRule, { bytes, expected }: ProvenPage): Difference[] {
  const { url, fetchedAt, contentType, fields } = expected
  const article = extract({
    url,
    bytes,
    rule,
    ...(fetchedAt !== undefined && { fetchedAt }),
    ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
  })
  const wanted = Object.keys(fields) as RuleField[]
  const read = comparable(article.fields, wanted)
  const differences: Difference[] = wanted
    .filter(field => JSON.stringify(read[field]) !== JSON.stringify(fields[field]))
    .map(field => ({ field, expected: fields[field], read: read[field] }))
  const stale = article.rule?.stale ?? []
  if (article.rule === undefined)
    differences.push({ field: 'version', expected: 'one that had begun', read: `none at ${fetchedAt}` })
  return stale.length === 0 ? differences : [...differences, { field: 'stale selectors', expected: [], read: stale }]
}

async function draft(address: string, options: NewOptions): Promise<void> {
  const url = parseHttpUrl(address)?.href
  if (url === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: `${address} is no http(s) address` })
  const config = configOf(options)
  const input = await (options.file === undefined ? fromDesk(url, options) : fromFile(url, options.file))
  const domain = ruleFor(config.sites, input.url)?.domain ?? registrableDomain(new URL(input.url).hostname)
  const written = writeDraft(config, domain, input, options.name ?? nameOf(input.url))
  if (options.json) return printJson({ domain, files: written })
  print(`${domain}: wrote ${written.join(', ')}`)
  print('Look over the selectors and the expected fields, then run: wiredesk site check')
}

/** What stands in the place of an article proves nothing about articles. A rule may well be wanted for one that is taken for a list. */
const NO_PAGES_OF_A_SITE: ReadonlySet<PageKind> = new Set(['wall', 'error', 'empty'])

function writeDraft({ desk, sites }: Config, domain: string, input: ExtractInput, name: string): string[] {
  const known = sites.find(rule => rule.domain === domain)
  const contentType = input.headers?.['content-type']
  const { text } = decodeText(input.bytes, { kind: 'html', ...(contentType !== undefined && { contentType }) })
  const byEngine = extract(input)
  if (NO_PAGES_OF_A_SITE.has(byEngine.kind))
    throw new WiredeskError('BAD_ARGUMENT', {
      url: input.url,
      detail: `the page is no article: ${byEngine.kind}, ${byEngine.kindWhy.join(', ')}`,
    })
  const version = draftRule(parsePage({ html: text, url: input.url }), byEngine.fields)
  const rule = known ?? { domain, versions: [version] }
  const { fields } = extract({ ...input, rule })
  const wanted = (Object.keys(version.fields) as RuleField[]).filter(field => fields[field] !== undefined)
  const expected = {
    url: input.url,
    ...(input.fetchedAt !== undefined && { fetchedAt: input.fetchedAt }),
    ...(contentType !== undefined && { contentType }),
    fields: comparable(fields, wanted),
  }
  return writeSite(desk, domain, version, { name, bytes: input.bytes, expected })
}

/** The page as the desk read it last. */
function fromDesk(url: string, options: DeskOptions): Promise<ExtractInput> {
  return withStore(options, async (store, config) => {
    for (const link of await store.findLinks(url)) {
      const page = await store.lastPage(link.id)
      const bytes = page && (await pagesOf(config).read(page.hash))
      if (bytes) return { url: page.url, bytes, headers: page.headers, fetchedAt: page.fetchedAt }
    }
    throw new WiredeskError('NOT_FOUND', {
      url,
      detail: 'this desk has kept no page of that address; name one with --file',
    })
  })
}

async function fromFile(url: string, path: string): Promise<ExtractInput> {
  return { url, bytes: await readSavedPage(path) }
}

/** The last part of the path, as a file name. */
const nameOf = (url: string): string =>
  new URL(url).pathname
    .split('/')
    .findLast(part => part !== '')
    ?.toLowerCase()
    .replace(/\.\w{2,5}$/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60) || 'page'
