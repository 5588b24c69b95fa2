import type { ShownArticle } from '../../outputs/shown.ts'
import type { HttpContext } from '../context.ts'
import { type Html, html } from './html.ts'
import { aside, langOf, layout, pathOf, type Surroundings, time } from './layout.ts'

interface ListPage {
  readonly title: string
  readonly articles: readonly ShownArticle[]
  /** the address of the page after this */
  readonly next: string | undefined
  readonly current?: string
  readonly intro?: Html
}

/** The front page: the newest story large, the others below it. */
export function frontPage(around: Surroundings, articles: readonly ShownArticle[], next: string | undefined): string {
  const [lead, ...others] = articles
  const { context } = around
  const content = html`<h1 class="skip">${context.hub.name}</h1><div class="columns"><div>
${lead ? html`<article class="lead">${metaOf(lead, context)}<h2${langOf(lead, context)}><a href="${pathOf(lead.url)}">${lead.headline}</a></h2>${lead.standfirst !== undefined && html`<p class="standfirst"${langOf(lead, context)}>${lead.standfirst}</p>`}${bylineOf(lead)}</article>` : html`<p>Nothing has been published yet.</p>`}
${list(others, context)}${pager(next)}</div>${aside(around)}</div>`
  return layout(around, { title: context.hub.name, content })
}

/** A section, or the results of a search. */
export function listPage(around: Surroundings, { title, articles, next, current, intro }: ListPage): string {
  const content = html`<h1 class="page-title">${title}</h1>${intro}<div class="columns"><div>${list(articles, around.context)}${pager(next)}</div>${aside(around)}</div>`
  return layout(around, { title, content, ...(current !== undefined && { current }) })
}

function list(articles: readonly ShownArticle[], context: HttpContext): Html {
  return html`<ul class="list">${articles.map(
    article =>
      html`<li><article>${metaOf(article, context)}<h2${langOf(article, context)}><a href="${pathOf(article.url)}">${article.headline}</a></h2>${article.standfirst !== undefined && html`<p${langOf(article, context)}>${article.standfirst}</p>`}${bylineOf(article)}</article></li>`,
  )}</ul>`
}

function metaOf(article: ShownArticle, context: HttpContext): Html {
  return html`<p class="meta">${article.published !== undefined && html`${time(article.published, context)} · `}${article.attribution.sourceName} · <a href="${article.attribution.sourceUrl}" rel="noopener">Source link</a></p>`
}

const bylineOf = ({ byline }: ShownArticle): Html | false =>
  byline.length > 0 && html`<p class="meta">By ${byline.join(', ')}</p>`

const pager = (next: string | undefined): Html | false =>
  next !== undefined && html`<p class="pager"><a href="${next}" rel="next">Older articles</a></p>`
