import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ArticleRecord } from '../model.ts'
import { type ShowContext, type ShownArticle, show } from '../outputs/shown.ts'
import type { ArticlePage, Clock, Store } from '../ports.ts'
import type { Ailments } from './health.ts'

export interface HubConfig {
  readonly name: string
  readonly about: string
  readonly baseUrl: string
  readonly timeZone: string
  readonly language: string
  readonly advertising: boolean
  readonly pageSize: number
}

/** What every route works with. */
export interface HttpContext {
  readonly store: Store
  readonly clock: Clock
  readonly hub: HubConfig
  readonly contact?: string | undefined
  /** what keeps this process from its work; absent: only the store is asked */
  readonly ailments?: Ailments
}

/** The hub's address without a slash at its end. */
export const baseOf = ({ hub }: Pick<HttpContext, 'hub'>): string => hub.baseUrl.replace(/\/+$/, '')

export const showContext = (context: HttpContext): ShowContext => ({
  baseUrl: baseOf(context),
  nowMs: context.clock.now(),
})

/** Those of the records that may be shown. */
export function shownOf(context: HttpContext, records: readonly ArticleRecord[]): ShownArticle[] {
  const at = showContext(context)
  return records.map(record => show(record, at)).filter(article => article !== undefined)
}

/** A page of a list as it may be shown. */
export const shownPage = (context: HttpContext, page: ArticlePage) => ({
  articles: shownOf(context, page.articles),
  next: page.next,
})

/** Corrections and takedowns must reach readers soon: nothing is kept longer than this without asking again. */
const MAX_AGE_SECONDS = 30

/** Sends a body with its validator; a client that has it already gets 304. */
export function send(request: FastifyRequest, reply: FastifyReply, mediaType: string, body: string): FastifyReply {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  reply.header('etag', etag).header('cache-control', `public, max-age=${MAX_AGE_SECONDS}, must-revalidate`)
  if (request.headers['if-none-match']?.split(/\s*,\s*/).some(tag => tag.replace(/^W\//, '') === etag))
    return reply.code(304).send()
  return reply.type(`${mediaType}; charset=utf-8`).send(body)
}
