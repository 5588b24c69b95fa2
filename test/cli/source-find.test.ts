/** `source find` as a process of its own, against a small publication on loopback. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

const SETTINGS = 'fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\nlog: { level: error }\n'

async function startSite() {
  const site = await startHerald()
  const recent = new Date(Date.now() - 3_600_000).toISOString()
  const { answers, origin } = site
  answers.set('/', {
    body: `<title>The Example Herald | Front page</title><meta name="tdm-reservation" content="1">
      <link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/rss+xml" title="News" href="/rss">
      <a href="/2026/11/24/council-settles-harbour-dispute">Council settles the harbour dispute</a>`,
  })
  answers.set('/comments/feed', {
    body: `<rss><channel><item><link>/c</link><pubDate>${recent}</pubDate></item></channel></rss>`,
  })
  answers.set('/robots.txt', {
    body: `User-agent: *\nContent-Signal: search=yes, ai-train=no\nSitemap: ${origin}/index.xml\n`,
    headers: { 'content-type': 'text/plain' },
  })
  answers.set('/index.xml', { body: '<sitemapindex><sitemap><loc>/news.xml</loc></sitemap></sitemapindex>' })
  answers.set('/news.xml', {
    body: `<urlset><url><loc>${origin}/1</loc><news:news><news:title>A</news:title><news:publication_date>${recent}</news:publication_date></news:news></url></urlset>`,
  })
  return site
}

describe('source find', () => {
  test('lists what the site offers, best first, with its reservations, asking for each place once', async () => {
    const site = await startSite()
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS })
    const { lines, code } = await wiredesk(['source', 'find', site.origin, '--json', '--desk', desk])
    expect(code).toBe(0)
    expect(lines.map(({ kind, url }) => [kind, url])).toEqual([
      ['sitemap', `${site.origin}/index.xml`],
      ['feed', `${site.origin}/rss`],
      ['feed', `${site.origin}/comments/feed`],
      ['section', `${site.origin}/`],
      [undefined, undefined],
    ])
    expect(lines[0]).toMatchObject({ links: 1, text: 'headlines', from: 'robots' })
    expect(lines[1]).toMatchObject({ links: 3, title: 'News', from: 'advertised' })
    expect(lines[4]).toMatchObject({
      name: 'The Example Herald',
      rights: { robots: 'open', contentSignals: ['content-signal: search=yes, ai-train=no'], tdmReserved: true },
    })
  })

  test('adds those that are chosen', async () => {
    const site = await startSite()
    const desk = makeDesk({ 'wiredesk.yaml': SETTINGS })
    const { lines } = await wiredesk(['source', 'find', site.origin, '--add', '2,1', '--json', '--desk', desk])
    expect(lines[0]).toMatchObject({ feeds: [{ url: `${site.origin}/rss` }, { kind: 'sitemap' }] })
    expect(readFileSync(join(desk, String(lines[0]?.['file'])), 'utf8')).toContain(`homepage: ${site.origin}/`)
    const none = await wiredesk(['source', 'find', site.origin, '--add', '9', '--desk', desk])
    expect(none.stderr).toContain('BAD_ARGUMENT')
  })
})
