/** The block of a response record: an HTTP answer as it came over the wire, or as an archive has already unpacked it. */

import { WiredeskError } from '../errors.ts'
import { decode } from '../fetch/decode.ts'
import { LIMITS } from '../fetch/limits.ts'

export interface ArchivedAnswer {
  readonly status: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

/** The answer, its body unpacked. Throws PROTOCOL_ERROR for what is none, and the errors of a body that cannot be read. */
export async function readHttpResponse(block: Uint8Array): Promise<ArchivedAnswer> {
  const bytes = Buffer.from(block.buffer, block.byteOffset, block.byteLength)
  const end = bytes.indexOf('\r\n\r\n', 0, 'latin1')
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, Math.max(end, 0)).split('\r\n')
  const status = /^HTTP\/\d(?:\.\d)? (\d{3})\b/.exec(statusLine)?.[1]
  if (status === undefined) throw new WiredeskError('PROTOCOL_ERROR', { detail: 'no HTTP answer in the record' })
  const headers = readHeaders(lines)
  const wire = bytes.subarray(end + 4)
  const body = /\bchunked\b/i.test(headers['transfer-encoding'] ?? '') ? (unchunk(wire) ?? wire) : wire
  return { status: Number(status), headers, body: await unpack(body, headers['content-encoding']) }
}

function readHeaders(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon < 1) continue
    const name = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = headers[name] === undefined ? value : `${headers[name]}, ${value}`
  }
  return headers
}

/** RFC 9112, 7.1. Undefined when the body is not in chunks: archives often keep the header and unpack the body. */
function unchunk(wire: Buffer): Buffer | undefined {
  const parts: Buffer[] = []
  for (let at = 0; ; ) {
    const lineEnd = wire.indexOf('\r\n', at, 'latin1')
    const size = /^[0-9a-f]{1,8}/i.exec(wire.toString('latin1', at, Math.min(lineEnd, at + 20)))?.[0]
    if (lineEnd < 0 || size === undefined) return undefined
    const length = Number.parseInt(size, 16)
    if (length === 0) return Buffer.concat(parts)
    const start = lineEnd + 2
    if (start + length > wire.length) return undefined
    parts.push(wire.subarray(start, start + length))
    at = start + length + 2
  }
}

/** A body that is not in the encoding its header names has been unpacked by the archive. */
async function unpack(body: Buffer, encoding: string | undefined): Promise<Uint8Array> {
  const { bodyBytes, encodings } = LIMITS.page
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of decode(once(body), encoding, encodings)) {
      size += chunk.length
      if (size > bodyBytes) throw new WiredeskError('BODY_TOO_LARGE', { detail: `more than ${bodyBytes} bytes` })
      chunks.push(chunk)
    }
  } catch (error) {
    const isPlain = error instanceof WiredeskError && error.code === 'ENCODING_REFUSED' && size === 0
    if (!isPlain) throw error
    return body
  }
  return Buffer.concat(chunks)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}
