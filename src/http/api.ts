/** The JSON API: articles, their revisions, and the log. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { apiArticle, apiWithdrawn } from '../outputs/api-article.ts'
import { show, showWithdrawn } from '../outputs/shown.ts'
import { shownEvent } from '../outputs/shown-event.ts'
import { type HttpContext, send, showContext } from './context.ts'
import { problem } from './problem.ts'

interface ListQuery {
  readonly limit: number
  readonly cursor?: string
  readonly source?: string
  readonly section?: string
  readonly q?: string
  readonly since?: string
  readonly include_canceled: boolean
}

const listSchema = {
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      limit: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      cursor: { type: 'string', maxLength: 200 },
      source: { type: 'string', maxLength: 200 },
      section: { type: 'string', maxLength: 200 },
      q: { type: 'string', maxLength: 200 },
      since: { type: 'string', format: 'date-time' },
      include_canceled: { type: 'boolean', default: false },
    },
  },
} as const

const eventsSchema = {
  querystring: {
    type: 'object',
    additionalProperties: false,
    properties: {
      after: { type: 'integer', minimum: 0, default: 0 },
      limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
    },
  },
} as const

/** Adds the routes under /v1. */
export function addApi(server: FastifyInstance, context: HttpContext): void {
  const { store } = context

  server.get<{ Querystring: ListQuery }>('/v1/articles', { schema: listSchema }, async (request, reply) => {
    const { limit, cursor, source, section, q, since, include_canceled: includeCanceled } = request.query
    const page = await store.listArticles({
      limit,
      includeCanceled,
      ...(cursor !== undefined && { cursor }),
      ...(source !== undefined && { sourceId: source }),
      ...(section !== undefined && { section }),
      ...(q !== undefined && { search: q }),
      ...(since !== undefined && { since: new Date(since).toISOString() }),
    })
    const at = showContext(context)
    const articles = page.articles.map(record => {
      const shown = show(record, at)
      const withdrawn = showWithdrawn(record, at)
      return shown ? apiArticle(shown) : withdrawn && apiWithdrawn(withdrawn)
    })
    return json(request, reply, { articles: articles.filter(article => article !== undefined), next: page.next })
  })

  server.get<{ Params: { id: string } }>('/v1/articles/:id', async (request, reply) => {
    const record = await store.article(request.params.id)
    if (record?.article.status === 'canceled') return problem(reply, 410, 'The article was withdrawn')
    const shown = record && show(record, showContext(context))
    return shown ? json(request, reply, apiArticle(shown)) : problem(reply, 404, 'There is no such article')
  })

  server.get<{ Params: { id: string } }>('/v1/articles/:id/revisions', async (request, reply) => {
    const record = await store.article(request.params.id)
    if (record?.article.status === 'canceled') return problem(reply, 410, 'The article was withdrawn')
    if (!record || !show(record, showContext(context))) return problem(reply, 404, 'There is no such article')
    const revisions = (await store.revisions(request.params.id)).map(revision =>
      // Each version goes through the same gate as the article itself.
      show({ ...record, revision }, showContext(context)),
    )
    return json(request, reply, { revisions: revisions.filter(shown => shown !== undefined).map(apiArticle) })
  })

  server.get<{ Querystring: { after: number; limit: number } }>(
    '/v1/events',
    { schema: eventsSchema },
    async (request, reply) => {
      const events = await store.eventsAfter(request.query.after, request.query.limit)
      return json(request, reply, {
        events: events.map(shownEvent),
        next: events.at(-1)?.number ?? request.query.after,
      })
    },
  )
}

const json = (request: FastifyRequest, reply: FastifyReply, value: object): FastifyReply =>
  send(request, reply, 'application/json', JSON.stringify(value))
