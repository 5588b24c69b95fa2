import { pipeline } from 'node:stream/promises'
import {
  createBrotliDecompress,
  createGunzip,
  createInflate,
  createInflateRaw,
  createZstdDecompress,
  gunzipSync,
  constants as zlib,
  zstdDecompressSync,
} from 'node:zlib'
import { WiredeskError } from '../errors.ts'
import { isPatched } from '../values/node-release.ts'

export type Chunks = AsyncIterable<Uint8Array>

/** Opens one layer of content encoding. */
type Layer = (source: Chunks) => Chunks

type Decompressor = ReturnType<typeof createGunzip | typeof createZstdDecompress>

// One call of the decompressor gives at most this much, so a body is stopped within this distance of its limit.
const CHUNK_BYTES = 64 * 1024

/** Whether this Node's brotli decoder is patched. Elsewhere `br` is neither asked for nor read. */
export const readsBrotli = isPatched

const BROTLI = readsBrotli(process.version)

/** What to send as Accept-Encoding. */
export const ACCEPT_ENCODING = BROTLI ? 'gzip, deflate, zstd, br' : 'gzip, deflate, zstd'

// RFC 9659: a zstd body may not ask its reader for a window of more than 8 MiB.
const MAX_ZSTD_WINDOW_LOG = 23

const OPTIONS = { chunkSize: CHUNK_BYTES }
const ZSTD_OPTIONS = { ...OPTIONS, params: { [zlib.ZSTD_d_windowLogMax]: MAX_ZSTD_WINDOW_LOG } }

// Most pages fit in these. Read in one call they cost about half the processor time of a stream, and hold the loop no longer.
const QUICK_WIRE_BYTES = 64 * 1024
const QUICK_BODY_BYTES = 512 * 1024
// Few large chunks: the default of 16 KiB takes twice the time for a page.
const QUICK = { maxOutputLength: QUICK_BODY_BYTES, chunkSize: 128 * 1024 }
const SMALLEST_CHUNK_BYTES = 1024

const gunzip: Layer = source =>
  quickly(
    source,
    bytes => gunzipSync(bytes, { ...QUICK, chunkSize: chunkFor(bytes) }),
    whole => through(whole, createGunzip(OPTIONS)),
  )
const unzstd: Layer = source =>
  quickly(
    source,
    bytes => zstdDecompressSync(bytes, { ...ZSTD_OPTIONS, ...QUICK }),
    whole => through(whole, createZstdDecompress(ZSTD_OPTIONS)),
  )
const unbrotli: Layer = source => through(source, createBrotliDecompress(OPTIONS))

const LAYERS: ReadonlyMap<string, Layer> = new Map([
  ['gzip', gunzip],
  ['x-gzip', gunzip],
  ['deflate', inflateEither],
  ['zstd', unzstd],
  ...(BROTLI ? [['br', unbrotli] as const] : []),
])

/**
 * The body behind its content encodings (RFC 9110, 8.4), layer by layer, in chunks of at most 512 KiB.
 * Nothing is read before the list itself has been accepted.
 * @param contentEncoding the header's value: encodings in the order in which they were applied
 * @throws ENCODING_REFUSED for an unknown encoding, more than `maxLayers`, or a body that is not in the encoding at all;
 *   while reading: BODY_TRUNCATED where the stream ends too early, BODY_CORRUPT where it cannot be read on
 */
export function decode(wire: Chunks, contentEncoding: string | undefined, maxLayers: number): Chunks {
  const names = encodingsOf(contentEncoding)
  if (names.length > maxLayers) throw new WiredeskError('ENCODING_REFUSED', { detail: `${names.length} layers` })
  return names.reduceRight<Chunks>((source, name) => layerOf(name)(source), wire)
}

/** One more layer for a file that is gzip itself, whatever its headers say (`sitemap.xml.gz`); other files pass as they are. */
export async function* gunzipFile(source: Chunks): AsyncGenerator<Uint8Array> {
  const { first, all } = await peek(source, 2)
  yield* first[0] === 0x1f && first[1] === 0x8b ? gunzip(all) : all
}

function encodingsOf(contentEncoding: string | undefined): readonly string[] {
  if (!contentEncoding) return []
  return contentEncoding
    .split(',')
    .map(name => name.trim().toLowerCase())
    .filter(name => name !== '' && name !== 'identity')
}

function layerOf(name: string): Layer {
  const layer = LAYERS.get(name)
  if (!layer) throw new WiredeskError('ENCODING_REFUSED', { detail: `content-encoding ${name.slice(0, 40)}` })
  return layer
}

