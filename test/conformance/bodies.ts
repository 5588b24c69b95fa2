import { pipeline, Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  createBrotliCompress,
  createDeflate,
  createDeflateRaw,
  createGzip,
  createZstdCompress,
  constants as zlib,
} from 'node:zlib'

/** A body as a recipe: the hostile ones are too large, too slow or too long to be written down. */
export type Recipe =
  | { readonly gen: 'text' | 'hex'; readonly value: string }
  | {
      readonly gen: 'repeat'
      readonly unit: string | Recipe
      readonly times: number
      readonly prefix?: string
      readonly suffix?: string
    }
  | {
      readonly gen: 'numbered'
      readonly template: string
      readonly n: number
      readonly prefix?: string
      readonly suffix?: string
    }
  | {
      readonly gen: 'nest'
      readonly open: string
      readonly close: string
      readonly depth: number
      readonly inner?: string
      readonly prefix?: string
      readonly suffix?: string
    }
  | { readonly gen: 'compress'; readonly encoding: readonly string[]; readonly of: Recipe }
  | { readonly gen: 'truncate'; readonly of: Recipe; readonly ratio: number }
  | { readonly gen: 'corrupt'; readonly of: Recipe; readonly at: number }
  | { readonly gen: 'drip'; readonly unit: string; readonly every_ms: number; readonly total_bytes: number }
  | { readonly gen: 'infinite'; readonly unit: string; readonly chunk_bytes: number; readonly prefix?: string }
  | { readonly gen: 'sequence'; readonly parts: readonly Recipe[] }
  | { readonly gen: 'silence' }

/** Bytes are written in pieces of about this size. */
const PIECE = 64 * 1024

/** The bytes of a recipe, made while they are read. */
export async function* bytesOf(recipe: Recipe): AsyncGenerator<Buffer> {
  switch (recipe.gen) {
    case 'text':
      yield Buffer.from(recipe.value)
      return
    case 'hex':
      yield Buffer.from(recipe.value, 'hex')
      return
    case 'repeat':
      yield Buffer.from(recipe.prefix ?? '')
      yield* repeated(await unitOf(recipe.unit), recipe.times)
      yield Buffer.from(recipe.suffix ?? '')
      return
    case 'numbered':
      yield Buffer.from(recipe.prefix ?? '')
      yield* numbered(recipe.template, recipe.n)
      yield Buffer.from(recipe.suffix ?? '')
      return
    case 'nest':
      yield Buffer.from(recipe.prefix ?? '')
      yield* repeated(Buffer.from(recipe.open), recipe.depth)
      yield Buffer.from(recipe.inner ?? '')
      yield* repeated(Buffer.from(recipe.close), recipe.depth)
      yield Buffer.from(recipe.suffix ?? '')
      return
    case 'compress':
      yield* compressed(bytesOf(recipe.of), recipe.encoding)
      return
    case 'truncate': {
      const whole = await wholeOf(recipe.of)
      yield whole.subarray(0, Math.floor(whole.length * recipe.ratio))
      return
    }
    case 'corrupt': {
      const whole = await wholeOf(recipe.of)
      const at = recipe.at < 0 ? whole.length + recipe.at : recipe.at
      whole.writeUInt8((whole[at] ?? 0) ^ 0xff, at)
      yield whole
      return
    }
    case 'drip':
      for (let sent = 0; sent < recipe.total_bytes; sent += recipe.unit.length) {
        yield Buffer.from(recipe.unit)
        await sleep(recipe.every_ms)
      }
      return
    case 'infinite':
      yield Buffer.from(recipe.prefix ?? '')
      for (let n = 0; ; ) {
        const units = Math.ceil(recipe.chunk_bytes / recipe.unit.length)
        yield Buffer.from(Array.from({ length: units }, () => filled(recipe.unit, n++)).join(''))
      }
    case 'sequence':
      for (const part of recipe.parts) yield* bytesOf(part)
      return
    case 'silence':
      await new Promise(() => {})
  }
}

/** All bytes of a recipe at once. */
export async function wholeOf(recipe: Recipe): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of bytesOf(recipe)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Whether a recipe ends by itself, soon enough and small enough to be made before it is sent. */
export function isMakeable(recipe: Recipe): boolean {
  switch (recipe.gen) {
    case 'drip':
    case 'infinite':
    case 'silence':
      return false
    case 'sequence':
      return recipe.parts.every(isMakeable)
    case 'compress':
      return plainBytes(recipe.of) <= 2 ** 30
    default:
      return plainBytes(recipe) <= 2 ** 27
  }
}

function plainBytes(recipe: Recipe): number {
  if (recipe.gen === 'repeat') {
    return recipe.times * (typeof recipe.unit === 'string' ? recipe.unit.length : plainBytes(recipe.unit))
  }
  return 'of' in recipe ? plainBytes(recipe.of) : 0
}

async function unitOf(unit: string | Recipe): Promise<Buffer> {
  return typeof unit === 'string' ? Buffer.from(unit) : await wholeOf(unit)
}

function* repeated(unit: Buffer, times: number): Generator<Buffer> {
  const perPiece = Math.max(1, Math.floor(PIECE / Math.max(1, unit.length)))
  const piece = Buffer.concat(Array.from({ length: Math.min(perPiece, times) }, () => unit))
  let left = times
  for (; left >= perPiece; left -= perPiece) yield piece
  yield piece.subarray(0, left * unit.length)
}

function* numbered(template: string, n: number): Generator<Buffer> {
  for (let i = 0; i < n; i += 1000) {
    const lines = Array.from({ length: Math.min(1000, n - i) }, (_, k) => filled(template, i + k))
    yield Buffer.from(lines.join(''))
  }
}

function filled(template: string, i: number): string {
  return template.replace(/\$\{i\}/g, String(i))
}

function compressed(source: AsyncIterable<Buffer>, encodings: readonly string[]): AsyncIterable<Buffer> {
  return encodings.reduce<AsyncIterable<Buffer>>((bytes, encoding) => {
    const layer = compressorOf(encoding)
    // A reader that leaves early ends the stream; that is how most of these recipes end.
    pipeline(Readable.from(bytes), layer, () => {})
    return layer
  }, source)
}

function compressorOf(encoding: string) {
  switch (encoding) {
    case 'gzip':
      return createGzip()
    case 'deflate':
      return createDeflate()
    case 'deflate-raw':
      return createDeflateRaw()
    case 'br':
      return createBrotliCompress({ params: { [zlib.BROTLI_PARAM_QUALITY]: 4 } })
    case 'zstd':
      return createZstdCompress()
    default:
      throw new Error(`no compressor for ${encoding}`)
  }
}
