/** Which links of a section page lead to articles, by the shape of their addresses and what is written on them. */

import { registrableDomain } from '../values/url.ts'

export interface PageLink {
  readonly url: URL
  readonly text: string
}

/** Parts of a path that name lists, services and files, in the languages that news sites mostly speak. */
const LISTS =
  /^(?:tags?|topics?|themen?|themes?|category|categories|kategorie|rubrique|seccion|sections?|authors?|autor(?:en|es)?|auteurs?|writers?|profile|people|search|suche|recherche|buscar|archives?|login|signin|sign-in|register|account|subscribe|subscription|abo|newsletters?|about|contact|impressum|imprint|privacy|datenschutz|terms|cookies?|jobs|advertise|help|faq|feeds?|rss|shop|store|wp-.*|cdn-cgi)$/i
const FILE = /\.(?:jpe?g|png|gif|webp|svg|pdf|zip|mp3|mp4|xml|rss|json|css|js)$/i

/** A link needs as much as a long slug, or a date and a title, or a title that is a sentence and a number. */
const SURE = 4
/** Where links of one shape have this much on the average, the weaker of them are articles too. */
const SHAPE_MEAN = 3

/** The links of a page that lead to articles of its own site, each once, in their order. */
export function articleLinks(links: readonly PageLink[], pageUrl: string): PageLink[] {
  const domain = registrableDomain(new URL(pageUrl).hostname)
  const own = longestTexts(links).filter(
    ({ url }) => registrableDomain(url.hostname) === domain && url.pathname !== new URL(pageUrl).pathname,
  )
  const scored = own.map(link => ({ link, score: scoreOf(link), shape: shapeOf(link.url) }))
  const means = meansByShape(scored)
  return scored
    .filter(({ score, shape }) => score >= SURE || (score >= 1 && (means.get(shape) ?? 0) >= SHAPE_MEAN))
    .map(({ link }) => link)
}

/** Picture, headline and "read more" lead to the same page; the longest text is the headline. */
function longestTexts(links: readonly PageLink[]): PageLink[] {
  const byUrl = new Map<string, PageLink>()
  for (const link of links) {
    const address = new URL(link.url)
    address.hash = ''
    const known = byUrl.get(address.href)
    if (!known || known.text.length < link.text.length) byUrl.set(address.href, { url: address, text: link.text })
  }
  return [...byUrl.values()]
}

/** How much speaks for an article: words in the slug, a date, a number, a headline on the link; what names a list speaks against all. */
function scoreOf({ url, text }: PageLink): number {
  const parts = url.pathname.split('/').filter(part => part !== '')
  const last = (parts.at(-1) ?? '').replace(/\.(?:s?html?|php|aspx?)$/i, '')
  if (parts.length === 0 || FILE.test(url.pathname) || parts.some(part => LISTS.test(part))) return 0
  const words = last.split(/[-_]/).filter(word => /^\p{L}{2,}$/u.test(decoded(word))).length
  const slug = words >= 4 ? 2 : words === 3 ? 1 : 0
  const dated = /\/(?:19|20)\d\d[/-]?(?:0?[1-9]|1[0-2])(?:[/-]|\b)/.test(url.pathname) ? 2 : 0
  const numbered = /\d{5,}/.test(last) || /[?&](?:id|p|article|story)=\d+/i.test(url.search) ? 1 : 0
  const headline = wordsOf(text)
  return slug + dated + numbered + (headline >= 5 ? 2 : headline >= 3 ? 1 : 0)
}

const wordsOf = (text: string): number => text.split(/\s+/).filter(word => /\p{L}/u.test(word)).length

function decoded(word: string): string {
  try {
    return decodeURIComponent(word)
  } catch {
    return word
  }
}

/** The address with its numbers and slugs taken out: articles of one site mostly share theirs. */
function shapeOf(url: URL): string {
  const parts = url.pathname.split('/').filter(part => part !== '')
  const generic = parts.map(part =>
    /^\d+$/.test(part) ? '#' : part.length > 20 || /[-_].*[-_]/.test(part) ? '~' : part,
  )
  return `${url.hostname}/${generic.slice(0, -1).join('/')}/${/\d/.test(parts.at(-1) ?? '') ? '#' : '~'}`
}

function meansByShape(scored: readonly { readonly score: number; readonly shape: string }[]): Map<string, number> {
  const sums = new Map<string, { sum: number; count: number }>()
  for (const { score, shape } of scored) {
    const { sum, count } = sums.get(shape) ?? { sum: 0, count: 0 }
    sums.set(shape, { sum: sum + score, count: count + 1 })
  }
  // One link is no shape yet.
  return new Map([...sums].map(([shape, { sum, count }]) => [shape, count < 2 ? 0 : sum / count]))
}
