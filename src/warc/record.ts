/** WARC 1.1 records (ISO 28500:2017), written. */

import { createHash, randomUUID } from 'node:crypto'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

export type RecordType = 'warcinfo' | 'response' | 'metadata'

export interface NewRecord {
  readonly type: RecordType
  /** `<urn:uuid:…>`; made where it is not given */
  readonly id?: string
  /** ISO instant: when the content was had */
  readonly date: string
  readonly contentType: string
  /** further named fields */
  readonly fields?: Readonly<Record<string, string>>
  readonly block: Uint8Array
  /** where the payload begins in the block, when the two are not the same */
  readonly payloadAt?: number
}

export const newRecordId = (): string => `<urn:uuid:${randomUUID()}>`

/** One record as a gzip member of its own, so that a reader can begin at any record (annex D). */
export async function gzipRecord(record: NewRecord): Promise<Uint8Array> {
  return compress(serializeRecord(record))
}

/** One record as it stands in a file. */
export function serializeRecord(record: NewRecord): Uint8Array {
  const { type, id = newRecordId(), date, contentType, fields = {}, block, payloadAt } = record
  const named: Record<string, string> = {
    'WARC-Type': type,
    'WARC-Record-ID': id,
    'WARC-Date': date,
    ...fields,
    'Content-Type': contentType,
    'WARC-Block-Digest': digest(block),
    ...(payloadAt !== undefined && { 'WARC-Payload-Digest': digest(block.subarray(payloadAt)) }),
    'Content-Length': String(block.length),
  }
  const lines = Object.entries(named).map(([name, value]) => `${name}: ${oneLine(value)}\r\n`)
  return Buffer.concat([Buffer.from(`WARC/1.1\r\n${lines.join('')}\r\n`), block, Buffer.from('\r\n\r\n')])
}

/** The block of a response: status line, headers, body. */
export function httpBlock(
  headers: Readonly<Record<string, string>>,
  body: Uint8Array,
): { readonly block: Uint8Array; readonly payloadAt: number } {
  // Header values are octets; what is no Latin-1 came in as UTF-8 and goes out as that.
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${oneLine(value)}\r\n`)
  const head = Buffer.from(`HTTP/1.1 200 OK\r\n${lines.join('')}content-length: ${body.length}\r\n\r\n`)
  return { block: Buffer.concat([head, body]), payloadAt: head.length }
}

/** `name: value` lines of `application/warc-fields`. */
export const warcFields = (fields: Readonly<Record<string, string>>): Uint8Array =>
  Buffer.from(
    Object.entries(fields)
      .map(([name, value]) => `${name}: ${oneLine(value)}\r\n`)
      .join(''),
  )

/** A value from outside must not begin a line of its own. */
const oneLine = (value: string): string => value.replace(/[\r\n]+/g, ' ')

/** SHA-1 in base 32, which every reader of WARC files knows. */
export const digest = (bytes: Uint8Array): string => `sha1:${base32(createHash('sha1').update(bytes).digest())}`

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** RFC 4648, 6; of 20 bytes there is nothing to pad. */
export function base32(bytes: Uint8Array): string {
  let [text, value, bits] = ['', 0, 0]
  for (const byte of bytes) {
    value = (value << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(value >> (bits - 5)) & 31]
    value &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text
}
