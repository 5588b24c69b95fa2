/** WARC files, written and read; warcio, an implementation of others, has the second opinion. */

import { createReadStream, readFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { WARCParser, WARCRecord, WARCSerializer } from 'warcio'
import { readHttpResponse } from '../../src/warc/http-response.ts'
import { readWarc, type WarcDamage, type WarcRecord } from '../../src/warc/read.ts'
import { type NewRecord, warcFields } from '../../src/warc/record.ts'
import { fileOf, gzipped, plain, rawResponse, response } from './files.ts'

const URLS = ['https://herald.example/a', 'https://herald.example/b', 'https://herald.example/c']
const pages = URLS.map(url => response(url, `<h1>${url} äöü</h1>`))
const info: NewRecord = {
  type: 'warcinfo',
  date: '2026-11-01T06:00:00Z',
  contentType: 'application/warc-fields',
  block: warcFields({ software: 'test' }),
}

async function read(path: string, from?: number): Promise<(WarcRecord | WarcDamage)[]> {
  const items = readWarc(path, { wants: () => true, maxBlockBytes: 1_000_000, ...(from !== undefined && { from }) })
  return all(items)
}

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = []
  for await (const item of items) list.push(item)
  return list
}

const targets = (items: readonly (WarcRecord | WarcDamage)[]): (string | undefined)[] =>
  items.map(item => ('damage' in item ? item.damage : item.headers['warc-target-uri']))

describe('what we write', () => {
  test.each([
    ['gzipped', gzipped],
    ['plain', plain],
  ])('%s, we read again', async (_, write) => {
    const items = (await read(fileOf(await write([info, ...pages])))) as WarcRecord[]
    expect(targets(items)).toEqual([undefined, ...URLS])
    const answer = await readHttpResponse(items[1]?.block as Uint8Array)
    expect(Buffer.from(answer.body).toString()).toBe('<h1>https://herald.example/a äöü</h1>')
    expect(answer.headers).toMatchObject({ 'content-type': 'text/html; charset=utf-8' })
  })

  test.each([
    ['gzipped', gzipped],
    ['plain', plain],
  ])('%s, warcio reads with the same addresses, bodies and digests', async (_, write) => {
    const path = fileOf(await write([info, ...pages]))
    const seen: (string | null)[][] = []
    for await (const record of new WARCParser(createReadStream(path))) {
      if (record.warcType !== 'response') continue
      const payload = await record.readFully(true)
      seen.push([record.warcTargetURI ?? null, Buffer.from(payload ?? []).toString()])
      const again = await WARCRecord.create(
        {
          url: record.warcTargetURI as string,
          date: record.warcDate as string,
          type: 'response',
          warcVersion: 'WARC/1.1',
          httpHeaders: Object.fromEntries(record.httpHeaders?.headers ?? []),
        },
        (async function* () {
          yield payload as Uint8Array
        })(),
      )
      await WARCSerializer.serialize(again, { digest: { algo: 'sha-1', prefix: 'sha1:', base32: true } })
      expect(record.warcPayloadDigest).toBe(again.warcPayloadDigest)
    }
    expect(seen).toEqual(URLS.map(url => [url, `<h1>${url} äöü</h1>`]))
  })
})

describe('what others write', () => {
  test.each([{ gzip: true }, { gzip: false }])('warcio, %o', async options => {
    const parts: Uint8Array[] = []
    for (const url of URLS) {
      const record = await WARCRecord.create(
        {
          url,
          date: '2026-11-01T06:00:00Z',
          type: 'response',
          warcVersion: 'WARC/1.1',
          httpHeaders: { 'content-type': 'text/html' },
        },
        (async function* () {
          yield Buffer.from(`<h1>${url}</h1>`)
        })(),
      )
      parts.push(await WARCSerializer.serialize(record, options))
    }
    const items = (await read(fileOf(Buffer.concat(parts)))) as WarcRecord[]
    expect(targets(items)).toEqual(URLS)
    const { body } = await readHttpResponse(items[2]?.block as Uint8Array)
    expect(Buffer.from(body).toString()).toBe(`<h1>${URLS[2]}</h1>`)
  })

  test('a whole file in one gzip member', async () => {
    expect(targets(await read(fileOf(gzipSync(plain(pages)))))).toEqual(URLS)
  })

  test('a header that goes on in the next line, and more empty lines than two', async () => {
    const text = `WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI:\r\n https://herald.example/a\r\nContent-Length: 2\r\n\r\nok\r\n\r\n\r\n\r\n`
    expect(targets(await read(fileOf(Buffer.from(text + text))))).toEqual([
      ' https://herald.example/a',
      ' https://herald.example/a',
    ])
  })

  test('gzip headers with file names, comments and extra fields', async () => {
    const member = gzipSync(plain(pages.slice(0, 1)))
    const header = Buffer.from([0x1f, 0x8b, 8, 4 | 8 | 16, 0, 0, 0, 0, 0, 3, 2, 0, 65, 66])
    const named = Buffer.concat([header, Buffer.from('pages.warc\0a comment\0'), member.subarray(10)])
    expect(targets(await read(fileOf(Buffer.concat([named, named]))))).toEqual([URLS[0], URLS[0]])
  })
})

