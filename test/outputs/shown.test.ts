import { describe, expect, test } from 'vitest'
import { show, showWithdrawn } from '../../src/outputs/shown.ts'
import { articleRecord, excerptLimits, fullTerms, type RecordParts } from '../record.ts'

const now = { baseUrl: 'https://hub.example', nowMs: Date.parse('2026-03-02T00:00:00Z') }
const shown = (parts: RecordParts = {}) => show(articleRecord(parts), now)!

describe('what is shown', () => {
  test('full: the text, the biography, the notice, the credit line and the Source link, in this order', () => {
    const { contentHtml } = shown()
    const order = [
      'The harbour council met',
      'Ada Example has covered',
      '© 2026 Herald Media',
      'Originally published by The Herald',
      '>Source link</a>',
    ]
    const places = order.map(words => contentHtml.indexOf(words))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(places).not.toContain(-1)
  })

  test('excerpt: a beginning within all three limits', () => {
    const { contentText, shownAs } = shown({ terms: { ...fullTerms, republish: 'excerpt' } })
    const [text = ''] = contentText.split('\n\n')
    expect(shownAs).toBe('excerpt')
    expect(text.length).toBeLessThanOrEqual(300)
    expect(text.split(' ').length).toBeLessThanOrEqual(Math.floor(228 * 0.1))
    expect(text.endsWith('...')).toBe(true)
  })

  test('excerpt: a heading and the rows of a table are lines of their own', () => {
    const text = `Results\nBoat | Points\n${'word '.repeat(100)}`
    const { contentHtml } = shown({
      fields: { body: { html: '', text, wordCount: 103 } },
      terms: { ...fullTerms, republish: 'excerpt' },
    })
    expect(contentHtml).toMatch(/^<p>Results<\/p>\n<p>Boat \| Points<\/p>\n<p>word/)
  })

  test('headline-only: nothing of the text, not even the standfirst', () => {
    const { contentText, standfirst } = shown({ terms: { ...fullTerms, republish: 'headline-only' } })
    expect(standfirst).toBeUndefined()
    expect(contentText).toBe(
      '© 2026 Herald Media. All rights reserved.\n\nOriginally published by The Herald\n\nSource link: https://herald.example/2026/harbour',
    )
  })

  test.each(['excerpt', 'headline-only'] as const)('%s: nothing of the correction note', republish => {
    const correction = 'An earlier version gave a wrong depth.'
    expect(JSON.stringify(shown({ fields: { correction }, terms: { ...fullTerms, republish } }))).not.toContain('depth')
    expect(shown({ fields: { correction } }).correction).toBe(correction)
  })

  test('none: nothing at all', () => {
    expect(show(articleRecord({ terms: { ...fullTerms, republish: 'none' } }), now)).toBeUndefined()
  })

  test('a page that limits snippets shortens the excerpt', () => {
    const { contentText } = shown({ signals: { maxSnippet: 60 } })
    expect(contentText.split('\n\n')[0]?.length).toBeLessThanOrEqual(60)
  })

  test('a date that passes after storing counts at the time of reading', () => {
    expect(show(articleRecord({ signals: { unavailableAfter: '2026-03-01T12:00:00.000Z' } }), now)).toBeUndefined()
  })

  test('pictures need a permission of their own', () => {
    expect(shown().image?.url).toBe('https://herald.example/lead.jpg')
    const without = shown({ terms: { ...fullTerms, images: false, excerpt: excerptLimits } })
    expect(without.image).toBeUndefined()
    expect(without.contentHtml).not.toContain('<img')
  })

  test('the dateline is set apart where it stands', () => {
    const html = '<p>PORT ALDER (AP) — The council met.</p>'
    const { contentHtml } = shown({
      fields: { dateline: 'PORT ALDER (AP)', body: { html, text: 'PORT ALDER (AP) — The council met.', wordCount: 6 } },
    })
    expect(contentHtml).toMatch(/^<p><b class="dateline">PORT ALDER \(AP\)<\/b> — The council met\./)
  })

  test('a biography that stands in the text is not said twice', () => {
    const authorBio = 'Ada Example has covered the harbour.'
    const body = {
      html: `<p>News.</p><p><em>Ada Example</em> has covered the harbour</p>`,
      text: `News.\n${authorBio}`,
      wordCount: 7,
    }
    expect(shown({ fields: { authorBio, body } }).contentHtml).not.toContain('author-bio')
  })

  test('a text that runs from right to left says so, and its notices go by their own letters', () => {
    const { contentHtml } = shown({
      fields: { language: 'ar', body: { html: '<p>خبر</p>', text: 'خبر', wordCount: 1 } },
    })
    expect(contentHtml).toMatch(/^<div lang="ar" dir="rtl">\n<p>خبر<\/p>\n<\/div>\n<div class="attribution"/)
    expect(contentHtml).toContain('<p class="copyright-notice" dir="auto">')
  })

  test('agencies stand in the credit line', () => {
    expect(shown({ attribution: { agencyCredits: ['Reuters'] } }).contentText).toContain(
      'Originally published by The Herald (Reuters)',
    )
  })

  test('a text that was stored before a rule of today is cleaned on reading', () => {
    const html = '<p onclick="alert(1)">A</p><script>alert(1)</script>'
    expect(shown({ fields: { body: { html, text: 'A', wordCount: 1 } } }).contentHtml).toMatch(/^<p>A<\/p>/)
  })
})

describe('a withdrawn article', () => {
  const canceled = articleRecord({ status: 'canceled' })
  test('is not shown', () => {
    expect(show(canceled, now)).toBeUndefined()
  })
  test('is named by its id and time, without a word of it', () => {
    expect(showWithdrawn(canceled, now)).toEqual({
      id: canceled.article.id,
      url: `https://hub.example/article/${canceled.article.id}`,
      withdrawnAt: '2026-03-01T08:05:00.000Z',
    })
  })
})