/** `deflate` means zlib (RFC 9110, 8.4.1.2), but many servers send the bare stream: the first byte tells them apart. */
async function* inflateEither(source: Chunks): AsyncGenerator<Uint8Array> {
  const { first, all } = await peek(source, 1)
  const isZlib = ((first[0] ?? 0) & 0x0f) === 8
  yield* through(all, isZlib ? createInflate(OPTIONS) : createInflateRaw(OPTIONS))
}

/** A small body in one call. Whatever is large, or fails, is read as a stream, which can be stopped and says what is wrong. */
async function* quickly(
  source: Chunks,
  inOne: (bytes: Uint8Array) => Uint8Array,
  layer: Layer,
): AsyncGenerator<Uint8Array> {
  const { first, all, isWhole } = await peek(source, QUICK_WIRE_BYTES)
  const bytes = isWhole && first.length > 0 ? attempt(() => inOne(first)) : undefined
  if (bytes) yield bytes
  else yield* layer(all)
}

/**
 * One chunk for the whole body, whose last four octets say how long it is unpacked (RFC 1952, 2.3.1), and one byte more, by which the
 * decompressor sees that nothing follows. Chunks that are too large are garbage that V8 collects the whole heap for; what a body says
 * falsely is unpacked all the same, in more chunks or with a copy.
 */
function chunkFor(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(bytes.length - 4, true)
  return Math.min(Math.max(length + 1, SMALLEST_CHUNK_BYTES), QUICK_BODY_BYTES)
}

function attempt(read: () => Uint8Array): Uint8Array | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}

/** A source through a decompressor; leaving the loop early ends both. */
async function* through(source: Chunks, layer: Decompressor): AsyncGenerator<Uint8Array> {
  const fed = pipeline(source, layer)
  // Its failure comes out of the reading below as well; unheard until then it would end the process.
  fed.catch(() => {})
  let seen = 0
  try {
    for await (const chunk of layer as AsyncIterable<Uint8Array>) {
      seen += chunk.length
      yield chunk
    }
    await fed
  } catch (thrown) {
    // Servers put a content-encoding on empty bodies, too.
    if (layer.bytesWritten === 0 && codeOf(thrown) === 'Z_BUF_ERROR') return
    throw asBodyError(thrown, seen > 0)
  }
}

interface Peeked {
  /** what was read ahead */
  readonly first: Uint8Array
  /** the source from its beginning */
  readonly all: Chunks
  /** there is nothing behind `first` */
  readonly isWhole: boolean
}

/** Reads ahead until `bytes` are there or the source ends. */
async function peek(source: Chunks, bytes: number): Promise<Peeked> {
  const chunks = source[Symbol.asyncIterator]()
  const held: Uint8Array[] = []
  let size = 0
  let isWhole = false
  while (size < bytes && !isWhole) {
    const next = await chunks.next()
    if (next.done) isWhole = true
    else held.push(next.value)
    size += next.value?.length ?? 0
  }
  return {
    first: held.length === 1 ? (held[0] as Uint8Array) : Buffer.concat(held),
    all: rejoin(held, chunks),
    isWhole,
  }
}

async function* rejoin(held: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* held
    yield* { [Symbol.asyncIterator]: () => rest }
  } finally {
    // Whoever stops among the held chunks has to end the source as well.
    await rest.return?.()
  }
}

/** The decompressors' errors in our words; what comes from the source passes as it is. */
function asBodyError(thrown: unknown, begun: boolean): unknown {
  const code = codeOf(thrown)
  const cause = thrown
  const detail = thrown instanceof Error ? thrown.message : code
  if (code === 'Z_BUF_ERROR') return new WiredeskError('BODY_TRUNCATED', { detail, cause })
  const isHeader =
    detail.includes('header') || code === 'ZSTD_error_prefix_unknown' || code.startsWith('ZSTD_error_frame')
  // Not a fault on the way: the server names an encoding that the body is not in, or asks for a window beyond reason.
  if (isHeader && !begun && isDecompression(code)) return new WiredeskError('ENCODING_REFUSED', { detail, cause })
  return isDecompression(code) ? new WiredeskError('BODY_CORRUPT', { detail, cause }) : thrown
}

function isDecompression(code: string): boolean {
  return code.startsWith('Z_') || code.startsWith('ZSTD_') || code.startsWith('ERR__ERROR')
}

function codeOf(thrown: unknown): string {
  return thrown instanceof Error && 'code' in thrown ? String(thrown.code) : ''
}
