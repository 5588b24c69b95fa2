import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { buildBody } from '../../../src/extract/body/build.ts'

const URL = 'https://lantern.example/2026/story'

/** Pictures and captions of what stands between two paragraphs, of which nothing is chosen: file names, each with its caption. */
function shown(between: string): string[] {
  const page = readBlocks(parseDocument(`<p>One.</p>${between}<p>Two.</p>`))
  const isChosen = Uint8Array.from(page.blocks, ({ text }) => (/^(?:One|Two)\.$/.test(text) ? 1 : 0))
  const { html } = buildBody(page, isChosen, URL)
  const figures = html.matchAll(/<img src="https:\/\/lantern\.example\/([^"]*)" alt="[^"]*">(?:<figcaption>(.*?)<)?/g)
  return Array.from(figures, ([, file, caption]) => (caption === undefined ? file! : `${file}: ${caption}`))
}

const EMPTY = 'data:image/gif;base64,R0lGODlhAQABAAAAACw='

describe('pictures that a script is to load', () => {
  test.each([
    [`<img src="${EMPTY}" data-src="/a.jpg">`],
    [`<img src="${EMPTY}" data-lazyimage-src="/a.jpg">`],
    ['<img src="/img/placeholder.png" nitro-lazy-src="/a.jpg">'],
    [`<img src="${EMPTY}" data-bg-srcset="/s.jpg 300w, /a.jpg 900w">`],
    [`<picture><source data-srcset="/a.jpg 900w"><img src="/loading.gif"></picture>`],
    [`<img src="${EMPTY}"><noscript><img src="/a.jpg"></noscript>`],
    [`<span><span><img src="${EMPTY}"></span><noscript><img src="/a.jpg"></noscript></span>`],
    ['<picture><noscript><img src="/a.jpg"></noscript></picture>'],
    ['<amp-img src="/a.jpg"><div></div></amp-img>'],
  ])('%s', html => expect(shown(html)).toEqual(['a.jpg']))

  test('stand once, with or without what browsers without scripts show', () => {
    expect(shown('<p><img data-src="/a.jpg"><noscript><img src="/a-large.jpg"></noscript></p>')).toEqual(['a.jpg'])
    expect(shown('<p><noscript><img src="/a.jpg"></noscript><img data-src="/a-large.jpg"></p>')).toEqual(['a.jpg'])
    const two = ['a', 'b'].map(name => `<img src="/${name}.jpg"><noscript><img src="/${name}.png"></noscript>`)
    expect(shown(two.join(''))).toEqual(['a.jpg', 'b.jpg'])
  })
  test('are none as long as nothing else is there', () => {
    expect(shown('<img src="/grey-placeholder.png">')).toEqual([])
    // biome-ignore lint/suspicious/noTemplateCurlyInString: as a template leaves it
    expect(shown('<img src="/image/7_${size}.jpg">')).toEqual([])
  })
  test('counters in noscript are none', () => {
    expect(shown('<div><noscript><img src="/count?page=1"></noscript></div>')).toEqual([])
  })
})

describe('one picture in several sizes and formats stands once', () => {
  test.each([
    ['/a.jpg?w=400', '/a.jpg?w=900'],
    ['/a-300x200.jpg', '/a-900x600.webp'],
    ['/c_fill,w_300/a.jpg', '/c_fill,w_900/a.jpg'],
    ['/image?id=7&width=300', '/image?id=7&width=900'],
  ])('%s, %s', (one, other) => expect(shown(`<img src="${one}"><div><img src="${other}"></div>`)).toHaveLength(1))

  test('other pictures are others', () => {
    expect(shown('<img src="/image?id=7"><img src="/image?id=8">')).toEqual(['image?id=7', 'image?id=8'])
    expect(shown('<img src="/a/1.jpg"><img src="/b/1.jpg">')).toEqual(['a/1.jpg', 'b/1.jpg'])
  })
})

