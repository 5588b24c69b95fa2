import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PageFiles, StoredFile } from '../../src/ports.ts'
import { pageFiles } from '../../src/store/pages.ts'
import { readS3Url, s3Credentials, s3Pages } from '../../src/store/pages-s3.ts'
import { sign } from '../../src/store/s3-signature.ts'
import { type S3Server, startS3 } from '../services/s3.ts'

const page = new TextEncoder().encode('<h1>Council settles dispute</h1>'.repeat(50))
const HASH = 'c6c2b8b6a0a8a5b7'

/** What every page store must do. */
function pageContract(open: () => PageFiles): void {
  test('a saved page is read again, byte for byte, under the SHA-256 of its bytes', async () => {
    const pages = open()
    const hash = await pages.save(page)
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(new Uint8Array((await pages.read(hash)) as Uint8Array)).toEqual(page)
  })
  test('the same bytes are the same page', async () => {
    const pages = open()
    expect(await pages.save(page)).toBe(await pages.save(page))
  })
  test('a page that came packed is kept as it came, and is the same page', async () => {
    const pages = open()
    const other = new TextEncoder().encode('<p>As it came.</p>'.repeat(50))
    const hash = await pages.save(other, gzipSync(other))
    expect(new Uint8Array((await pages.read(hash)) as Uint8Array)).toEqual(other)
    expect(await pages.has(hash)).toBe(true)
    expect(await pages.save(other)).toBe(hash)
    const names: string[] = []
    for await (const file of pages.list()) if (file.hash === hash) names.push(file.name)
    expect(names[0]).toMatch(/\.gz$/)
    await pages.remove(hash, Date.now() + 60_000)
    expect(await pages.has(hash)).toBe(false)
  })
  test('what its server hardly packed is packed anew', async () => {
    const pages = open()
    const hash = await pages.save(page, gzipSync(page, { level: 0 }))
    const sizes: number[] = []
    for await (const file of pages.list()) if (file.hash === hash) sizes.push(file.size)
    expect(Math.max(...sizes)).toBeLessThan(page.length / 3)
    await pages.remove(hash, Date.now() + 60_000)
  })
  test('what was never saved is absent', async () => {
    expect(await open().read(HASH.repeat(4))).toBeUndefined()
  })
  test('a removed page is absent, and removing it again is no error', async () => {
    const pages = open()
    const hash = await pages.save(page)
    await pages.remove(hash, Date.now() + 60_000)
    await pages.remove(hash, Date.now() + 60_000)
    expect(await pages.read(hash)).toBeUndefined()
  })
  test('a page that has been saved since is not removed', async () => {
    const pages = open()
    const hash = await pages.save(page)
    await pages.remove(hash, Date.now() - 60_000)
    expect(await pages.read(hash)).toBeDefined()
  })
  test('every page is listed with its hash, and a listed one can be removed', async () => {
    const pages = open()
    const others = [`${HASH}1`, `${HASH}2`, `${HASH}3`].map(text => new TextEncoder().encode(text))
    const hashes = await Promise.all(others.map(bytes => pages.save(bytes)))
    const listed: StoredFile[] = []
    for await (const file of pages.list()) if (hashes.includes(file.hash ?? '')) listed.push(file)
    expect(listed.map(({ hash }) => hash).toSorted()).toEqual(hashes.toSorted())
    expect(Math.abs(listed[0]!.savedAt - Date.now())).toBeLessThan(10_000)
    for (const file of listed) await pages.removeFile(file)
    expect(await pages.has(hashes[0]!)).toBe(false)
  })
}

describe('pages on disk', () => {
  const dir = mkdtempSync(join(tmpdir(), 'wiredesk-pages-'))
  afterAll(() => rmSync(dir, { recursive: true }))
  pageContract(() => pageFiles(dir))

  test('nothing but whole pages is left behind', async () => {
    await pageFiles(dir).save(page)
    const files = readdirSync(dir, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile())
    expect(files.map(file => file.name)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.zst$/)])
  })
})

const KEY = { keyId: 'AKIAEXAMPLE', secret: 'a/secret+of=the/tests' }

describe('pages in S3', () => {
  let server: S3Server
  const open = (credentials = KEY) =>
    s3Pages(readS3Url(`s3://desk/raw pages/2026?endpoint=${server.endpoint}&region=eu-central-1`, {}), credentials)
  beforeAll(async () => {
    server = await startS3(KEY.keyId, KEY.secret)
  })
  beforeEach(() => {
    server.objects.clear()
    server.faults.length = 0
  })
  afterAll(() => server.close())

  pageContract(() => open())

  test('lie packed in the bucket, under the prefix', async () => {
    const hash = await open().save(page)
    const path = `/desk/raw pages/2026/${hash.slice(0, 2)}/${hash}.zst`
    expect([...server.objects.keys()]).toEqual([path])
    expect(server.objects.get(path)?.bytes.length).toBeLessThan(page.length / 5)
  })

  test('a wrong secret is refused at once, and says so', async () => {
    const wrong = open({ ...KEY, secret: 'another' })
    await expect(wrong.save(page)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      detail: expect.stringContaining('403 SignatureDoesNotMatch'),
    })
  })

  test('a fault that passes is waited for', async () => {
    server.faults.push(503, 500)
    const hash = await open().save(page)
    expect(await open().read(hash)).toBeDefined()
  })

  test('one that stays is a fault of the store, and none of the page', async () => {
    server.faults.push(503, 503, 503, 503)
    await expect(open().save(page)).rejects.toMatchObject({ code: 'STORE_BUSY' })
  })
})

describe('the signature', () => {
  test("is that of Amazon's own example (GET Object with a range)", () => {
    const headers = sign({
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
      headers: { range: 'bytes=0-9' },
      region: 'us-east-1',
      credentials: { keyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      now: new Date('2013-05-24T00:00:00Z'),
    })
    expect(headers['authorization']).toContain(
      'Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    )
  })
  test("is that of Amazon's own example (query of a list)", () => {
    const headers = sign({
      method: 'GET',
      url: new URL('https://examplebucket.s3.amazonaws.com/?max-keys=2&prefix=J'),
      region: 'us-east-1',
      credentials: { keyId: 'AKIAIOSFODNN7EXAMPLE', secret: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
      now: new Date('2013-05-24T00:00:00Z'),
    })
    expect(headers['authorization']).toContain(
      'Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7',
    )
  })
})

describe('pages.url', () => {
  test('without an endpoint is a bucket of Amazon in its region', () => {
    expect(readS3Url('s3://desk?region=eu-central-1', {})).toEqual({
      base: 'https://desk.s3.eu-central-1.amazonaws.com',
      prefix: '',
      region: 'eu-central-1',
    })
  })
  test('with an endpoint that is no address is refused', () => {
    expect(() => readS3Url('s3://desk?endpoint=minio', {})).toThrow(/endpoint=minio is not/)
  })
  test('takes its credentials from the configuration, else from the usual variables', () => {
    const env = { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' }
    expect(s3Credentials({ keyId: 'k', secret: 's' }, env)).toEqual({ keyId: 'k', secret: 's' })
    expect(s3Credentials({}, env)).toEqual({ keyId: 'a', secret: 'b', sessionToken: 'c' })
    expect(() => s3Credentials({ keyId: 'k' }, {})).toThrow(/AWS_SECRET_ACCESS_KEY is not set/)
  })
})
