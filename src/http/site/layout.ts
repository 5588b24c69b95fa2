import { FEEDS } from '../../outputs/index.ts'
import type { ShownArticle } from '../../outputs/shown.ts'
import { directionOf } from '../../values/language.ts'
import { baseOf, type HttpContext, shownOf } from '../context.ts'
import { type Html, html } from './html.ts'
import { menuOf, type SectionLink } from './sections.ts'
import { STYLE_PATH } from './style.ts'

/** What surrounds the content of every page. */
export interface Surroundings {
  readonly context: HttpContext
  readonly menu: readonly SectionLink[]
  readonly popular: readonly ShownArticle[]
}

const POPULAR = 5

/** Reads what every page shows beside its content. */
export async function surroundings(context: HttpContext): Promise<Surroundings> {
  const { store, clock } = context
  const popular = await store.mostPopular(POPULAR, new Date(clock.now()).toISOString())
  return { context, menu: await menuOf(store), popular: shownOf(context, popular) }
}

export interface PageOptions {
  readonly title: string
  readonly content: Html
  readonly head?: Html
  /** the slug of the section the page is of */
  readonly current?: string
}

/** A whole page. */
export function layout({ context, menu }: Surroundings, { title, content, head, current }: PageOptions): string {
  const { hub, contact } = context
  return html`<!doctype html>
<html lang="${hub.language}"${directionOf(hub.language) === 'rtl' && html` dir="rtl"`}>
<head>
<meta charset="utf-8">
<title>${title === hub.name ? hub.name : `${title} – ${hub.name}`}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<link rel="stylesheet" href="${STYLE_PATH}">
${FEEDS.map(feed => html`<link rel="alternate" type="${feed.mediaType}" title="${hub.name} (${feed.title})" href="${baseOf(context)}/feeds/${feed.file}">\n`)}${head}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="masthead"><div class="wrap">
<a class="name" href="/">${hub.name}</a>
<form class="search" action="/search" role="search"><label class="skip" for="q">Search</label><input id="q" name="q" type="search" placeholder="Search"><button>Search</button></form>
</div></header>
<nav class="menu" aria-label="Sections"><div class="wrap"><ul>
<li><a href="/"${current === undefined && title === hub.name && html` aria-current="page"`}>Home</a></li>
${menu.map(({ name, slug }) => html`<li><a href="/section/${slug}"${slug === current && html` aria-current="page"`}>${name}</a></li>`)}
</ul></div></nav>
<main id="content" tabindex="-1"><div class="wrap">
${content}
</div></main>
<footer class="foot"><div class="wrap">
<p>Articles belong to their publishers. Each carries its attribution and a link to its source.</p>
<ul><li><a href="/about">About</a></li>${FEEDS.map(feed => html`<li><a href="/feeds/${feed.file}">${feed.title}</a></li>`)}<li><a href="/openapi.json">API</a></li>${contact !== undefined && html`<li>Contact: ${contact}</li>`}</ul>
</div></footer>
</body>
</html>
`.markup
}

/** Most popular, and the slot for advertising where it is switched on. */
export function aside({ context, popular }: Surroundings): Html {
  return html`<aside class="aside" aria-label="More">
${popular.length > 0 && html`<section aria-labelledby="popular"><h2 id="popular">Most popular</h2><ol>${popular.map(article => html`<li><a href="${pathOf(article.url)}"${langOf(article, context)}>${article.headline}</a></li>`)}</ol></section>`}
${context.hub.advertising && html`<section class="advertising" aria-label="Advertising"></section>`}
</aside>`
}

/** Links within the hub need no host: they work under whatever name it is reached. */
export function pathOf(url: string): string {
  const { pathname, search } = new URL(url)
  return pathname + search
}

/** A time as readers of the hub see it. */
export function time(instant: string, { hub }: HttpContext): Html {
  const text = new Intl.DateTimeFormat(hub.language, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: hub.timeZone,
  }).format(new Date(instant))
  return html`<time datetime="${instant}">${text}</time>`
}

/** A text in another language than the page says so, and runs in its own direction. */
export function langOf({ language }: ShownArticle, { hub }: HttpContext): Html | false {
  if (language === undefined || language === hub.language) return false
  const direction = directionOf(language)
  return html` lang="${language}"${direction !== directionOf(hub.language) && html` dir="${direction}"`}`
}
