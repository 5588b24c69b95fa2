/** What kind of page it is: walls, errors and empty shells by what they say; lists by signs that add up to points. */

import type { Body, PageKind, Reading } from '../model.ts'
import { isHomepage } from '../values/url.ts'
import { readInstead } from './kind/instead.ts'
import { listingPoints } from './kind/listing.ts'
import { ownMedia, type Page } from './page.ts'

/** What the fields say that were read before the kind. */
export interface KindSigns {
  readonly headline: string | undefined
  /** a person is named as writer */
  readonly hasWriter: boolean
  readonly hasDate: boolean
  readonly body: Reading<Body> | undefined
}

export interface Kind {
  readonly kind: PageKind
  /** the signs that led to it */
  readonly why: readonly string[]
}

/** More points than this and a page lists articles instead of being one. */
const LISTING_LIMIT = 1

/** The kind, with the signs that led to it. */
export function readKind(page: Page, signs: KindSigns): Kind {
  const instead = readInstead(page, signs)
  if (instead) return instead
  const points = listingPoints(page, signs)
  const why = points.map(([sign, each]) => `${sign} ${each > 0 ? '+' : ''}${each}`)
  const sum = points.reduce((total, [, each]) => total + each, 0)
  if (sum > LISTING_LIMIT && !isCertain(page, signs)) return { kind: 'listing', why }
  return { kind: newsKind(page), why }
}

function newsKind(page: Page): PageKind {
  const { article, meta } = page
  if (article?.type === 'LiveBlogPosting') return 'live'
  if (/^video/i.test(meta('og:type') ?? '') && article === undefined) return 'video'
  const media = ownMedia(page)
  return media === undefined ? 'article' : media.type === 'VideoObject' ? 'video' : 'gallery'
}

/** Words in one group of paragraphs that no teaser list has. */
const TEXT_WORDS = 250

/** An article that describes itself, with its text on the page, is one whatever else is around it; a film has hardly a text. */
function isCertain(page: Page, { hasDate, hasWriter }: KindSigns): boolean {
  if (isHomepage(page.url)) return false
  const { article, survey } = page
  if (article?.type === 'LiveBlogPosting' || ownMedia(page)) return true
  const hasText = survey.largestGroup > TEXT_WORDS
  const slug = (URL.parse(page.url)?.pathname ?? '').split('/').findLast(part => part !== '') ?? ''
  return (
    (hasText && article !== undefined) ||
    (hasText && page.meta('article:published_time') !== undefined && (hasDate || hasWriter)) ||
    (slug.split(/[-_]/).length >= 4 && survey.largestGroup > survey.words / 2)
  )
}
