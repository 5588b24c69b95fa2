/** The hub's feeds, whole and by section. */

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { FEEDS, type FeedOutput } from '../outputs/index.ts'
import { showWithdrawn } from '../outputs/shown.ts'
import { baseOf, type HttpContext, send, showContext, shownOf } from './context.ts'
import { sectionOf } from './site/sections.ts'

/** Articles in one feed; readers poll oftener than a hub publishes so many. */
const FEED_LENGTH = 50

/** Adds /feeds/... and /section/.../feeds/... */
export function addFeeds(server: FastifyInstance, context: HttpContext): void {
  for (const feed of FEEDS) {
    server.get(`/feeds/${feed.file}`, (request, reply) => answer(request, reply, feed))
    server.get<{ Params: { slug: string } }>(`/section/:slug/feeds/${feed.file}`, async (request, reply) => {
      const section = await sectionOf(context.store, request.params.slug)
      return section === undefined ? reply.callNotFound() : answer(request, reply, feed, section)
    })
  }

  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    feed: FeedOutput,
    section?: string,
  ): Promise<FastifyReply> {
    const { store, hub, clock } = context
    const { articles: records } = await store.listArticles({
      limit: FEED_LENGTH,
      includeCanceled: true,
      ...(section !== undefined && { section }),
    })
    const at = showContext(context)
    // What readers add to the address must not make another feed of it: in Atom it is the feed's id.
    const [path = ''] = request.url.split('?', 1)
    const updated = records
      .map(record => record.article.updatedAt)
      .toSorted()
      .at(-1)
    const body = feed.render({
      title: section === undefined ? hub.name : `${hub.name}: ${section}`,
      description: hub.about,
      language: hub.language,
      home: baseOf(context) + (section === undefined ? '/' : path.replace(/\/feeds\/[^/]*$/, '')),
      self: baseOf(context) + path,
      updated: updated ?? new Date(clock.now()).toISOString(),
      articles: shownOf(context, records),
      withdrawn: records.map(record => showWithdrawn(record, at)).filter(each => each !== undefined),
    })
    return send(request, reply, feed.mediaType, body)
  }
}
