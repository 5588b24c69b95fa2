import { describe, expect, test } from 'vitest'
import { boilerplateOf, learn, NOTHING_LEARNED } from '../../../src/extract/body/learned.ts'
import { extract } from '../../../src/extract/index.ts'

const NOTE = 'The Lantern is written by its readers, and paid for by them.'
const story = (n: number) =>
  Array.from(
    { length: 6 },
    (_, i) => `Paragraph ${i} of story ${n} says something that no other paragraph says, at length.`,
  )

describe('what a source repeats', () => {
  const memory = [1, 2].reduce((known, n) => learn(known, [...story(n), NOTE].join('\n')), NOTHING_LEARNED)

  test('is a line that stands in two articles', () => {
    expect([...boilerplateOf(memory)]).toEqual([NOTE])
  })
  test('is not the text of one article read twice', () => {
    const again = learn(memory, [...story(1), NOTE].join('\n'))
    expect([...boilerplateOf(again)]).toEqual([NOTE])
  })
  test('stays known as long as it is seen, however much else a source writes', () => {
    const long = (n: number) => Array.from({ length: 9000 }, (_, i) => `Line ${i} of the long story ${n}.`)
    const later = [3, 4].reduce((known, n) => learn(known, [NOTE, ...long(n)].join('\n')), memory)
    expect([...boilerplateOf(later)]).toEqual([NOTE])
    expect([...boilerplateOf(learn(later, long(5).join('\n')))]).toEqual([NOTE])
  })
  test('is left out of the next article', () => {
    const html = `<html><body><article><h1>Story 3</h1>${[...story(3), NOTE].map(line => `<p>${line}</p>`).join('')}</article></body></html>`
    const bytes = new TextEncoder().encode(html)
    const url = 'https://lantern.example/3'
    expect(extract({ url, bytes }).fields.body?.value.text).toContain(NOTE)
    const body = extract({ url, bytes, boilerplate: boilerplateOf(memory) }).fields.body?.value.text
    expect(body).toBe(story(3).join('\n'))
  })
})
