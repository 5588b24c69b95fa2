/** `extract --batch`: a folder of saved pages to one line of fields a page, by the very engine of the pipeline. */

import { createReadStream, createWriteStream, existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { WiredeskError } from '../errors.ts'
import { boilerplateOf, learn, NOTHING_LEARNED, type SourceMemory } from '../extract/body/learned.ts'
import { collector } from '../extract/heap.ts'
import type { ExtractInput } from '../extract/index.ts'
import { createExtractor, type Extractor } from '../extract/pool.ts'
import type { ExtractedArticle } from '../model.ts'
import { parseHttpUrl } from '../values/url.ts'
import { toFault } from './faults.ts'

/** A saved page by its line in `gold.ndjson`, of which nothing else is read. */
export interface SavedPage {
  readonly id: string
  readonly dataset: string
  readonly url: string
  /** the packed page */
  readonly file: string
}

export interface BatchSummary {
  readonly pages: number
  readonly failed: number
  readonly seconds: number
  readonly peakRssMb: number
}

/**
 * One thread, so that memory says what one process needs, and it needs as little as costs hardly any time. A page may take longer than in a
 * crawl: who measures wants to see that it does.
 */
const LIMITS = { threads: 1, timeLimitMs: 10_000, memoryMb: 256, youngMb: 24 }

/** Pages read ahead of the thread, few enough that memory stays flat. */
const WINDOW = 4

/** Pages lie outside the heap, and V8 looks for those that are done with only when the heap fills, which it hardly does here. */
const PAGES_A_COLLECTION = 16

const unpack = promisify(gunzip)

/**
 * Reads every page below a folder and writes its line, in the order of the folder. A page that fails is a line with its reason.
 * With `learns` every page is read twice: first to see what each host repeats, then without it.
 */
export async function extractBatch(dir: string, out: string, learns = false): Promise<BatchSummary> {
  const startedAt = performance.now()
  const extractor = createExtractor(LIMITS)
  const learned = learns ? await learnHosts(dir, extractor) : new Map<string, SourceMemory>()
  const file = createWriteStream(out)
  const underWay: Promise<object>[] = []
  const collect = collector()
  let [pages, failed] = [0, 0]
  const writeNext = async (): Promise<void> => {
    const line = (await underWay.shift()) as object
    if ('error' in line) failed++
    if (!file.write(`${JSON.stringify(line)}\n`)) await new Promise(resolve => file.once('drain', resolve))
  }
  try {
    for await (const page of savedPages(dir)) {
      pages++
      underWay.push(readPage(page, extractor, learned))
      if (underWay.length >= WINDOW) await writeNext()
      if (pages % PAGES_A_COLLECTION === 0) collect('dead')
    }
    while (underWay.length > 0) await writeNext()
    file.end()
    await finished(file)
  } finally {
    await extractor.close()
  }
  const seconds = Math.round(performance.now() - startedAt) / 1000
  return { pages, failed, seconds, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }
}

/** The pages of a folder that holds `gold.ndjson`, or of the folders below it that do. */
export async function* savedPages(dir: string): AsyncGenerator<SavedPage> {
  for (const folder of foldersOf(dir)) {
    for await (const line of linesOf(join(folder, 'gold.ndjson'))) {
      if (line.trim() === '') continue
      const { id, dataset, url } = JSON.parse(line) as Partial<SavedPage>
      if (typeof id !== 'string' || /[/\\]/.test(id))
        throw new WiredeskError('BAD_ARGUMENT', { detail: `${folder}: a line without a usable id` })
      yield { id, dataset: dataset ?? '', url: url ?? '', file: join(folder, 'pages', `${id}.html.gz`) }
    }
  }
}

/** Parted at line feeds alone: `node:readline` also parts at U+2028, which JSON texts may hold. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of createReadStream(file, 'utf8')) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() as string
    yield* lines
  }
  yield rest
}

function foldersOf(dir: string): string[] {
  const below = existsSync(dir) ? readdirSync(dir).toSorted() : []
  const folders = [dir, ...below.map(name => join(dir, name))].filter(folder => existsSync(join(folder, 'gold.ndjson')))
  if (folders.length === 0)
    throw new WiredeskError('BAD_ARGUMENT', { detail: `no gold.ndjson in ${dir} or the folders in it` })
  return folders
}

/** What the pages of each host repeat. */
async function learnHosts(dir: string, extractor: Extractor): Promise<ReadonlyMap<string, SourceMemory>> {
  const learned = new Map<string, SourceMemory>()
  for await (const page of savedPages(dir)) {
    const article = await extractor.extract(await inputOf(page)).catch(() => undefined)
    const text = article?.fields.body?.value.text
    const host = hostOf(page)
    if (text !== undefined) learned.set(host, learn(learned.get(host) ?? NOTHING_LEARNED, text))
  }
  return learned
}

const hostOf = ({ url }: SavedPage): string => parseHttpUrl(url)?.hostname ?? ''

async function readPage(
  page: SavedPage,
  extractor: Extractor,
  learned: ReadonlyMap<string, SourceMemory>,
): Promise<object> {
  const { id, dataset } = page
  const memory = learned.get(hostOf(page))
  try {
    const input = { ...(await inputOf(page)), ...(memory && { boilerplate: boilerplateOf(memory) }) }
    return { id, dataset, ...predictionOf(await extractor.extract(input)) }
  } catch (thrown) {
    const { code, detail } = toFault(thrown)
    return { id, dataset, error: { code, ...(detail !== undefined && { detail }) } }
  }
}

/** What the engine is given of a page: its bytes and its address. An address that is none becomes one on a reserved host. */
export async function inputOf({ id, url, file }: SavedPage): Promise<ExtractInput> {
  const bytes = await unpack(await readFile(file))
  return { bytes, url: parseHttpUrl(url)?.href ?? `http://saved.example/pages/${encodeURIComponent(id)}` }
}

/** An article in the words of the scorers; absent fields are left out. */
export function predictionOf({ kind, fields }: ExtractedArticle): object {
  return {
    kind,
    headline: fields.headline?.value,
    standfirst: fields.standfirst?.value,
    byline: fields.byline?.value,
    published: fields.published?.value,
    modified: fields.modified?.value,
    lead_image: fields.leadImage?.value.url,
    section: fields.section?.value,
    keywords: fields.keywords?.value,
    language: fields.language?.value,
    site: fields.siteName?.value,
    canonical: fields.canonicalUrl?.value,
    copyright_notice: fields.copyrightNotice?.value,
    agency_credits: fields.agencyCredits?.value,
    author_bio: fields.authorBio?.value,
    dateline: fields.dateline?.value,
    body: fields.body?.value.text,
  }
}
