import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { parseHtml } from '../../../src/extract/parse-html.ts'
import { squeeze } from '../../../src/values/text.ts'

const textsOf = (html: string): string[] =>
  readBlocks(parseHtml(html, 'http://page.example/')).blocks.map(({ text }) => text)

describe('blocks', () => {
  test('are runs of text in one block-level element, ended by a line break', () => {
    expect(textsOf('<div>one <b>two</b><p>three<br>four</p>five</div>')).toEqual(['one two', 'three', 'four', 'five'])
    expect(textsOf('<div>one.<span class="line br"></span>two<span class="br"> three</span></div>')).toEqual([
      'one.',
      'two three',
    ])
  })

  test('have their white space folded, whatever it is made of and wherever elements cut it', () => {
    const space = fc.constantFrom(' ', '  ', '\n', '\t', '\u00a0', '\u1680', '\u2003', '\u202f', '\u3000', '\ufeff')
    const piece = fc.oneof(space, fc.constantFrom('word', 'a', '“quoted”', '東京', '—'))
    const run = fc.array(piece, { maxLength: 6 }).map(pieces => pieces.join(''))
    fc.assert(
      fc.property(fc.tuple(run, run, run), ([before, within, after]) => {
        const folded = squeeze(before + within + after)
        expect(textsOf(`<p>${before}<i>${within}</i>${after}</p>`)).toEqual(folded === '' ? [] : [folded])
      }),
      { numRuns: 1000 },
    )
  })
})
