import { createServer as createHttpServer, type ServerResponse } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createServer as createTlsServer, type TLSSocket, type TlsOptions } from 'node:tls'
import { Worker } from 'node:worker_threads'
import { bytesOf, isMakeable, type Recipe, wholeOf } from './bodies.ts'
import { type Certificate, makeCertificate } from './certificates.ts'

/** How a hostile server answers. */
export interface HostileCase {
  readonly id: string
  /** what the server is and does, in words */
  readonly description: string
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly transport: string
  readonly body?: Recipe
  /** writes to the socket in place of an HTTP answer */
  readonly raw?: readonly RawWrite[]
  /** what is wrong with its TLS */
  readonly tls?: string
  /** what is wrong with its name */
  readonly dns?: string
}

type RawWrite =
  | string
  | { readonly repeat: string; readonly times?: number; readonly forever?: boolean; readonly every_ms?: number }
  | { readonly silence_ms: number }
  | { readonly refuse_accept: boolean }

/** One case, being served. */
export interface HostileServer {
  readonly port: number
  /** how many it has been given so far */
  connections(): number
  close(): Promise<void>
}

/** Serves a case on a free loopback port. `name` is the host its certificates are, or are not, for. */
export async function serveCase(one: HostileCase, name: string, authority: Certificate): Promise<HostileServer> {
  if (one.tls) return await serveTls(one.tls, name, authority)
  if (one.raw?.some(write => typeof write === 'object' && 'refuse_accept' in write)) return await serveNobody()
  return one.raw ? await serveRaw(one.raw) : await serveHttp(one)
}

/** A page for whoever was sent on to another place. */
export async function servePlainPage(): Promise<HostileServer> {
  return await listening(createHttpServer((_request, response) => answerPlainly(response)))
}

function answerPlainly(response: ServerResponse): void {
  response.setHeader('content-type', 'text/html; charset=utf-8')
  response.end('<!doctype html><title>Harbour</title><article><h1>Harbour</h1><p>Rain over the harbour.</p></article>')
}

// ---- HTTP ----------------------------------------------------------------------------------------------------------

async function serveHttp(one: HostileCase): Promise<HostileServer> {
  const body: Recipe = one.body ?? { gen: 'text', value: '' }
  const made = isMakeable(body) ? await wholeOf(body) : undefined
  const server = createHttpServer({ keepAlive: true }, (request, response) => {
    response.on('error', () => {})
    // A desk asks for it first; without one it goes on to what the case is about.
    if (request.url === '/robots.txt') return void response.writeHead(404).end()
    void answer(response, one, body, made).catch(() => response.destroy())
  })
  return await listening(server)
}

async function answer(
  response: ServerResponse,
  one: HostileCase,
  body: Recipe,
  made: Buffer | undefined,
): Promise<void> {
  const hasLength =
    made !== undefined && one.transport === 'content-length' && one.headers['content-length'] === undefined
  response.strictContentLength = false
  response.sendDate = false
  if (one.transport === 'close') {
    response.shouldKeepAlive = false
    response.useChunkedEncodingByDefault = false
  }
  response.writeHead(one.status, { ...one.headers, ...(hasLength && { 'content-length': String(made.length) }) })
  if (made !== undefined) await write(response, made)
  else for await (const piece of bytesOf(body)) await write(response, piece)
  if (one.transport === 'reset-after') {
    await sleep(50)
    ;(response.socket as Socket).resetAndDestroy()
  } else if (one.transport === 'raw-length') {
    // The declared length was a lie: what is missing never comes.
    response.socket?.end()
  } else {
    response.end()
  }
}

/** Writes at the reader's pace; fails when the reader has gone. */
async function write(stream: ServerResponse | Socket, bytes: Buffer): Promise<void> {
  if (stream.destroyed) throw new Error('the reader has gone')
  if (stream.write(bytes)) return
  await new Promise<void>((resolve, reject) => {
    const gone = () => reject(new Error('the reader has gone'))
    stream.once('close', gone)
    stream.once('drain', () => {
      stream.off('close', gone)
      resolve()
    })
  })
}

// ---- bytes ---------------------------------------------------------------------------------------------------------

