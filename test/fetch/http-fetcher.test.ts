import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { deflateSync, gunzipSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { createHttpFetcher, type HttpFetcherOptions } from '../../src/fetch/http-fetcher.ts'
import type { Limits } from '../../src/fetch/limits.ts'
import type { DocumentKind } from '../../src/model.ts'
import type { Fetcher } from '../../src/ports.ts'
import { serveHttp, serveRaw, type TestServer } from './raw-server.ts'

const closing: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map(close => close()))
})

const LOOPBACK = { allowPrivate: ['127.0.0.0/8'], userAgent: 'ExampleBot/1.0 (+https://desk.example)' }

function fetcherWith(options: Partial<HttpFetcherOptions> = {}): Fetcher {
  const fetcher = createHttpFetcher({ ...LOOPBACK, ...options })
  closing.push(() => fetcher.close())
  return fetcher
}

async function kept(server: Promise<TestServer>): Promise<TestServer> {
  const started = await server
  closing.push(() => started.close())
  return started
}

/** One request to a server that answers with these bytes. */
async function ask(bytes: string | Buffer, limits: Partial<Limits> = {}, kind: DocumentKind = 'page') {
  const { port } = await kept(serveRaw(socket => socket.end(bytes)))
  return await fetcherWith({ limits }).fetch({ url: `http://127.0.0.1:${port}/`, kind })
}

const head = (...lines: string[]) => `${['HTTP/1.1 200 OK', ...lines].join('\r\n')}\r\n\r\n`

describe('an answer', () => {
  const page = '<p>Rain over the harbour.</p>'.repeat(300)
  const chunk = `${page.length.toString(16)}\r\n${page}\r\n`
  test.each([
    ['in one piece', Buffer.from(head(`content-length: ${page.length}`) + page)],
    ['in pieces', Buffer.from(`${head('transfer-encoding: chunked')}${chunk}${chunk}0\r\n\r\n`)],
    ['packed', Buffer.concat([Buffer.from(head('content-encoding: gzip')), gzipSync(page)])],
  ])('%s has a buffer of its own, which a thread can be sent without what others received', async (_, answer) => {
    const { bytes } = await ask(answer)
    expect(Buffer.from(bytes).toString()).toContain(page)
    expect(bytes.buffer.byteLength - bytes.length).toBeLessThanOrEqual(1024)
  })

  test('gives status, headers in lower case and the decompressed bytes', async () => {
    const { port } = await kept(
      serveHttp((_request, response) => {
        response.writeHead(200, {
          ETag: 'W/"a"',
          Link: ['<a>', '<b>'],
          'Content-Encoding': 'gzip',
          'Set-Cookie': 'x=1',
        })
        response.end(gzipSync('<p>Rain.</p>'))
      }),
    )
    const page = await fetcherWith({ now: () => 0 }).fetch({ url: `http://127.0.0.1:${port}/a b#c`, kind: 'page' })
    expect(page).toMatchObject({
      status: 200,
      url: `http://127.0.0.1:${port}/a%20b#c`,
      fetchedAt: '1970-01-01T00:00:00.000Z',
    })
    expect(page.headers).toMatchObject({ etag: 'W/"a"', link: '<a>, <b>' })
    expect(page.headers).not.toHaveProperty('set-cookie')
    expect(Buffer.from(page.bytes).toString()).toBe('<p>Rain.</p>')
  })

  const packed = gzipSync(page)
  test.each([
    ['gzip', packed, true],
    ['GZIP', Buffer.concat([packed, packed]), true],
    ['', page, false],
    ['deflate', deflateSync(page), false],
    ['gzip, gzip', gzipSync(packed), false],
    ['gzip', gzipSync(randomBytes(300_000)), false],
  ])('under the encoding "%s" is kept as it came where that can be stored', async (encoding, body, isKept) => {
    const { bytes, gzipped } = await ask(
      Buffer.concat([Buffer.from(head(`content-encoding: ${encoding}`)), Buffer.from(body)]),
    )
    expect(gzipped !== undefined).toBe(isKept)
    if (gzipped) expect(gunzipSync(gzipped)).toEqual(Buffer.from(bytes))
  })

  test('a feed is not stored, and so not kept as it came', async () => {
    const { gzipped } = await ask(Buffer.concat([Buffer.from(head('content-encoding: gzip')), packed]), {}, 'feed')
    expect(gzipped).toBeUndefined()
  })

  test('a redirect is an answer, its Location read as UTF-8', async () => {
    const { port } = await kept(
      serveRaw(socket => socket.end('HTTP/1.1 302 Found\r\nlocation: /caf\u00e9\r\ncontent-length: 5\r\n\r\nmoved')),
    )
    const page = await fetcherWith().fetch({ url: `http://127.0.0.1:${port}/`, kind: 'page' })
    expect(page).toMatchObject({ status: 302, headers: { location: '/caf\u00e9' } })
    expect(page.bytes.length).toBe(0)
  })

  test('an error page is not read', async () => {
    const { port } = await kept(
      serveRaw(socket => socket.write('HTTP/1.1 404 Not Found\r\ncontent-length: 9000000\r\n\r\nsorry')),
    )
    const page = await fetcherWith().fetch({ url: `http://127.0.0.1:${port}/`, kind: 'page' })
    expect(page).toMatchObject({ status: 404, bytes: new Uint8Array() })
  })
})

