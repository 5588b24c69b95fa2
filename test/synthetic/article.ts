/** Made-up news pages of real size: menus, boxes and teasers around an article, whose words are drawn from a seed. */

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

/** Its page, with some 60 kB of furniture around it. */
export function pageOf(article: SyntheticArticle, host: string, draw: Draw): string {
  const { headline, author, published, paragraphs, n } = article
  const teaser = (at: number): string => {
    const title = Array.from({ length: 8 }, (_, w) => WORDS[Math.floor(draw(n, 'teaser', at, w) * WORDS.length)]).join(
      ' ',
    )
    return `<div class="teaser-card teaser-card--${at % 3}" data-id="${at}"><a class="teaser-card__link" href="/other/${at}"><span class="teaser-card__kicker">News</span><h3 class="teaser-card__title">${capital(title)}</h3></a><span class="teaser-card__meta">${at} minutes ago</span></div>`
  }
  const menu = Array.from(
    { length: 40 },
    (_, at) =>
      `<li class="nav__item"><a class="nav__link" href="/section/${at}">${capital(WORDS[at] as string)}</a></li>`,
  ).join('')
  const state = JSON.stringify({
    page: n,
    host,
    ads: Array.from({ length: 120 }, (_, at) => ({
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
<script>window.__STATE__=${state}</script></head><body>
<header class="header"><nav class="nav"><ul>${menu}</ul></nav></header>
<main><article class="story"><h1 class="story__headline">${headline}</h1><p class="story__byline">By <a rel="author" href="/author/${author.replace(' ', '-')}">${author}</a></p><time datetime="${published}">${published.slice(0, 10)}</time>
<div class="story__body">${paragraphs.map(text => `<p>${text}</p>`).join('\n')}</div></article>
<aside class="related">${Array.from({ length: 60 }, (_, at) => teaser(at)).join('')}</aside></main>
<footer class="footer"><ul>${menu}</ul><p class="footer__copyright">© 2026 ${host}. All rights reserved.</p></footer></body></html>`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
