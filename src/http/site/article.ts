import type { LeadImage } from '../../model.ts'
import { pageParts } from '../../outputs/page-parts.ts'
import { schemaOrg } from '../../outputs/schema-org.ts'
import type { ShownArticle } from '../../outputs/shown.ts'
import { TAG } from '../../values/clean-html.ts'
import { type Html, html, raw } from './html.ts'
import { aside, langOf, layout, type Surroundings, time } from './layout.ts'
import { slugOf } from './sections.ts'

/**
 * An article's page: date, breadcrumb, headline, standfirst, byline, then the text with its dateline, and, as `contentHtml`
 * always ends with them, biography, copyright notice, credit line and Source link; then the hub's about box and most popular.
 */
export function articlePage(around: Surroundings, article: ShownArticle): string {
  const { context } = around
  const { standfirst, image, html: text } = pageParts(article)
  const content = html`<div class="columns"><div class="article">
<article${langOf(article, context)}>
<header>
<p class="meta">${article.published !== undefined ? time(article.published, context) : time(article.updatedAt, context)}</p>
${breadcrumb(article)}
<h1>${article.headline}</h1>
${standfirst !== undefined && html`<p class="standfirst">${standfirst}</p>`}
${article.byline.length > 0 && html`<p class="byline">By ${article.byline.join(', ')}</p>`}
</header>
${image && leadImage(image)}
<div class="text">
${raw(reachable(text))}
</div>
</article>
<section class="about-box" aria-labelledby="about"><h2 id="about">About ${context.hub.name}</h2><p>${context.hub.about}</p></section>
</div>${aside(around)}</div>`
  return layout(around, {
    title: article.headline,
    content,
    head: headOf(article),
    ...(article.section !== undefined && { current: slugOf(article.section) }),
  })
}

/** What stands in the place of an article that was withdrawn: that it was, and nothing of it. */
export function withdrawnPage(around: Surroundings): string {
  return layout(around, {
    title: 'Withdrawn',
    content: html`<h1 class="page-title">This article was withdrawn</h1><p>It is no longer available here.</p><p><a href="/">To the front page</a></p>`,
  })
}

/** A page for an address that holds nothing. */
export function missingPage(around: Surroundings): string {
  return layout(around, {
    title: 'Not found',
    content: html`<h1 class="page-title">There is no such page</h1><p><a href="/">To the front page</a></p>`,
  })
}

/** What the hub is. */
export function aboutPage(around: Surroundings): string {
  const { hub, contact } = around.context
  return layout(around, {
    title: 'About',
    content: html`<div class="article"><h1 class="page-title">About ${hub.name}</h1><div class="text"><p>${hub.about}</p><p>Every article here belongs to its publisher. It is shown as far as its publisher allows, with the writer's name, the copyright notice and a link to the source.</p>${contact !== undefined && html`<p>For corrections and takedowns write to ${contact}.</p>`}</div></div>`,
  })
}

const TAGS = new RegExp(TAG, 'g')

/** Tables and code may be wider than the screen: by keyboard they are moved when they can have the focus. */
const reachable = (contentHtml: string): string =>
  contentHtml.replace(TAGS, tag => tag.replace(/^<(?:table|pre)(?=[ >])/, '$& tabindex="0"'))

function breadcrumb({ section }: ShownArticle): Html {
  return html`<nav class="breadcrumb meta" aria-label="Breadcrumb"><ol><li><a href="/">Home</a></li><li>${section === undefined ? 'News' : html`<a href="/section/${slugOf(section)}">${section}</a>`}</li></ol></nav>`
}

function leadImage({ url, alt = '', caption = '', credit = '' }: LeadImage): Html {
  const words = caption.includes(credit) ? caption : `${caption} ${credit}`.trim()
  return html`<figure class="lead-image"><img src="${url}" alt="${alt}">${words !== '' && html`<figcaption>${words}</figcaption>`}</figure>`
}

function headOf(article: ShownArticle): Html {
  // In a script element only `<` can end it; JSON may write it as an escape.
  const json = JSON.stringify(schemaOrg(article)).replace(/</g, '\\u003c')
  return html`<link rel="canonical" href="${article.attribution.sourceUrl}">
<meta property="og:title" content="${article.headline}">
<script type="application/ld+json">${raw(json)}</script>`
}
