import type { FastifyReply } from 'fastify'

/** An error for programs (RFC 9457). */
export function problem(reply: FastifyReply, status: number, title: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify({ type: 'about:blank', status, title }))
}