describe('pictures of the site are not the article’s', () => {
  test.each([
    ['<div class="byline__image"><img src="/jo.jpg"></div>'],
    ['<section class="newsletter-box"><img src="/letter.jpg"></section>'],
    ['<ul class="share"><li><img src="/x.png"></li></ul>'],
    ['<div class="ad ad-wide"><img src="/shoes.jpg"></div>'],
    ['<img src="/static/icons/print.png">'],
    ['<img alt="copy link icon" src="/copy.png">'],
    ['<img src="/logo-small.svg">'],
    ['<img class="avatar photo" src="/jo.jpg">'],
    ['<img style="height: 1px; width: 1px" src="/dot.png">'],
  ])('%s', html => expect(shown(html)).toEqual([]))

  test('but drawings are, and pictures whose height is still to be found out', () => {
    expect(shown('<img src="/tides.svg"><img width="800" height="0" src="/b.jpg">')).toEqual(['tides.svg', 'b.jpg'])
  })
})

test('a picture that links to a page of its own is no teaser', () => {
  expect(shown('<a href="/2026/story/photo/7"><img src="/a.jpg"></a>')).toEqual(['a.jpg'])
  expect(shown('<a rel="attachment wp-att-7" href="/x"><img src="/a.jpg"></a>')).toEqual(['a.jpg'])
  expect(shown('<a href="/2026/story-2"><img src="/a.jpg"></a>')).toEqual([])
})

describe('captions', () => {
  test('of another picture are not taken', () => {
    const second = '<div><img src="/b.jpg"><span class="caption">The bay</span></div>'
    expect(shown(`<div><div><img src="/a.jpg"></div>${second}</div>`)).toEqual(['a.jpg', 'b.jpg: The bay'])
  })
  test('of several pictures in one figure stand below the last', () => {
    const figure = '<figure><img src="/a.jpg"><img src="/b.jpg"><figcaption>Pier and bay</figcaption></figure>'
    expect(shown(figure)).toEqual(['a.jpg', 'b.jpg: Pier and bay'])
  })
  test('part from a credit that style alone sets apart, and from nothing else', () => {
    const caption = 'The <span>bay</span>s of <a>Holm</a>.<span>Jo Berg</span>'
    expect(shown(`<figure><img src="/a.jpg"><figcaption>${caption}</figcaption></figure>`)).toEqual([
      'a.jpg: The bays of Holm. Jo Berg',
    ])
  })
  test('hold nothing for screen readers, and no buttons', () => {
    const caption = '<span class="sr-only">Image caption</span>The bay <button>Close</button><b>hide caption</b>'
    expect(shown(`<figure><img src="/a.jpg"><figcaption>${caption}</figcaption></figure>`)).toEqual(['a.jpg: The bay'])
  })
  test('have the credit that stands beside them', () => {
    const words = '<figcaption>The bay</figcaption><span class="photo-credit">Pia Lens</span>'
    expect(shown(`<figure><img src="/a.jpg">${words}</figure>`)).toEqual(['a.jpg: The bay Pia Lens'])
    const within = '<figcaption>The bay <span class="photo-credit">(Pia Lens)</span></figcaption>'
    expect(shown(`<figure><img src="/a.jpg">${within}</figure>`)).toEqual(['a.jpg: The bay (Pia Lens)'])
  })

  test('are all words of a figure, or the credit, where there is nothing else', () => {
    expect(shown('<figure><img src="/a.jpg"><div><span>The bay</span></div></figure>')).toEqual(['a.jpg: The bay'])
    expect(shown('<div><img src="/a.jpg"><span class="img-credit">Jo Berg</span></div>')).toEqual(['a.jpg: Jo Berg'])
    expect(shown('<div><img src="/a.jpg"><p class="photo-title">The bay</p></div>')).toEqual(['a.jpg: The bay'])
    expect(shown('<figure><img src="/a.jpg"><div><a href="/x">Boats for hire</a></div></figure>')).toEqual(['a.jpg'])
  })
})
