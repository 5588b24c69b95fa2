/** What every store must know about the pages it keeps, with the pipeline as its user. */

import { describe, expect, test } from 'vitest'
import type { Store } from '../../src/ports.ts'
import { memoryDesk, pageOf } from '../pipeline/memory-desk.ts'

const LATER = '2026-12-24T00:00:00.000Z'

/** @param open gives an empty store */
export function keptPagesContract(open: () => Promise<Store>): void {
  describe('kept pages', () => {
    test('an ingested page is kept with its address, the headers that bear on reading, and its time', async () => {
      const { context, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', pageOf('Council settles dispute'), { 'x-robots-tag': 'noimageindex', 'set-cookie': 'secret' })
      const [page] = await context.store.listPages({ limit: 10 })
      expect(page).toMatchObject({
        url: 'https://herald.example/a',
        linkUrl: 'https://herald.example/a',
        sourceId: 'herald',
        headers: { 'content-type': 'text/html; charset=utf-8', 'x-robots-tag': 'noimageindex' },
        fetchedAt: '2026-11-20T08:00:00.000Z',
        articleId: expect.any(String),
      })
      expect(page?.headers).not.toHaveProperty('set-cookie')
      expect((await context.pages.read(page?.hash as string))?.length).toBe(page?.size)
    })

    test('a page that is no article is kept too, and is one to read again only when asked for', async () => {
      const { context, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', '<title>Nothing</title>')
      expect(await context.store.listPages({ limit: 10 })).toHaveLength(1)
      expect(await context.store.pagesToRead({ of: 'articles', limit: 10 })).toEqual([])
      expect(await context.store.pagesToRead({ of: 'dropped', limit: 10 })).toMatchObject([
        { link: { state: 'dropped' } },
      ])
    })

    test('pages are listed oldest first, page by page', async () => {
      const { context, clock, takeIn } = await memoryDesk(undefined, open())
      for (const path of ['/a', '/b', '/c']) {
        clock.nowMs += 1000
        await takeIn(path, pageOf(`Report number ${path} from the harbour`))
      }
      const first = await context.store.listPages({ limit: 2 })
      const rest = await context.store.listPages({ limit: 2, after: first[1]! })
      expect([...first, ...rest].map(page => new URL(page.url).pathname)).toEqual(['/a', '/b', '/c'])
    })

    test('a page of the current revision is needed; that of an older one is not', async () => {
      const { context, clock, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', pageOf('Council settles dispute'))
      const [old] = await context.store.listPages({ limit: 10 })
      clock.nowMs += 3_600_000
      await takeIn('/a', pageOf('Council reopens dispute'))
      expect(await context.store.listPages({ limit: 10 })).toHaveLength(2)
      expect(await context.store.unneededPages('herald', LATER, 10)).toMatchObject([{ hash: old?.hash }])
      expect(await context.store.unneededPages('herald', '2026-11-20T08:00:00.000Z', 10)).toEqual([])
    })

    test('a page that only the last re-check brought is needed as well as the one its revision was read from', async () => {
      const { context, clock, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', pageOf('Council settles dispute'))
      clock.nowMs += 3_600_000
      await takeIn('/a', pageOf('Council settles dispute', '<meta name="advert" content="7">'))
      expect(await context.store.listPages({ limit: 10 })).toHaveLength(2)
      expect(await context.store.unneededPages('herald', LATER, 10)).toEqual([])
    })

    test('the page of a withdrawn article is not needed, and is not listed', async () => {
      const { context, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', pageOf('Council settles dispute'))
      const [link] = await context.store.listLinks({})
      await context.store.withdrawArticle(link?.articleId as string, 'legal', LATER)
      expect(await context.store.unneededPages('herald', LATER, 10)).toHaveLength(1)
      expect(await context.store.listPages({ limit: 10 })).toEqual([])
    })

    test('a link that somebody works on is not claimed a second time', async () => {
      const { context, clock, takeIn } = await memoryDesk(undefined, open())
      await takeIn('/a', pageOf('Council settles dispute'))
      const [link] = await context.store.listLinks({})
      expect(await context.store.claimLink(link!.id, clock.nowMs, 60_000)).toMatchObject({ id: link?.id, token: 2 })
      expect(await context.store.claimLink(link!.id, clock.nowMs, 60_000)).toBeUndefined()
      expect(await context.store.claimLink(link!.id, clock.nowMs + 60_001, 60_000)).toMatchObject({ token: 3 })
    })

    test('an address whose page came from elsewhere becomes a link, claimed at once', async () => {
      const { context, clock } = await memoryDesk(undefined, open())
      const found = { url: 'https://herald.example/archived', hints: { from: 'archive' } } as const
      const now = new Date(clock.nowMs).toISOString()
      expect(await context.store.claimFound('herald', found, now, 60_000)).toMatchObject({
        url: found.url,
        state: 'due',
      })
      expect(await context.store.claimFound('herald', found, now, 60_000)).toBeUndefined()
    })
  })
}
