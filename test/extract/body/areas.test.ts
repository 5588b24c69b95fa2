import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { leaveAreas } from '../../../src/extract/body/areas.ts'
import { readBlocks } from '../../../src/extract/body/blocks.ts'

/** What is left of the blocks when all are chosen but those with one of these texts. */
function left(html: string, ...unchosen: string[]): string[] {
  const page = readBlocks(parseDocument(html))
  const isChosen = Uint8Array.from(page.blocks, ({ text }) => (unchosen.includes(text) ? 0 : 1))
  leaveAreas(page, isChosen)
  return page.blocks.filter((_, i) => isChosen[i]).map(({ text }) => text)
}

const long = (word: string): string => `${`${word} and`.padEnd(8)} the harbour `.repeat(9).trim()
const [ONE, TWO] = [long('one'), long('two')].map(text => text.replace(/ +/g, ' ')) as [string, string]

describe('comments', () => {
  test('behind a text are none of it', () => {
    expect(left(`<article><p>${ONE}</p></article><section id="comments"><p>${TWO}</p></section>`)).toEqual([ONE])
    expect(left(`<article><p>${ONE}</p><div class="CommentList"><p>${TWO}</p></div></article>`)).toEqual([ONE])
  })
  test('without a text before them are the page', () => {
    expect(left(`<div class="comment-list"><p>${ONE}</p><p>${TWO}</p></div>`)).toEqual([ONE, TWO])
  })
  test('are not told by what a page may have', () => {
    expect(left(`<p>${ONE}</p><div class="comments-open"><p>${TWO}</p></div>`)).toEqual([ONE, TWO])
  })
})

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
})

describe('a box that is named for something else', () => {
  const boxed = (attributes: string): string[] =>
    left(`<p>${ONE}</p><div ${attributes}><p>${TWO}</p></div><p>${ONE}</p>`)

  test.each([
    'class="next-article"',
    'class="Dialog__body"',
    'class="mol-factbox-body"',
    'class="gt-disclaimer"',
    'id="sidebar"',
  ])('is none of the text: %s', attributes => expect(boxed(attributes)).toEqual([ONE, ONE]))
  test.each(['class="with-sidebar"', 'class="content-sidebar-wrap"', 'class="wp-block"'])(
    'but is part of it: %s',
    attributes => expect(boxed(attributes)).toEqual([ONE, TWO, ONE]),
  )
  test.each(['style="display: none"', 'hidden', 'class="hidden note"'])('or does not show is none: %s', attributes =>
    expect(boxed(attributes)).toEqual([ONE, ONE]),
  )
  test.each(['class="hidden md:block"', 'class="overflow-hidden"', 'class="accordion-panel" style="display:none"'])(
    'or shows elsewhere or later is part of it: %s',
    attributes => expect(boxed(attributes)).toEqual([ONE, TWO, ONE]),
  )
  test('is the text where most of it stands there', () => {
    expect(left(`<p>${ONE}</p><div class="disclaimer"><p>${TWO}</p><p>${TWO}</p></div>`)).toHaveLength(3)
  })
})

describe('a heading', () => {
  test('of a box whose text was left goes with it', () => {
    const box = '<div class="newsletter"><h3>Morning mail</h3><p>Five stories a day.</p></div>'
    expect(left(`<p>${ONE}</p>${box}<p>${TWO}</p>`, 'Five stories a day.')).toEqual([ONE, TWO])
  })
  test('stays over text, whatever its own names are', () => {
    const part = `<div><h3 id="subscribe-or-not" class="promo">Subscribe or not</h3></div><p>${TWO}</p>`
    expect(left(`<article class="related"><p>${ONE}</p>${part}</article>`)).toEqual([ONE, 'Subscribe or not', TWO])
  })
})
