/** Archives of pages into a desk: the response records of WARC files run through the pipeline, Common Crawl's CC-NEWS among them. */

import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { asWiredeskError, isStoreFault, WiredeskError } from './errors.ts'
import type { FetchedPage, Source } from './model.ts'
import type { PipelineContext } from './pipeline/context.ts'
import { importPage } from './pipeline/import-page.ts'
import { inParallel } from './pipeline/in-parallel.ts'
import type { Tally } from './pipeline/tally.ts'
import { parseHttpUrl } from './values/url.ts'
import { sourceFinder } from './warc/hosts.ts'
import { readHttpResponse } from './warc/http-response.ts'
import { readWarc, type WarcDamage, type WarcRecord } from './warc/read.ts'

export interface ImportOptions {
  readonly sources: readonly Source[]
  /** every record is taken for this source; else each for the one its host belongs to */
  readonly sourceId?: string
  /** begin at the beginning of a file that has been taken in before */
  readonly again?: boolean
  /** pages worked on at once */
  readonly width: number
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: ImportTally & { readonly offset: number; readonly size: number }) => void
}

/** What was made of the records of one file. */
export interface ImportTally {
  /** response records looked at */
  responses: number
  /** pages that went through the pipeline */
  taken: number
  /** records that did not, by reason */
  skipped: Record<string, number>
  /** places of the file that could not be read */
  damaged: number
}

export interface ImportSummary extends ImportTally, Pick<Tally, 'new' | 'revised' | 'unchanged' | 'dropped'> {
  readonly file: string
  /** a signal ended it; the next import of this file goes on from there */
  readonly wasCutShort: boolean
}

/** Twice the limit of a page: its headers, and what packing a page badly may cost. */
const MAX_BLOCK_BYTES = 20 * 1024 * 1024

/** Every so many records it is written down how far the work has come; after a kill so many are looked at again. */
const RECORDS_PER_MARK = 100

const DONE = 'done'

/** Takes one file in, from where an earlier import of it stopped. */
export async function importWarc(
  path: string,
  options: ImportOptions,
  context: PipelineContext,
): Promise<ImportSummary> {
  const { size, name } = await identify(path)
  const position = options.again ? undefined : await context.store.cursor(name)
  const tally: ImportTally = { responses: 0, taken: 0, skipped: {}, damaged: 0 }
  const before = structuredClone(context.tally)
  if (position === DONE) return summary(path, tally, before, context, false)

  const underWay = new Underway(Number(position ?? 0))
  const sourceOf = finderFor(options)
  const mark = (at: string): Promise<void> =>
    context.store.saveCursor(name, at, new Date(context.clock.now()).toISOString())
  const take = async (item: WarcRecord | WarcDamage): Promise<void> => {
    if ('damage' in item) {
      tally.damaged++
      context.log.warn({ file: path, offset: item.offset, detail: item.damage }, 'part of an archive cannot be read')
    } else await takeRecord(item, sourceOf, tally, context)
    const seen = underWay.end(item)
    options.onProgress?.({ ...tally, offset: underWay.mark(), size })
    if (seen % RECORDS_PER_MARK === 0) await mark(String(underWay.mark()))
  }
  await inParallel(underWay.begin(records(path, underWay.mark(), sourceOf, tally)), options.width, take, options.signal)
  const wasCutShort = options.signal?.aborted === true
  await mark(wasCutShort ? String(underWay.mark()) : DONE)
  return summary(path, tally, before, context, wasCutShort)
}

/** Response records of hosts that are ours, and what is damaged; everything else is passed over unread. */
async function* records(
  path: string,
  from: number,
  sourceOf: (url: string) => Source | undefined,
  tally: ImportTally,
): AsyncGenerator<WarcRecord | WarcDamage> {
  // Of an archive of the whole web nearly every record is another publisher's.
  const wants = (headers: Readonly<Record<string, string>>): boolean => {
    if (headers['warc-type'] !== 'response') return false
    const url = parseHttpUrl(targetOf(headers))
    tally.responses++
    if (url && sourceOf(url.href)) return true
    skip(tally, url ? 'no source for its host' : 'no address')
    return false
  }
  for await (const item of readWarc(path, { from, wants, maxBlockBytes: MAX_BLOCK_BYTES })) {
    if ('damage' in item || item.block) yield item
  }
}

