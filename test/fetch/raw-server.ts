import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http'
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A server on a free loopback port. */
export interface TestServer {
  readonly port: number
  /** connections it has seen */
  readonly connections: () => number
  /** connections that are open now */
  readonly open: () => number
  close(): Promise<void>
}

/** Answers HTTP as node:http does; `onConnect` answers what a proxy is asked to tunnel. */
export async function serveHttp(
  listener: RequestListener,
  onConnect: (request: IncomingMessage, socket: Duplex) => void = (_request, socket) => socket.destroy(),
): Promise<TestServer> {
  const server = createHttpServer(listener).on('connect', onConnect)
  return await listening(server)
}

/** Answers each connection byte for byte, once the request's headers have come. */
export async function serveRaw(answer: (socket: Socket) => void): Promise<TestServer> {
  const server = createServer(socket => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  return await listening(server)
}

async function listening(server: Server): Promise<TestServer> {
  let connections = 0
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    connections++
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    open: () => open.size,
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise(resolve => server.close(resolve))
    },
  }
}
