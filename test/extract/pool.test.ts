import { afterEach, describe, expect, test } from 'vitest'
import { createExtractor, type Extractor } from '../../src/extract/pool.ts'

/** Each is one of its own: of equal ones in a row most would be left out. */
const paragraph = (n: number) =>
  `<p>On day ${n} the harbour council met on Tuesday evening to settle the dispute over the northern pier, and listened to the fishers.</p>`
const page = (paragraphs: number) => ({
  url: 'https://herald.example/a',
  bytes: Buffer.from(
    `<html lang="en"><head><title>Council settles dispute</title></head><body><article><h1>Council settles dispute</h1>${Array.from({ length: paragraphs }, (_, n) => paragraph(n)).join('')}</article></body></html>`,
  ),
  headers: { 'content-type': 'text/html' },
  hints: { from: 'feed' as const },
  fetchedAt: '2026-03-01T08:00:00.000Z',
})

let extractor: Extractor
afterEach(() => extractor.close())

describe('extraction in threads', () => {
  test('more pages than threads are all read', async () => {
    extractor = createExtractor({ threads: 2, timeLimitMs: 3000, memoryMb: 256 })
    const articles = await Promise.all(Array.from({ length: 8 }, () => extractor.extract(page(6))))
    expect(articles.map(article => article.fields.headline?.value)).toEqual(Array(8).fill('Council settles dispute'))
  })

  test('a page that uses up its time is stopped, and the next one is read by a fresh thread', async () => {
    extractor = createExtractor({ threads: 1, timeLimitMs: 20, memoryMb: 256 })
    await expect(extractor.extract(page(8000))).rejects.toMatchObject({ code: 'EXTRACT_TIMEOUT' })
    await extractor.close()
    extractor = createExtractor({ threads: 1, timeLimitMs: 3000, memoryMb: 256 })
    expect((await extractor.extract(page(6))).fields.headline?.value).toBe('Council settles dispute')
  })

  test('a thread that runs out of memory ends alone', async () => {
    extractor = createExtractor({ threads: 1, timeLimitMs: 10_000, memoryMb: 16 })
    await expect(extractor.extract(page(60_000))).rejects.toMatchObject({
      code: expect.stringMatching(/EXTRACT_CRASHED|PAGE_HOSTILE/),
    })
  })

  test('a source with many heavy pages lets the page of another one go before them', async () => {
    extractor = createExtractor({ threads: 1, timeLimitMs: 3000, memoryMb: 256 })
    const order: string[] = []
    const read = (party: string, paragraphs: number) =>
      extractor.extract(page(paragraphs), party).then(() => order.push(party))
    await Promise.all([read('heavy', 600), read('heavy', 600), read('heavy', 600), read('light', 6)])
    expect(order).toEqual(['heavy', 'light', 'heavy', 'heavy'])
  })

  test('a title of ten thousand words that are the name of the site is read in linear time', async () => {
    extractor = createExtractor({ threads: 1, timeLimitMs: 3000, memoryMb: 256 })
    const bytes = Buffer.from(`<title>${'herald '.repeat(10_000)}</title><h1>Herald</h1><p>Rain over the harbour.</p>`)
    expect((await extractor.extract({ url: 'https://herald.example/a', bytes })).url).toBe('https://herald.example/a')
  })

  const many = (unit: string, letters: number): string => unit.repeat(Math.ceil(letters / unit.length))
  test.each<[what: string, body: string]>([
    ['a line of names joined by dashes', `<p>${many('Skerrow-', 400_000)} is the place.</p>`],
    ['a title that is never closed, of parts without number', `<title>${many('Harbour | Sea - ', 400_000)}`],
    ['a text of nothing but years', `<time>${many('© 2020 Ada. ', 2_000_000)}</time>`],
    ['a word of error pages without number', `<p>${many('страниц', 400_000)}`],
    ['a declared author of nothing but addresses', `<meta name="author" content="${many('a@a.', 400_000)}">`],
    ['properties within properties', many('<span itemprop="author name">Ada Example</span>', 2_000_000)],
    [
      'links of writers in one block',
      many('<a href="/author/ada">Von Ada Example, Ben Sample | Cora Other</a>', 2_000_000),
    ],
  ])('%s, of a page of any size, is read in linear time', async (_, body) => {
    extractor = createExtractor({ threads: 1, timeLimitMs: 3000, memoryMb: 512 })
    const bytes = Buffer.from(`<title>Council settles dispute</title><h1>Council settles dispute</h1>${body}`)
    expect((await extractor.extract({ url: 'https://herald.example/a', bytes })).kind).toBeDefined()
  })
})
