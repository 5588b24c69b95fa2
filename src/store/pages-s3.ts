/** Pages in a bucket of S3, or of anything that speaks its protocol (MinIO, Ceph, R2, Garage). */

import { setTimeout as sleep } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { WiredeskError } from '../errors.ts'
import type { PageFiles, StoredFile } from '../ports.ts'
import { type PageBlobs, packedPages } from './pages.ts'
import { type Credentials, encodePath, sign } from './s3-signature.ts'

export interface S3Place {
  /** where objects are, without a slash at the end: the bucket's host, or a server's address with the bucket as its path */
  readonly base: string
  /** empty, or with a slash at the end */
  readonly prefix: string
  readonly region: string
}

/** What the environment may say about S3 where the URL does not. */
export type S3Environment = Readonly<Record<string, string | undefined>>

/**
 * Reads `s3://BUCKET/PREFIX?endpoint=URL&region=NAME`. Without an endpoint the bucket is one of Amazon's.
 * Throws CONFIG_INVALID.
 */
export function readS3Url(text: string, env: S3Environment): S3Place {
  const url = URL.parse(text)
  if (url?.protocol !== 's3:' || url.host === '')
    throw new WiredeskError('CONFIG_INVALID', { detail: `pages.url: ${text} is not s3://BUCKET/PREFIX` })
  const region = url.searchParams.get('region') ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? 'us-east-1'
  const endpoint = url.searchParams.get('endpoint')
  const server = endpoint === null ? undefined : URL.parse(endpoint)
  if (server === null || (server && !/^https?:$/.test(server.protocol)))
    throw new WiredeskError('CONFIG_INVALID', { detail: `pages.url: endpoint=${endpoint} is not an http(s) address` })
  const prefix = decodeURIComponent(url.pathname).replace(/^\/+|\/+$/g, '')
  return {
    region,
    prefix: prefix === '' ? '' : `${prefix}/`,
    base: server ? `${server.href.replace(/\/$/, '')}/${url.host}` : `https://${url.host}.s3.${region}.amazonaws.com`,
  }
}

/** The page store in this place. */
export const s3Pages = (place: S3Place, credentials: Credentials): PageFiles => packedPages(s3Blobs(place, credentials))

function s3Blobs(place: S3Place, credentials: Credentials): PageBlobs {
  const agent = new Agent({ connect: { timeout: CONNECT_MS }, headersTimeout: ANSWER_MS, bodyTimeout: ANSWER_MS })

  return {
    // Most pages are new, and putting one that is there already puts the same bytes: asking first would be one more way.
    touch: async () => false,

    async put(name, bytes) {
      await ask('PUT', name, bytes)
    },

    has: async name => (await ask('HEAD', name)).status !== 404,

    async get(name) {
      const { status, bytes } = await ask('GET', name)
      return status === 404 ? undefined : bytes
    },

    async remove(name, savedBefore) {
      const { status, headers } = await ask('HEAD', name)
      if (status === 404 || !(Date.parse(headers['last-modified'] ?? '') < savedBefore)) return
      await ask('DELETE', name)
    },

    async *list() {
      let after: string | undefined
      do {
        const page = new TextDecoder().decode((await ask('GET', '', undefined, listing(place, after))).bytes)
        yield* objectsIn(page, place.prefix)
        after = textOf(page, 'NextContinuationToken')
      } while (after !== undefined)
    },
  }

  async function ask(method: Method, name: string, body?: Uint8Array, query?: Query): Promise<S3Answer> {
    for (let tries = 1; ; tries++) {
      const outcome = await askOnce(method, name, body, query)
      if ('status' in outcome) return outcome
      if (!outcome.isPassing) throw new WiredeskError('STORE_UNAVAILABLE', outcome)
      if (tries === TRIES) throw new WiredeskError('STORE_BUSY', outcome)
      await sleep(FIRST_WAIT_MS * 3 ** (tries - 1))
    }
  }

  async function askOnce(
    method: Method,
    name: string,
    body?: Uint8Array,
    query?: Query,
  ): Promise<S3Answer | S3Failure> {
    const url = new URL(query ? `${place.base}?${query}` : `${place.base}/${encodePath(place.prefix + name)}`)
    const { region } = place
    const { host: _, ...headers } = sign({ method, url, region, credentials, now: new Date(), ...(body && { body }) })
    try {
      const answer = await request(url, { method, headers, dispatcher: agent, body: body ?? null })
      const status = answer.statusCode
      const bytes = new Uint8Array(await answer.body.arrayBuffer())
      if (status < 300 || status === 404) return { status, bytes, headers: answer.headers as Record<string, string> }
      const detail = `page store: ${method} answered ${status} ${codeIn(bytes)}`.trim()
      return { detail, isPassing: status >= 500 || status === 429 }
    } catch (cause) {
      return { detail: `page store at ${url.host}: ${(cause as Error).message}`, isPassing: true, cause }
    }
  }
}

type Query = string

/** ListObjectsV2: a thousand objects at a time. */
function listing({ prefix }: S3Place, after: string | undefined): Query {
  const query = { ...(after !== undefined && { 'continuation-token': after }), 'list-type': '2', prefix }
  return Object.entries(query)
    .map(([name, value]) => `${name}=${encodePath(value).replaceAll('/', '%2F')}`)
    .join('&')
}

function objectsIn(page: string, prefix: string): Omit<StoredFile, 'hash'>[] {
  return Array.from(page.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g), ([, object = '']) => ({
    // Our names are hexadecimal digits, slashes and dots: nothing of them is escaped in XML.
    name: (textOf(object, 'Key') ?? '').slice(prefix.length),
    size: Number(textOf(object, 'Size')),
    savedAt: Date.parse(textOf(object, 'LastModified') ?? ''),
  }))
}

const textOf = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]+)</${name}>`).exec(xml)?.[1]

type Method = 'GET' | 'PUT' | 'HEAD' | 'DELETE'

interface S3Answer {
  readonly status: number
  readonly bytes: Uint8Array
  readonly headers: Readonly<Record<string, string>>
}

interface S3Failure {
  readonly detail: string
  /** it may be well again in a moment */
  readonly isPassing: boolean
  readonly cause?: unknown
}

/** What S3 calls the error, out of its XML. */
const codeIn = (bytes: Uint8Array): string =>
  /<Code>(\w+)<\/Code>/.exec(new TextDecoder().decode(bytes.subarray(0, 2000)))?.[1] ?? ''

const CONNECT_MS = 5000
const ANSWER_MS = 30_000
/** With waits of 0.2, 0.6 and 1.8 s; a longer fault is the ledger's to wait for. */
const TRIES = 4
const FIRST_WAIT_MS = 200

/**
 * The credentials for S3: those that the configuration gives, else those of the variables that every S3 tool knows.
 * Throws CONFIG_INVALID when there are none.
 */
export function s3Credentials(
  given: { readonly keyId?: string | undefined; readonly secret?: string | undefined },
  env: S3Environment,
): Credentials {
  const required = (value: string | undefined, name: string): string => {
    const found = value ?? env[name]
    if (found) return found
    throw new WiredeskError('CONFIG_INVALID', { detail: `pages.url needs credentials: ${name} is not set` })
  }
  const sessionToken = given.keyId === undefined ? env['AWS_SESSION_TOKEN'] : undefined
  return {
    keyId: required(given.keyId, 'AWS_ACCESS_KEY_ID'),
    secret: required(given.secret, 'AWS_SECRET_ACCESS_KEY'),
    ...(sessionToken && { sessionToken }),
  }
}
