import { describe, expect, test } from 'vitest'
import { leaveAreas } from '../../../src/extract/body/areas.ts'
import { leftBy, paragraph } from './left.ts'

const left = leftBy(leaveAreas)
const [ONE, TWO] = [paragraph('one'), paragraph('two')]

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

describe('a box that is named for something else', () => {
  const boxed = (attributes: string): string[] =>
    left(`<p>${ONE}</p><div ${attributes}><p>${TWO}</p></div><p>${ONE}</p>`)

  test.each([
    'class="next-article"',
    'class="Dialog__body"',
    'class="mol-factbox-body"',
    'class="gt-disclaimer"',
    'class="element-poll"',
    'class="author-bio"',
    'id="sidebar"',
  ])('is none of the text: %s', attributes => expect(boxed(attributes)).toEqual([ONE, ONE]))
  test.each(['class="with-sidebar"', 'class="post tag-polls"', 'class="content-sidebar-wrap"', 'class="wp-block"'])(
    'but is part of it: %s',
    attributes => expect(boxed(attributes)).toEqual([ONE, TWO, ONE]),
  )
  test.each([
    'style="display: none"',
    'hidden',
    'class="hidden note"',
    'class="hide"',
    'class="d-none"',
    'class="sr-only"',
  ])('or does not show is none: %s', attributes => expect(boxed(attributes)).toEqual([ONE, ONE]))
  test.each([
    'class="hidden md:block"',
    'class="story-body hide"',
    'class="d-none d-md-block"',
    'class="overflow-hidden"',
    'class="accordion-panel" style="display:none"',
  ])('or shows elsewhere or later is part of it: %s', attributes => expect(boxed(attributes)).toEqual([ONE, TWO, ONE]))
  test('is the text where most of it stands there', () => {
    expect(left(`<p>${ONE}</p><div class="disclaimer"><p>${TWO}</p><p>${TWO}</p></div>`)).toHaveLength(3)
  })
  test('is none of it where a whole article stands elsewhere, however much it holds', () => {
    const article = `<p>${ONE}</p>`.repeat(9)
    expect(left(`${article}<div class="hide">${`<p>${TWO}</p>`.repeat(20)}</div>`)).toHaveLength(9)
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