describe('a request', () => {
  test('names us, carries the given headers, and neither cookie nor referrer', async () => {
    const { port } = await kept(serveHttp((request, response) => response.end(JSON.stringify(request.headers))))
    const page = await fetcherWith().fetch({
      url: `http://127.0.0.1:${port}/`,
      kind: 'feed',
      headers: { 'if-none-match': 'W/"a"' },
    })
    const sent = JSON.parse(Buffer.from(page.bytes).toString())
    expect(sent).toMatchObject({ 'user-agent': LOOPBACK.userAgent, 'if-none-match': 'W/"a"' })
    expect(sent.accept).toContain('application/rss+xml')
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['cookie']))
    expect(Object.keys(sent)).not.toEqual(expect.arrayContaining(['referer']))
  })

  test('uses the connection of the one before', async () => {
    const server = await kept(serveHttp((_request, response) => response.end('ok')))
    const fetcher = fetcherWith()
    await fetcher.fetch({ url: `http://127.0.0.1:${server.port}/1`, kind: 'page' })
    // undici gives a server one turn of the loop to close a connection it said it would keep.
    await new Promise(resolve => setImmediate(resolve))
    await fetcher.fetch({ url: `http://127.0.0.1:${server.port}/2`, kind: 'page' })
    expect(server.connections()).toBe(1)
  })

  test('to many hosts keeps no more than 256 connections open', async () => {
    const server = await kept(serveHttp((_request, response) => response.end('ok')))
    const names = Array.from({ length: 300 }, (_, i) => `h${i}.example`)
    const hosts = Object.fromEntries(names.map(name => [name, `127.0.0.1:${server.port}`]))
    const fetcher = fetcherWith({ hosts })
    for (const name of names) await fetcher.fetch({ url: `http://${name}/`, kind: 'page' })
    await expect.poll(() => server.open()).toBeLessThanOrEqual(256)
    expect(server.connections()).toBe(300)
  })

  test('goes to the fixed address of its host and keeps the name', async () => {
    const { port } = await kept(serveHttp((request, response) => response.end(request.headers.host)))
    const fetcher = fetcherWith({ hosts: { 'herald.example': `127.0.0.1:${port}` } })
    const page = await fetcher.fetch({ url: 'http://herald.example/', kind: 'page' })
    expect(Buffer.from(page.bytes).toString()).toBe('herald.example')
  })

  test('ends when its caller gives up', async () => {
    const { port } = await kept(serveRaw(() => {}))
    const asked = fetcherWith().fetch({
      url: `http://127.0.0.1:${port}/`,
      kind: 'page',
      signal: AbortSignal.timeout(50),
    })
    await expect(asked).rejects.toMatchObject({ code: 'FETCH_TIMEOUT' })
  })
})

