import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import { createHttpFetcher } from '../../src/fetch/http-fetcher.ts'
import { serveRaw, type TestServer } from './raw-server.ts'

let answer: Uint8Array = new Uint8Array()
let server: TestServer
beforeAll(async () => {
  server = await serveRaw(socket => socket.end(answer))
})
afterAll(() => server.close())

const line = fc.oneof(
  fc.constantFrom(
    'Content-Length: 5',
    'Content-Length: -1',
    'Transfer-Encoding: chunked',
    'Transfer-Encoding: gzip, chunked',
    'Content-Encoding: gzip',
    'Content-Encoding: deflate, zstd',
    'Content-Type: text/html',
    'Connection: keep-alive',
    'Location: ///',
    ': nameless',
    ' folded',
  ),
  fc.string({ unit: 'binary', maxLength: 30 }),
)
const status = fc.oneof(
  fc.constantFrom('HTTP/1.1 200 OK', 'HTTP/1.0 200', 'HTTP/1.1 101 Switch', 'HTTP/1.1 100 Continue', 'HTTP/2 200', ''),
  fc.integer({ min: 0, max: 1099 }).map(code => `HTTP/1.1 ${code} Any`),
)
const body = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string().map(text => gzipSync(text).toString('latin1')),
  fc.string().map(text => `${text.length.toString(16)}\r\n${text}\r\n0\r\n\r\n`),
)

test('whatever a server answers, a fetch ends in a page or in an error of its own stage', async () => {
  const fetcher = createHttpFetcher({
    userAgent: 'ExampleBot/1.0',
    allowPrivate: ['127.0.0.0/8'],
    limits: { headersMs: 200, idleMs: 200, totalMs: 400 },
  })
  await fc.assert(
    fc.asyncProperty(status, fc.array(line, { maxLength: 5 }), body, async (first, lines, text) => {
      answer = Buffer.from(`${[first, ...lines].join('\r\n')}\r\n\r\n${text}`, 'latin1')
      try {
        const page = await fetcher.fetch({ url: `http://127.0.0.1:${server.port}/`, kind: 'page' })
        expect(page.bytes).toBeInstanceOf(Uint8Array)
      } catch (error) {
        expect(error).toBeInstanceOf(WiredeskError)
        expect((error as WiredeskError).message).not.toMatch(/^INTERNAL/)
      }
    }),
    { numRuns: Number(process.env['FUZZ_RUNS'] ?? 200) },
  )
  await fetcher.close()
})
