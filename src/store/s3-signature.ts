/** AWS Signature Version 4 for S3: docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */

import { createHash, createHmac } from 'node:crypto'

export interface Credentials {
  readonly keyId: string
  readonly secret: string
  /** of temporary credentials */
  readonly sessionToken?: string
}

export interface SignRequest {
  readonly method: string
  /** its path must be encoded as `encodePath` does */
  readonly url: URL
  /** names in lower case; all of them are signed */
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array
  readonly region: string
  readonly credentials: Credentials
  readonly now: Date
}

/** The headers to send with the request, the signature among them. */
export function sign(request: SignRequest): Record<string, string> {
  const { method, url, region, credentials, now } = request
  const time = now.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const bodyHash = sha256(request.body ?? '')
  const headers: Record<string, string> = {
    ...request.headers,
    host: url.host,
    'x-amz-content-sha256': bodyHash,
    'x-amz-date': time,
    ...(credentials.sessionToken !== undefined && { 'x-amz-security-token': credentials.sessionToken }),
  }
  const names = Object.keys(headers).toSorted()
  const signed = names.join(';')
  const lines = names.map(name => `${name}:${headers[name]?.trim()}\n`).join('')
  const canonical = [method, url.pathname, queryOf(url), lines, signed, bodyHash].join('\n')
  const toSign = ['AWS4-HMAC-SHA256', time, scope, sha256(canonical)].join('\n')
  const signature = hmac(signingKey(credentials.secret, scope), toSign).toString('hex')
  return {
    ...headers,
    authorization: `AWS4-HMAC-SHA256 Credential=${credentials.keyId}/${scope},SignedHeaders=${signed},Signature=${signature}`,
  }
}

/** Every octet that is not unreserved (RFC 3986, 2.3), slashes apart. */
export const encodePath = (path: string): string => path.split('/').map(encode).join('/')

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)

const queryOf = (url: URL): string =>
  [...url.searchParams]
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .toSorted()
    .join('&')

/** The secret itself signs nothing: each part of the scope makes the next key. */
const signingKey = (secret: string, scope: string): Buffer =>
  scope.split('/').reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secret}`))

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest()
const sha256 = (data: string | Uint8Array): string => createHash('sha256').update(data).digest('hex')
