/** The posts of WordPress as its REST API gives them: `/wp-json/wp/v2/posts`, with `_embed` for names beside the numbers. */

import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink } from '../model.ts'
import { instantOf } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { parseHttpUrl } from '../values/url.ts'
import type { FeedDocument } from './index.ts'
import { at, hintsOf, type Json, linkOf, objectsIn, readJson, textAt } from './json.ts'

/** What the API gives on one page when nothing else was asked for. */
const DEFAULT_PAGE = 10

/** The links of one page of posts. Throws FEED_UNREADABLE. */
export function readWordpress(document: FeedDocument): Discovered {
  const posts = readJson(document)
  if (!Array.isArray(posts))
    throw new WiredeskError('FEED_UNREADABLE', {
      url: document.url,
      detail: textAt(posts, 'message') ?? 'not a list of posts: the address ends in /wp-json/wp/v2/posts',
    })
  const links = objectsIn(posts)
    .map(post => toLink(post, document.url))
    .filter(link => link !== undefined)
  const older = posts.length < pageSize(document.url) ? undefined : nextPage(document.url)
  return { links, more: [], ...(older !== undefined && { older }) }
}

function toLink(post: Json, base: string): FoundLink | undefined {
  const address = parseHttpUrl(textAt(post, 'link') ?? '', base)
  // Drafts and private posts are listed to their authors only, but some sites open more than they mean to.
  if (!address || (textAt(post, 'status') ?? 'publish') !== 'publish') return undefined
  const terms = (at(post, '_embedded.wp:term') as unknown[] | undefined) ?? []
  const named = (taxonomy: string): string[] =>
    (Array.isArray(terms) ? terms : [])
      .flatMap(objectsIn)
      .filter(term => term['taxonomy'] === taxonomy)
      .map(term => textAt(term, 'name'))
      .filter(name => name !== undefined)
  return linkOf(
    address.href,
    textAt(post, 'guid.rendered'),
    hintsOf({
      headline: textAt(post, 'title.rendered'),
      standfirst: textAt(post, 'excerpt.rendered'),
      byline: objectsIn(at(post, '_embedded.author'))
        .map(author => textAt(author, 'name'))
        .filter(name => name !== undefined),
      published: instant(post, 'date_gmt'),
      modified: instant(post, 'modified_gmt'),
      section: named('category')[0],
      keywords: named('post_tag'),
      language: languageTag(textAt(post, 'lang') ?? ''),
      image: parseHttpUrl(textAt(objectsIn(at(post, '_embedded.wp:featuredmedia'))[0], 'source_url') ?? '')?.href,
    }),
  )
}

/** The API's `_gmt` times are in UTC and do not say so. */
function instant(post: Json, key: string): string | undefined {
  const reading = readMachineDate(`${textAt(post, key) ?? ''}Z`)
  return reading && instantOf(reading)
}

const pageSize = (url: string): number => Number(new URL(url).searchParams.get('per_page')) || DEFAULT_PAGE

function nextPage(url: string): string {
  const next = new URL(url)
  next.searchParams.set('page', String((Number(next.searchParams.get('page')) || 1) + 1))
  return next.href
}
