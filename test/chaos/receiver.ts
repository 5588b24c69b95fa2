/** A consumer's server: it checks every signature, and writes down which events it has taken, in their order. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { Webhook } from 'standardwebhooks'

export interface Receiver {
  readonly origin: string
  readonly secret: string
  /** ids of the messages it has taken, each time anew */
  readonly taken: readonly string[]
  /** messages whose signature did not hold */
  readonly forged: readonly string[]
  close(): void
}

/** Starts one. It refuses every `refusals`-th message the first time it comes; none when that is not given. */
export async function startReceiver(refusals = Infinity): Promise<Receiver> {
  const secret = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  const webhook = new Webhook(secret)
  const seen = new Set<string>()
  const taken: string[] = []
  const forged: string[] = []
  const server = createServer(async (request, response) => {
    const headers = request.headers as Record<string, string>
    const id = headers['webhook-id'] ?? ''
    try {
      webhook.verify(await text(request), headers)
    } catch {
      forged.push(id)
    }
    const isFirst = !seen.has(id)
    seen.add(id)
    const isRefused = isFirst && seen.size % refusals === 0
    if (!isRefused) taken.push(id)
    response.writeHead(isRefused ? 503 : 204).end()
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret,
    taken,
    forged,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

/** What was wrong with the deliveries of a desk at rest, in words. */
export function complaintsAbout({ taken, forged }: Receiver, events: readonly { readonly number: number }[]): string[] {
  const numbers = taken.map(id => Number(id.split('.')[1]))
  const first = [...new Set(numbers)]
  const known = new Set(first)
  const missing = events.filter(({ number }) => !known.has(number)).length
  const disordered = first.filter((number, at) => at > 0 && number < (first[at - 1] as number)).length
  return [
    ...(missing > 0 ? [`${missing} events were not delivered`] : []),
    ...(disordered > 0 ? [`${disordered} events were delivered before an earlier one`] : []),
    ...(forged.length > 0 ? [`${forged.length} signatures did not hold`] : []),
  ]
}
