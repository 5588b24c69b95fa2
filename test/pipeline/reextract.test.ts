import { describe, expect, test } from 'vitest'
import { extract } from '../../src/extract/index.ts'
import type { ExtractedArticle } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { type ReadAgain, type ReextractOptions, reextract } from '../../src/pipeline/reextract.ts'
import { memoryDesk, pageOf } from './memory-desk.ts'

const DAY_MS = 86_400_000

/** The engine of another day, which reads the same page otherwise. */
const otherEngine = (
  context: PipelineContext,
  change: (article: ExtractedArticle) => ExtractedArticle,
): PipelineContext => ({
  ...context,
  extractor: { extract: async input => change(extract(input)), close: async () => {} },
})

const shouting = (article: ExtractedArticle): ExtractedArticle => {
  const { headline } = article.fields
  if (!headline) return article
  return { ...article, fields: { ...article.fields, headline: { ...headline, value: headline.value.toUpperCase() } } }
}

async function run(context: PipelineContext, options: Partial<ReextractOptions> = {}) {
  const changes: ReadAgain[] = []
  const tally = await reextract({ width: 2, onChange: change => changes.push(change), ...options }, context)
  return { tally, changes }
}

const current = async ({ store }: PipelineContext) =>
  (await store.listArticles({ limit: 10, includeCanceled: true })).articles

describe('reextract', () => {
  test('an engine that reads the same makes no revision', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    expect((await run(context)).tally).toEqual({ read: 1, same: 1, changed: 0, missing: 0, busy: 0, failed: {} })
    expect((await current(context))[0]?.article.revisionCount).toBe(1)
  })

  test('a dry run shows the fields that would change, and writes nothing', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const { tally, changes } = await run(otherEngine(context, shouting), { isDryRun: true })
    expect(tally).toMatchObject({ read: 1, changed: 1 })
    expect(changes).toMatchObject([
      {
        url: 'https://herald.example/a',
        change: 'update',
        fields: [{ field: 'headline', from: 'Council settles dispute', to: 'COUNCIL SETTLES DISPUTE' }],
      },
    ])
    expect((await current(context))[0]?.revision.fields.headline).toBe('Council settles dispute')
  })

  test('what changes becomes a revision whose event says why; the next re-check stays when it was', async () => {
    const { context, clock, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'), { etag: '"1"' })
    const [before] = await context.store.listLinks({})
    clock.nowMs += 60_000
    expect((await run(otherEngine(context, shouting))).tally).toMatchObject({ changed: 1 })
    const [article] = await current(context)
    expect(article?.revision).toMatchObject({
      number: 2,
      change: 'update',
      fields: { headline: 'COUNCIL SETTLES DISPUTE' },
    })
    expect((await context.store.eventsAfter(1, 10))[0]).toMatchObject({
      type: 'article.updated',
      reason: 'read again from the stored page',
    })
    const [after] = await context.store.listLinks({})
    expect(after).toMatchObject({ state: 'done', dueAt: before?.dueAt })
  })

  test('a second run finds nothing left to do', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const better = otherEngine(context, shouting)
    await run(better)
    expect((await run(better)).tally).toMatchObject({ read: 1, same: 1, changed: 0 })
  })

  test('a withdrawn article is left alone', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const [article] = await current(context)
    await context.store.withdrawArticle(article!.article.id, 'court order', '2026-11-20T09:00:00.000Z')
    expect((await run(otherEngine(context, shouting), { withDropped: true })).tally).toMatchObject({
      read: 0,
      changed: 0,
    })
    expect((await current(context))[0]?.article).toMatchObject({ status: 'canceled', revisionCount: 1 })
  })

  test('what an engine cannot read any more stays as it is', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const worse = otherEngine(context, article => ({ ...article, fields: {} }))
    expect((await run(worse)).tally).toMatchObject({ read: 0, failed: { NO_HEADLINE: 1 } })
    expect((await current(context))[0]?.article).toMatchObject({ status: 'usable', revisionCount: 1 })
  })

  test('--dropped makes articles of pages that were none to the engine of their day', async () => {
    const { context, takeIn } = await memoryDesk()
    const blind = otherEngine(context, article => ({ ...article, kind: 'empty' }))
    await memoryIngest(blind, takeIn, context)
    expect((await context.store.listLinks({}))[0]).toMatchObject({ state: 'dropped', reason: 'PAGE_IS_EMPTY' })
    expect((await run(context)).tally).toMatchObject({ read: 0 })
    expect((await run(context, { withDropped: true })).changes).toMatchObject([{ change: 'first' }])
    expect((await context.store.listLinks({}))[0]).toMatchObject({ state: 'done' })
    expect(await current(context)).toHaveLength(1)
  })

  test('--since leaves older pages out', async () => {
    const { context, clock, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    clock.nowMs += DAY_MS
    await takeIn('/b', pageOf('Ferry timetable changes on Monday'))
    const since = new Date(clock.nowMs - 1000).toISOString()
    expect((await run(context, { since })).tally).toMatchObject({ read: 1 })
  })

  test('a page whose bytes are gone is counted', async () => {
    const { context, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const [article] = await current(context)
    await context.pages.remove(article!.revision.pageHash, Date.now() + DAY_MS)
    expect((await run(context)).tally).toMatchObject({ read: 0, missing: 1 })
  })
})

/** Takes a page in with another engine. */
async function memoryIngest(
  engine: PipelineContext,
  takeIn: (path: string, html: string) => Promise<void>,
  context: PipelineContext,
): Promise<void> {
  const own = context.extractor
  Object.assign(context, { extractor: engine.extractor })
  await takeIn('/a', pageOf('Council settles dispute'))
  Object.assign(context, { extractor: own })
}
