/** An article whole: the further pages of one in several pages are asked for with all manners and joined to the first. */

import { asWiredeskError, WiredeskError } from '../errors.ts'
import { joinBodies } from '../extract/next-page.ts'
import type { Body, ClaimedLink, ExtractedArticle, FetchedPage, Source } from '../model.ts'
import { REFUSED } from '../normalize/index.ts'
import type { PipelineContext } from './context.ts'
import { ownHeadersOf } from './own-headers.ts'

/** Longer articles than this are lists of pictures, a page each. */
const MAX_PAGES = 10

/** What the engine reads of a page, with the text of the pages that follow it. */
export async function readWhole(
  answer: FetchedPage,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<ExtractedArticle> {
  const first = await readOne(answer, link, source, context)
  const body = first.fields.body
  if (first.nextPage === undefined || !body) return first
  const rest = await furtherBodies(first.nextPage, answer.url, link, source, context)
  if (rest.length === 0) return first
  return { ...first, fields: { ...first.fields, body: { ...body, value: joinBodies([body.value, ...rest]) } } }
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

/** The bodies after the first page. A page that is gone, or no article any more, ends it there; one that may come later fails the turn. */
async function furtherBodies(
  next: string,
  first: string,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<Body[]> {
  const asked = new Set([first])
  const bodies: Body[] = []
  let url: string | undefined = next
  while (url !== undefined && !asked.has(url) && asked.size < MAX_PAGES) {
    asked.add(url)
    const page: ExtractedArticle | undefined = await furtherPage(url, link, source, context)
    if (!page?.fields.body) break
    bodies.push(page.fields.body.value)
    url = page.nextPage
  }
  if (url !== undefined && !asked.has(url))
    context.log.warn({ sourceId: source.id, url, stage: 'extract' }, `an article has more than ${MAX_PAGES} pages`)
  return bodies
}

async function furtherPage(
  url: string,
  link: Pick<ClaimedLink, 'hints'>,
  source: Source,
  context: PipelineContext,
): Promise<ExtractedArticle | undefined> {
  const { politeness, log, tally } = context
  try {
    const request = { url, kind: 'page', delayMs: source.delayMs, own: ownHeadersOf(source), isPatient: true } as const
    const answer = await politeness.ask(request)
    tally.fetched++
    const page = await readOne(answer, link, source, context)
    // A login, or the front page that addresses without a page are led to, would be taken for text of the article.
    const code = REFUSED[page.kind]
    if (code) throw new WiredeskError(code, { url: answer.url, detail: page.kindWhy.join(', ') })
    return page
  } catch (thrown) {
    const error = asWiredeskError(thrown, { url, sourceId: source.id })
    if (error.retry !== 'never') throw thrown
    log.warn({ sourceId: source.id, url, stage: 'fetch', code: error.code }, 'a further page of an article is missing')
    return undefined
  }
}
