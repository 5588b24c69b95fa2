/** WARC 1.0 and 1.1 files, read record by record in little memory, plain or gzipped. */

import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { ByteSource } from './bytes.ts'
import { Damaged, inflateMember, isMember, seekMember } from './members.ts'
import { base32 } from './record.ts'

export interface WarcRecord {
  /** where to begin to read this record again: of itself, or of the gzip member it is in */
  readonly offset: number
  /** names in lower case */
  readonly headers: Readonly<Record<string, string>>
  /** absent when it was not wanted */
  readonly block?: Uint8Array
}

/** A place that could not be read, and was passed over. */
export interface WarcDamage {
  readonly offset: number
  readonly damage: string
}

export interface ReadOptions {
  /** a record's `offset` to begin at */
  readonly from?: number
  /** whether the block of a record with these headers is wanted; the others are passed over unread */
  wants(headers: Readonly<Record<string, string>>): boolean
  /** a record whose block is longer counts as damage */
  readonly maxBlockBytes: number
}

/** The longest head of a record that is none of an attack. */
const MAX_HEAD_BYTES = 64 * 1024

const READ_BYTES = 64 * 1024

/** All records of a file, in order. Damage is given in its place, and the reading goes on behind it. */
export async function* readWarc(path: string, options: ReadOptions): AsyncGenerator<WarcRecord | WarcDamage> {
  const from = options.from ?? 0
  const source = new ByteSource(createReadStream(path, { start: from, highWaterMark: READ_BYTES }), from)
  try {
    if (await isMember(source)) yield* readMembers(source, options)
    else yield* readRecords(source, () => source.offset, options)
  } finally {
    await source.close()
  }
}

async function* readMembers(source: ByteSource, options: ReadOptions): AsyncGenerator<WarcRecord | WarcDamage> {
  do {
    const { offset } = source
    const unpacked = new ByteSource(inflateMember(source))
    try {
      yield* readRecords(unpacked, () => offset, options)
    } catch (error) {
      if (!(error instanceof Damaged)) throw error
      yield { offset, damage: error.message }
      // The same member must not be found again.
      if (source.offset === offset) await source.skip(1)
    } finally {
      await unpacked.close()
    }
  } while ((await isMember(source)) || (await seekMember(source)))
}

/** Records one after another, until the bytes end. */
async function* readRecords(
  bytes: ByteSource,
  offsetOf: () => number,
  options: ReadOptions,
): AsyncGenerator<WarcRecord | WarcDamage> {
  for (;;) {
    await skipLineEnds(bytes)
    const offset = offsetOf()
    const head = await bytes.takeThrough('\r\n\r\n', MAX_HEAD_BYTES)
    const headers = head && readHead(head.toString('utf8'))
    if (headers) {
      yield await readBlock(bytes, offset, headers, options)
      continue
    }
    // A record may begin within what was taken for a head.
    if (head) bytes.unread(head.subarray(1))
    if (await isAtEnd(bytes)) return
    yield { offset, damage: 'no WARC record begins here' }
    if (!(await seekRecord(bytes))) return
  }
}

/** The named fields of a record; undefined for anything else. */
function readHead(head: string): Record<string, string> | undefined {
  const [version, ...lines] = head.split('\r\n')
  if (!/^WARC\/1\.\d+$/.test(version ?? '')) return undefined
  const headers: Record<string, string> = {}
  let last = ''
  for (const line of lines) {
    const colon = line.indexOf(':')
    // A line that begins with a blank goes on with the one before.
    if (/^[ \t]/.test(line) && last !== '') headers[last] += ` ${line.trim()}`
    else if (colon > 0) {
      last = line.slice(0, colon).trim().toLowerCase()
      headers[last] = line.slice(colon + 1).trim()
    }
  }
  return /^\d+$/.test(headers['content-length'] ?? '') ? headers : undefined
}

async function readBlock(
  bytes: ByteSource,
  offset: number,
  headers: Readonly<Record<string, string>>,
  { wants, maxBlockBytes }: ReadOptions,
): Promise<WarcRecord | WarcDamage> {
  const length = Number(headers['content-length'])
  if (!wants(headers)) {
    const isWhole = await bytes.skip(length)
    return isWhole ? { offset, headers } : { offset, damage: 'the record is cut' }
  }
  if (length > maxBlockBytes) {
    await bytes.skip(length)
    return { offset, damage: `a block of ${length} bytes` }
  }
  const block = length === 0 ? new Uint8Array() : await bytes.take(length)
  if (!block) return { offset, damage: 'the record is cut' }
  return isTrue(headers['warc-block-digest'], block)
    ? { offset, headers, block }
    : { offset, damage: 'the block is not the one its digest was made of' }
}

/** A digest in a form that we do not know is believed. */
function isTrue(digest: string | undefined, block: Uint8Array): boolean {
  const [, algorithm, value] = /^(sha-?1|sha-?256):([A-Za-z0-9]+)$/i.exec(digest ?? '') ?? []
  if (algorithm === undefined || value === undefined) return true
  const bytes = createHash(algorithm.toLowerCase().replace('-', '')).update(block).digest()
  return [base32(bytes), bytes.toString('hex').toUpperCase()].includes(value.toUpperCase())
}

/** Passes over what is no record, to where the next one begins. */
async function seekRecord(bytes: ByteSource): Promise<boolean> {
  for (;;) {
    const found = await bytes.takeThrough('WARC/1.', READ_BYTES)
    if (found) {
      bytes.unread(found.subarray(found.length - 'WARC/1.'.length))
      return true
    }
    if (await isAtEnd(bytes)) return false
  }
}

/** Two empty lines end a record; some writers set more. */
async function skipLineEnds(bytes: ByteSource): Promise<void> {
  for (;;) {
    const next = await bytes.read(1)
    if (!next) return
    if (next[0] === 0x0d || next[0] === 0x0a) continue
    bytes.unread(next)
    return
  }
}

async function isAtEnd(bytes: ByteSource): Promise<boolean> {
  const next = await bytes.read(1)
  if (next) bytes.unread(next)
  return next === undefined
}
