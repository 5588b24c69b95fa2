/** `site new`: a first rule for a site, with a page that proves it. */

import { stat } from 'node:fs/promises'
import { pagesOf } from '../app.ts'
import type { Config } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { type ExtractInput, extract } from '../extract/index.ts'
import { parsePage } from '../extract/page.ts'
import { draftRule } from '../extract/rule-draft.ts'
import { ruleFor, versionAt } from '../extract/site-rule.ts'
import type { PageKind, RuleField } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { parseHttpUrl, registrableDomain } from '../values/url.ts'
import { configOf, type DeskOptions, withStore } from './desk-option.ts'
import { print, printJson } from './print.ts'
import { readSavedPage } from './saved-page.ts'
import { comparable, writeSite } from './site-files.ts'

export interface NewOptions extends DeskOptions {
  readonly file?: string
  readonly date?: string
  readonly name?: string
}

/** Drafts a rule for an address's site, or adds a proof to the one that it has. */
export async function draftSite(address: string, options: NewOptions): Promise<void> {
  const url = parseHttpUrl(address)?.href
  if (url === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: `${address} is no http(s) address` })
  if (options.date !== undefined && !(options.file !== undefined && isDay(options.date)))
    throw new WiredeskError('BAD_ARGUMENT', {
      detail: `--date ${options.date}: the day, as 2026-03-31, on which --file was fetched`,
    })
  const config = configOf(options)
  const input = await (options.file === undefined ? fromDesk(url, options) : fromFile(url, options.file, options.date))
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
    refuse(input, `the page is no article: ${byEngine.kind}, ${byEngine.kindWhy.join(', ')}`)
  const version = draftRule(parsePage({ html: text, url: input.url }), byEngine.fields)
  const rule = known ?? { domain, versions: [version] }
  const { fields, nextPage } = extract({ ...input, rule })
  // What the site's own rule reads, too: a proof that holds less would let it break.
  const asked = { ...version.fields, ...versionAt(rule, input.fetchedAt)?.fields }
  const wanted = (Object.keys(asked) as RuleField[]).filter(field => fields[field] !== undefined)
  if (wanted.length === 0) refuse(input, 'the page has no field for which a selector could be found')
  const expected = {
    url: input.url,
    ...(input.fetchedAt !== undefined && { fetchedAt: input.fetchedAt }),
    ...(contentType !== undefined && { contentType }),
    ...(nextPage !== undefined && { nextPage }),
    fields: comparable(fields, wanted),
  }
  return writeSite(desk, domain, known ? undefined : version, { name, bytes: input.bytes, expected })
}

function refuse({ url }: ExtractInput, detail: string): never {
  throw new WiredeskError('BAD_ARGUMENT', { url, detail })
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

/** Which version of a rule a page is for is told by its day: that of the file, as long as nobody knows better. */
async function fromFile(url: string, path: string, date: string | undefined): Promise<ExtractInput> {
  const bytes = await readSavedPage(path)
  const fetchedAt = date === undefined ? (await stat(path)).mtime.toISOString() : `${date}T23:59:59.000Z`
  return { url, bytes, fetchedAt }
}

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))

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
