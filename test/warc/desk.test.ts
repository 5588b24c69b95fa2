/** Archives into a desk, and out of one. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { exportWarc } from '../../src/export-warc.ts'
import { type ImportOptions, importWarc } from '../../src/import-warc.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { herald, memoryDesk, pageOf } from '../pipeline/memory-desk.ts'
import { fileOf, gzipped, rawResponse, response, tempFolder } from './files.ts'

const NOW = '2026-11-20T08:00:00.000Z'
const one = response('https://herald.example/one', pageOf('Council settles dispute'))
const two = response('https://www.herald.example/two', pageOf('Ferry timetable changes on Monday'))
const strange = response('https://courier.example/x', pageOf('Storm hits the old harbour'))

const take = (path: string, context: PipelineContext, options: Partial<ImportOptions> = {}) =>
  importWarc(path, { sources: [herald], width: 2, ...options }, context)

const articles = async ({ store }: PipelineContext) =>
  (await store.listArticles({ limit: 10, includeCanceled: true })).articles

describe('import', () => {
  test('takes the pages of the hosts it has sources for, and counts the others', async () => {
    const { context } = await memoryDesk()
    const path = fileOf(await gzipped([one, strange, two]))
    expect(await take(path, context)).toMatchObject({
      responses: 3,
      taken: 2,
      new: 2,
      skipped: { 'no source for its host': 1 },
      damaged: 0,
      wasCutShort: false,
    })
    const [article] = await articles(context)
    expect(article?.revision.attribution).toMatchObject({
      sourceName: 'The Herald',
      sourceUrl: expect.stringContaining('herald.example'),
    })
  })

  test('with a source named takes every page for it', async () => {
    const { context } = await memoryDesk()
    expect(await take(fileOf(await gzipped([strange])), context, { sourceId: 'herald' })).toMatchObject({
      taken: 1,
      new: 1,
    })
  })

  test('the pages are kept with the time at which they were fetched, and long settled ones are not asked for again', async () => {
    const { context } = await memoryDesk()
    await take(fileOf(await gzipped([one])), context)
    expect(await context.store.listPages({ limit: 5 })).toMatchObject([{ fetchedAt: '2026-11-01T06:00:00.000Z' }])
    const [link] = await context.store.listLinks({})
    expect(link).toMatchObject({ state: 'done' })
    expect(link?.dueAt).toBeUndefined()
  })

  test('what is no page is counted with its reason; what is no article is dropped with its own', async () => {
    const { context } = await memoryDesk()
    const path = fileOf(
      await gzipped([
        rawResponse('https://herald.example/moved', 'HTTP/1.1 301 Moved\r\nLocation: /x\r\n\r\n'),
        rawResponse('https://herald.example/picture', 'HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nPNG'),
        rawResponse('https://herald.example/empty', 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n'),
        response('https://herald.example/cut', pageOf('Cut'), {
          fields: { 'WARC-Target-URI': 'https://herald.example/cut', 'WARC-Truncated': 'length' },
        }),
        response('https://herald.example/blank', '<title>Nothing</title>'),
        one,
      ]),
    )
    expect(await take(path, context)).toMatchObject({
      responses: 6,
      taken: 3,
      new: 1,
      skipped: { 'status 301': 1, empty: 1, truncated: 1 },
      dropped: { NOT_HTML: 1, PAGE_IS_EMPTY: 1 },
    })
    expect((await context.store.countLinks()).due).toBe(0)
  })

  test('a file that has been taken in is not read again, unless it is asked for; then nothing is doubled', async () => {
    const { context } = await memoryDesk()
    const path = fileOf(await gzipped([one, two]))
    await take(path, context)
    expect(await take(path, context)).toMatchObject({ responses: 0, taken: 0 })
    expect(await take(path, context, { again: true })).toMatchObject({ responses: 2, taken: 0, skipped: { older: 2 } })
    expect(await articles(context)).toHaveLength(2)
  })

  test('goes on where it was stopped', async () => {
    // Turns end together, up to eight of them, and others are under way meanwhile.
    const COUNT = 60
    const { context } = await memoryDesk()
    const many = Array.from({ length: COUNT }, (_, n) =>
      response(`https://herald.example/${n}`, pageOf(`Report number ${n} of the port`)),
    )
    const path = fileOf(await gzipped(many))
    const stop = new AbortController()
    const onProgress = ({ taken }: { readonly taken: number }) => {
      if (taken >= 5) stop.abort()
    }
    const first = await take(path, context, { signal: stop.signal, onProgress })
    expect(first.wasCutShort).toBe(true)
    const second = await take(path, context)
    expect(second.responses).toBeLessThan(COUNT)
    expect(first.taken + second.taken).toBe(COUNT)
    expect((await context.store.countLinks()).done).toBe(COUNT)
  })

  test('an older page does not replace a newer one', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/one', pageOf('Council reopens dispute'))
    expect(await take(fileOf(await gzipped([one])), context)).toMatchObject({ skipped: { older: 1 } })
    expect((await articles(context))[0]?.revision.fields.headline).toBe('Council reopens dispute')
  })

  test('a withdrawn article is not brought back', async () => {
    const { context } = await memoryDesk()
    await take(fileOf(await gzipped([one])), context)
    const [article] = await articles(context)
    await context.store.withdrawArticle(article!.article.id, 'legal', NOW)
    const newer = { ...one, date: '2026-11-10T06:00:00Z' }
    expect(await take(fileOf(await gzipped([newer])), context)).toMatchObject({ taken: 0, skipped: { withdrawn: 1 } })
    expect((await articles(context))[0]?.article.status).toBe('canceled')
  })
})

describe('export', () => {
  test('what one desk writes another takes in: the same articles', async () => {
    const from = await memoryDesk()
    await from.takeIn('/a', pageOf('Council settles dispute'), { 'x-robots-tag': 'noimageindex' })
    await from.takeIn('/b', pageOf('Ferry timetable changes on Monday'))
    const path = join(tempFolder(), 'desk.warc.gz')
    expect(await exportWarc(path, { now: NOW }, from.context)).toMatchObject({ pages: 2, missing: 0 })

    const to = await memoryDesk()
    expect(await take(path, to.context)).toMatchObject({ responses: 2, new: 2 })
    const hashes = async (context: PipelineContext) =>
      (await articles(context))
        .map(({ revision }) => [revision.contentHash, revision.pageHash, revision.signals])
        .toSorted()
    expect(await hashes(to.context)).toEqual(await hashes(from.context))
  })

  test('leaves withdrawn articles out, and counts pages that are gone', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    await takeIn('/b', pageOf('Ferry timetable changes on Monday'))
    const [first, second] = await articles(context)
    await context.store.withdrawArticle(first!.article.id, 'legal', NOW)
    await context.pages.remove(second!.revision.pageHash, Date.now() + 60_000)
    const path = join(tempFolder(), 'desk.warc')
    expect(await exportWarc(path, { now: NOW }, context)).toMatchObject({ pages: 0, missing: 1 })
    expect(readFileSync(path, 'utf8')).toMatch(/^WARC\/1\.1\r\nWARC-Type: warcinfo\r\n/)
  })
})
