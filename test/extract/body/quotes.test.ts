import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { leavePullQuotes } from '../../../src/extract/body/quotes.ts'

function left(html: string): string[] {
  const page = readBlocks(parseDocument(html))
  const isChosen = new Uint8Array(page.blocks.length).fill(1)
  leavePullQuotes(page, isChosen)
  return page.blocks.filter((_, i) => isChosen[i]).map(({ text }) => text)
}

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
