import { describe, expect, test } from 'vitest'
import type { RevisionFields } from '../../src/model.ts'
import { fullText } from '../../src/outputs/full-text.ts'

const fieldsOf = (html: string, text: string, more: Partial<RevisionFields> = {}): RevisionFields => ({
  headline: 'Flood watch',
  byline: [],
  keywords: [],
  kind: 'article',
  body: { html, text, wordCount: 5 },
  ...more,
})
const lead = fieldsOf('<p>The water rises.</p>', 'The water rises.')

describe('a live blog', () => {
  const entry = {
    headline: 'Gauge & pier',
    at: '2026-11-29T15:00:07+01:00',
    html: '<p>Four metres.</p>',
    text: 'Four metres.',
  }
  const liveOf = (fields: RevisionFields, entries: NonNullable<RevisionFields['body']['entries']>) =>
    fullText({ ...fields, body: { ...fields.body, entries } }, true)

  test('its entries follow its lead, each with its time and headline', () => {
    expect(liveOf(lead, [entry, { html: '<p onclick="x()">Two metres.</p>', text: 'Two metres.' }])).toEqual({
      html: `<p>The water rises.</p>
<div class="live-entry">
<p class="entry-time"><time datetime="2026-11-29T15:00+01:00">2026-11-29 15:00 +01:00</time></p>
<h2>Gauge &amp; pier</h2>
<p>Four metres.</p>
</div>
<div class="live-entry">
<p>Two metres.</p>
</div>`,
      plain: 'The water rises.\n\n2026-11-29 15:00 +01:00\nGauge & pier\nFour metres.\n\nTwo metres.',
    })
  })

  test('an entry that stands in the lead already is not said twice', () => {
    const fields = fieldsOf('<p>The water rises.</p>\n<p>Four metres!</p>', 'The water rises.\nFour metres!')
    expect(liveOf(fields, [entry]).html).toBe('<p>The water rises.</p>\n<p>Four metres!</p>')
  })

  test('a body that is nothing but its entries gets their times', () => {
    const fields = fieldsOf('<h3>Gauge &amp; pier</h3>\n<p>Four metres.</p>', 'Gauge & pier\nFour metres.')
    expect(liveOf(fields, [entry]).plain).toBe('2026-11-29 15:00 +01:00\nGauge & pier\nFour metres.')
  })

  test.each([
    ['2026-11-29T15:00:00Z', '<time datetime="2026-11-29T15:00Z">2026-11-29 15:00 UTC</time>'],
    ['2026-11-29 15:00', '<time datetime="2026-11-29T15:00">2026-11-29 15:00</time>'],
    ['3 <minutes> ago', '3 &lt;minutes&gt; ago'],
  ])('a time is shown as its publisher writes it: %s', (at, html) => {
    expect(liveOf(lead, [{ ...entry, at }]).html).toContain(`<p class="entry-time">${html}</p>`)
  })
})

describe('a correction note', () => {
  test('stands above a text that does not hold it', () => {
    expect(fullText({ ...lead, correction: 'An earlier version gave a wrong <depth>.' }, true)).toEqual({
      html: '<p class="correction-note">An earlier version gave a wrong &lt;depth&gt;.</p>\n<p>The water rises.</p>',
      plain: 'An earlier version gave a wrong <depth>.\n\nThe water rises.',
    })
  })

  test('is set apart where the text holds it, and not said twice', () => {
    const note = 'Correction: The depth is 4 m & no more.'
    const fields = fieldsOf(
      '<p>The water rises.</p>\n<p><em>Correction:</em> The depth is 4 m &amp; no more.</p>',
      `The water rises.\n${note}`,
      { correction: note },
    )
    expect(fullText(fields, true)).toEqual({
      html: '<p>The water rises.</p>\n<p class="correction-note"><em>Correction:</em> The depth is 4 m &amp; no more.</p>',
      plain: `The water rises.\n${note}`,
    })
  })
})

describe('without a permission for pictures', () => {
  const html =
    '<p>Boats.</p>\n<figure><img src="https://herald.example/1.jpg" alt=""><figcaption>The <em>old</em> quay.</figcaption></figure>'

  test('a caption that is part of the text stays, as a paragraph', () => {
    expect(fullText(fieldsOf(html, 'Boats.\nThe old quay.'), false).html).toBe(
      '<p>Boats.</p>\n<p>The <em>old</em> quay.</p>',
    )
  })
  test('of a picture outside of a figure nothing is left, whatever its description', () => {
    const picture = '<p>Boats<img src="https://herald.example/1.jpg" alt="5 > 4"> in the basin.</p>'
    expect(fullText(fieldsOf(picture, 'Boats in the basin.'), false).html).toBe('<p>Boats in the basin.</p>')
  })
  test('another goes with its picture', () => {
    expect(fullText(fieldsOf(html, 'Boats.'), false).html).toBe('<p>Boats.</p>')
  })
})

test('what stands in an attribute is no paragraph', () => {
  const alt = '<p>ALDER — Rain.</p><p>Wrong depth: 4 m.</p><img src=x onerror=alert(1)>'
  const html = `<figure><img src="https://herald.example/1.jpg" alt="${alt}"></figure>\n<p>ALDER — Rain.</p>`
  const fields = fieldsOf(html, 'ALDER — Rain.', { dateline: 'ALDER', correction: 'Wrong depth: 4 m.' })
  expect(fullText(fields, true).html).toBe(
    `<p class="correction-note">Wrong depth: 4 m.</p>
<figure><img src="https://herald.example/1.jpg" alt="${alt}"></figure>
<p><b class="dateline">ALDER</b> — Rain.</p>`,
  )
})

test('an ampersand or quotes in a dateline are found', () => {
  const fields = fieldsOf("<p>O'HARE &amp; ALDER — Rain.</p>", "O'HARE & ALDER — Rain.", { dateline: "O'HARE & ALDER" })
  expect(fullText(fields, true).html).toBe('<p><b class="dateline">O\'HARE &amp; ALDER</b> — Rain.</p>')
})

test('a dateline below the summary that opens a text is set apart', () => {
  const fields = fieldsOf('<p>A summary.</p>\n<p>ALDER — Rain.</p>', 'A summary.\nALDER — Rain.', { dateline: 'ALDER' })
  expect(fullText(fields, true).html).toBe('<p>A summary.</p>\n<p><b class="dateline">ALDER</b> — Rain.</p>')
})

test('paragraphs and pictures that say in which direction they run are known as such', () => {
  const html =
    '<p dir="rtl">HAIFA — The water rises.</p>\n<figure dir="rtl"><img src="https://herald.example/a.jpg" alt=""></figure>'
  const fields = fieldsOf(html, 'HAIFA — The water rises.', { dateline: 'HAIFA —' })
  expect(fullText(fields, false).html).toBe('<p dir="rtl"><b class="dateline">HAIFA —</b> The water rises.</p>')
})