describe('bodies that are not whole', () => {
  test.each([
    ['shorter than its length', `${head('content-length: 1000')}abc`, 'BODY_TRUNCATED'],
    ['without its last chunk', `${head('transfer-encoding: chunked')}5\r\nhello\r\n`, 'BODY_TRUNCATED'],
    [
      'cut within its compression',
      Buffer.concat([Buffer.from(head('content-encoding: gzip')), gzipSync('x'.repeat(99)).subarray(0, 15)]),
      'BODY_TRUNCATED',
    ],
    ['not in its encoding', `${head('content-encoding: gzip')}plain`, 'ENCODING_REFUSED'],
    ['under three encodings', `${head('content-encoding: gzip, gzip, gzip')}x`, 'ENCODING_REFUSED'],
  ])('%s: no page', async (_what, bytes, code) => {
    await expect(ask(bytes)).rejects.toMatchObject({ code })
  })

  test('a connection reset within the body is a reset', async () => {
    const { port } = await kept(
      serveRaw(socket => {
        socket.write(`${head('content-length: 1000')}abc`)
        setTimeout(() => socket.resetAndDestroy(), 20)
      }),
    )
    const asked = fetcherWith().fetch({ url: `http://127.0.0.1:${port}/`, kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'FETCH_RESET' })
  })

  test('a connection closed before any answer is a reset', async () => {
    await expect(ask('')).rejects.toMatchObject({ code: 'FETCH_RESET' })
  })
})

describe('answers that are not HTTP', () => {
  test.each([
    ['another protocol', 'ICY 200 OK\r\n\r\n'],
    ['bare line feeds', 'HTTP/1.1 200 OK\ncontent-length: 5\n\nhello'],
    ['two lengths', head('content-length: 5', 'content-length: 6')],
    ['length and chunks together', `${head('content-length: 5', 'transfer-encoding: chunked')}5\r\nhello\r\n0\r\n\r\n`],
  ])('%s is refused', async (_what, bytes) => {
    await expect(ask(bytes)).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
  })
})

describe('limits of size', () => {
  test.each([
    ['a declared length', head('content-length: 2000'), { wireBytes: 1000 }, 'BODY_TOO_LARGE'],
    ['the wire', `${head()}${'a'.repeat(2000)}`, { wireBytes: 1000 }, 'BODY_TOO_LARGE'],
    ['the header bytes', head(`x: ${'a'.repeat(20_000)}`), {}, 'HEADERS_TOO_LARGE'],
    ['the header lines', head(...Array.from({ length: 120 }, (_, i) => `x-${i}: 1`)), {}, 'HEADERS_TOO_LARGE'],
    ['interim answers', 'HTTP/1.1 103 Early Hints\r\n\r\n'.repeat(20) + head(), {}, 'PROTOCOL_ERROR'],
  ])('%s', async (_what, bytes, limits, code) => {
    await expect(ask(bytes, limits)).rejects.toMatchObject({ code })
  })

  test('a small body that grows is stopped at the limit of what it grows to', async () => {
    const body = gzipSync(Buffer.alloc(1_000_000))
    const answer = Buffer.concat([Buffer.from(head('content-encoding: gzip')), body])
    await expect(ask(answer, { bodyBytes: 100_000 })).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
    expect((await ask(answer)).bytes.length).toBe(1_000_000)
  })

  test('a long robots.txt is cut and not refused (RFC 9309, 2.5)', async () => {
    const page = await ask(`${head()}${'#'.repeat(600_000)}`, {}, 'robots')
    expect(page.bytes.length).toBe(512 * 1024)
  })

  test('a sitemap that is gzip itself is opened and counted', async () => {
    const answer = Buffer.concat([
      Buffer.from(head('content-type: application/gzip')),
      gzipSync(Buffer.alloc(1_000_000)),
    ])
    expect((await ask(answer, {}, 'sitemap')).bytes.length).toBe(1_000_000)
    await expect(ask(answer, { bodyBytes: 100_000 }, 'sitemap')).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })

  test('a flood that never becomes a body is stopped', async () => {
    const { port } = await kept(
      serveRaw(socket => {
        socket.write(`${head('transfer-encoding: chunked')}1;`)
        const flood = () => {
          while (!socket.destroyed && socket.write('a'.repeat(65_536)));
        }
        socket.on('drain', flood)
        flood()
      }),
    )
    const asked = fetcherWith({ limits: { wireBytes: 1_000_000 } }).fetch({
      url: `http://127.0.0.1:${port}/`,
      kind: 'page',
    })
    await expect(asked).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
  })

  test('a large compressed body on a closing connection neither ends the process nor passes', async () => {
    const { port } = await kept(
      serveHttp((_request, response) => {
        response.writeHead(200, { connection: 'close', 'content-encoding': 'gzip' })
        response.end(gzipSync(Buffer.alloc(500 * 1024 * 1024)))
      }),
    )
    const asked = fetcherWith().fetch({ url: `http://127.0.0.1:${port}/`, kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'BODY_TOO_LARGE' })
  })
})

