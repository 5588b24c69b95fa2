import { describe, expect, test } from 'vitest'
import { aboveText } from '../../src/outputs/above-text.ts'
import { show } from '../../src/outputs/shown.ts'
import { articleRecord, fullTerms, type RecordParts } from '../record.ts'

const above = (parts: RecordParts) =>
  aboveText(show(articleRecord(parts), { baseUrl: 'https://hub.example', nowMs: 0 })!)
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
    expect(above(parts).standfirst).toBe(standfirst)
  })
  test.each([
    [
      'its first lines are the summary',
      { fields: { standfirst, body: bodyOf('The harbour board met:\nnobody objected.\nThen it rained.') } },
    ],
    ['the text opens with it', { fields: { standfirst, body: bodyOf(`${standfirst} Then it rained.`) } }],
    [
      'the text opens with it below a correction note',
      { fields: { standfirst, correction: 'An error was made.', body: bodyOf(standfirst) } },
    ],
    [
      'the text is cut within it',
      { fields: { standfirst, body: bodyOf(`${standfirst} ${'word '.repeat(40)}`) }, terms: excerptTerms },
    ],
  ])('not when %s', (_, parts) => {
    expect(above(parts).standfirst).toBeUndefined()
  })
})

describe('the lead picture stands above the text', () => {
  const leadImage = { url: 'https://herald.example/quay-storm.jpg?w=1200', credit: 'Photo: Sample & Co' }
  const figure = (address: string, words: string) =>
    `<figure><img src="${address}"><figcaption>${words}</figcaption></figure>`

  test('not when the text shows it, in whatever size', () => {
    const before = figure('https://herald.example/quay-storm.jpg?w=640&amp;q=9', 'The quay. Photo: Sample &amp; Co')
    expect(above({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toBeUndefined()
  })
  test('when the text shows it without its credit', () => {
    const before = figure('https://herald.example/quay-storm.jpg', 'The quay.')
    expect(above({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toEqual(leadImage)
  })
  test('when the text shows another', () => {
    const before = figure('https://herald.example/crane.jpg', 'Photo: Sample &amp; Co')
    expect(above({ fields: { leadImage, body: bodyOf('Words.', before) } }).image).toEqual(leadImage)
  })
})
