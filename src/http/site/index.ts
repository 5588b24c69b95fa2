/** The hub's pages. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { show, showWithdrawn } from '../../outputs/shown.ts'
import { type HttpContext, send, showContext, shownPage } from '../context.ts'
import { aboutPage, articlePage, missingPage, withdrawnPage } from './article.ts'
import { html } from './html.ts'
import { surroundings } from './layout.ts'
import { frontPage, listPage } from './lists.ts'
import { sectionOf } from './sections.ts'
import { STYLE, STYLE_PATH } from './style.ts'

/** Adds the pages for readers. */
export function addSite(server: FastifyInstance, context: HttpContext): void {
  const { store, hub } = context
  const cursorOf = ({ query }: FastifyRequest) => {
    const { cursor } = query as { cursor?: unknown }
    return typeof cursor === 'string' ? { cursor } : {}
  }
  const page = (request: FastifyRequest, reply: FastifyReply, body: string, status = 200) =>
    status === 200
      ? send(request, reply, 'text/html', body)
      : reply.code(status).type('text/html; charset=utf-8').send(body)

  server.get(STYLE_PATH, (_, reply) =>
    reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(STYLE),
  )

  server.get('/', async (request, reply) => {
    const { articles, next } = shownPage(
      context,
      await store.listArticles({ limit: hub.pageSize, ...cursorOf(request) }),
    )
    return page(request, reply, frontPage(await surroundings(context), articles, next && `/?cursor=${next}`))
  })

  server.get<{ Params: { slug: string } }>('/section/:slug', async (request, reply) => {
    const { slug } = request.params
    const section = await sectionOf(store, slug)
    if (section === undefined) return reply.callNotFound()
    const { articles, next } = shownPage(
      context,
      await store.listArticles({ limit: hub.pageSize, section, ...cursorOf(request) }),
    )
    return page(
      request,
      reply,
      listPage(await surroundings(context), {
        title: section,
        articles,
        next: next && `/section/${encodeURIComponent(slug)}?cursor=${next}`,
        current: slug,
      }),
    )
  })

  server.get('/search', async (request, reply) => {
    const { q } = request.query as { q?: unknown }
    const words = typeof q === 'string' ? q.slice(0, 200) : ''
    const found =
      words.trim() === ''
        ? { articles: [] }
        : await store.listArticles({ limit: hub.pageSize, search: words, ...cursorOf(request) })
    const { articles, next } = shownPage(context, found)
    const intro = html`<p class="meta">${words.trim() === '' ? 'Type what you look for.' : articles.length === 0 ? `Nothing was found for “${words}”.` : `Articles with “${words}”, newest first.`}</p>`
    return page(
      request,
      reply,
      listPage(await surroundings(context), {
        title: 'Search',
        articles,
        next: next && `/search?q=${encodeURIComponent(words)}&cursor=${next}`,
        intro,
      }),
    )
  })

  server.get('/about', async (request, reply) => page(request, reply, aboutPage(await surroundings(context))))

  for (const path of ['/article/:id', '/article/:id/:slug']) {
    server.get<{ Params: { id: string } }>(path, async (request, reply) => {
      const record = await store.article(request.params.id)
      const at = showContext(context)
      if (record && showWithdrawn(record, at))
        return page(request, reply, withdrawnPage(await surroundings(context)), 410)
      const article = record && show(record, at)
      if (!article) return reply.callNotFound()
      await store.countView(article.id, new Date(at.nowMs).toISOString())
      return page(request, reply, articlePage(await surroundings(context), article))
    })
  }

  server.setNotFoundHandler(async (request, reply) =>
    page(request, reply, missingPage(await surroundings(context)), 404),
  )
}
