import { describe, expect, test } from 'vitest'
import { sweepOrphans, sweepPages, sweepSteps } from '../../src/pipeline/sweep.ts'
import { herald, memoryDesk, pageOf } from './memory-desk.ts'

const DAY_MS = 86_400_000
const kept = { ...herald, keepPagesDays: 30 }
const OPTIONS = { sources: [kept], limit: 100 }

/** A desk with an article in its second revision, and the page of its first, forty days on. */
async function deskWithOldPage() {
  const desk = await memoryDesk([kept])
  await desk.takeIn('/a', pageOf('Council settles dispute'))
  const [old] = await desk.context.store.listPages({ limit: 1 })
  desk.clock.nowMs += 3_600_000
  await desk.takeIn('/a', pageOf('Council reopens dispute'))
  desk.clock.nowMs += 40 * DAY_MS
  return { ...desk, old: old! }
}

describe('the sweep', () => {
  test('removes the page of an earlier revision when its time is over, and no other', async () => {
    const { context, old } = await deskWithOldPage()
    expect(await sweepPages(OPTIONS, context)).toEqual({ pages: 1, bytes: old.size, isMore: false })
    expect(await context.pages.read(old.hash)).toBeUndefined()
    const left = await context.store.listPages({ limit: 10 })
    expect(left).toHaveLength(1)
    expect(await context.pages.read(left[0]!.hash)).toBeDefined()
  })

  test('leaves what is younger', async () => {
    const { context, clock, old } = await deskWithOldPage()
    clock.nowMs -= 20 * DAY_MS
    expect(await sweepPages(OPTIONS, context)).toMatchObject({ pages: 0 })
    expect(await context.pages.read(old.hash)).toBeDefined()
  })

  test('leaves the pages of a source that wants them kept for ever', async () => {
    const { context } = await deskWithOldPage()
    expect(await sweepPages({ ...OPTIONS, sources: [herald] }, context)).toMatchObject({ pages: 0 })
  })

  test('a dry run counts and removes nothing', async () => {
    const { context, old } = await deskWithOldPage()
    expect(await sweepPages({ ...OPTIONS, isDryRun: true }, context)).toMatchObject({ pages: 1 })
    expect(await context.pages.read(old.hash)).toBeDefined()
  })

  test('bytes that another link still has stay', async () => {
    const { context, old } = await deskWithOldPage()
    const now = new Date(Date.parse(old.fetchedAt)).toISOString()
    const other = await context.store.claimFound(
      'herald',
      { url: 'https://herald.example/b', hints: { from: 'feed' } },
      now,
      1,
    )
    const page = { ...old, linkId: other!.id }
    await context.store.endLink(other!, { state: 'due', dueAt: now, attemptLost: false }, now, [], page)
    expect(await sweepPages(OPTIONS, context)).toMatchObject({ pages: 1 })
    expect(await context.pages.read(old.hash)).toBeDefined()
  })

  test('takes no more than it may, and says that there is more', async () => {
    const { context, clock, takeIn } = await deskWithOldPage()
    await takeIn('/b', '<title>No article</title>')
    clock.nowMs += 40 * DAY_MS
    expect(await sweepPages({ ...OPTIONS, limit: 1 }, context)).toMatchObject({ pages: 1, isMore: true })
    expect(await sweepPages(OPTIONS, context)).toMatchObject({ pages: 1, isMore: false })
  })

  test('is done by one process at a time', async () => {
    const { context, clock } = await deskWithOldPage()
    await context.store.takeLock('sweep', 'another', clock.nowMs, 60_000, () => true)
    expect(await sweepPages(OPTIONS, context)).toBeUndefined()
  })
})

/** A desk with one article, on whose page a worker was killed before its turn ended; the clock of the desk is the one of the files. */
async function deskWithOrphan(hoursAgo: number) {
  const desk = await memoryDesk()
  await desk.takeIn('/a', pageOf('Council settles dispute'))
  const [kept] = await desk.context.store.listPages({ limit: 1 })
  const orphan = await desk.context.pages.save(new TextEncoder().encode(pageOf('Nobody wrote this down')))
  desk.clock.nowMs = Date.now() + hoursAgo * 3_600_000
  return { ...desk, kept: kept!, orphan }
}

describe('the sweep of orphans', () => {
  test('removes what no row knows, and nothing else', async () => {
    const { context, kept, orphan } = await deskWithOrphan(2)
    expect(await sweepOrphans({ limit: 10 }, context)).toMatchObject({ pages: 1, isMore: false })
    expect(await context.pages.has(orphan)).toBe(false)
    expect(await context.pages.has(kept.hash)).toBe(true)
  })

  test('leaves what was saved within the last hour: its turn may not have ended', async () => {
    const { context, orphan } = await deskWithOrphan(0.5)
    expect(await sweepOrphans({ limit: 10 }, context)).toMatchObject({ pages: 0 })
    expect(await context.pages.has(orphan)).toBe(true)
  })

  test('a dry run counts and removes nothing', async () => {
    const { context, orphan } = await deskWithOrphan(2)
    expect(await sweepOrphans({ limit: 10, isDryRun: true }, context)).toMatchObject({ pages: 1 })
    expect(await context.pages.has(orphan)).toBe(true)
  })
})

describe('the sweep of steps', () => {
  test('removes those older than they are kept, and leaves why a link was dropped', async () => {
    const { context, clock, takeIn } = await memoryDesk()
    await takeIn('/old', '<title>No article</title>')
    clock.nowMs += 40 * DAY_MS
    await takeIn('/new', '<title>No article</title>')
    const [old, young] = await context.store.listLinks({})
    expect(await sweepSteps(30, context)).toBeGreaterThan(0)
    expect(await context.store.steps(old!.id)).toEqual([])
    expect(old).toMatchObject({ state: 'dropped', reason: expect.any(String) })
    expect((await context.store.steps(young!.id)).at(-1)).toMatchObject({ outcome: young!.reason })
  })

  test('goes on until all of them are gone', async () => {
    const { context, clock, takeIn } = await memoryDesk()
    await takeIn('/a', pageOf('Council settles dispute'))
    const [link] = await context.store.listLinks({})
    const step = {
      linkId: link!.id,
      at: new Date(clock.nowMs).toISOString(),
      stage: 'fetch',
      outcome: 'ok',
      ms: 1,
    } as const
    await context.store.addSteps(Array.from({ length: 5000 }, () => step))
    clock.nowMs += 40 * DAY_MS
    expect(await sweepSteps(30, context)).toBeGreaterThanOrEqual(5000)
    expect(await context.store.steps(link!.id)).toEqual([])
  })
})
