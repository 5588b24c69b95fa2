/** A desk with something in nearly every table, and what a test wants to find again elsewhere. */

import { type Consumer, EVENT_TYPES } from '../../src/model.ts'
import type { Store } from '../../src/ports.ts'
import { herald, type MemoryDesk, memoryDesk, pageOf } from '../pipeline/memory-desk.ts'

const app: Consumer = {
  id: 'app',
  name: 'App',
  webhook: { url: 'https://app.example/events', secrets: ['env:APP'], events: EVENT_TYPES },
  enabled: true,
}

/** Two articles, one of them in its second revision, one withdrawn, one dropped link, a robots.txt, a view, a cursor and a consumer that has missed the last event. */
export async function fullDesk(store: Promise<Store>): Promise<MemoryDesk> {
  const desk = await memoryDesk([herald], store)
  const opened = desk.context.store
  await desk.takeIn('/a', pageOf('Council settles dispute\u2028at last'))
  await desk.takeIn('/b', pageOf('Ferry timetable changes on Monday'))
  await desk.takeIn('/c', pageOf('Storm hits the old harbour'))
  await desk.takeIn('/blank', '<title>Nothing</title>')
  desk.clock.nowMs += 3_600_000
  await desk.takeIn('/a', pageOf('Council reopens dispute'))
  const now = new Date(desk.clock.nowMs).toISOString()
  await opened.syncConsumers([app], now)
  const stormy = await opened.listArticles({ limit: 1, search: 'storm' })
  await opened.withdrawArticle(stormy.articles[0]!.article.id, 'legal', now)
  await opened.saveRobots('https://herald.example', { text: 'User-agent: *', state: 'ok', fetchedAt: now })
  await opened.countView((await opened.listArticles({ limit: 1 })).articles[0]!.article.id, now)
  await opened.saveCursor('warc:a', '10', now)
  return desk
}

/** What readers of a store see of it. */
export async function seen(store: Store): Promise<unknown> {
  const { articles } = await store.listArticles({ limit: 100, includeCanceled: true })
  return {
    articles,
    revisions: await Promise.all(articles.map(({ article }) => store.revisions(article.id))),
    events: await store.eventsAfter(0, 100),
    links: await store.listLinks({}),
    pages: await store.listPages({ limit: 100, includeCanceled: true }),
    found: await Promise.all(
      ['reopens', 'timetable', 'storm'].map(
        async search => (await store.listArticles({ limit: 10, search })).articles.length,
      ),
    ),
    consumers: await store.consumers(),
    popular: (await store.mostPopular(5, '2026-11-20T12:00:00.000Z')).length,
    robots: await store.robots('https://herald.example'),
  }
}
