import { describe, expect, test } from 'vitest'
import { leaveCaptions } from '../../../src/extract/body/pictured.ts'
import { leftBy, paragraph } from './left.ts'

const left = leftBy(leaveCaptions)
const [ONE, TWO] = [paragraph('one'), paragraph('two')]

describe('captions', () => {
  const caption = (text: string): string => `<figure><img src="/a.jpg"><figcaption>${text}</figcaption></figure>`
  test('between paragraphs are no text', () => {
    expect(left(`<p>${ONE}</p>${caption('The pier')}<p class="wp-caption-text">The quay</p><p>${TWO}</p>`)).toEqual([
      ONE,
      TWO,
    ])
  })
  test('stay where they are most of what is said', () => {
    expect(left(`<p>${ONE}</p>${caption(TWO)}${caption(`${TWO} again`)}`)).toHaveLength(3)
  })
  test('stay where they name the speaker of a quotation', () => {
    const quote = '<figure><blockquote>We will build it.</blockquote><figcaption>Ada Example</figcaption></figure>'
    expect(left(`<p>${ONE}</p>${quote}<p>${TWO}</p>`)).toContain('Ada Example')
  })
  test('before the text, or where there is none but lines, may be a standfirst', () => {
    expect(left('<p>A line</p><p class="caption">The pier</p><p>Another line</p>')).toHaveLength(3)
    expect(left(`<p class="caption">The pier opens in May</p><p>${ONE}</p><p>${TWO}</p>`)).toHaveLength(3)
  })
})

describe('the line in a box that is named for its picture', () => {
  const box = (inner: string, name = 'image_widget__x1'): string =>
    `<div class="${name}"><img src="/a.jpg">${inner}</div>`
  test('is its caption, with the credit under it, before the text, too', () => {
    const first = box('<p>The pier in May</p>')
    const second = box('<div><p>The quay in June</p></div><span>Photo: Ada Example</span>')
    expect(left(`${first}<p>${ONE}</p>${second}<p>${TWO}</p>`)).toEqual([ONE, TWO])
  })
  test('is text where the box has no such name, or one of a text, no picture, a heading or more lines', () => {
    const others = [
      box('<p>The pier in May</p>', 'wrap'),
      box('<p>The pier in May</p>', 'image-with-text'),
      '<div class="image"><p>The pier in May</p></div>',
      box('<h3>The pier</h3><p>It opens in May</p>'),
      box('<p>The pier</p><p>The quay</p><p>The lighthouse</p>'),
    ]
    for (const other of others) {
      const lines = left(other)
      expect(left(`<p>${ONE}</p>${other}<p>${TWO}</p>`)).toEqual([ONE, ...lines, TWO])
    }
  })
})
