import { describe, expect, test } from 'vitest'
import { pageParts } from '../../src/outputs/page-parts.ts'
import { show } from '../../src/outputs/shown.ts'
import { articleRecord, fullTerms, type RecordParts } from '../record.ts'

const partsOf = (parts: RecordParts) =>
  pageParts(show(articleRecord(parts), { baseUrl: 'https://hub.example', nowMs: 0 })!)
const bodyOf = (text: string, before = '') => ({
  html: `${before}<p>${text}</p>`,
  text,
  wordCount: text.split(' ').length,
})
const standfirst = 'The harbour board met: nobody objected.'
const excerptTerms = { ...fullTerms, republish: 'excerpt' } as const

describe('the standfirst stands above the text', () => {
  test.each([
    ['when the text opens with other words', { fields: { standfirst, body: bodyOf('The harbour was calm.') } }],
    ['when the text opens with a heading that begins like it', { fields: { standfirst, body: bodyOf('The harbour') } }],
  ])('%s', (_, parts) => {
    expect(partsOf(parts).standfirst).toBe(standfirst)
  })
  test.each([
    [
      'its first lines are the summary',
      { fields: { standfirst, body: bodyOf('The harbour board met:\nnobody objected.\nThen it rained.') } },
    ],
    ['the text opens with it', { fields: { standfirst, body: bodyOf(`${standfirst} Then it rained.`) } }],
    [
      'the text opens with it below a correction note',
      { fields: { standfirst, correction: 'An error was made.', body: bodyOf(`${standfirst} Then it rained.`) } },
    ],
    [
      'the text is cut within it',
      { fields: { standfirst, body: bodyOf(`${standfirst} ${'word '.repeat(40)}`) }, terms: excerptTerms },
    ],
  ])('not when %s', (_, parts) => {
    expect(partsOf(parts).standfirst).toBeUndefined()
  })
})

describe('a standfirst that is the first paragraph of the text', () => {
  const first = '<p>The <em>harbour</em> board met: nobody objected.</p>\n'
  const body = { ...bodyOf('Then it rained.', first), text: `${standfirst}\nThen it rained.` }

  test('stands above the text, and not in it', () => {
    const { standfirst: above, html } = partsOf({ fields: { standfirst, body } })
    expect(above).toBe(standfirst)
    expect(html).toMatch(/^<p>Then it rained\.<\/p>\n<div class="attribution"/)
  })
  test('also below a correction note, and in a text that runs from right to left', () => {
    const { html } = partsOf({ fields: { standfirst, correction: 'An error was made.', language: 'ar', body } })
    expect(html).toMatch(/^<div lang="ar" dir="rtl">\n<p class="correction-note">An error was made\.<\/p>\n<p>Then/)
  })
  test('is taken out whole, whatever stands in its attributes', () => {
    const link = '<p><a href="https://herald.example/?</p>">The harbour</a> board met: nobody objected.</p>'
    const { html } = partsOf({ fields: { standfirst, body: { ...body, html: `${link}\n<p>Then.</p>` } } })
    expect(html).toMatch(/^<p>Then\.<\/p>/)
  })
})

describe('the lead picture stands above the text', () => {
  const leadImage = { url: 'https://herald.example/quay-storm.jpg?w=1200', credit: 'Photo: Sample & Co' }
  const figure = (address: string, words: string) =>
    `<figure><img src="${address}"><figcaption>${words}</figcaption></figure>`

  test('not when the text shows it, in whatever size', () => {
    const before = figure('https://herald.example/quay-storm.jpg?w=640&amp;q=9', 'The quay. Photo: Sample &amp; Co')
    expect(partsOf({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toBeUndefined()
  })
  test('when the text shows it without its credit', () => {
    const before = figure('https://herald.example/quay-storm.jpg', 'The quay.')
    expect(partsOf({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toEqual(leadImage)
  })
  test('when the text shows another', () => {
    const before = figure('https://herald.example/crane.jpg', 'Photo: Sample &amp; Co')
    expect(partsOf({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toEqual(leadImage)
  })
})