function skip(tally: ImportTally, reason: string): void {
  tally.skipped[reason] = (tally.skipped[reason] ?? 0) + 1
}

/** Some writers of WARC 1.0 set the address in angle brackets. */
const targetOf = (headers: Readonly<Record<string, string>>): string =>
  (headers['warc-target-uri'] ?? '').replace(/^<|>$/g, '')

function finderFor({ sources, sourceId }: ImportOptions): (url: string) => Source | undefined {
  if (sourceId === undefined) return sourceFinder(sources)
  const named = sources.find(source => source.id === sourceId)
  if (!named) throw new WiredeskError('NOT_FOUND', { detail: `no source ${sourceId}` })
  return () => named
}

async function takeRecord(
  record: WarcRecord,
  sourceOf: (url: string) => Source | undefined,
  tally: ImportTally,
  context: PipelineContext,
): Promise<void> {
  try {
    const page = await readPage(record)
    const source = typeof page === 'string' ? undefined : sourceOf(page.url)
    if (typeof page === 'string') skip(tally, page)
    else if (!source) skip(tally, 'no source for its host')
    else {
      const imported = await importPage(page, source.id, context)
      if (imported === 'taken') tally.taken++
      else skip(tally, imported)
    }
  } catch (thrown) {
    const error = asWiredeskError(thrown, { url: targetOf(record.headers) })
    if (isStoreFault(error)) throw error
    skip(tally, error.code)
  }
}

/** The record as an answer of its publisher, or why it is none that could be an article. */
async function readPage({ headers, block }: WarcRecord): Promise<FetchedPage | string> {
  const url = parseHttpUrl(targetOf(headers))
  const fetchedMs = Date.parse(headers['warc-date'] ?? '')
  if (!url) return 'no address'
  if (Number.isNaN(fetchedMs)) return 'no date'
  if (headers['warc-truncated'] !== undefined) return 'truncated'
  const { status, headers: fields, body } = await readHttpResponse(block as Uint8Array)
  if (status !== 200) return `status ${status}`
  if (body.length === 0) return 'empty'
  return { url: url.href, status, headers: fields, bytes: body, fetchedAt: new Date(fetchedMs).toISOString(), ms: 0 }
}

/** Which records are being worked on, so that it can be told up to where all is done. */
class Underway {
  readonly #items = new Set<WarcRecord | WarcDamage>()
  #next: number
  #seen = 0

  constructor(from: number) {
    this.#next = from
  }

  async *begin(items: AsyncIterable<WarcRecord | WarcDamage>): AsyncGenerator<WarcRecord | WarcDamage> {
    for await (const item of items) {
      this.#items.add(item)
      this.#next = item.offset
      yield item
    }
  }

  /** @returns how many have ended */
  end(item: WarcRecord | WarcDamage): number {
    this.#items.delete(item)
    return ++this.#seen
  }

  /** Everything before this offset is done. */
  mark(): number {
    let mark = this.#next
    for (const { offset } of this.#items) mark = Math.min(mark, offset)
    return mark
  }
}

/** A file is known by its name, size and beginning: it may be moved between two imports. */
async function identify(path: string): Promise<{ readonly size: number; readonly name: string }> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const { buffer, bytesRead } = await file.read(Buffer.alloc(64 * 1024), 0, 64 * 1024, 0)
    const hash = createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('hex').slice(0, 16)
    return { size, name: `warc:${basename(path)}:${size}:${hash}` }
  } finally {
    await file.close()
  }
}

function summary(
  file: string,
  tally: ImportTally,
  before: Tally,
  context: PipelineContext,
  wasCutShort: boolean,
): ImportSummary {
  const after = context.tally
  const dropped = Object.entries(after.dropped).map(
    ([code, links]) => [code, links - (before.dropped[code] ?? 0)] as const,
  )
  return {
    file,
    ...tally,
    new: after.new - before.new,
    revised: after.revised - before.revised,
    unchanged: after.unchanged - before.unchanged,
    dropped: Object.fromEntries(dropped.filter(([, links]) => links > 0)),
    wasCutShort,
  }
}
