import { describe, expect, test } from 'vitest'
import { collector } from '../../src/extract/heap.ts'
import { extract } from '../../src/extract/index.ts'
import { parseHtml } from '../../src/extract/parse-html.ts'
import { growth, LINEAR } from '../growth.ts'

const URL = 'https://hostile.example/page'
const run = (html: string) => extract({ url: URL, bytes: new TextEncoder().encode(html) })
const page = (body: string) => `<html><head><title>Harbour</title></head><body><h1>Harbour</h1>${body}</body></html>`

describe('markup that would stop a parser is refused in linear time', () => {
  const refusal = expect.objectContaining({ code: 'PAGE_HOSTILE' })
  test.each<[what: string, html: (n: number) => string]>([
    ['deep nesting', n => '<div>'.repeat(n)],
    ['formatting that is opened again and again', n => Array.from({ length: n }, (_, i) => `<b id=${i}><p>`).join('')],
    ['attributes on one tag', n => `<p ${Array.from({ length: n }, (_, i) => `a${i}=1`).join(' ')}>`],
    ['millions of tags', n => '<p><a>'.repeat(n)],
  ])('%s', (_, html) => {
    expect(growth(n => expect(() => run(page(html(n)))).toThrow(refusal), 100_000)).toBeLessThan(LINEAR)
  })
})

describe('of equal elements in a row', () => {
  test('those beyond a thousand are left out, however many there are', () => {
    expect(growth(n => parseHtml(page('<p>a</p>'.repeat(n)), URL), 60_000)).toBeLessThan(LINEAR)
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
  test.each<[what: string, size: number, html: (n: number) => string]>([
    ['text without any markup', 100_000, n => 'word '.repeat(n)],
    ['one block of blanks', 100_000, n => `<p>a${' '.repeat(n)}b</p>`],
    ['line breaks', 40_000, n => '<br>'.repeat(n)],
    ['many short blocks', 10_000, n => Array.from({ length: n }, (_, i) => `<p>${i}</p>`).join('')],
    ['many links in one paragraph', 5000, n => `<p>${'<a href="/x">y</a> '.repeat(n)}</p>`],
    ['lists in lists', 50, n => `${'<ul><li>a'.repeat(n)}${'</li></ul>'.repeat(n)}`.repeat(20)],
    [
      'many pictures between two paragraphs',
      5000,
      n =>
        `<p>${'A long sentence of the text. '.repeat(20)}</p><div>${'<img src="/a.jpg">'.repeat(n)}</div><p>${'And one more. '.repeat(20)}</p>`,
    ],
    ['comments and open tags', 15_000, n => '<!-- <p <div '.repeat(n)],
    [
      'tables in tables',
      30,
      n => `${'<table><tr><td>a</td><td>'.repeat(n)}${'</td></tr></table>'.repeat(n)}`.repeat(10),
    ],
  ])('%s', (_, size, html) => {
    expect(growth(n => run(page(html(n))), size)).toBeLessThan(LINEAR)
  })
})

test('of names that nobody gives to a tag or an attribute nothing is kept', () => {
  const collect = collector()
  const heap = (): number => {
    collect('all')
    return process.memoryUsage().heapUsed
  }
  const read = (i: number): void => {
    const name = `x${i}${'Ab'.repeat(500_000)}`
    parseHtml(`<${name} ${name}>text</${name}>`, URL)
  }
  read(0)
  const before = heap()
  for (let i = 1; i <= 20; i++) read(i)
  expect(heap() - before).toBeLessThan(5_000_000)
  const [element] = parseHtml(`<${'Ab'.repeat(50)} ${'Cd'.repeat(50)}=1>`, URL).children
  expect(element).toMatchObject({ name: 'ab'.repeat(50), attribs: { ['cd'.repeat(50)]: '1' } })
})
