import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Command } from 'commander'
import { fetchOnce } from '../app.ts'
import { type Config, requireContact } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import type { ExtractInput } from '../extract/index.ts'
import { createExtractor } from '../extract/pool.ts'
import { ruleFor } from '../extract/site-rule.ts'
import type { ExtractedArticle, FieldName, Reading } from '../model.ts'
import { REFUSED } from '../normalize/index.ts'
import { parseHttpUrl } from '../values/url.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { extractBatch } from './extract-batch.ts'
import { print, printJson } from './print.ts'
import { readSavedPage } from './saved-page.ts'

interface ExtractOptions extends DeskOptions {
  readonly url?: string
  readonly batch?: string
  readonly out?: string
  readonly learn?: boolean
}

/** Somebody waits for this one page and wants to see it: it may take more than one among thousands. */
const ONE_PAGE = { threads: 1, timeLimitMs: 10_000, memoryMb: 512 }

/** `wiredesk extract <url|file>`: what the engine reads in one page, and where. */
export function addExtract(program: Command): void {
  onDesk(program.command('extract [page]'))
    .description('read one page, an address or a saved file, and show every field with its evidence')
    .option('--url <url>', 'the address that a saved file came from')
    .option('--batch <dir>', 'read a folder of saved pages instead, without network')
    .option('--out <file>', 'where the batch writes its lines')
    .option('--learn', 'leave out of a batch what the pages of one host repeat')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk extract https://herald.example/2026/03/harbour-council\n  wiredesk extract saved.html --url https://herald.example/x --json\n  wiredesk extract --batch pages --out fields.ndjson',
    )
    .action(async (page: string | undefined, options: ExtractOptions) => {
      if ((page === undefined) === (options.batch === undefined))
        throw new WiredeskError('BAD_ARGUMENT', { detail: 'name either a page, or a folder of pages with --batch' })
      const isFile = page !== undefined && existsSync(page)
      if (options.url !== undefined && !isFile)
        throw new WiredeskError('BAD_ARGUMENT', { detail: '--url says where a saved file came from; there is none' })
      if (page === undefined) return await batch(options.batch as string, options)
      if (options.out !== undefined || options.learn)
        throw new WiredeskError('BAD_ARGUMENT', { detail: '--out and --learn are for --batch' })
      const input = isFile ? await fromFile(page, options) : await fromWeb(page, options)
      const extractor = createExtractor(ONE_PAGE)
      try {
        const article = await extractor.extract(input)
        if (options.json) printJson(article)
        else show(article)
      } finally {
        await extractor.close()
      }
    })
}

async function batch(dir: string, { out, json, learn }: ExtractOptions): Promise<void> {
  if (out === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: '--batch needs --out FILE' })
  const summary = await extractBatch(dir, out, learn)
  if (json) printJson(summary)
  else
    print(
      `${summary.pages} pages, ${summary.failed} failed, ${summary.seconds} s, at most ${summary.peakRssMb} MB of memory`,
    )
}

/** A saved page has no headers; without its address its address is made of its path on a reserved host. */
async function fromFile(path: string, options: ExtractOptions): Promise<ExtractInput> {
  const said = options.url ?? `http://saved.example${pathToFileURL(path).pathname}`
  const url = parseHttpUrl(said)?.href
  if (url === undefined) throw new WiredeskError('BAD_ARGUMENT', { detail: `--url ${said} is no http(s) address` })
  const config = hasDesk(options) ? configOf(options) : undefined
  return { url, bytes: await readSavedPage(path), ...ruleOf(config, url) }
}

/** Whether a desk is named, or is this folder. A saved page can be read without one. */
const hasDesk = ({ desk }: DeskOptions): boolean =>
  desk !== undefined || process.env['WIREDESK_DESK'] !== undefined || existsSync(join('config', 'wiredesk.yaml'))

/** What the desk's own rule reads goes first here, too. */
function ruleOf(config: Config | undefined, url: string): Pick<ExtractInput, 'rule'> {
  const rule = ruleFor(config?.sites ?? [], url)
  return rule ? { rule } : {}
}

async function fromWeb(page: string, options: DeskOptions): Promise<ExtractInput> {
  const asked = parseHttpUrl(page)?.href
  if (asked === undefined) throw new WiredeskError('NOT_FOUND', { detail: `${page} is neither a file nor an address` })
  const config = configOf(options)
  requireContact(config, [asked])
  const { url, bytes, headers, fetchedAt } = await fetchOnce(config, asked)
  return { url, bytes, headers, fetchedAt, ...ruleOf(config, url) }
}

function show({ url, kind, kindWhy, charset, engine, rule, nextPage, fields }: ExtractedArticle): void {
  const refused = REFUSED[kind]
  const about = [
    url,
    `${kind} (${kindWhy.join(', ') || 'no sign against it'}); ${charset}; ${engine}`,
    refused && `a crawl drops it as ${refused}`,
    rule && `site rule ${rule.name}${rule.stale.length > 0 ? `; stale: ${rule.stale.join(', ')}` : ''}`,
    nextPage && `goes on at ${nextPage}; a crawl joins its pages`,
  ]
  print(`${about.filter(Boolean).join('\n')}\n`)
  for (const [name, reading] of Object.entries(fields) as [FieldName, Reading<unknown>][]) {
    print(`${name}  [${reading.from}: ${reading.where}, ${Math.round(reading.confidence * 100)} %]`)
    print(`  ${describe(reading.value)}`)
    for (const other of reading.alternatives ?? [])
      print(`  or ${describe(other.value)}  [${other.from}: ${other.where}]`)
  }
}

function describe(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.join(' | ')
  const { text } = value as { text?: string }
  return text === undefined ? JSON.stringify(value) : text.split('\n').join('\n  ')
}