describe('pages that say nothing, or perhaps not all', () => {
  test('an empty page is refused, an empty feed is its reader\u2019s matter', async () => {
    await expect(ask(head('content-length: 0'))).rejects.toMatchObject({ code: 'BODY_EMPTY' })
    expect((await ask(head('content-length: 0'), {}, 'feed')).bytes.length).toBe(0)
  })

  test.each([
    ['ends with its connection before </html>', `${head()}<html><p>half of the sto`, true],
    ['ends with its connection behind </html>', `${head()}<html><p>all</html>`, undefined],
    ['has a length', `${head('content-length: 15')}<html><p>half o`, undefined],
  ])('a page that %s', async (_how, bytes, maybeCut) => {
    expect((await ask(bytes)).maybeCut).toBe(maybeCut)
  })

  test('a status above 599 is no HTTP (RFC 9110, 15)', async () => {
    await expect(ask('HTTP/1.1 999 Denied\r\ncontent-length: 2\r\n\r\nno')).rejects.toMatchObject({
      code: 'PROTOCOL_ERROR',
    })
  })
})

describe('limits of time', () => {
  /** Asks a server that sends `begin` and then `unit` again and again. */
  async function drip(begin: string, unit: string, everyMs: number, limits: Partial<Limits>) {
    const { port } = await kept(
      serveRaw(socket => {
        socket.write(begin)
        const timer = setInterval(() => socket.write(unit), everyMs)
        socket.on('close', () => clearInterval(timer))
      }),
    )
    return await fetcherWith({ limits }).fetch({ url: `http://127.0.0.1:${port}/`, kind: 'page' })
  }

  test.each([
    ['no headers', '', '', 60_000, { headersMs: 100 }, 'FETCH_TIMEOUT'],
    ['headers byte by byte', 'HTTP/1.1 200 OK\r\nx: ', 'a', 20, { headersMs: 200 }, 'FETCH_TIMEOUT'],
    ['silence within the body', `${head()}abc`, '', 60_000, { idleMs: 100 }, 'FETCH_TIMEOUT'],
    ['a body byte by byte', `${head()}abc`, 'a', 20, { rateAfterMs: 200 }, 'FETCH_TOO_SLOW'],
    ['a body without end', `${head()}abc`, 'a', 20, { totalMs: 200 }, 'FETCH_TIMEOUT'],
  ])('%s', async (_what, begin, unit, everyMs, limits, code) => {
    await expect(drip(begin, unit, everyMs, limits)).rejects.toMatchObject({ code })
  })

  test('a resolver that does not answer', async () => {
    const fetcher = fetcherWith({ resolve: () => new Promise(() => {}), limits: { dnsMs: 50 } })
    await expect(fetcher.fetch({ url: 'http://herald.example/', kind: 'page' })).rejects.toMatchObject({
      code: 'DNS_FAILED',
      detail: 'herald.example: no answer within 50 ms',
    })
  })

  test('a port where nobody listens', async () => {
    const server = await serveRaw(() => {})
    await server.close()
    const asked = fetcherWith().fetch({ url: `http://127.0.0.1:${server.port}/`, kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
  })
})

describe('what is no text is refused', () => {
  test.each([
    ['by its type', `${head('content-type: video/mp4', 'content-length: 9000000')}`],
    ['by its first bytes', `${head('content-type: text/html')}GIF89a<script>`],
  ])('%s', async (_how, bytes) => {
    await expect(ask(bytes)).rejects.toMatchObject({ code: 'NOT_TEXT' })
  })
})

describe('the guard within the client', () => {
  test('no spelling of a loopback address reaches a loopback server', async () => {
    const canary = await kept(serveHttp((_request, response) => response.end('reached')))
    const fetcher = fetcherWith({
      allowPrivate: [],
      ports: [canary.port],
      resolve: async () => ['127.0.0.1'],
    })
    const spellings = [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.1',
      '127.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      'localhost',
      'LOCALHOST.',
      'a.localhost',
      '0.0.0.0',
      '0',
      '①②⑦.0.0.1',
      'herald.example',
    ]
    const asked = spellings.map(host => fetcher.fetch({ url: `http://${host}:${canary.port}/`, kind: 'page' }))
    const codes = (await Promise.allSettled(asked)).map(end =>
      end.status === 'rejected' ? end.reason.code : 'reached',
    )
    expect(new Set(codes)).toEqual(new Set(['ADDRESS_REFUSED', 'URL_REFUSED']))
    expect(canary.connections()).toBe(0)
  })

  test('a connection that ended elsewhere than checked is closed before anything is sent', async () => {
    let received = 0
    const canary = await kept(serveRaw(() => received++))
    const fetcher = fetcherWith({
      allowPrivate: [],
      resolve: async () => ['93.184.215.14'],
      dial: (_target, _addresses, done) => {
        const socket = connect(canary.port, '127.0.0.1', () => done(null, socket))
      },
    })
    await expect(fetcher.fetch({ url: 'http://herald.example/', kind: 'page' })).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    })
    expect(received).toBe(0)
  })
})

