/** A desk's raw pages as a WARC file: what was fetched, when, and for which article. */

import { once } from 'node:events'
import { createWriteStream, type WriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { finished } from 'node:stream/promises'
import type { ListedPage, PageFiles, Store } from './ports.ts'
import { VERSION } from './version.ts'
import { gzipRecord, httpBlock, type NewRecord, newRecordId, serializeRecord, warcFields } from './warc/record.ts'

export interface ExportOptions {
  readonly sourceId?: string
  readonly since?: string
  readonly now: string
  readonly signal?: AbortSignal
  readonly onProgress?: (tally: ExportTally) => void
}

export interface ExportTally {
  pages: number
  /** pages whose bytes are not kept any more */
  missing: number
  /** of the file */
  bytes: number
}

/** Rows looked at in one question. */
const PAGES_PER_LOOK = 200

/**
 * Writes every kept page that the options choose, oldest first, gzipped record by record where the name ends in .gz. The file has its name
 * once it is whole. Pages of withdrawn articles are left out.
 */
export async function exportWarc(
  path: string,
  options: ExportOptions,
  { store, pages }: { readonly store: Store; readonly pages: PageFiles },
): Promise<ExportTally> {
  const tally: ExportTally = { pages: 0, missing: 0, bytes: 0 }
  const draft = `${path}.part`
  const file = createWriteStream(draft)
  const put = async (record: NewRecord): Promise<void> => {
    const bytes = path.endsWith('.gz') ? await gzipRecord(record) : serializeRecord(record)
    tally.bytes += bytes.length
    if (!file.write(bytes)) await once(file, 'drain')
  }
  try {
    await put(warcinfo(path, options.now))
    for await (const page of listed(store, options)) {
      options.signal?.throwIfAborted()
      const bytes = await pages.read(page.hash)
      if (bytes) for (const record of recordsOf(page, bytes)) await put(record)
      tally[bytes ? 'pages' : 'missing']++
      options.onProgress?.(tally)
    }
    await close(file)
    await rename(draft, path)
    return tally
  } catch (error) {
    file.destroy()
    await rm(draft, { force: true })
    throw error
  }
}

async function close(file: WriteStream): Promise<void> {
  file.end()
  await finished(file)
}

async function* listed(store: Store, { sourceId, since }: ExportOptions): AsyncGenerator<ListedPage> {
  let after: ListedPage | undefined
  for (;;) {
    const pages = await store.listPages({
      limit: PAGES_PER_LOOK,
      ...(sourceId !== undefined && { sourceId }),
      ...(since !== undefined && { since }),
      ...(after && { after }),
    })
    yield* pages
    after = pages.at(-1)
    if (!after) return
  }
}

const FIELDS = 'application/warc-fields'

const warcinfo = (path: string, date: string): NewRecord => ({
  type: 'warcinfo',
  date,
  contentType: FIELDS,
  fields: { 'WARC-Filename': path.replace(/^.*[\\/]/, '') },
  block: warcFields({ software: `Wiredesk/${VERSION}`, format: 'WARC File Format 1.1' }),
})

/** The answer, and beside it what the desk knows of it. */
function recordsOf(page: ListedPage, bytes: Uint8Array): NewRecord[] {
  const id = newRecordId()
  const target = { 'WARC-Target-URI': page.url }
  const date = page.fetchedAt
  return [
    {
      type: 'response',
      id,
      date,
      contentType: 'application/http; msgtype=response',
      fields: target,
      ...httpBlock(page.headers, bytes),
    },
    {
      type: 'metadata',
      date,
      contentType: FIELDS,
      fields: { ...target, 'WARC-Concurrent-To': id },
      block: warcFields({
        source: page.sourceId,
        linkUrl: page.linkUrl,
        sha256: page.hash,
        ...(page.articleId !== undefined && { article: page.articleId }),
      }),
    },
  ]
}
