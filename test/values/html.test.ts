import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { sanitizeHtml } from '../../src/values/html.ts'
import { growth, LINEAR } from '../growth.ts'

describe('what an article may be made of stays', () => {
  test.each([
    '<p>A <em>b</em> &amp; <a rel="noopener noreferrer nofollow ugc" href="https://herald.example/a?b=1&amp;c=2">c</a></p>',
    '<figure><img src="https://herald.example/a.jpg" alt="A &quot;b&quot;" width="600"><figcaption>C</figcaption></figure>',
    '<table><tbody><tr><th colspan="2" scope="col">A</th></tr></tbody></table>',
    '<ol start="3" reversed=""><li lang="de">A</li></ol>',
    '<p>don\'t "quote" &lt;me&gt;&nbsp;here</p>',
  ])('%s', html => {
    expect(sanitizeHtml(html)).toBe(html)
  })
})

describe('everything else goes', () => {
  test.each([
    ['an element that is not allowed is unwrapped', '<div class="x"><p onclick="x()">A</p></div>', '<p>A</p>'],
    ['a program goes with its text', 'A<script>alert(1)</script><style>p{}</style>B', 'AB'],
    ['foreign content goes whole', 'A<svg><p>x</p><a xlink:href="javascript:x">y</a></svg>B', 'AB'],
    ['the rest of a document goes with what never ends', 'A<xmp>B', 'A'],
    ['raw text ends at its first end tag', 'A<iframe><iframe></iframe>B<xmp><xmp></xmp>C', 'ABC'],
    ['a form in a form is none', 'A<form><form></form>B', 'AB'],
    ['what closes itself in foreign content opens nothing', 'A<svg><svg/><path/></svg>B<math/>C', 'ABC'],
    ['options that are never closed keep nothing', 'A<datalist><option value=x></datalist>B<option>C', 'ABC'],
    ['a cell without a table', '<td><p>A</p></td>B', '<p>A</p>B'],
    ['an address that would run', '<a href="java\nscript:alert(1)">A</a>', '<a>A</a>'],
    ['an escaped one', '<a href="javascript&#58;alert(1)">A</a>', '<a>A</a>'],
    ['one that only leaves out the scheme', '<a href="//evil.example">A</a>', '<a>A</a>'],
    ['a picture without a usable address', '<img src="data:image/svg+xml,x" onerror=alert(1)>A', 'A'],
    [
      'markup in an attribute stays text',
      '<img src="/a.jpg" alt="</p><script>x">',
      '<img src="/a.jpg" alt="</p><script>x">',
    ],
  ])('%s', (_, html, clean) => {
    expect(sanitizeHtml(html)).toBe(clean)
  })
})

test('nesting is what a browser makes of it', () => {
  expect(sanitizeHtml('<p>A<p>B</p>')).toBe('<p>A</p><p>B</p>')
  expect(sanitizeHtml('<ul><li>A<li>B</ul>')).toBe('<ul><li>A</li><li>B</li></ul>')
  expect(sanitizeHtml('<a lang="en">A<a lang="de">B</a>')).toBe('<a lang="en">A</a><a lang="de">B</a>')
})

test.each(['<blockquote>', '<b id=i><p>', '<a href="', '<', '</p>', '&', '<svg>', '<table><td>'])(
  '%s without end costs linear time',
  piece => {
    expect(growth(n => sanitizeHtml(piece.repeat(n)), 5000)).toBeLessThan(LINEAR)
  },
)

describe('whatever comes', () => {
  const pieces = fc.constantFrom(
    ...'<p> </p> <a href="x"> </a> <b> </b> <table> <tr> <td> </td> <ul> <li> <pre> <pre>\n\n \n \r <svg> </svg> <style> </style> <xmp> <math> <title> <img src=x> <h2> <blockquote> <figure> <br> </br> text &lt; &#13; &#0; &amp;lt; <!-- --> <![CDATA[ ]]> " \u0000 é \u00a0 <template> <caption> <col> <dl> <dt> <code> <small>'.split(
      ' ',
    ),
  )
  test('cleaning twice changes nothing', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), parts => {
        const clean = sanitizeHtml(parts.join(''))
        expect(sanitizeHtml(clean)).toBe(clean)
      }),
      { numRuns: 4000 },
    )
  })
  test('no tag and no attribute beyond the list comes out', () => {
    const tag = /<\/?([a-z0-9]+)((?: [a-z]+="[^"]*")*)>/g
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces).map(parts => parts.join('')),
        ),
        text => {
          const rest = sanitizeHtml(text).replace(tag, '')
          expect(rest).not.toMatch(/[<>]/)
        },
      ),
      { numRuns: 4000 },
    )
  })
})