describe('a proxy', () => {
  test('gets http in absolute form, with the host it is for and its own credentials', async () => {
    const { port } = await kept(
      serveHttp((request, response) =>
        response.end([request.url, request.headers.host, request.headers['proxy-authorization']].join(' ')),
      ),
    )
    const fetcher = fetcherWith({ proxy: `http://desk:secret@127.0.0.1:${port}` })
    const page = await fetcher.fetch({ url: 'http://herald.example/news?a=1', kind: 'page' })
    expect(Buffer.from(page.bytes).toString()).toBe(
      'http://herald.example/news?a=1 herald.example Basic ZGVzazpzZWNyZXQ=',
    )
  })

  test('gets https as a tunnel', async () => {
    let line = ''
    const { port } = await kept(
      serveHttp(
        () => {},
        (request, socket) => {
          line = `${request.method} ${request.url}`
          socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n')
        },
      ),
    )
    const fetcher = fetcherWith({ proxy: `http://127.0.0.1:${port}` })
    const asked = fetcher.fetch({ url: 'https://herald.example/', kind: 'page' })
    await expect(asked).rejects.toMatchObject({ code: 'CONNECT_FAILED' })
    expect(line).toBe('CONNECT herald.example:443')
  })

  test('does not lift the rules on URLs', async () => {
    const fetcher = fetcherWith({ proxy: 'http://127.0.0.1:9', allowPrivate: [] })
    await expect(fetcher.fetch({ url: 'http://10.0.0.1/', kind: 'page' })).rejects.toMatchObject({
      code: 'ADDRESS_REFUSED',
    })
  })
})
