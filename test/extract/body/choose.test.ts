import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { likeliestText } from '../../../src/extract/body/choose.ts'
import { isSiteLabel } from '../../../src/extract/body/labels.ts'
import { nextArticle } from '../../../src/extract/body/scope.ts'

const likeliest = (...pairs: readonly (readonly [probability: number, words: number])[]) => [
  ...likeliestText(
    Float32Array.from(pairs, ([probability]) => probability),
    pairs.map(([, words]) => words),
  ),
]

describe('the text of largest expected F1', () => {
  test('is what is likelier than not where the page is clear', () => {
    expect(likeliest([0.99, 40], [0.98, 40], [0.4, 40], [0.02, 40])).toEqual([1, 1, 0, 0])
  })
  test('is the likeliest where nothing is likely', () => {
    expect(likeliest([0.3, 40], [0.35, 40], [0.02, 40])).toEqual([1, 1, 0])
  })
  test('is nothing where nothing is possible', () => {
    expect(likeliest([0, 40], [0, 3])).toEqual([0, 0])
  })
})

describe('an article ends where the next one begins', () => {
  const words = 'A sentence that is long enough to be counted as text of an article. '.repeat(6)
  const article = (title: string, attributes = 'class="story"') =>
    `<article ${attributes}><h1 class="head">${title}</h1><p>${words}</p></article>`
  const endOf = (html: string) => {
    const page = readBlocks(parseDocument(html))
    const end = nextArticle(page, new Uint8Array(page.blocks.length).fill(1), 0)
    return page.blocks[end]?.text
  }

  test('in a container like the first, under a heading like the headline', () => {
    expect(endOf(`<main>${article('One')}${article('Two')}</main>`)).toBe('Two')
  })
  test('but not at a heading of its own', () => {
    expect(endOf(`<article><h1>One</h1><p>${words}</p><h1>Part</h1><p>${words}</p></article>`)).toBeUndefined()
  })
  test('nor at one in another kind of container', () => {
    expect(endOf(`<main>${article('One')}${article('Two', 'class="note"')}</main>`)).toBeUndefined()
  })
})

test.each([
  'Advertisement',
  'ANZEIGE',
  'La suite après cette publicité',
  '広告',
  'Loading…',
  'We have sent a message to {* address *}. Follow the link in it to confirm your account.',
  '{{banner="/subscribe"}}',
])('"%s" is a label of the site', line => {
  expect(isSiteLabel(line)).toBe(true)
})
test.each([
  'The advertisement ran for a week.',
  'Share prices fell',
  'Werbung wirkt',
  'Write {{ name }} where the name is to stand.',
  'The set {1, 2} * {3}',
])('"%s" is text', line => {
  expect(isSiteLabel(line)).toBe(false)
})
