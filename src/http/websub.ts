/** The callback that hubs talk to (WebSub, 5.3 and 7). What they deliver is not read: it only makes the feed due. */

import type { FastifyInstance } from 'fastify'
import { answerIntent, isAuthentic } from '../policy/websub.ts'
import type { HttpContext } from './context.ts'
import { problem } from './problem.ts'

/** Hubs send whole feeds; a signature needs all of it. */
const BODY_LIMIT = 5 * 1024 * 1024

/** However often a hub calls, its feed is not polled more often than this. */
const HINT_GAP_MS = 60_000

interface Route {
  Params: { id: string }
  Querystring: Record<string, unknown>
}

/** Adds the callback. */
export function addWebSub(server: FastifyInstance, { store, clock }: HttpContext): void {
  // A part of its own: here every body is bytes, since the signature is over bytes.
  server.register(async part => {
    part.removeAllContentTypeParsers()
    part.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body))

    part.get<Route>('/websub/:id', async (request, reply) => {
      const known = await store.subscription(request.params.id)
      const answer = known && answerIntent(known, request.query, clock.now())
      if (answer?.next) await store.saveSubscription(answer.next)
      if (!answer?.confirmed) return problem(reply, 404, 'Nothing of that kind was asked for')
      return reply.type('text/plain; charset=utf-8').send(answer.challenge)
    })

    part.post<Route>('/websub/:id', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const known = await store.subscription(request.params.id)
      // 410 tells the hub to end it (section 7).
      if (!known) return problem(reply, 410, 'There is no such subscription')
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
      const signature = request.headers['x-hub-signature']
      // A wrong signature gets the same answer and is ignored (section 8): whoever guesses learns nothing.
      if (isAuthentic(known, body, Array.isArray(signature) ? undefined : signature))
        await store.hintFeed(known.feedId, clock.now(), HINT_GAP_MS)
      return reply.code(202).send()
    })
  })
}
