/** A small server that speaks enough of S3 to keep objects, and lets nobody in whose signature it cannot reproduce. */

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'

export interface S3Server {
  readonly endpoint: string
  /** by path, bucket included */
  readonly objects: Map<string, { readonly bytes: Buffer; savedAt: Date }>
  /** the next answers, in place of what is asked for */
  readonly faults: number[]
  readonly requests: string[]
  close(): Promise<void>
}

/** Starts one that knows this key. */
export async function startS3(keyId: string, secret: string): Promise<S3Server> {
  const objects: S3Server['objects'] = new Map()
  const faults: number[] = []
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    const body = await buffer(request)
    requests.push(`${request.method} ${request.url}`)
    const fault = faults.shift()
    const refused = fault ?? (isSigned(request, body, keyId, secret) ? undefined : 403)
    if (refused !== undefined) {
      response.writeHead(refused).end(refused === 403 ? '<Error><Code>SignatureDoesNotMatch</Code></Error>' : '')
      return
    }
    const url = new URL(request.url as string, 'http://s3.example')
    const path = decodeURIComponent(url.pathname)
    if (url.searchParams.get('list-type') === '2') {
      response
        .writeHead(200, { 'content-type': 'application/xml' })
        .end(listingOf(objects, `${path}/`, url.searchParams))
      return
    }
    const object = objects.get(path)
    if (request.method === 'PUT') {
      objects.set(path, { bytes: body, savedAt: new Date() })
      response.writeHead(200).end()
    } else if (request.method === 'DELETE') {
      objects.delete(path)
      response.writeHead(204).end()
    } else if (!object) response.writeHead(404).end()
    else {
      response.writeHead(200, {
        'content-length': object.bytes.length,
        'last-modified': object.savedAt.toUTCString(),
      })
      response.end(request.method === 'HEAD' ? undefined : object.bytes)
    }
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    faults,
    requests,
    close: () =>
      new Promise<void>(resolve => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

/** Two objects a page, so that every list of more has several. */
const LISTED = 2

function listingOf(objects: S3Server['objects'], bucket: string, query: URLSearchParams): string {
  const names = [...objects.keys()].filter(path => path.startsWith(bucket + (query.get('prefix') ?? ''))).toSorted()
  const from = Number(query.get('continuation-token') ?? 0)
  const contents = names.slice(from, from + LISTED).map(path => {
    const { bytes, savedAt } = objects.get(path) as { bytes: Buffer; savedAt: Date }
    return `<Contents><Key>${path.slice(bucket.length)}</Key><LastModified>${savedAt.toISOString()}</LastModified><Size>${bytes.length}</Size></Contents>`
  })
  const next = from + LISTED < names.length ? `<NextContinuationToken>${from + LISTED}</NextContinuationToken>` : ''
  return `<ListBucketResult>${contents.join('')}${next}</ListBucketResult>`
}

/** Five minutes, as Amazon allows. */
const SKEW_MS = 300_000

/** The server's side of the signature, from what came over the wire only. */
function isSigned(request: IncomingMessage, body: Buffer, keyId: string, secret: string): boolean {
  const { headers } = request
  const match =
    /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/s3\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!match) return false
  const [, key, day, region, names, signature] = match as unknown as [string, string, string, string, string, string]
  const date = String(headers['x-amz-date'])
  const at = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
  if (key !== keyId || !date.startsWith(day) || !(Math.abs(Date.now() - at) < SKEW_MS)) return false
  if (!['host', 'x-amz-content-sha256', 'x-amz-date'].every(name => names.split(';').includes(name))) return false
  const digest = createHash('sha256').update(body).digest('hex')
  if (headers['x-amz-content-sha256'] !== digest) return false

  const [path, query = ''] = (request.url as string).split('?')
  let canonical = `${request.method}\n${path}\n${query}\n`
  for (const name of names.split(';')) canonical += `${name}:${String(headers[name]).trim()}\n`
  canonical += `\n${names}\n${digest}`
  const dayKey = createHmac('sha256', `AWS4${secret}`).update(day).digest()
  const regionKey = createHmac('sha256', dayKey).update(region).digest()
  const serviceKey = createHmac('sha256', regionKey).update('s3').digest()
  const finalKey = createHmac('sha256', serviceKey).update('aws4_request').digest()
  const text = `AWS4-HMAC-SHA256\n${date}\n${day}/${region}/s3/aws4_request\n${createHash('sha256').update(canonical).digest('hex')}`
  const expected = createHmac('sha256', finalKey).update(text).digest()
  return timingSafeEqual(expected, Buffer.from(signature, 'hex'))
}
