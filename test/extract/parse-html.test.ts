import { describe, expect, test } from 'vitest'
import { extract } from '../../src/extract/index.ts'
import { parseHtml } from '../../src/extract/parse-html.ts'

const URL = 'https://hostile.example/page'
const run = (html: string) => extract({ url: URL, bytes: new TextEncoder().encode(html) })
const page = (body: string) => `<html><head><title>Harbour</title></head><body><h1>Harbour</h1>${body}</body></html>`

/** CPU time, for a busy machine is no fault of the parser; half of it is the limit of an extraction thread. */
const MAX_MS = 1500

function cpuMs(run: () => unknown): number {
  const before = process.threadCpuUsage()
  run()
  const { user, system } = process.threadCpuUsage(before)
  return (user + system) / 1000
}

describe('markup that would stop a parser is refused in linear time', () => {
  test.each([
    ['deep nesting', '<div>'.repeat(100_000)],
    ['formatting that is opened again and again', Array.from({ length: 4000 }, (_, i) => `<b id=${i}><p>`).join('')],
    ['100,000 attributes on one tag', `<p ${Array.from({ length: 100_000 }, (_, i) => `a${i}=1`).join(' ')}>`],
    ['millions of tags', '<p><a>'.repeat(400_000)],
  ])('%s', (_, html) => {
    const refusal = expect.objectContaining({ code: 'PAGE_HOSTILE' })
    expect(cpuMs(() => expect(() => run(page(html))).toThrow(refusal))).toBeLessThan(MAX_MS)
  })
})

describe('of equal elements in a row', () => {
  test('those beyond a thousand are left out, however many there are', () => {
    const html = page('<p>a</p>'.repeat(600_000))
    expect(cpuMs(() => expect(parseHtml(html, URL).children).toHaveLength(1))).toBeLessThan(MAX_MS)
    const { children } = parseHtml('<p>a</p>'.repeat(5000), URL)
    expect(children).toHaveLength(1001)
    expect(children.at(-1)?.next).toBeNull()
  })
  test('none is left out that has attributes, elements in it, or a text of its own', () => {
    const count = (one: (n: number) => string) =>
      parseHtml(Array.from({ length: 3000 }, (_, n) => one(n)).join(''), URL).children.length
    expect(count(() => '<p class=a>a</p>')).toBe(3000)
    expect(count(() => '<p><b>a</b></p>')).toBe(3000)
    expect(count(n => `<p>${n}</p>`)).toBe(3000)
  })
})

describe('markup that is only odd is read in linear time', () => {
  test.each([
    ['text without any markup', 'word '.repeat(400_000)],
    ['one block of half a million blanks', `<p>a${' '.repeat(500_000)}b</p>`],
    ['half a million line breaks', '<br>'.repeat(150_000)],
    ['many short blocks', '<p>a</p>'.repeat(30_000)],
    ['many links in one paragraph', `<p>${'<a href="/x">y</a> '.repeat(20_000)}</p>`],
    ['lists in lists', `${'<ul><li>a'.repeat(200)}${'</li></ul>'.repeat(200)}`],
    [
      'many pictures between two paragraphs',
      `<p>${'A long sentence of the text. '.repeat(20)}</p><div>${'<img src="/a.jpg">'.repeat(20_000)}</div><p>${'And one more. '.repeat(20)}</p>`,
    ],
    ['comments and open tags', '<!-- <p <div '.repeat(50_000)],
    ['tables in tables', `${'<table><tr><td>a</td><td>'.repeat(120)}${'</td></tr></table>'.repeat(120)}`],
  ])('%s', (_, html) => {
    expect(cpuMs(() => run(page(html)))).toBeLessThan(MAX_MS)
  })
})
