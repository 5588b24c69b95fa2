import { WiredeskError } from '../errors.ts'
import type { DocumentKind, FetchedPage } from '../model.ts'
import type { Reader } from './crowd.ts'
import { type Chunks, decode, gunzipFile } from './decode.ts'
import type { Limits } from './limits.ts'
import { isMediaBody, isMediaType } from './media.ts'

export type Body = Pick<FetchedPage, 'bytes' | 'gzipped'>

/**
 * The whole body of a 2xx answer, decompressed, and as it came where that was plain gzip.
 * Every limit is looked at with each chunk; leaving the loop for any reason closes the connection.
 * @throws BODY_TOO_LARGE, FETCH_TOO_SLOW, FETCH_CROWDED, NOT_TEXT, and the errors of `decode`
 */
export async function readBody(
  wire: Chunks,
  headers: Readonly<Record<string, string>>,
  kind: DocumentKind,
  limits: Limits,
  reader: Pick<Reader, 'hold'>,
): Promise<Body> {
  const body = createRoom(limits.bodyBytes)
  const copy = keepsCopy(headers, kind) ? copyOf(wire) : undefined
  try {
    for await (const chunk of bodySource(copy?.wire ?? wire, headers, kind, limits)) {
      if (body.size() === 0 && isMediaBody(chunk)) throw new WiredeskError('NOT_TEXT', { detail: 'by its first bytes' })
      reader.hold(chunk.length)
      if (body.add(chunk)) continue
      if (!limits.cut) throw tooLarge(limits.bodyBytes)
      break
    }
    const gzipped = copy?.take()
    return { bytes: body.take(), ...(gzipped && { gzipped }) }
  } finally {
    body.free()
  }
}

// ---- the body as it came ------------------------------------------------------------------------------------------

/** Pages beyond this are rare, and their size in memory counts twice meanwhile. */
const MAX_COPY_BYTES = 256 * 1024

/** Pages alone are kept, and never cut. */
function keepsCopy(headers: FetchedPage['headers'], kind: DocumentKind): boolean {
  return kind === 'page' && /^\s*(?:x-)?gzip\s*$/i.test(headers['content-encoding'] ?? '')
}

/** The wire, and what of it was read, unless that is too much. */
function copyOf(wire: Chunks): { readonly wire: Chunks; take(): Uint8Array | undefined } {
  const chunks: Uint8Array[] = []
  let size = 0
  async function* copied(): AsyncGenerator<Uint8Array> {
    for await (const chunk of wire) {
      size += chunk.length
      if (size <= MAX_COPY_BYTES) chunks.push(chunk)
      yield chunk
    }
  }
  return { wire: copied(), take: () => (size <= MAX_COPY_BYTES ? Buffer.concat(chunks) : undefined) }
}

// ---- ends ---------------------------------------------------------------------------------------------------------

// Scripts and comments behind the last tag are short.
const TAIL_BYTES = 1024

/**
 * Whether an HTML body may have been cut: nothing on the wire told its end but the end of the connection (RFC 9112, 6.3),
 * and it does not close what every full page closes.
 */
export function mayBeCut(headers: FetchedPage['headers'], bytes: Uint8Array): boolean {
  const isMeasured = ['content-length', 'transfer-encoding', 'content-encoding'].some(
    name => headers[name] !== undefined,
  )
  if (isMeasured) return false
  const tail = Buffer.from(bytes.subarray(-TAIL_BYTES)).toString('latin1')
  return !/<\/html/i.test(tail)
}

/** Refuses what the headers alone condemn, then lays the decompression over the counted wire. */
function bodySource(
  wire: Chunks,
  headers: Readonly<Record<string, string>>,
  kind: DocumentKind,
  limits: Limits,
): Chunks {
  const declared = Number(headers['content-length'] ?? 0)
  if (declared > limits.wireBytes && !limits.cut) throw tooLarge(limits.wireBytes)
  if (isMediaType(headers['content-type']))
    throw new WiredeskError('NOT_TEXT', { detail: headers['content-type'] ?? '' })
  const decoded = decode(metered(wire, limits), headers['content-encoding'], limits.encodings)
  return kind === 'sitemap' ? gunzipFile(decoded) : decoded
}

/** The wire's chunks, as long as they are neither too many nor too slow. */
async function* metered(wire: Chunks, limits: Limits): AsyncGenerator<Uint8Array> {
  let bytes = 0
  let mark = { at: performance.now(), bytes: 0, windowMs: limits.rateAfterMs }
  for await (const chunk of wire) {
    bytes += chunk.length
    if (bytes > limits.wireBytes && !limits.cut) throw tooLarge(limits.wireBytes)
    yield chunk
    const now = performance.now()
    const elapsed = now - mark.at
    if (elapsed < mark.windowMs) continue
    const rate = ((bytes - mark.bytes) / elapsed) * 1000
    if (rate < limits.minRate)
      throw new WiredeskError('FETCH_TOO_SLOW', { detail: `${Math.round(rate)} bytes a second` })
    mark = { at: now, bytes, windowMs: limits.rateWindowMs }
  }
}

function tooLarge(limit: number): WiredeskError {
  return new WiredeskError('BODY_TOO_LARGE', { detail: `more than ${limit} bytes` })
}

/** Bytes that come in chunks. */
interface Room {
  size(): number
  /** Whether the chunk fitted; of one that did not, what fits has been taken. */
  add(chunk: Uint8Array): boolean
  /** All bytes, in a buffer of their own that can be handed to a thread. */
  take(): Uint8Array
  free(): void
}

/**
 * Most bodies come in one chunk, and are that. For others address space is set aside for `max` bytes, and memory taken as they come: that
 * costs more than to unpack a page, but thousands of chunks in a list would leave holes all over malloc's heap, which the process then
 * keeps: some 30 MiB after each large sitemap.
 */
function createRoom(max: number): Room {
  let first = new Uint8Array()
  let room: ArrayBuffer | undefined
  let size = 0
  return {
    size: () => size,
    add(chunk) {
      if (size === 0 && chunk.length <= max) {
        first = chunk as Uint8Array<ArrayBuffer>
        size = chunk.length
        return true
      }
      room ??= startWith(first)
      const fits = Math.min(chunk.length, max - size)
      if (size + fits > room.byteLength) room.resize(Math.min(max, Math.max(2 * room.byteLength, size + fits)))
      new Uint8Array(room, size).set(fits < chunk.length ? chunk.subarray(0, fits) : chunk)
      size += fits
      return fits === chunk.length
    },
    take: () => (room ? new Uint8Array(room, 0, size).slice() : ownBuffer(first)),
    free: () => room?.resize(0),
  }

  function startWith(bytes: Uint8Array): ArrayBuffer {
    const room = new ArrayBuffer(bytes.length, { maxByteLength: max })
    new Uint8Array(room).set(bytes)
    return room
  }
}

/** A thread is sent the whole buffer behind the bytes; more than this of others' is not worth the copy that is saved. */
const SLACK_BYTES = 1024

function ownBuffer({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(buffer, byteOffset, length)
  return buffer.byteLength - length > SLACK_BYTES ? bytes.slice() : bytes
}
