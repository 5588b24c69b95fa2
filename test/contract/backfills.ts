/** What every store must know about backfills, with the pipeline as its user. */

import { describe, expect, test } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import type { FetchedPage, Source } from '../../src/model.ts'
import { type BackfillOptions, backfill } from '../../src/pipeline/backfill.ts'
import type { Clock, Store } from '../../src/ports.ts'

const NOW = Date.parse('2026-11-24T08:00:00.000Z')
const clock: Clock = { now: () => NOW, sleep: async () => {} }
const ORIGIN = 'https://herald.example'

const herald: Source = {
  id: 'herald',
  name: 'Herald',
  feeds: [{ kind: 'feed', url: `${ORIGIN}/rss` }],
  terms: { republish: 'excerpt', excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }, images: false },
  delayMs: 5000,
  pollMinutes: 15,
  enabled: true,
}

/** An archive of pages, each with two items of one month and a link to the month before. */
const page = (month: number, older = `<link rel="prev-archive" href="/${month - 1}"/>`): string =>
  `<feed>${older}${[1, 2]
    .map(
      n =>
        `<entry><link href="/${month}-${n}"/><updated>2026-${String(month).padStart(2, '0')}-0${n}T08:00:00Z</updated></entry>`,
    )
    .join('')}</feed>`

/** @param open gives an empty store */
export function backfillsContract(open: () => Promise<Store>): void {
  describe('backfills', () => {
    async function desk(bodies: Record<string, string>, source = herald) {
      const store = await open()
      await store.syncSources([source], new Date(NOW).toISOString())
      const asked: string[] = []
      const ask = async (url: string): Promise<FetchedPage> => {
        const path = url.slice(ORIGIN.length)
        asked.push(path)
        const body = bodies[path]
        if (body === undefined) throw new WiredeskError('HTTP_NOT_FOUND', { url })
        if (body === 'later') throw new WiredeskError('HTTP_SERVER_ERROR', { url })
        return {
          url,
          status: 200,
          headers: {},
          bytes: Buffer.from(body),
          fetchedAt: new Date(NOW).toISOString(),
          ms: 1,
        }
      }
      const run = (options: Partial<BackfillOptions> = {}) =>
        backfill({ source, max: 100, ...options }, { store, clock, ask })
      const links = async () => (await store.listLinks({})).map(link => link.url.slice(ORIGIN.length)).toSorted()
      return { store, asked, run, links }
    }
    const ARCHIVE = { '/rss': page(11, '<link rel="prev-archive" href="/10"/>'), '/10': page(10), '/9': page(9, '') }

    test('archives are followed to their end, each document asked for once', async () => {
      const { asked, run, links } = await desk(ARCHIVE)
      expect(await run()).toEqual({ documents: 3, added: 6, ended: 'done' })
      expect(asked).toEqual(['/rss', '/10', '/9'])
      expect(await links()).toEqual(['/10-1', '/10-2', '/11-1', '/11-2', '/9-1', '/9-2'])
      expect(await run()).toEqual({ documents: 0, added: 0, ended: 'done' })
    })

    test('a run that is full goes on where it was, also within a document', async () => {
      const { run, links } = await desk(ARCHIVE)
      expect(await run({ max: 3 })).toMatchObject({ added: 3, ended: 'max' })
      expect(await run({ max: 3 })).toMatchObject({ added: 3 })
      expect(await links()).toHaveLength(6)
    })

    test('what is older than asked for ends its line', async () => {
      const { asked, run, links } = await desk({ ...ARCHIVE, '/9': page(9), '/8': page(8) })
      await run({ sinceMs: Date.parse('2026-10-02T00:00:00Z') })
      expect(await links()).toEqual(['/10-2', '/11-1', '/11-2'])
      expect(asked).toEqual(['/rss', '/10', '/9'])
    })

    test('the children of an index are read newest first, and those that did not change since are left', async () => {
      const child = (day: string) =>
        `<urlset><url><loc>${ORIGIN}/${day}</loc><lastmod>2026-${day}</lastmod></url></urlset>`
      const index = ['11-01', '11-20', '09-01']
        .map(day => `<sitemap><loc>/${day}.xml</loc><lastmod>2026-${day}</lastmod></sitemap>`)
        .join('')
      const bodies = {
        '/i.xml': `<sitemapindex>${index}</sitemapindex>`,
        '/11-01.xml': child('11-01'),
        '/11-20.xml': child('11-20'),
      }
      const source: Source = { ...herald, feeds: [{ kind: 'sitemap', url: `${ORIGIN}/i.xml` }] }
      const { asked, run } = await desk(bodies, source)
      expect(await run({ sinceMs: Date.parse('2026-10-01T00:00:00Z') })).toMatchObject({ added: 2, ended: 'done' })
      expect(asked).toEqual(['/i.xml', '/11-20.xml', '/11-01.xml'])
    })

    test('archives that name each other in a circle end', async () => {
      const { asked, run } = await desk({ '/rss': page(11), '/10': page(10, '<link rel="prev-archive" href="/rss"/>') })
      expect(await run()).toMatchObject({ documents: 2, ended: 'done' })
      expect(asked).toEqual(['/rss', '/10'])
    })

    test('what cannot be read is tried three times, what is not there once, and the rest goes on', async () => {
      const feeds = ['/rss', '/gone', '/10'].map(path => ({ kind: 'feed' as const, url: ORIGIN + path }))
      const { asked, run } = await desk({ '/rss': 'later', '/10': page(10, '') }, { ...herald, feeds })
      const problems: (string | undefined)[] = []
      const summary = await run({ onRead: read => problems.push(read.problem) })
      expect(summary).toMatchObject({ added: 2, ended: 'done' })
      expect(asked.filter(path => path === '/rss')).toHaveLength(3)
      expect(asked.filter(path => path === '/gone')).toHaveLength(1)
      expect(problems).toContain('HTTP_SERVER_ERROR')
    })

    test('old links become due one after the other, at half the pace of the source', async () => {
      const { store, run } = await desk(ARCHIVE)
      await run()
      const due = (await store.listLinks({})).map(link => Date.parse(link.dueAt ?? '') - NOW).toSorted((a, b) => a - b)
      expect(due).toEqual([0, 1, 2, 3, 4, 5].map(turn => 2 * turn * herald.delayMs))
    })

    test('begun again, it reads all again', async () => {
      const { store, asked, run } = await desk(ARCHIVE)
      await run()
      await store.forgetBackfill('herald')
      expect(await run()).toMatchObject({ documents: 3, added: 0 })
      expect(asked).toHaveLength(6)
    })
  })
}
