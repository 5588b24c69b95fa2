/** Made-up news pages of real size: menus, boxes and teasers around an article, whose words are drawn from a seed. */

import { getOrMake } from '../../src/values/memo.ts'
import type { Draw } from './draw.ts'

const WORDS =
  'harbour council budget evening river market school teacher bridge winter storm railway platform museum orchestra festival doctor hospital clinic farmer valley orchard engine library mayor election vote neighbour street lamp garden forest ranger coast fisher net boat ferry timetable ticket tower clock bell baker bread flour oven winter summer spring autumn committee report survey figure percent season week month year visitor resident family child parent grandparent volunteer club match goal keeper coach stadium crowd weather warning flood dam water supply pipe repair contract tender builder crane site permit permission planning hearing court judge lawyer witness evidence verdict appeal'.split(
    ' ',
  )
const NAMES =
  'Ada Brandt|Bela Corvin|Cleo Dahl|Dorian Ekman|Edda Fiske|Farid Gallo|Greta Holm|Hugo Ibsen|Iris Jansen|Jonas Keller|Kira Lund|Leo Marek'.split(
    '|',
  )

export interface SyntheticArticle {
  readonly n: number
  readonly headline: string
  readonly author: string
  readonly published: string
  readonly paragraphs: readonly string[]
}

/** The n-th article; every one has other words. */
export function makeArticle(n: number, draw: Draw): SyntheticArticle {
  const word = (...at: (string | number)[]): string => WORDS[Math.floor(draw(n, ...at) * WORDS.length)] as string
  const sentence = (p: number, s: number): string => {
    const length = 9 + Math.floor(draw(n, 'length', p, s) * 16)
    const words = Array.from({ length }, (_, w) => word(p, s, w))
    return `${capital(words[0] as string)} ${words.slice(1).join(' ')}.`
  }
  const count = 5 + Math.floor(draw(n, 'paragraphs') * 20)
  const paragraphs = Array.from({ length: count }, (_, p) =>
    Array.from({ length: 2 + Math.floor(draw(n, 'sentences', p) * 4) }, (_each, s) => sentence(p, s)).join(' '),
  )
  return {
    n,
    headline: `${capital(Array.from({ length: 7 }, (_, w) => word('headline', w)).join(' '))} ${n}`,
    author: NAMES[Math.floor(draw(n, 'author') * NAMES.length)] as string,
    published: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    paragraphs,
  }
}

/**
 * Its page, of the size that pages of news publishers have: some 240 kB, a third of it markup and text, the rest styles, programs and their
 * state. All but the article, its teasers and its comments is the same on every page of a host.
 */
export function pageOf(article: SyntheticArticle, host: string, draw: Draw): string {
  const { headline, author, published, paragraphs, n } = article
  const { styles, program, menu } = getOrMake(furniture, host, () => makeFurniture(host, draw))
  const words = (count: number, ...at: (string | number)[]): string =>
    Array.from({ length: count }, (_, w) => WORDS[Math.floor(draw(n, ...at, w) * WORDS.length)]).join(' ')
  const teaser = (at: number): string =>
    `<div class="teaser-card teaser-card--${at % 3}" data-id="${at}" data-track="{&quot;slot&quot;:${at},&quot;list&quot;:&quot;related&quot;}"><a class="teaser-card__link" href="/other/${at}"><picture class="teaser-card__picture"><source srcset="/img/${at}-320.webp 320w, /img/${at}-640.webp 640w" type="image/webp"><img class="teaser-card__image" loading="lazy" src="/img/${at}-320.jpg" alt=""></picture><span class="teaser-card__kicker">News</span><h3 class="teaser-card__title">${capital(words(8, 'teaser', at))}</h3></a><span class="teaser-card__meta">${at} minutes ago</span></div>`
  const comment = (at: number): string =>
    `<li class="comment" id="comment-${n}-${at}"><div class="comment__head"><span class="comment__name">${NAMES[at % NAMES.length]}</span><time class="comment__time" datetime="${published}">${at} hours ago</time></div><p class="comment__text">${capital(words(30, 'comment', at))}.</p><button class="comment__reply" type="button">Reply</button></li>`
  const state = JSON.stringify({
    page: n,
    host,
    ads: list(200, at => ({
      slot: `slot-${at}`,
      sizes: [
        [300, 250],
        [728, 90],
      ],
      key: `k${at}${n}`,
    })),
  })
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${headline} | ${host}</title>
<link rel="canonical" href="http://${host}/article/${n}"><meta property="og:title" content="${headline}"><meta property="og:site_name" content="${host}">
<meta property="article:published_time" content="${published}"><meta name="author" content="${author}">
<script type="application/ld+json">${JSON.stringify({ '@context': 'https://schema.org', '@type': 'NewsArticle', headline, datePublished: published, author: { '@type': 'Person', name: author } })}</script>
<style>${styles}</style><script>window.__STATE__=${state}</script></head><body>
<header class="header"><nav class="nav"><ul>${menu}</ul></nav></header>
<main><article class="story"><h1 class="story__headline">${headline}</h1><p class="story__byline">By <a rel="author" href="/author/${author.replace(' ', '-')}">${author}</a></p><time datetime="${published}">${published.slice(0, 10)}</time>
<div class="story__body">${paragraphs.map(text => `<p>${text}</p>`).join('\n')}</div></article>
<aside class="related">${list(60, teaser).join('')}</aside>
<section class="comments"><h2 class="comments__title">Comments</h2><ol class="comments__list">${list(30, comment).join('\n')}</ol></section></main>
<footer class="footer"><ul>${menu}</ul><p class="footer__copyright">© 2026 ${host}. All rights reserved.</p></footer>
<script>${program}</script></body></html>`
}

/** What every page of a host carries. */
interface Furniture {
  readonly styles: string
  readonly program: string
  readonly menu: string
}

const furniture = new Map<string, Furniture>()

function makeFurniture(host: string, draw: Draw): Furniture {
  const key = (kind: string, at: number): string => Math.floor(draw(host, kind, at) * 2 ** 32).toString(36)
  return {
    styles: list(
      500,
      at => `.c-${key('class', at)}{margin:${at % 9}px;color:#${key('color', at).slice(0, 6)};display:flex}`,
    ).join('\n'),
    program: list(
      1400,
      at => `function ${key('name', at)}(e,t){return e&&t.${key('member', at)}(e,${at})||"${key('text', at)}"}`,
    ).join(';'),
    menu: list(
      70,
      at =>
        `<li class="nav__item" data-menu="${key('menu', at)}"><a class="nav__link nav__link--${at % 5}" href="/section/${at}"><svg class="icon" viewBox="0 0 24 24"><path d="M${at} 2L3 ${at}z${key('path', at)}"/></svg><span class="nav__label">${capital(WORDS[at % WORDS.length] as string)}</span></a></li>`,
    ).join('\n'),
  }
}

const list = <T>(length: number, make: (at: number) => T): T[] => Array.from({ length }, (_, at) => make(at))

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
