/** The pipeline over a store in memory, with pages that are handed to it in place of a network. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import { extract } from '../../src/extract/index.ts'
import { ruleFor } from '../../src/extract/site-rule.ts'
import type { FoundLink, SiteRule, Source } from '../../src/model.ts'
import type { PipelineContext } from '../../src/pipeline/context.ts'
import { ingest } from '../../src/pipeline/ingest.ts'
import { emptyTally } from '../../src/pipeline/tally.ts'
import type { Job } from '../../src/ports.ts'
import { pageFiles } from '../../src/store/pages.ts'
import { openSqlite } from '../../src/store/sqlite.ts'

export const herald: Source = {
  id: 'herald',
  name: 'The Herald',
  homepage: 'https://www.herald.example/',
  feeds: [{ kind: 'feed', url: 'https://herald.example/rss' }],
  terms: { republish: 'excerpt', excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }, images: false },
  delayMs: 0,
  pollMinutes: 15,
  enabled: true,
}

export interface MemoryDesk {
  readonly context: PipelineContext
  readonly clock: { nowMs: number }
  /** Gives an address a page, makes it due and takes it in. */
  takeIn(path: string, html: string, headers?: Readonly<Record<string, string>>): Promise<void>
}

/** A desk with these sources. */
export async function memoryDesk(
  sources: readonly Source[] = [herald],
  store = openSqlite(':memory:'),
  rules: readonly SiteRule[] = [],
): Promise<MemoryDesk> {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-memory-'))
  const clock = { nowMs: Date.parse('2026-11-20T08:00:00Z') }
  const pages = new Map<string, { html: string; headers: Readonly<Record<string, string>> }>()
  const opened = await store
  const iso = () => new Date(clock.nowMs).toISOString()
  const context: PipelineContext = {
    store: opened,
    pages: pageFiles(dir),
    extractor: { extract: async input => extract(input), close: async () => {} },
    clock: { now: () => clock.nowMs, sleep: async () => {} },
    log: pino({ level: 'silent' }),
    politeness: {
      async ask({ url }) {
        const page = pages.get(url)
        if (!page) throw new WiredeskError('HTTP_NOT_FOUND', { url })
        const bytes = new TextEncoder().encode(page.html)
        const headers = { 'content-type': 'text/html; charset=utf-8', ...page.headers }
        return { url, status: 200, headers, bytes, fetchedAt: iso(), ms: 1 }
      },
      post: async () => {},
    },
    tally: emptyTally(),
    retry: { attempts: 3, baseSeconds: 1, factor: 2, maxHours: 1 },
    recheckMinutes: [5, 30, 120],
    source: id => sources.find(source => source.id === id),
    siteRule: url => ruleFor(rules, url),
    draw: () => 0.5,
  }
  await opened.syncSources(sources, iso())
  onTestFinished(async () => {
    await opened.close()
    rmSync(dir, { recursive: true, force: true })
  })
  return { context, clock, takeIn }

  async function takeIn(path: string, html: string, headers: Readonly<Record<string, string>> = {}): Promise<void> {
    const found: FoundLink = { url: `https://herald.example${path}`, hints: { from: 'feed' } }
    pages.set(found.url, { html, headers })
    const jobs = await opened.takeDue(10, clock.nowMs, 60_000, ['discover'])
    for (const job of jobs) await find(job, [])
    await opened.pollNow(iso())
    const [poll] = await opened.takeDue(1, clock.nowMs, 60_000, ['discover'])
    await find(poll as Job, [found])
    await opened.recheckNow(iso())
    for (let due = await takeLinks(); due.length > 0; due = await takeLinks())
      for (const job of due) await ingest(job, context)
  }

  async function find(job: Job, links: readonly FoundLink[]): Promise<void> {
    const feed = await opened.beginFeed(job, clock.nowMs, 60_000)
    const dueAt = new Date(clock.nowMs + 86_400_000).toISOString()
    if (feed) await opened.finishFeed(feed, { outcome: 'ok', dueAt }, links, iso())
  }

  function takeLinks(): Promise<readonly Job[]> {
    return opened.takeDue(10, clock.nowMs, 60_000, ['ingest'])
  }
}

const SENTENCES = [
  'The harbour council met on Tuesday evening to settle the dispute over the northern pier.',
  'Fishermen had asked for a longer season, while the ferry company wanted the berth for itself.',
  'After four hours the members agreed on a plan that gives each side three days of the week.',
  'The mayor called the result a fair one and thanked both sides for their patience.',
  'Work on the new mooring posts is to begin in spring, once the surveyors have finished.',
]

/** A page that any engine can read. */
export const pageOf = (headline: string, more = ''): string => `<!doctype html><html lang="en"><head>
<title>${headline}</title><meta property="og:type" content="article">
<meta property="article:published_time" content="2026-11-19T08:00:00Z">${more}</head>
<body><article><h1>${headline}</h1><p class="byline">By <a rel="author">Ada Example</a></p>
${SENTENCES.map(sentence => `<p>${sentence} This was said of "${headline}" in the port on that day.</p>`).join('\n')}
</article></body></html>`
