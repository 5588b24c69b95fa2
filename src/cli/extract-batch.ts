/** `extract --batch`: a folder of saved pages to one line of fields a page, by the very engine of the pipeline. */

import { createReadStream, existsSync, readdirSync, statSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { z } from 'zod'
import { failAt, WiredeskError } from '../errors.ts'
import { boilerplateOf, learn, NOTHING_LEARNED, type SourceMemory } from '../extract/body/learned.ts'
import { collector } from '../extract/heap.ts'
import type { ExtractInput } from '../extract/index.ts'
import { createExtractor, type Extractor } from '../extract/pool.ts'
import type { ExtractedArticle } from '../model.ts'
import { parseHttpUrl } from '../values/url.ts'
import { toFault } from './faults.ts'
import { parseJson } from './parse-json.ts'
import { readSavedPage } from './saved-page.ts'

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

/**
 * Reads every page below a folder and writes its line, in the order of the folder. A page that fails is a line with its reason.
 * With `learns` every page is read twice: first to see what each host repeats, then without it.
 * Throws BAD_ARGUMENT before anything is written for a folder that cannot be read as such, FILE_FAILED for an `out` that cannot be written.
 */
export async function extractBatch(dir: string, out: string, learns = false): Promise<BatchSummary> {
  const startedAt = performance.now()
  const saved: SavedPage[] = []
  for await (const page of savedPages(dir)) saved.push(page)
  refuseOwn(out, [...goldFilesOf(dir), ...saved.map(({ file }) => file)])
  const file = await openOut(out)
  const extractor = createExtractor(LIMITS)
  const underWay: Promise<object>[] = []
  const collect = collector()
  // The lists hold the texts that pages are to have: what reading them has left should not count as what a process needs.
  collect('all')
  let [pages, failed] = [0, 0]
  const writeNext = async (): Promise<void> => {
    const line = (await underWay.shift()) as object
    if ('error' in line) failed++
    await file.writeFile(`${JSON.stringify(line)}\n`).catch(cause => failAt(out, cause))
  }
  try {
    const learned = learns ? await learnHosts(saved, extractor, () => collect('dead')) : new Map<string, SourceMemory>()
    for (const page of saved) {
      pages++
      underWay.push(readPage(page, extractor, learned))
      if (underWay.length >= WINDOW) await writeNext()
      if (pages % PAGES_A_COLLECTION === 0) collect('dead')
    }
    while (underWay.length > 0) await writeNext()
  } finally {
    await file.close()
    await extractor.close()
  }
  const seconds = Math.round(performance.now() - startedAt) / 1000
  return { pages, failed, seconds, peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024) }
}

const openOut = (out: string): Promise<FileHandle> => open(out, 'w').catch(cause => failAt(out, cause))

/** Opening a file to write empties it, and the list, or a page, may be all that somebody has. By whichever name: a file may have several. */
function refuseOwn(out: string, files: readonly string[]): void {
  const target = statSync(out, { throwIfNoEntry: false })
  if (!target?.isFile()) return
  const own = files.find(file => {
    const { dev, ino } = statSync(file, { throwIfNoEntry: false }) ?? {}
    return dev === target.dev && ino === target.ino
  })
  if (own !== undefined)
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--out ${out} is ${own}, which is to be read` })
}

/** A line of `gold.ndjson`. The id names a file in `pages`; of the others what is no text counts as absent. */
const lineSchema = z.object({
  id: z.string().regex(/^[^/\\\0]+$/, 'names no file'),
  dataset: z.string().catch(''),
  url: z.string().catch(''),
})

/** The pages of a folder that holds `gold.ndjson`, or of the folders below it that do. Throws BAD_ARGUMENT with file and line. */
export async function* savedPages(dir: string): AsyncGenerator<SavedPage> {
  for (const gold of goldFilesOf(dir)) {
    let number = 0
    for await (const line of linesOf(gold)) {
      number++
      if (line.trim() === '') continue
      const { id, dataset, url } = readLine(line, `${gold}, line ${number}`)
      yield { id, dataset, url, file: join(dirname(gold), 'pages', `${id}.html.gz`) }
    }
  }
}

function readLine(line: string, place: string): z.infer<typeof lineSchema> {
  const read = lineSchema.safeParse(parseJson(line, place))
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new WiredeskError('BAD_ARGUMENT', { detail: `${place}: ${faults.join('; ')}` })
}

/** Parted at line feeds alone: `node:readline` also parts at U+2028, which JSON texts may hold. */
async function* linesOf(file: string): AsyncGenerator<string> {
  let rest: string | undefined
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      // Some editors put a byte order mark before the first line.
      const lines = (rest === undefined ? String(chunk).replace(/^\ufeff/, '') : `${rest}${chunk}`).split('\n')
      rest = lines.pop() as string
      yield* lines
    }
  } catch (cause) {
    failAt(file, cause)
  }
  yield rest ?? ''
}

function goldFilesOf(dir: string): string[] {
  const below = existsSync(dir) ? readdirSync(dir).toSorted() : []
  const files = [dir, ...below.map(name => join(dir, name))].map(folder => join(folder, 'gold.ndjson'))
  const found = files.filter(file => existsSync(file))
  if (found.length === 0)
    throw new WiredeskError('BAD_ARGUMENT', { detail: `no gold.ndjson in ${dir} or the folders in it` })
  return found
}

/** What the pages of each host repeat. */
async function learnHosts(
  saved: readonly SavedPage[],
  extractor: Extractor,
  collect: () => void,
): Promise<ReadonlyMap<string, SourceMemory>> {
  const learned = new Map<string, SourceMemory>()
  for (const [at, page] of saved.entries()) {
    if (at % PAGES_A_COLLECTION === 0) collect()
    const host = hostOf(page)
    // Pages without an address may be of any host.
    if (host === undefined) continue
    // What cannot be read teaches nothing; it has its line when it is read again.
    const article = await readInput(page, extractor).catch(() => undefined)
    const text = article?.fields.body?.value.text
    if (text !== undefined) learned.set(host, learn(learned.get(host) ?? NOTHING_LEARNED, text))
  }
  return learned
}

const readInput = async (page: SavedPage, extractor: Extractor): Promise<ExtractedArticle> =>
  extractor.extract(await inputOf(page))

const hostOf = ({ url }: SavedPage): string | undefined => parseHttpUrl(url)?.hostname

async function readPage(
  page: SavedPage,
  extractor: Extractor,
  learned: ReadonlyMap<string, SourceMemory>,
): Promise<object> {
  const { id, dataset } = page
  const memory = learned.get(hostOf(page) ?? '')
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
  const bytes = await readSavedPage(file, true)
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
