import { linkSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
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

const SAID_BY_BOTH = 'The harbour council meets in public on the first Tuesday of every month.'
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

  test('a damaged page is a line that names its file, with --learn too', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    savedPages(dir, [
      { id: 'cut', dataset: 'x' },
      { id: 'whole', dataset: 'x', html: articlePage(1) },
    ])
    const cut = join(dir, 'pages', 'cut.html.gz')
    writeFileSync(cut, gzipSync(articlePage(1)).subarray(0, 100))
    const out = join(dir, 'out.ndjson')
    expect(await wiredesk(['extract', '--batch', dir, '--out', out, '--learn'])).toMatchObject({ code: 0 })
    const [first, second] = readFileSync(out, 'utf8').split('\n')
    expect(JSON.parse(first as string).error).toEqual({
      code: 'FILE_FAILED',
      detail: `${cut}: unexpected end of file`,
    })
    expect(JSON.parse(second as string)).toMatchObject({ id: 'whole', kind: 'article' })
  })

  test('with --learn, pages without an address are no pages of one host', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    const page = (n: number) => articlePage(n).replace('</article>', `<p>${SAID_BY_BOTH}</p></article>`)
    const [a, b] = [page(1), page(2)]
    savedPages(join(dir, 'known'), [
      { id: 'a', dataset: 'x', url: 'https://herald.example/1', html: a },
      { id: 'b', dataset: 'x', url: 'https://herald.example/2', html: b },
    ])
    savedPages(join(dir, 'unknown'), [
      { id: 'a', dataset: 'x', html: a },
      { id: 'b', dataset: 'x', html: b },
    ])
    const out = join(dir, 'out.ndjson')
    await wiredesk(['extract', '--batch', dir, '--out', out, '--learn'])
    const lines = readFileSync(out, 'utf8').trim().split('\n')
    expect(lines.map(line => line.includes(SAID_BY_BOTH))).toEqual([false, false, true, true])
  })

  test.each([
    ['not json', 'line 2: Unexpected token'],
    ['null', 'line 2: Invalid input'],
    ['{"dataset":"x"}', 'line 2: id: Invalid input'],
    ['{"id":"../a"}', 'line 2: id: names no file'],
  ])('a line such as %s is named, and nothing is written over', async (line, fault) => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    writeFileSync(join(dir, 'gold.ndjson'), `{"id":"a"}\n${line}\n`)
    const out = join(dir, 'out.ndjson')
    writeFileSync(out, 'the run before')
    const { code, stderr } = await wiredesk(['extract', '--batch', dir, '--out', out])
    expect([code, stderr]).toEqual([2, expect.stringContaining(`${join(dir, 'gold.ndjson')}, ${fault}`)])
    expect(readFileSync(out, 'utf8')).toBe('the run before')
  })

  test('a list that cannot be read is named', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    mkdirSync(join(dir, 'gold.ndjson'))
    const { code, stderr } = await wiredesk(['extract', '--batch', dir, '--out', join(dir, 'out')])
    expect([code, stderr]).toEqual([1, expect.stringContaining(`${join(dir, 'gold.ndjson')}: EISDIR`)])
  })

  test('an id alone is enough, a byte order mark before it no fault, and what is no text is absent', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    savedPages(dir, [{ id: 'a', dataset: '', html: articlePage(1) }])
    writeFileSync(join(dir, 'gold.ndjson'), '\ufeff{"id":"a"}\r\n{"id":"a","dataset":7,"url":null}\r\n')
    const out = join(dir, 'out.ndjson')
    const { lines } = await wiredesk(['extract', '--batch', dir, '--out', out, '--json'])
    expect(lines).toMatchObject([{ pages: 2, failed: 0 }])
  })

  test('what cannot be written is named, and the list of pages is not written over', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-batch-'))
    savedPages(dir, [{ id: 'a', dataset: '', html: articlePage(1) }])
    const nowhere = join(dir, 'nowhere', 'out')
    const gold = join(dir, 'gold.ndjson')
    const refused = await wiredesk(['extract', '--batch', dir, '--out', nowhere])
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^wiredesk: FILE_FAILED [^\n]*\n$/) })
    expect(refused.stderr).toContain(nowhere)
    expect(await wiredesk(['extract', '--batch', dir, '--out', gold])).toMatchObject({ code: 2 })
    expect(readFileSync(gold, 'utf8')).toContain('"a"')
    const [page, twin] = [join(dir, 'pages', 'a.html.gz'), join(dir, 'twin.ndjson')]
    linkSync(gold, twin)
    for (const own of [page, twin])
      expect(await wiredesk(['extract', '--batch', dir, '--out', own])).toMatchObject({ code: 2 })
    expect(readFileSync(page)[0]).toBe(0x1f)
    expect(readFileSync(gold, 'utf8')).toContain('"a"')
  })
})
