/** A publisher on loopback for tests of the pipeline: answers are set per path, requests are written down. */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'

export interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string | Uint8Array
}

export interface Publisher {
  readonly origin: string
  readonly host: string
  /** what each path answers; a list is answered in turn, its last entry for good */
  readonly answers: Map<string, Answer | Answer[]>
  readonly requests: {
    readonly path: string
    readonly headers: Readonly<Record<string, unknown>>
    readonly at: number
  }[]
  /** the bodies of those requests that had one */
  readonly bodies: string[]
  paths(): string[]
  close(): Promise<void>
}

/** Starts one; everything that is not set is a 404. */
export async function startPublisher(): Promise<Publisher> {
  const answers: Publisher['answers'] = new Map()
  const requests: Publisher['requests'] = []
  const bodies: string[] = []
  const server = createServer((request, response) => {
    const path = request.url as string
    if (request.method === 'POST') void text(request).then(body => bodies.push(body))
    requests.push({ path, headers: request.headers, at: performance.now() })
    const set = answers.get(path)
    const answer = Array.isArray(set) ? (set.length > 1 ? (set.shift() as Answer) : set[0]) : set
    response.writeHead(answer?.status ?? (answer ? 200 : 404), {
      'content-type': 'text/html; charset=utf-8',
      ...answer?.headers,
    })
    response.end(answer?.body ?? '')
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    origin: `http://${host}`,
    host,
    answers,
    requests,
    bodies,
    paths: () => requests.map(request => request.path),
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
