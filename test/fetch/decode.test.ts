import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WiredeskError } from '../../src/errors.ts'
import { decode, gunzipFile, readsBrotli } from '../../src/fetch/decode.ts'

const PAGE = Buffer.from('<p>Rain over the harbour.</p>'.repeat(500))

async function* chunksOf(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

async function read(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

const decoded = async (bytes: Uint8Array, encoding?: string) => await read(decode(chunksOf(bytes), encoding, 2))

describe('encodings', () => {
  test.each([
    [undefined, PAGE],
    ['identity', PAGE],
    ['gzip', gzipSync(PAGE)],
    ['X-GZIP', gzipSync(PAGE)],
    ['deflate', deflateSync(PAGE)],
    ['deflate', deflateRawSync(PAGE)],
    ['zstd', zstdCompressSync(PAGE)],
    ['gzip, zstd', zstdCompressSync(gzipSync(PAGE))],
    ['deflate , gzip', gzipSync(deflateSync(PAGE))],
    ['gzip', Buffer.concat([gzipSync(PAGE.subarray(0, 100)), gzipSync(PAGE.subarray(100))])],
  ])('%s is read back', async (encoding, bytes) => {
    expect((await decoded(bytes, encoding)).equals(PAGE)).toBe(true)
  })

  test('an empty body is empty in any encoding', async () => {
    expect((await decoded(new Uint8Array(), 'gzip')).length).toBe(0)
  })

  test.each([
    ['more than two layers', 'gzip, gzip, gzip', PAGE],
    ['a thousand layers', 'gzip, '.repeat(1000), PAGE],
    ['an unknown name', 'compress', PAGE],
    ['a name of every object', 'constructor', PAGE],
    ['a body that is not gzip', 'gzip', PAGE],
    ['a body that is not zstd', 'zstd', PAGE],
    ['a zstd window beyond 8 MiB', 'zstd', zstdHead(24)],
  ])('%s is refused', async (_what, encoding, bytes) => {
    await expect((async () => await decoded(bytes, encoding))()).rejects.toMatchObject({ code: 'ENCODING_REFUSED' })
  })

  test.each([
    ['gzip', gzipSync(PAGE)],
    ['deflate', deflateSync(PAGE)],
    ['deflate', deflateRawSync(PAGE)],
    ['zstd', zstdCompressSync(PAGE)],
    ['zstd, gzip', gzipSync(zstdCompressSync(PAGE).subarray(0, -9))],
  ])('%s that ends too early is truncated, never a short body', async (encoding, bytes) => {
    const cut = encoding.includes(',') ? bytes : bytes.subarray(0, bytes.length >> 1)
    await expect(decoded(cut, encoding)).rejects.toMatchObject({ code: 'BODY_TRUNCATED' })
  })

  test('a wrong checksum is corrupt', async () => {
    const bytes = gzipSync(PAGE)
    bytes.writeUInt8((bytes.at(-5) as number) ^ 0xff, bytes.length - 5)
    await expect(decoded(bytes, 'gzip')).rejects.toMatchObject({ code: 'BODY_CORRUPT' })
  })

  test('a failure of the connection passes as it is', async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield gzipSync(PAGE).subarray(0, 20)
      throw new WiredeskError('FETCH_RESET')
    }
    await expect(read(decode(broken(), 'gzip', 2))).rejects.toMatchObject({ code: 'FETCH_RESET' })
  })

  test('whoever stops reading stops the source too', async () => {
    let ended = false
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield gzipSync(PAGE)
      } finally {
        ended = true
      }
    }
    for await (const _chunk of decode(endless(), 'gzip', 2)) break
    await new Promise(resolve => setTimeout(resolve, 50))
    expect(ended).toBe(true)
  })

  test('any bytes under any encodings end in a body or an error of the table', async () => {
    const names = fc.constantFrom('gzip', 'deflate', 'zstd', 'br', 'identity', 'x')
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.uint8Array().map(b => gzipSync(b)),
      fc.uint8Array().map(b => brotliCompressSync(b)),
      fc.tuple(fc.uint8Array(), fc.nat(60)).map(([b, at]) => zstdCompressSync(b).subarray(0, at)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(names, { maxLength: 3 }), bytes, async (list, body) => {
        try {
          await decoded(body, list.join(', '))
        } catch (error) {
          expect(error).toBeInstanceOf(WiredeskError)
          expect((error as WiredeskError).code).toMatch(/^(?:BODY_TRUNCATED|BODY_CORRUPT|ENCODING_REFUSED)$/)
        }
      }),
    )
  })
})

/** The head of a zstd frame that asks for a window of 2^`log` bytes (RFC 8878, 3.1.1.1.2), and an empty last block. */
function zstdHead(log: number): Buffer {
  return Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, (log - 10) << 3, 0x01, 0x00, 0x00])
}

describe('files that are gzip themselves', () => {
  test('are opened by their first bytes', async () => {
    expect((await read(gunzipFile(chunksOf(gzipSync(PAGE), 1)))).equals(PAGE)).toBe(true)
  })

  test('others pass as they are', async () => {
    expect((await read(gunzipFile(chunksOf(PAGE)))).equals(PAGE)).toBe(true)
    expect((await read(gunzipFile(chunksOf(new Uint8Array())))).length).toBe(0)
  })
})

test.each([
  ['v24.22.0', false],
  ['v24.22.1', true],
  ['v24.30.0', true],
  ['v25.9.0', false],
  ['v26.12.0', false],
  ['v26.12.1', true],
  ['v27.0.0', true],
  ['v22.99.0', false],
])('on Node %s brotli is read: %s', (version, reads) => {
  expect(readsBrotli(version)).toBe(reads)
})
