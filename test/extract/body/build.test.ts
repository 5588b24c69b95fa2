import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { buildBody } from '../../../src/extract/body/build.ts'
import { sanitizeHtml } from '../../../src/values/html.ts'

const URL = 'https://lantern.example/2026/story'

/** All blocks chosen but those with one of these texts. */
function build(html: string, ...left: string[]) {
  const page = readBlocks(parseDocument(html))
  const isChosen = Uint8Array.from(page.blocks, ({ text }) => (left.includes(text) ? 0 : 1))
  return buildBody(page, isChosen, URL)
}

describe('a body is written from the chosen blocks alone', () => {
  test('paragraphs, subheads and emphasis', () => {
    expect(build('<div><h1>Two</h1><h3>Three</h3><p>One <b>bold</b> and <i>slanted</i>\n word</p></div>').html).toBe(
      '<h2>Two</h2>\n<h3>Three</h3>\n<p>One <strong>bold</strong> and <em>slanted</em> word</p>',
    )
  })
  test('what was not chosen is left out', () => {
    const { html, text } = build('<p>Kept.</p><div>Share this</div><p>Kept too.</p>', 'Share this')
    expect(html).toBe('<p>Kept.</p>\n<p>Kept too.</p>')
    expect(text).toBe('Kept.\nKept too.')
  })
  test('line breaks part paragraphs', () => {
    expect(build('<div>First.<br><br>Second.<br>Third.</div>').text).toBe('First.\nSecond.\nThird.')
  })
  test('short lines right below each other are one element', () => {
    const verse = 'The tide <b>comes<br>in</b> by night,<br>and out.<br><br>Holm'
    expect(build(`<h2>Tides<br>of Holm</h2><p>${verse}</p>`).html).toBe(
      '<h2>Tides<br>\nof Holm</h2>\n<p>The tide <strong>comes</strong><br>\n<strong>in</strong> by night,<br>\nand out.</p>\n<p>Holm</p>',
    )
    expect(build(`<ul><li>A<br>b</li></ul>`).html).toBe('<ul>\n<li><p>A<br>\nb</p></li>\n</ul>')
    expect(build('<div>One.<br><img src="/x.jpg">Two.</div>').html.match(/<p>/g)).toHaveLength(2)
    expect(build('<p>One<br>two<br>three</p>', 'two').html).toBe('<p>One</p>\n<p>three</p>')
  })
  test('longer ones are paragraphs', () => {
    const long = 'word '.repeat(20)
    expect(build(`<p>${long}<br>${long}</p>`).html.match(/<p>/g)).toHaveLength(2)
  })
  test('a dateline set above its paragraph is its beginning', () => {
    const words =
      'The council met on the evening of the spring tide to settle the dispute over the northern pier for good.'
    const { html, text } = build(`<p><b>CORRAN</b> —</p><p>${words}</p>`)
    expect(html).toBe(`<p><strong>CORRAN</strong> — ${words}</p>`)
    expect(text).toBe(`CORRAN — ${words}`)
    expect(build(`<p>The end —</p><p>Or so.</p>`).text).toBe('The end —\nOr so.')
  })
  test('lists keep their items, also nested ones', () => {
    expect(build('<ul><li>One</li><li>Two<ol><li>Two a</li></ol></li></ul><p>After.</p>').html).toBe(
      '<ul>\n<li>One</li>\n<li><p>Two</p>\n<ol>\n<li>Two a</li>\n</ol></li>\n</ul>\n<p>After.</p>',
    )
  })
  test('lists are numbered as they were, on both sides of what stands between their items', () => {
    const table = '<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>'
    const built = '<table><tbody><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></tbody></table>'
    expect(build(`<ol start="3"><li>One</li><li>Two${table}</li><li>Three</li></ol>`).html).toBe(
      `<ol start="3">\n<li>One</li>\n<li><p>Two</p></li>\n</ol>\n${built}\n<ol start="5">\n<li>Three</li>\n</ol>`,
    )
    expect(build('<ol reversed><li>Last</li></ol>').html).toBe('<ol reversed="">\n<li>Last</li>\n</ol>')
  })
  test('a picture stays in the item or the quotation in which it stands', () => {
    const figure = '<figure><img src="https://lantern.example/x.jpg" alt=""></figure>'
    expect(build('<ol><li>One<figure><img src="/x.jpg"></figure></li><li>Two</li></ol>').html).toBe(
      `<ol>\n<li>One\n${figure}</li>\n<li>Two</li>\n</ol>`,
    )
    expect(build('<ul><li>One</li><li><img src="/x.jpg"><p>Two</p></li></ul>').html).toBe(
      `<ul>\n<li>One</li>\n<li>${figure}\nTwo</li>\n</ul>`,
    )
    expect(build('<blockquote><p>One</p><img src="/x.jpg"><p>Two</p></blockquote>').html).toBe(
      `<blockquote>\n<p>One</p>\n${figure}\n<p>Two</p>\n</blockquote>`,
    )
  })
  test('tables keep their caption, the width of their cells, and blanks between the lines in them', () => {
    const rows = '<tr><th colspan="2">Sum</th></tr><tr><td rowspan=1>a</td><td><p>b</p><p>c</p></td></tr>'
    expect(build(`<p>One.</p><table><caption>Costs</caption>${rows}</table><p>Two.</p>`).html).toBe(
      '<p>One.</p>\n<table><caption>Costs</caption><tbody><tr><th colspan="2">Sum</th></tr><tr><td>a</td><td>b c</td></tr></tbody></table>\n<p>Two.</p>',
    )
  })
  test('a link ends where the next begins, whether or not it has its end tag', () => {
    const rel = 'rel="noopener noreferrer nofollow ugc"'
    expect(build('<p><a href="/1">One <a href="/2">two</a> three.</p>').html).toBe(
      `<p><a ${rel} href="https://lantern.example/1">One</a> <a ${rel} href="https://lantern.example/2">two</a> three.</p>`,
    )
  })
  test('blanks at the ends of links and emphasis stand outside, pieces of one emphasis are one', () => {
    expect(build('<p>In<b> the </b><i>bay </i>of <b><b>Ho</b></b><b>lm</b>, <b>not </b><b>here</b>.</p>').html).toBe(
      '<p>In <strong>the</strong> <em>bay</em> of <strong>Holm</strong>, <strong>not here</strong>.</p>',
    )
    expect(build('<p>Notes<sup>1</sup><sup>2</sup></p>').html).toBe('<p>Notes<sup>1</sup><sup>2</sup></p>')
  })
  test('emphasis may be a style, and a heading needs none', () => {
    expect(
      build(
        '<h2><b>Tides</b></h2><p><span style="font-weight:700">High</span> <span style="font-style: italic">low</span></p>',
      ).html,
    ).toBe('<h2>Tides</h2>\n<p><strong>High</strong> <em>low</em></p>')
    expect(build('<h2><b>Tides</b> and <b>winds</b></h2>').html).toBe(
      '<h2><strong>Tides</strong> and <strong>winds</strong></h2>',
    )
  })
  test('headings by role have their level', () => {
    expect(build('<div role="heading" aria-level="3">Tides</div><div><p role="heading">Winds</p></div>').html).toBe(
      '<h3>Tides</h3>\n<h2>Winds</h2>',
    )
  })
  test('what is written from right to left says so, and what turns back in it', () => {
    expect(
      build('<p>One</p><ul dir="rtl"><li>א</li><li><p>ב</p><p dir="ltr">b</p></li></ul><p dir="RTL">ג</p>').html,
    ).toBe('<p>One</p>\n<ul dir="rtl">\n<li>א</li>\n<li><p>ב</p>\n<p dir="ltr">b</p></li>\n</ul>\n<p dir="rtl">ג</p>')
  })
  test('a line break inside emphasis or a link parts the line there, and nowhere else', () => {
    expect(build('<p>First <b>bold<br>line two</b> goes <i>on</i>.</p>').html).toBe(
      '<p>First <strong>bold</strong><br>\n<strong>line two</strong> goes <em>on</em>.</p>',
    )
    expect(build('<p>See <a href="/x"><b>a link<br></b>over two</a> lines.</p>').text).toBe(
      'See a link\nover two lines.',
    )
  })
  test('emphasis by style is closed in the order in which it was opened', () => {
    const both = '<span style="font-weight: bold; font-style: italic">both</span>'
    expect(build(`<p>One ${both} two.</p>`).html).toBe('<p>One <strong><em>both</em></strong> two.</p>')
  })
  test('what is struck through is not said still', () => {
    expect(build('<p>On <del>Tuesday</del> <ins>Wednesday</ins>, he said.</p>').html).toBe(
      '<p>On <s>Tuesday</s> Wednesday, he said.</p>',
    )
    expect(build('<p><strong>On <s>Tuesday</s> Wednesday</strong>, he said.</p>').html).toBe(
      '<p><strong>On <s>Tuesday</s> Wednesday</strong>, he said.</p>',
    )
  })
  test('control characters are no text', () => {
    const { html, text } = build('<p>One\u0001 &#27;[31mtwo\u007f.</p>')
    expect([html, text]).toEqual(['<p>One [31mtwo.</p>', 'One [31mtwo.'])
  })
  test('lists of definitions keep their terms', () => {
    expect(
      build('<dl><div><dt>Tide</dt><dd>The <i>rise</i> of the sea.</dd></div><dt>Berth</dt></dl><dl>None.</dl>').html,
    ).toBe('<dl>\n<dt>Tide</dt>\n<dd>The <em>rise</em> of the sea.</dd>\n<dt>Berth</dt>\n</dl>\n<p>None.</p>')
  })
  test('an item outside a list is a paragraph', () => {
    expect(build('<div><li>Alone</li></div>').html).toBe('<p>Alone</p>')
  })
  test('quotations and preformatted text', () => {
    expect(build('<blockquote><p>Said.</p></blockquote><pre>a\n  b &lt; c</pre>').html).toBe(
      '<blockquote>\n<p>Said.</p>\n</blockquote>\n<pre>a\n  b &lt; c</pre>',
    )
    expect(build('<pre><code><b>git</b><i> </i><b>add</b><i>\n  </i>.</code>\n</pre>').html).toBe(
      '<pre>git add\n  .</pre>',
    )
  })
  test('links become absolute, and other schemes are plain text', () => {
    expect(build('<p><a href="/more">more</a> <a href="javascript:alert(1)">less</a></p>').html).toBe(
      '<p><a rel="noopener noreferrer nofollow ugc" href="https://lantern.example/more">more</a> less</p>',
    )
  })
  test('addresses to write to are links, without what was to be written', () => {
    expect(build('<p><a href="mailto:desk@lantern.example?subject=Tides">desk</a></p>').html).toBe(
      '<p><a rel="noopener noreferrer nofollow ugc" href="mailto:desk@lantern.example">desk</a></p>',
    )
  })
  test('words for screen readers are not text', () => {
    expect(build('<p>Read <a href="/x">it<span class="visually-hidden"> opens new tab</span></a>.</p>').text).toBe(
      'Read it.',
    )
  })
  test('nor are short words that their own style hides; the rest of a line behind "read more" is', () => {
    const rest = 'It was said again by the harbour master, who had seen the boats come in and had counted all of them.'
    expect(
      build(
        `<p>Read <a href="/x">it<span style="position:absolute;clip:rect(0 0 0 0)">, opens new tab</span></a>.<span style="display: none"> ${rest}</span></p>`,
      ).text,
    ).toBe(`Read it. ${rest}`)
  })
})

