import { type FastifyInstance, fastify } from 'fastify'
import type { Clock, Store } from '../ports.ts'
import { problem } from './problem.ts'

/** What keeps a process from its work, in words; nothing when it is ready. */
export type Ailments = () => Promise<readonly string[]>

/**
 * `/healthz`: the process lives; only a restart would help when it does not answer. `/readyz`: it can work now; a store or queue that is
 * away makes it unready, and no restart of this process would help.
 */
export function addHealth(server: FastifyInstance, ailments: Ailments): void {
  server.get('/healthz', async () => ({ status: 'ok' }))
  server.get('/readyz', async (_, reply) => {
    const found = await ailments()
    return found.length === 0 ? { status: 'ready' } : problem(reply, 503, found.join('; '))
  })
}

/** Whether a small question to the store has an answer. */
export async function storeAilments(store: Store, clock: Clock): Promise<readonly string[]> {
  return store.countHeld(clock.now()).then(
    () => [],
    () => ['the store does not answer'],
  )
}

/** The server of a process that serves nothing else. */
export function createHealthServer(ailments: Ailments): FastifyInstance {
  const server = fastify()
  addHealth(server, ailments)
  return server
}
