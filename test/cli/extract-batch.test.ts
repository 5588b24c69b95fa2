import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { articlePage } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

interface Saved {
  readonly id: string
  readonly dataset: string
  readonly url?: string
  readonly html?: string
}

function savedPages(folder: string, pages: readonly Saved[]): void {
  mkdirSync(join(folder, 'pages'), { recursive: true })
  const lines = pages.map(({ html, ...line }) => JSON.stringify({ ...line, headline: 'never to be read\u2028' }))
  writeFileSync(join(folder, 'gold.ndjson'), lines.join('\n'))
  for (const { id, html } of pages)
    if (html !== undefined) writeFileSync(join(folder, 'pages', `${id}.html.gz`), gzipSync(html))
}

const hostile = `<div>`.repeat(5000)

describe('extract --batch', () => {
  test('writes one line a page, of all folders, in their order; a bad page is a line with its reason', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    savedPages(join(dir, 'first'), [
      { id: 'a', dataset: 'first', url: 'https://herald.example/1', html: articlePage(1) },
      { id: 'b', dataset: 'first', url: 'https://herald.example/2', html: hostile },
      { id: 'c', dataset: 'first', url: 'https://herald.example/3' },
    ])
    savedPages(join(dir, 'second'), [{ id: 'd', dataset: 'second', url: 'no address', html: articlePage(4) }])
    const out = join(dir, 'out.ndjson')
    const { code, lines } = await wiredesk(['extract', '--batch', dir, '--out', out, '--json'])
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({ pages: 4, failed: 2 })
    const written = readFileSync(out, 'utf8')
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(written).toMatchObject([
      {
        id: 'a',
        dataset: 'first',
        kind: 'article',
        headline: 'Harbour council settles dispute number 1',
        byline: ['Ada Example'],
        published: '2026-11-21T08:00:00+00:00',
      },
      { id: 'b', error: { code: 'PAGE_HOSTILE' } },
      { id: 'c', error: { code: 'FILE_FAILED' } },
      { id: 'd', dataset: 'second', headline: 'Harbour council settles dispute number 4' },
    ])
    expect(written[0].body).toContain('It was case 1 of this year in the port.')
  })

  test('a folder without pages, or no place to write to, is a mistake of the caller', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    expect(await wiredesk(['extract', '--batch', dir, '--out', join(dir, 'out')])).toMatchObject({ code: 2 })
    expect(await wiredesk(['extract', '--batch', dir])).toMatchObject({ code: 2 })
    expect(await wiredesk(['extract'])).toMatchObject({ code: 2 })
  })
})
