/** An article whole: the further pages of one in several pages are asked for with all manners and joined to the first. */

import { asWiredeskError, type ErrorCode } from '../errors.ts'
import { joinBodies } from '../extract/next-page.ts'
import type { Body, ClaimedLink, ExtractedArticle, FetchedPage, Source } from '../model.ts'
import { REFUSED } from '../normalize/index.ts'
import type { PipelineContext } from './context.ts'
import { ownHeadersOf } from './own-headers.ts'

/** Longer articles than this are lists of pictures, a page each. */
const MAX_PAGES = 10

/** What is known of an article's pages together. */
export interface WholeArticle {
  readonly article: ExtractedArticle
  /** where it ends before its last page, and why */
  readonly cut?: Cut
}

interface Cut {
  readonly url: string
  readonly why: ErrorCode | `more than ${number} pages`
}

/** What the engine reads of a page, with the text of the pages that follow it. One that may come later fails the turn. */
export async function readWhole(
  answer: FetchedPage,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<WholeArticle> {
  const article = await readOne(answer, link, source, context)
  const { nextPage, fields } = article
  if (nextPage === undefined || !fields.body) return { article }
  const { bodies, isStale, cut } = await furtherPages(nextPage, answer.url, link, source, context)
  const value = joinBodies([fields.body.value, ...bodies])
  const { rule } = article
  return {
    article: {
      ...article,
      fields: { ...fields, body: { ...fields.body, value } },
      ...(rule && isStale && { rule: { ...rule, stale: [...new Set([...rule.stale, 'body' as const])] } }),
    },
    ...(cut && { cut }),
  }
}

function readOne(
  { url, bytes, headers, fetchedAt }: FetchedPage,
  { hints }: Pick<ClaimedLink, 'hints'>,
  source: Source,
  { extractor, siteRule }: PipelineContext,
): Promise<ExtractedArticle> {
  const rule = siteRule(url)
  return extractor.extract({ url, bytes, headers, hints, fetchedAt, ...(rule && { rule }) }, source.id)
}

interface FurtherPages {
  readonly bodies: readonly Body[]
  /** whether the site's rule found no text on one of them; their other fields nobody asks for */
  readonly isStale: boolean
  readonly cut?: Cut
}

/** The pages after the first, up to one that is gone, or no article any more. */
async function furtherPages(
  next: string,
  first: string,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<FurtherPages> {
  const asked = new Set([first])
  const bodies: Body[] = []
  let isStale = false
  for (let url: string | undefined = next; url !== undefined && !asked.has(url); ) {
    if (asked.size === MAX_PAGES) return { bodies, isStale, cut: { url, why: `more than ${MAX_PAGES} pages` } }
    asked.add(url)
    const page: ExtractedArticle | ErrorCode = await furtherPage(url, link, source, context)
    if (typeof page === 'string') return { bodies, isStale, cut: { url, why: page } }
    if (page.fields.body) bodies.push(page.fields.body.value)
    else return { bodies, isStale, cut: { url, why: 'NO_BODY' } }
    isStale ||= page.rule?.stale.includes('body') ?? false
    url = page.nextPage
  }
  return { bodies, isStale }
}

/** A further page, or the code of what stands in its place: a login, or the front page that addresses without a page are led to, is no text of the article. */
async function furtherPage(
  url: string,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<ExtractedArticle | ErrorCode> {
  const { politeness, tally } = context
  try {
    const request = { url, kind: 'page', delayMs: source.delayMs, own: ownHeadersOf(source), isPatient: true } as const
    const answer = await politeness.ask(request)
    tally.fetched++
    const page = await readOne(answer, link, source, context)
    return REFUSED[page.kind] ?? page
  } catch (thrown) {
    const error = asWiredeskError(thrown, { url, sourceId: source.id })
    if (error.retry !== 'never') throw thrown
    return error.code
  }
}