describe('damage', () => {
  test('in one gzip member is told with its place, and the others are read', async () => {
    const parts = await Promise.all(pages.map(page => gzipped([page])))
    const second = parts[0]?.length as number
    parts[1]?.fill(0xff, 20, 60)
    const items = await read(fileOf(Buffer.concat(parts)))
    expect(targets(items)).toEqual([URLS[0], expect.any(String), URLS[2]])
    expect(items[1]).toMatchObject({ offset: second, damage: expect.any(String) })
  })

  test('in a plain file is passed over to the next record', async () => {
    const bytes = Buffer.concat([plain(pages.slice(0, 1)), Buffer.from('garbage\r\n\r\nmore'), plain(pages.slice(1))])
    const items = await read(fileOf(bytes, 'pages.warc'))
    expect(targets(items)).toEqual([URLS[0], 'no WARC record begins here', URLS[1], URLS[2]])
  })

  test('a block that is not the one its digest was made of', async () => {
    const bytes = plain(pages)
    bytes[bytes.indexOf('äöü')] = 0x41
    expect(targets(await read(fileOf(bytes)))).toEqual([expect.stringContaining('digest'), URLS[1], URLS[2]])
  })

  test('a file that ends in the middle of a record', async () => {
    const bytes = await gzipped(pages)
    const items = await read(fileOf(bytes.subarray(0, -30)))
    expect(targets(items)).toEqual([URLS[0], URLS[1], expect.any(String)])
  })

  test('a record longer than the limit is passed over', async () => {
    const large = response(URLS[1] as string, 'x'.repeat(2_000_000))
    expect(targets(await read(fileOf(await gzipped([pages[0]!, large, pages[2]!]))))).toEqual([
      URLS[0],
      expect.stringMatching(/^a block of 2000\d{3} bytes$/),
      URLS[2],
    ])
  })

  test('whatever bytes a file has, reading it ends', async () => {
    const good = [await gzipped(pages), plain(pages)]
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(0, 1),
        fc.array(fc.tuple(fc.nat(1200), fc.nat(255)), { maxLength: 6 }),
        fc.nat(1200),
        async (which, flips, cut) => {
          const bytes = Buffer.from(good[which] as Buffer)
          for (const [at, value] of flips) bytes[at % bytes.length] = value
          const items = await read(fileOf(bytes.subarray(0, Math.max(1, cut % bytes.length))))
          expect(items.length).toBeLessThan(50)
        },
      ),
      { numRuns: 100 },
    )
  })
})

test('reading goes on from the offset of any record', async () => {
  for (const bytes of [await gzipped(pages), plain(pages)]) {
    const path = fileOf(bytes)
    const items = await read(path)
    expect(targets(await read(path, items[1]?.offset))).toEqual([URLS[1], URLS[2]])
  }
})

test('what is not wanted is passed over without being held', async () => {
  const path = fileOf(await gzipped([response('https://herald.example/large', 'x'.repeat(5_000_000)), pages[0]!]))
  const items = (await all(
    readWarc(path, { wants: headers => headers['warc-target-uri'] === URLS[0], maxBlockBytes: 1000 }),
  )) as WarcRecord[]
  expect(items.map(item => item.block?.length)).toEqual([undefined, pages[0]?.block.length])
})

describe('the answer in a response record', () => {
  const page = '<h1>Council settles dispute</h1>'
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n'
  const zipped = gzipSync(page)
  const join = (...parts: readonly (string | Uint8Array)[]): Buffer =>
    Buffer.concat(parts.map(part => Buffer.from(part as string)))

  test.each<[string, Uint8Array]>([
    ['as it is', join(head, '\r\n', page)],
    [
      'in chunks',
      join(
        head,
        'Transfer-Encoding: chunked\r\n\r\n',
        `10;x=y\r\n${page.slice(0, 16)}\r\n10\r\n${page.slice(16)}\r\n0\r\n\r\n`,
      ),
    ],
    ['in chunks by its header, unpacked by the archive', join(head, 'Transfer-Encoding: chunked\r\n\r\n', page)],
    ['gzipped', join(head, 'Content-Encoding: gzip\r\n\r\n', zipped)],
    ['gzipped by its header, unpacked by the archive', join(head, 'Content-Encoding: gzip\r\n\r\n', page)],
    ['in brotli by its header, unpacked by the archive', join(head, 'Content-Encoding: br\r\n\r\n', page)],
  ])('%s', async (_, block) => {
    const { status, body } = await readHttpResponse(block)
    expect([status, Buffer.from(body).toString()]).toEqual([200, page])
  })

  test('a bomb is refused at the limit of a page', async () => {
    const bomb = gzipSync(Buffer.alloc(30_000_000))
    await expect(readHttpResponse(join(head, 'Content-Encoding: gzip\r\n\r\n', bomb))).rejects.toMatchObject({
      code: 'BODY_TOO_LARGE',
    })
  })
  test('what is no HTTP answer says so', async () => {
    await expect(readHttpResponse(Buffer.from('<html>'))).rejects.toMatchObject({ code: 'PROTOCOL_ERROR' })
    await expect(readHttpResponse(rawResponse('x', 'SSH-2.0-x\r\n\r\n').block)).rejects.toMatchObject({
      code: 'PROTOCOL_ERROR',
    })
  })
})

test('the file of the tests is one that other tools open: its first bytes are gzip', async () => {
  expect([...readFileSync(fileOf(await gzipped(pages))).subarray(0, 2)]).toEqual([0x1f, 0x8b])
})