/** The first connection gets the bytes of the case, later ones a page: a redirect leads somewhere. */
async function serveRaw(writes: readonly RawWrite[]): Promise<HostileServer> {
  let served = false
  const plain = createHttpServer((_request, response) => answerPlainly(response))
  const server = createServer(socket => {
    socket.on('error', () => {})
    if (served) {
      plain.emit('connection', socket)
      return
    }
    served = true
    socket.once('data', () => void writeAll(socket, writes).catch(() => socket.destroy()))
  })
  return await listening(server)
}

async function writeAll(socket: Socket, writes: readonly RawWrite[]): Promise<void> {
  for (const one of writes) {
    if (typeof one === 'string') await write(socket, Buffer.from(one, 'latin1'))
    else if ('silence_ms' in one) await sleep(one.silence_ms)
    else if ('repeat' in one) await writeAgain(socket, one)
  }
  socket.end()
}

async function writeAgain(
  socket: Socket,
  { repeat, times = 1, forever = false, every_ms }: Extract<RawWrite, { repeat: string }>,
): Promise<void> {
  const unit = Buffer.from(repeat, 'latin1')
  const piece = every_ms === undefined && forever ? Buffer.alloc(16_384, unit) : unit
  for (let n = 0; forever || n < times; n++) {
    await write(socket, piece)
    if (every_ms !== undefined) await sleep(every_ms)
    else if (n % 64 === 63) await sleep(0)
  }
}

/**
 * A port that never accepts: a thread listens and then sleeps for ever, and its queue of waiting connections is filled.
 * The kernel answers no further attempt.
 */
async function serveNobody(): Promise<HostileServer> {
  const code = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer()
    server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      setTimeout(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0), 20)
    })`
  const worker = new Worker(code, { eval: true })
  const port = await new Promise<number>(resolve => worker.once('message', resolve))
  await sleep(100)
  const waiting = Array.from({ length: 8 }, () => connect(port, '127.0.0.1').on('error', () => {}))
  await sleep(200)
  return {
    port,
    connections: () => 0,
    close: async () => {
      for (const socket of waiting) socket.destroy()
      await worker.terminate()
    },
  }
}

// ---- TLS -----------------------------------------------------------------------------------------------------------

async function serveTls(fault: string, name: string, authority: Certificate): Promise<HostileServer> {
  const server = createTlsServer(tlsOptions(fault, name, authority), socket => {
    socket.on('error', () => {})
    if (fault === 'renegotiate') renegotiate(socket)
    else socket.end('HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 11\r\n\r\n<p>Rain.</p>')
  })
  server.on('tlsClientError', () => {})
  return await listening(server)
}

const YEAR_MS = 365 * 86_400_000

/** Faults it has no entry for are served with a certificate that nobody signed. */
function tlsOptions(fault: string, name: string, authority: Certificate): TlsOptions {
  const signed = { name, issuer: authority }
  switch (fault) {
    case 'expired':
      return makeCertificate({
        ...signed,
        from: new Date(Date.now() - YEAR_MS),
        to: new Date(Date.now() - YEAR_MS / 2),
      })
    case 'wrong_host':
      return makeCertificate({ ...signed, name: 'elsewhere.example' })
    case 'untrusted_chain': {
      const intermediate = makeCertificate({ name: 'Intermediate', issuer: authority, isAuthority: true })
      return makeCertificate({ name, issuer: intermediate })
    }
    case 'tls10':
      return { ...makeCertificate(signed), minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }
    case 'sni_required':
      return { ...makeCertificate(signed), SNICallback: (_name, done) => done(new Error('no such host here')) }
    case 'renegotiate':
      return { ...makeCertificate(signed), maxVersion: 'TLSv1.2' }
    case 'huge_chain': {
      const { cert, key } = makeCertificate(signed)
      const filler = makeCertificate({ name: 'Filler', issuer: authority, isAuthority: true, padding: 64 * 1024 })
      return { cert: cert + filler.cert.repeat(16), key }
    }
    default:
      return makeCertificate({ name })
  }
}

function renegotiate(socket: TLSSocket): void {
  socket.renegotiate({ rejectUnauthorized: false }, error => (error ? socket.destroy() : renegotiate(socket)))
}

// ---- listening -----------------------------------------------------------------------------------------------------

async function listening(server: Server): Promise<HostileServer> {
  const open = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket: Socket) => {
    connections++
    open.add(socket)
    socket.on('close', () => open.delete(socket))
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    close: async () => {
      for (const socket of open) socket.destroy()
      server.close()
    },
  }
}
