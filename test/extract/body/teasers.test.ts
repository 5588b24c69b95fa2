import { describe, expect, test } from 'vitest'
import { leaveTeasers } from '../../../src/extract/body/teasers.ts'
import { leftBy, paragraph } from './left.ts'

const left = leftBy(leaveTeasers)
const [ONE, TWO] = [paragraph('one'), paragraph('two')]
const between = (html: string): string[] => left(`<p>${ONE}</p>${html}<p>${TWO}</p>`)

describe('a list of links behind their kickers', () => {
  const TITLES = [
    'What the oldest stones of the pier say',
    'Why no ship calls here any more',
    'Who will pay for the new quay',
  ]
  const list = (entry: (title: string) => string): string => `<ul>${TITLES.map(entry).join('')}</ul>`

  test('points to other articles', () => {
    expect(between(list(title => `<li>Harbours: <a href="/a">${title}</a></li>`))).toEqual([ONE, TWO])
    expect(between(list(title => `<li><strong>Too late?</strong> <a href="/a">${title}</a></li>`))).toEqual([ONE, TWO])
  })
  test('is text where it names things, or the links are but part of what is said', () => {
    expect(
      between(
        '<ul><li>Best: <a href="/a">Example 500</a></li><li>Worst: <a href="/b">Example 7</a></li><li>Price: <a href="/c">Example 2</a></li></ul>',
      ),
    ).toHaveLength(5)
    expect(between(list(title => `<li>Harbours: <a href="/a">${title}</a>, says the mayor.</li>`))).toHaveLength(5)
    expect(between(list(title => `<li>${title}: <a href="/a">source</a></li>`))).toHaveLength(5)
  })
})

describe('a box under a heading that points elsewhere', () => {
  const box = (heading: string, ...texts: string[]): string =>
    `<div><h4>${heading}</h4>${texts.map(text => `<h5><a href="/a">A title</a></h5><p>${text}</p>`).join('')}</div>`
  const TEASER = 'How the harbour was built in only seven years.'

  test.each([
    'You may also like',
    'Related Stories',
    'Das könnte Sie auch interessieren',
    'À lire aussi :',
    'Leggi anche',
  ])('is left out: %s', heading => expect(between(box(heading, TEASER, TEASER))).toEqual([ONE, TWO]))
  test.each(['The related dispute', 'More ships than ever', 'Read more', 'Like'])('is text: %s', heading =>
    expect(between(box(heading, TEASER))).toEqual([ONE, heading, 'A title', TEASER, TWO]),
  )
  test('is text where it holds most of it, or whole paragraphs', () => {
    expect(between(box('Related stories', ...Array(9).fill(TEASER)))).toHaveLength(21)
    expect(left(`${`<p>${ONE}</p>`.repeat(9)}${box('Related stories', `${ONE} ${TWO} ${ONE}`)}`)).toHaveLength(12)
  })
  test('is text where nothing in it is a link', () => {
    expect(between(`<section><h2>More on the harbour</h2><p>${TEASER}</p><p>${TEASER}</p></section>`)).toHaveLength(5)
  })
  test('is no longer than a box', () => {
    expect(
      left(`${`<p>${ONE}</p>`.repeat(200)}${box('Related stories', ...Array(120).fill(TEASER))}<p>${TWO}</p>`),
    ).toHaveLength(442)
  })
  test('begins with its heading', () => {
    expect(left(`<div><p>${ONE}</p><p>Related stories</p><p>${TWO}</p></div>`)).toHaveLength(3)
  })
})
