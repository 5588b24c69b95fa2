import { describe, expect, test } from 'vitest'
import { leavePullQuotes } from '../../../src/extract/body/quotes.ts'
import { leftBy } from './left.ts'

const left = leftBy(leavePullQuotes)

const FIRST =
  'The council of the northern harbour met on Tuesday evening and settled the dispute over the pier after four hours.'
const SAID =
  '“We will build it in spring, and we will build it well,” said Ada Example, who has led the council since 2012.'

describe('a pull quote', () => {
  test('goes with the name under it where its words stand in a paragraph, too', () => {
    const quote = '<blockquote><p>"We will build it in spring"</p><cite>Ada Example, mayor</cite></blockquote>'
    expect(left(`<p>${FIRST}</p>${quote}<p>${SAID}</p>`)).toEqual([FIRST, SAID])
    expect(left(`<p>${FIRST}</p><div class="Quote"><p>We will build it in spring.</p></div><p>${SAID}</p>`)).toEqual([
      FIRST,
      SAID,
    ])
  })
  test('may leave out what stands between its parts in the paragraph', () => {
    const said =
      '“The old pier will be gone by summer,” said Ada Example, “and the new one will carry trains before the year is out.”'
    const quote =
      '<blockquote>The old pier will be gone by summer and the new one will carry trains before the year is out</blockquote>'
    expect(left(`<p>${FIRST}</p>${quote}<p>${said}</p>`)).toEqual([FIRST, said])
  })
  test('is none that says what no paragraph says', () => {
    expect(left(`<p>${FIRST}</p><blockquote>We will never build it here.</blockquote><p>${SAID}</p>`)).toHaveLength(3)
  })
  test('is none before the text, where it is the standfirst', () => {
    expect(left(`<blockquote>We will build it in spring</blockquote><p>${FIRST}</p><p>${SAID}</p>`)).toHaveLength(3)
  })
  test('is none of many lines', () => {
    const passage = `<blockquote>${'<p>We will build it in spring</p>'.repeat(4)}</blockquote>`
    expect(left(`<p>${FIRST}</p>${passage}<p>${SAID}</p>`)).toHaveLength(6)
  })
})