describe('pictures', () => {
  const picture = '<figure><img src="/a.jpg" alt="A &quot;boat&quot;"><figcaption>In the bay</figcaption></figure>'
  test('between paragraphs stay, with their caption outside the plain text', () => {
    const { html, text } = build(`<p>One.</p>${picture}<p>Two.</p>`, 'In the bay')
    expect(html).toBe(
      '<p>One.</p>\n<figure><img src="https://lantern.example/a.jpg" alt="A &quot;boat&quot;"><figcaption>In the bay</figcaption></figure>\n<p>Two.</p>',
    )
    expect(text).toBe('One.\nTwo.')
  })
  test('whose captions are the text have them below', () => {
    const { html, text } = build(
      '<p>One.</p><figure><img src="/a.jpg"><figcaption>The <b>pier</b></figcaption></figure><figure><img src="/b.jpg"><figcaption>The bay</figcaption></figure><p>Two.</p>',
    )
    expect(html).toBe(
      '<p>One.</p>\n<figure><img src="https://lantern.example/a.jpg" alt=""><figcaption>The <strong>pier</strong></figcaption></figure>\n<figure><img src="https://lantern.example/b.jpg" alt=""><figcaption>The bay</figcaption></figure>\n<p>Two.</p>',
    )
    expect(text).toBe('One.\nThe pier\nThe bay\nTwo.')
    const quote = '<figure><img src="/a.jpg"><blockquote><p>Said.</p></blockquote></figure>'
    expect(build(`<p>One.</p>${quote}<p>Two.</p>`).html).toContain('<blockquote>\n<p>Said.</p>\n</blockquote>')
  })

  test('that link to other pages are teasers', () => {
    const teaser = '<div><a href="/other"><img src="/b.jpg"></a></div>'
    expect(build(`<p>One.</p>${teaser}<p>Two.</p>`).html).toBe('<p>One.</p>\n<p>Two.</p>')
  })
  test('before the text are not in it', () => {
    expect(build(`<div>${picture}</div><p>One.</p>`, 'In the bay').html).toBe('<p>One.</p>')
  })
  test('are not shown twice, nor when they are counters', () => {
    const html = `<p>One.</p>${picture}${picture}<img src="/dot.gif" width="1"><p>Two.</p>`
    expect(build(html, 'In the bay').html.match(/<img/g)).toHaveLength(1)
  })
})

