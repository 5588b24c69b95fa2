/** The tree is the one that htmlparser2 builds, but for what its reader leaves out. */

import { DomHandler, isTag, isText, type ParentNode } from 'domhandler'
import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { expect, test } from 'vitest'
import { parseHtml } from '../../src/extract/parse-html.ts'

const theirs = (html: string): ParentNode => {
  const handler = new DomHandler()
  new Parser(handler).end(html)
  return handler.root
}

/** Elements with their attributes, and texts; comments and declarations left out. */
function shape(parent: ParentNode): unknown[] {
  return parent.children.flatMap((node): unknown[] =>
    isText(node) ? [node.data] : isTag(node) ? [[node.name, { ...node.attribs }, shape(node)]] : [],
  )
}

const names =
  'p div span a b i ul li table tr td th tbody thead select option input h1 br hr img svg path script style textarea dd dt section main body html head P DIV'.split(
    ' ',
  )
const name = fc.constantFrom(...names)
const space = fc.constantFrom(' ', '\n', '\t ', '')
const value = fc.constantFrom('', 'x', 'a b', 'a&amp;b', '&lt;', 'ä', '/', 'x>y', "it's")
const attribute = fc.oneof(
  fc.tuple(fc.constantFrom('class', 'id', 'CLASS', 'data-x', 'href'), value).map(([key, said]) => ` ${key}="${said}"`),
  fc.tuple(fc.constantFrom('class', 'x'), space).map(([key, gap]) => ` ${key}${gap}=${gap}'v'`),
  fc.constantFrom(' hidden', ' a=b', ' a=b/c', ' =x', ' /', ' a/b', " a='1'b=2"),
)
const piece = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .tuple(name, fc.array(attribute, { maxLength: 3 }), space, fc.constantFrom('>', '/>'))
      .map(([tag, attributes, gap, end]) => `<${tag}${attributes.join('')}${gap}${end}`),
  },
  { weight: 4, arbitrary: fc.tuple(name, space).map(([tag, gap]) => `</${tag}${gap}>`) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'text',
      ' ',
      'a < b',
      'R&D',
      '&nbsp;',
      '&#8217;',
      '&copy',
      '&lt',
      '&unknown;',
      'ü',
      '<<',
      '< >',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      '<!-- c -->',
      '<!-->',
      '<!--->',
      '<!doctype html>',
      '<?xml v?>',
      '<![CDATA[x]]>',
      '</3>',
      '<!x>',
    ),
  },
)

/** What the cut tag or comment at the very end of a page becomes is left to each. */
const END = '<b>end</b>'

test('markup of any kind', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
      const html = pieces.join('') + END
      expect(shape(parseHtml(html, 'https://a.example/'))).toEqual(shape(theirs(html)))
    }),
    { numRuns: 3000 },
  )
})

test('markup that comes in parts, cut anywhere, is the same markup', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 20 }),
      (pieces, lengths) => {
        const html = pieces.join('')
        expect(shape(parseHtml(cut(html, lengths), 'https://a.example/'))).toEqual(
          shape(parseHtml(html, 'https://a.example/')),
        )
      },
    ),
    { numRuns: 3000 },
  )
})

/** Parts of the given lengths, in turn; some may be empty. */
function* cut(text: string, lengths: readonly number[]): Generator<string> {
  for (let at = 0, i = 0; at < text.length; i++) {
    // All lengths may be nought.
    const length = i < lengths.length ? lengths[i]! : 7
    yield text.slice(at, at + length)
    at += length
  }
}

test('a page cut off anywhere is read, up to a tag that the end cuts', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), fc.nat(200), (pieces, cut) => {
      const html = pieces.join('').slice(0, cut)
      expect(() => parseHtml(html, 'https://a.example/')).not.toThrow()
    }),
  )
})

test('where HTML says otherwise than htmlparser2: an end tag without a name is nothing, `&lt` before a letter in a value is no reference', () => {
  expect(shape(parseHtml('<p>a</>b<a href="?x&ltid=1">', 'https://a.example/'))).toEqual([
    ['p', {}, ['ab', ['a', { href: '?x&ltid=1' }, []]]],
  ])
})
