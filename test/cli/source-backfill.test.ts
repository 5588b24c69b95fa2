import { expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

test('source backfill reads the archive of a feed, as much as it may, and goes on where it was', async () => {
  const { answers, origin } = await startHerald()
  const entry = (n: number): string => `<entry><link href="/${n}"/><updated>2026-11-0${n}T08:00:00Z</updated></entry>`
  answers.set('/rss', { body: `<feed><link rel="prev-archive" href="/old"/>${entry(5)}${entry(4)}</feed>` })
  answers.set('/old', { body: `<feed>${entry(3)}${entry(2)}</feed>` })
  const desk = makeDesk({
    'wiredesk.yaml': 'fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\nlog: { level: error }\n',
    'sources/herald.yaml': `name: Herald\nfeed: ${origin}/rss\n`,
  })
  const backfill = ['source', 'backfill', 'herald', '--max', '3', '--json', '--desk', desk]
  expect((await wiredesk(backfill)).lines).toEqual([{ documents: 2, added: 3, ended: 'max' }])
  expect((await wiredesk(backfill)).lines).toEqual([{ documents: 1, added: 1, ended: 'done' }])
  expect((await wiredesk(['link', 'list', '--json', '--desk', desk])).lines).toHaveLength(4)
  expect((await wiredesk([...backfill, '--since', 'soon'])).stderr).toContain('BAD_ARGUMENT')
})
