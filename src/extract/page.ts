/** One parsed page, as every field reads it. Parsed once; what several fields look for is collected in one walk. */

import { type Cheerio, type CheerioAPI, load } from 'cheerio/slim'
import type { Document, Element } from 'domhandler'
import type { Instant, LinkHints } from '../model.ts'
import { languageTag } from '../values/language.ts'
import { getOrMake } from '../values/memo.ts'
import { parseHttpUrl } from '../values/url.ts'
import { textOf } from './element-text.ts'
import { chooseHeadings, type Headings } from './heading.ts'
import { type JsonLdNode, readJsonLd } from './json-ld.ts'
import { parseHtml } from './parse-html.ts'
import { letters, siteKeysOf } from './site-keys.ts'
import { type Spot, type Survey, surveyOf } from './survey.ts'

export interface Page extends Headings {
  readonly url: string
  /** what relative addresses in its markup are relative to (HTML, 2.4.3): its own address, or what its `base` element says */
  readonly baseUrl: string
  readonly host: string
  /** elements by selector, or a found one, for cheerio's methods */
  readonly $: (what: string | Element) => Cheerio<Element>
  /** the document node */
  readonly root: Document
  readonly survey: Survey
  /** every JSON-LD node of the page */
  readonly jsonLd: readonly JsonLdNode[]
  /** the node that describes this article */
  readonly article: JsonLdNode | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly hints: LinkHints | undefined
  readonly fetchedAt: Instant | undefined
  /** lines that the source repeats from article to article, as `body/learned.ts` keys them */
  readonly boilerplate: ReadonlySet<string> | undefined
  /** the document's declared language */
  readonly language: string | undefined
  /** the site's own names: what suffixes of titles and organisations among authors are compared with */
  readonly siteNames: readonly string[]
  /** the one of its headings that there is, the h1 first; fields look around it */
  readonly heading: Spot | undefined
  /** the first content of the named meta elements, by name, property or itemprop, in the order asked for */
  meta(...names: string[]): string | undefined
  /** every content of one meta element */
  metas(name: string): readonly string[]
  /** what readers of several fields found once (`oncePerPage`), by the function that found it */
  readonly found: Map<unknown, unknown>
}

export interface PageInput {
  /** whole, or in parts */
  readonly html: string | Iterable<string>
  /** absolute http(s) address; whatever else is read as a page of an unknown host */
  readonly url: string
  /** response headers, names in lower case */
  readonly headers?: Readonly<Record<string, string>>
  readonly hints?: LinkHints
  readonly fetchedAt?: Instant
  /** selectors of what is taken out before anything is read */
  readonly remove?: readonly string[]
  readonly boilerplate?: ReadonlySet<string>
}

/** Parses a page. Throws PAGE_HOSTILE for markup beyond all measure. */
export function parsePage(input: PageInput): Page {
  const root = parseHtml(input.html, input.url)
  const $ = selectorOver(root)
  for (const selector of input.remove ?? []) $(selector).remove()
  const survey = surveyOf(root)
  const metas = (name: string): readonly string[] => survey.metas.get(name) ?? []
  const meta = (...names: string[]): string | undefined => {
    for (const name of names) {
      const value = survey.metas.get(name)?.[0]
      if (value !== undefined) return value
    }
    return undefined
  }
  const { nodes, article } = readJsonLd(survey.jsonLd, input.url)
  const host = URL.parse(input.url)?.hostname ?? ''
  const page = {
    url: input.url,
    baseUrl: parseHttpUrl(survey.base ?? '', input.url)?.href ?? input.url,
    host,
    $,
    root,
    survey,
    jsonLd: nodes,
    article,
    headers: input.headers ?? {},
    hints: input.hints,
    fetchedAt: input.fetchedAt,
    boilerplate: input.boilerplate,
    language: declaredLanguage(survey, meta),
    siteNames: siteKeysOf(nodes, meta, host),
    meta,
    metas,
    found: new Map(),
  }
  const headings = chooseHeadings(page)
  return { ...page, ...headings, heading: headings.h1 ?? headings.subhead }
}

/**
 * A reading that several fields ask for, made once for each page. It is kept on the page itself: the values of a WeakMap outlive every
 * minor collection, and with one element of it a page's whole tree.
 */
export function oncePerPage<T>(read: (page: Page) => T): (page: Page) => T {
  return page => getOrMake(page.found, read, () => read(page)) as T
}

/** The letters of the headline as it is set; empty where there is none. */
export const headingLetters = oncePerPage((page): string => letters(textOf(page.heading?.element)))

/** Few pages are asked by selector, and cheerio makes a class of its own for each: that takes longer than the parse. */
function selectorOver(root: Document): Page['$'] {
  let api: CheerioAPI | undefined
  return what => {
    api ??= load(root)
    return api(what as string) as Cheerio<Element>
  }
}

function declaredLanguage({ root }: Survey, meta: Page['meta']): string | undefined {
  const said = root?.attribs['lang'] ?? root?.attribs['xml:lang'] ?? ''
  return languageTag(said) ?? languageTag(meta('content-language', 'og:locale', 'dc.language') ?? '')
}

const MEDIA_TYPE = /^(?:VideoObject|ImageGallery|MediaGallery)$/

/** The film or gallery that the page is about: the only one it describes, with a date, under the page's own name. An article may hold one. */
export const ownMedia = oncePerPage(({ jsonLd, survey, article, meta }): JsonLdNode | undefined => {
  const [media, ...others] = jsonLd.filter(({ type }) => MEDIA_TYPE.test(type))
  if (media === undefined || others.length > 0 || article !== undefined || meta('og:type') === 'article')
    return undefined
  const name = letters(media.text('name') ?? media.text('headline') ?? '')
  const isDated = (media.text('uploadDate') ?? media.text('datePublished')) !== undefined
  const titles = [survey.title, textOf(survey.h1[0]?.element)].map(title => letters(title ?? ''))
  return isDated && name !== '' && titles.some(title => title.startsWith(name)) ? media : undefined
})

/** Whether it declares a dated article, film or gallery: walls and error pages do not. */
export const describesItself = (page: Page): boolean =>
  page.article?.text('datePublished') !== undefined ||
  page.meta('article:published_time') !== undefined ||
  ownMedia(page) !== undefined

/** How far an element stands from the article's headline, in elements and texts; before it counts three times. */
export function distance({ heading }: Page, { order }: { readonly order: number }): number {
  const from = heading?.order ?? 0
  return order >= from ? order - from : (from - order) * 3
}

/**
 * Whether an element is one of some, or stands in one.
 * @param levels how many elements are looked at, its own the first: wrappers of whole pages are named for much
 */
export function isWithin(element: Element, outer: ReadonlySet<Element>, levels = 6): boolean {
  let at: Element | null = element
  for (let up = 0; at && up < levels; up++, at = at.parent as Element | null) if (outer.has(at)) return true
  return false
}

/** The zones of a spot that do not also hold for the headline: a layout named "related" says nothing inside itself. */
export const zoneOf = ({ heading }: Page, { zone }: { readonly zone: number }): number => zone & ~(heading?.zone ?? 0)
