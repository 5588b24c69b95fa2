import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { TokenTable } from '../../../src/extract/body/token-table.ts'
import { classTokens, scoreNames, scoreText, type TokenScore, textTokens } from '../../../src/extract/body/tokens.ts'

/** What the product finds by hashes of words where they stand, found word by word. */
function scoreTokens(tokens: readonly string[], table: ReadonlyMap<string, number>): TokenScore {
  const values = tokens.map(token => table.get(token)).filter(value => value !== undefined)
  const against = values.filter(value => value < 0)
  const sum = (list: readonly number[]): number => list.reduce((total, value) => total + value, 0)
  return {
    mean: values.length === 0 ? 0 : sum(values) / values.length,
    lowest: Math.min(0, ...against),
    against: sum(against),
  }
}

describe('words of a text', () => {
  test('are words, signs and pairs in their order; any number is one word', () => {
    expect(textTokens('Read more: 12 Stories')).toEqual(
      'read more read_more : more_: # :_# stories #_stories'.split(' '),
    )
  })

  test('of a long text only the beginning counts', () => {
    expect(textTokens('one two '.repeat(500)).length).toBeLessThan(500)
  })

  test('looked up by hash they score what they score by name', () => {
    const words = ['read', 'more', 'share', '12', ':', '|', 'Ünïcode', '©', '東京', '']
    const text = fc.array(fc.constantFrom(...words), { maxLength: 12 }).map(parts => parts.join(' '))
    const table = fc.dictionary(
      fc.constantFrom('read', 'more', 'read_more', '#', 'more_#', ':', 'share_|', 'ünïcode', '©_東京'),
      fc.double({ min: -3, max: 3, noNaN: true }),
    )
    fc.assert(
      fc.property(text, table, (line, values) => {
        const known = new Map(Object.entries(values))
        expect(scoreText(line, new TokenTable(known))).toEqual(scoreTokens(textTokens(line), known))
      }),
    )
  })
})

describe('names of classes', () => {
  test('are cut at signs and capitals, hashes left out', () => {
    expect(classTokens('StoryBody__text-block is-wide sc-1a2b3c4d')).toEqual(
      'story body text block is wide sc'.split(' '),
    )
  })

  test('looked up by hash they score what they score by name', () => {
    const parts = ['story', 'Body', 'TEXT', 'isWide', 'a', '7', '-', '__', ' ', 'é', 'x'.repeat(21)]
    const names = fc.array(fc.constantFrom(...parts), { maxLength: 8 }).map(each => each.join(''))
    const table = fc.dictionary(
      fc.constantFrom('story', 'body', 'text', 'textis', 'wide', 'storybody'),
      fc.double({ min: -3, max: 3, noNaN: true }),
    )
    fc.assert(
      fc.property(names, table, (key, values) => {
        const known = new Map(Object.entries(values))
        expect(scoreNames(key, new TokenTable(known))).toEqual(scoreTokens(classTokens(key), known))
      }),
    )
  })
})
