/** What kind of page it is: signs add up to points; above the limit it is no article. */

import type { Body, PageKind } from '../model.ts'
import { collapse, wordCount } from '../values/text.ts'
import { isHomepage } from '../values/url.ts'
import type { Page } from './page.ts'

export interface KindSigns {
  readonly headline: string | undefined
  readonly hasByline: boolean
  readonly hasDate: boolean
  readonly body: Body | undefined
}

/** More points than this and a page lists articles instead of being one. */
const LISTING_LIMIT = 0

const LIST_WORD =
  /\/(?:category|categories|tag|tags|topic|topics|section|sections|search|forum|products|events|jobs|hub|archive|author|authors)(?:\/|$)/i
const WALL =
  /just a moment|access denied|are you (?:a )?(?:robot|human)|robot check|captcha|attention required|verify you are|before you continue|enable javascript and cookies|checking your browser|unusual traffic/i
const ERROR =
  /^(?:\d{3}\b|error\b)|not found|page (?:does not|doesn['’]t) exist|no longer available|seite nicht gefunden|page introuvable|página no encontrada|forbidden|bad gateway|service unavailable/i

/** Under so many words a page with a wall's or an error's title has no other content. */
const FEW_WORDS = 300
const EMPTY_WORDS = 40

/** The kind, with the signs that led to it. */
export function readKind(page: Page, signs: KindSigns): { readonly kind: PageKind; readonly why: readonly string[] } {
  const words = signs.body?.wordCount ?? 0
  const title = collapse(`${page.$('title').first().text()} ${signs.headline ?? ''}`)
  const seen = words < FEW_WORDS ? pageWords(page) : words
  if (seen < FEW_WORDS && WALL.test(title))
    return { kind: 'wall', why: [`title "${title.slice(0, 80)}"`, `${seen} words`] }
  if (seen < FEW_WORDS && ERROR.test(title) && page.article === undefined)
    return { kind: 'error', why: [`title "${title.slice(0, 80)}"`, `${seen} words`] }
  if (words === 0 && seen < EMPTY_WORDS) return { kind: 'empty', why: [`${seen} words without scripts`] }
  const points = listingPoints(page, signs)
  const sum = points.reduce((total, [, each]) => total + each, 0)
  const why = points.map(([sign, each]) => `${sign} ${each > 0 ? '+' : ''}${each}`)
  if (sum > LISTING_LIMIT && !isCertain(page, signs)) return { kind: 'listing', why }
  return { kind: newsKind(page), why }
}

function newsKind({ article, meta }: Page): PageKind {
  if (article?.type === 'LiveBlogPosting') return 'live'
  if (/^video/i.test(meta('og:type') ?? '') && article === undefined) return 'video'
  return 'article'
}

/** An article that describes itself, with its text on the page, is one whatever else is around it. */
function isCertain(page: Page, { body, hasDate, hasByline }: KindSigns): boolean {
  if (isHomepage(page.url)) return false
  const words = body?.wordCount ?? 0
  if (page.article?.type === 'LiveBlogPosting') return true
  return (
    words > 150 &&
    (page.article !== undefined || page.meta('article:published_time') !== undefined) &&
    (hasDate || hasByline)
  )
}

function listingPoints(page: Page, { body, hasByline, hasDate }: KindSigns): (readonly [string, number])[] {
  const { pathname } = new URL(page.url)
  const parts = pathname.split('/').filter(part => part !== '')
  const slug = parts.at(-1) ?? ''
  const words = body?.wordCount ?? 0
  const type = page.meta('og:type') ?? ''
  const linkedHeadings = countLinkedHeadings(page)
  const hasListNode = page.jsonLd.some(node => /^(?:CollectionPage|ItemList|SearchResultsPage)$/.test(node.type))
  const signs: (readonly [string, number, boolean])[] = [
    ['home page address', 3, isHomepage(page.url)],
    ['list word in the path', 4, LIST_WORD.test(pathname)],
    [
      'short path',
      2,
      parts.length > 0 &&
        parts.length <= 2 &&
        parts.every(part => part.length < 16 && !/\d/.test(part)) &&
        slug.split('-').length < 3,
    ],
    ['long slug', -3, slug.split(/[-_]/).length >= 4 || /\d{5}/.test(slug)],
    ['date in the path', -3, /\/(?:19|20)\d\d[/-]\d{1,2}/.test(pathname)],
    ['article in JSON-LD', -2, page.article !== undefined],
    ['list in JSON-LD', 3, hasListNode && page.article === undefined],
    ['og:type article', -1, type === 'article'],
    ['og:type website', 1, /^(?:website|product)$/.test(type)],
    ['hardly any text', 2, words < 40],
    ['little text', 1, words >= 40 && words < 100],
    ['much text', -2, words > 250],
    ['many linked headings', 2, linkedHeadings >= 10],
    ['date shown', -3, hasDate],
    ['byline', -2, hasByline],
  ]
  return signs.filter(([, , holds]) => holds).map(([sign, points]) => [sign, points] as const)
}

function countLinkedHeadings({ $ }: Page): number {
  return $('h2 a, h3 a, a h2, a h3')
    .toArray()
    .filter(element => wordCount($(element).text()) >= 4).length
}

function pageWords({ $ }: Page): number {
  let text = ''
  for (const element of $('p, h1, h2, h3, li, td, span, a, div').toArray()) {
    for (const child of element.children) if (child.type === 'text') text += ` ${(child as { data: string }).data}`
    if (text.length > 20_000) break
  }
  return wordCount(text)
}