describe('tables', () => {
  const table = '<table><tr><th>Port</th><th>Boats</th></tr><tr><td>Corran</td><td>12</td></tr></table>'
  test('of data stay tables, whether or not their cells count as text', () => {
    const { html, text } = build(`<p>One.</p>${table}<p>Two.</p>`, 'Port', 'Boats', 'Corran', '12')
    expect(html).toBe(
      '<p>One.</p>\n<table><tbody><tr><th>Port</th><th>Boats</th></tr><tr><td>Corran</td><td>12</td></tr></tbody></table>\n<p>Two.</p>',
    )
    expect(text).toBe('One.\nPort | Boats\nCorran | 12\nTwo.')
  })
  test('are a line a row in plain text, with what stands in lines in a cell', () => {
    const rows = '<tr><td><p>Corran</p><p>Harbour</p></td><td></td><td>12</td></tr><tr><td>Holm</td><td>7</td></tr>'
    expect(build(`<p>One.</p><table><caption>Boats</caption>${rows}</table><p>Two.</p>`).text).toBe(
      'One.\nBoats\nCorran Harbour | 12\nHolm | 7\nTwo.',
    )
  })
  test('are whole where the text ends in them, and rows without tags of their own are rows', () => {
    const rows = '<thead><th>Port</th><th>Boats</th></thead><tr><td>Corran</td><td>12</td></tr>'
    const { html, text } = build(`<p>One.</p><table>${rows}</table>`, 'Corran', '12')
    expect(text).toBe('One.\nPort | Boats\nCorran | 12')
    expect(html.match(/<tr>/g)).toHaveLength(2)
  })
  test('with most of the text in one cell are layout', () => {
    const cells = '<td>Menu</td><td><p>One line.</p><p>Another line.</p><p>A third line.</p></td><td>Prices</td>'
    const { html } = build(`<table><tr>${cells}</tr><tr><td>About us</td></tr></table>`, 'Menu', 'Prices', 'About us')
    expect(html).toBe('<p>One line.</p>\n<p>Another line.</p>\n<p>A third line.</p>')
  })
  test('of one column are layout', () => {
    expect(build('<table><tr><td><p>One.</p><p>Two.</p></td></tr></table>').html).toBe('<p>One.</p>\n<p>Two.</p>')
  })
})

test('cleaning what was written changes nothing', () => {
  const { html } = build(
    `<h2>A &amp; B</h2><p dir="rtl">ג <b> x</b><a href="mailto:a@b.example"> y </a></p><ol dir="rtl" start="2"><li>z</li></ol><p>"Quoted" 1 < 2 &nbsp; <a href="/?a=1&b=2">x</a></p><ul><li>é</li><li><p>a</p><p>b</p></li></ul>
     <figure><img src="/a.jpg?x=1&y=2" alt="'"></figure><blockquote><p>q</p></blockquote><pre>  x</pre>`,
  )
  expect(sanitizeHtml(html)).toBe(html)
})
