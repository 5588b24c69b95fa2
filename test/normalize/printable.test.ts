import { describe, expect, test } from 'vitest'
import type { ExtractedArticle, ExtractedFields, Reading } from '../../src/model.ts'
import { normalize } from '../../src/normalize/index.ts'

const reading = <T>(value: T): Reading<T> => ({ value, from: 'json-ld', where: 'test', confidence: 1 })

function normalized(fields: ExtractedFields) {
  const extracted: ExtractedArticle = {
    url: 'https://herald.example/1',
    kind: 'article',
    kindWhy: [],
    fields: { body: reading({ html: '<p>One\u0001 two.</p>', text: 'One\u0001 two.', wordCount: 2 }), ...fields },
    charset: 'utf-8',
    engine: 'test',
  }
  const url = extracted.url
  const source = { id: 'herald', name: 'The Herald' }
  return normalize({ extracted, source, linkUrl: url, finalUrl: url, hints: { from: 'feed' } })
}

describe('what no page and no feed can hold is left out', () => {
  test('wherever it stands: in a text, a list, the words of a picture, the copyright notice', () => {
    const { fields, attribution } = normalized({
      headline: reading('Harbour\u0000 \u0085opens\ud800'),
      byline: reading(['Ada\u0002 Example']),
      leadImage: reading({ url: 'https://herald.example/1.jpg', caption: 'Boats\u001f' }),
      copyrightNotice: reading('© \ufffeHerald'),
    })
    expect(fields).toMatchObject({
      headline: 'Harbour opens',
      byline: ['Ada Example'],
      leadImage: { caption: 'Boats' },
      body: { html: '<p>One two.</p>', text: 'One two.' },
    })
    expect(attribution.copyrightNotice).toBe('© Herald')
  })

  test('blanks, line breaks, emoji and marks of direction stay', () => {
    const headline = 'A\tB\nC 😀 👩\u200d👧 \u200fא\u202e'
    expect(normalized({ headline: reading(headline) }).fields.headline).toBe(headline)
  })

  test('a headline is not cut within a character', () => {
    const { headline } = normalized({ headline: reading(`${'a'.repeat(499)}😀`) }).fields
    expect(headline).toBe('a'.repeat(499))
  })
})
