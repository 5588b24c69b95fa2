import { type FastifyError, type FastifyInstance, fastify } from 'fastify'
import { addApi } from './api.ts'
import type { HttpContext } from './context.ts'
import { addFeeds } from './feeds.ts'
import { addHealth, storeAilments } from './health.ts'
import { OPENAPI } from './openapi.ts'
import { problem } from './problem.ts'
import { addSite } from './site/index.ts'
import { addWebSub } from './websub.ts'

/** Nothing of the hub runs script, and nothing may be framed; pictures of articles come from their publishers. */
const HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src 'self' https: http: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'cross-origin-opener-policy': 'same-origin',
  'x-robots-tag': 'noindex',
} as const

/** Everything that takes requests reads little: a body is never expected. */
const BODY_LIMIT = 1024

/** The hub, the API and the feeds over one store. */
export function createServer(context: HttpContext): FastifyInstance {
  const server = fastify({
    bodyLimit: BODY_LIMIT,
    ajv: { customOptions: { coerceTypes: true, removeAdditional: false } },
  })
  server.addHook('onRequest', async (_, reply) => {
    reply.headers(HEADERS)
  })
  server.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.validation ? 400 : (error.statusCode ?? 500)
    if (status >= 500) request.log.error(error)
    return problem(reply, status, status >= 500 ? 'Something failed here' : error.message)
  })
  addApi(server, context)
  addFeeds(server, context)
  addSite(server, context)
  addWebSub(server, context)
  server.get('/openapi.json', async () => OPENAPI)
  addHealth(server, context.ailments ?? (() => storeAilments(context.store, context.clock)))
  server.get('/robots.txt', (_, reply) =>
    reply
      .type('text/plain; charset=utf-8')
      .send('User-agent: *\nDisallow: /v1/\nDisallow: /search\nDisallow: /websub/\n'),
  )
  return server
}
