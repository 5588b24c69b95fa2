import { hash as digest } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, gunzip, zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib'
import type { PageFiles, StoredFile } from '../ports.ts'
import { diskBlobs } from './pages-disk.ts'

const compress = promisify(zstdCompress)

/** A way to pack a page, and the ending of the names of what is packed so. */
interface Form {
  readonly ending: '.gz' | '.zst'
  unpack(packed: Uint8Array): Promise<Uint8Array>
}
const GZIP: Form = { ending: '.gz', unpack: promisify(gunzip) }
const ZSTD: Form = { ending: '.zst', unpack: promisify(zstdDecompress) }
/** In the order in which they are looked for: servers pack most pages in gzip. */
const FORMS = [GZIP, ZSTD] as const

/**
 * To pack a page anew is a fifteenth of all that taking it in costs, for 8 % less room. What its server hardly packed is packed all the same.
 */
const MIN_GZIP_FACTOR = 3

/** Level 3 packs news pages to a sixth at several hundred MB/s; higher levels gain little on single pages. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/** A stream costs several times what it does for a page of usual size, which is packed in half a millisecond. */
const SMALL_BYTES = 256 * 1024

/** Where packed pages lie, each under a name made of its hash. */
export interface PageBlobs {
  /** whether it is there already; it then counts as saved now */
  touch(name: string): Promise<boolean>
  put(name: string, bytes: Uint8Array): Promise<void>
  has(name: string): Promise<boolean>
  get(name: string): Promise<Uint8Array | undefined>
  /** Removes it, unless it was saved since then (epoch ms). */
  remove(name: string, savedBefore: number): Promise<void>
  /** All that is there under such names, and what was being put under one when the writer was killed. */
  list(): AsyncIterable<Omit<StoredFile, 'hash'>>
}

/** Raw page bytes in a folder on disk: `<dir>/ab/abcd….gz` as they came, `….zst` where they came otherwise. */
export const pageFiles = (dir: string): PageFiles => packedPages(diskBlobs(dir))

/** Raw page bytes, packed, named by their SHA-256: the same bytes are kept once, wherever they lie. */
export function packedPages(blobs: PageBlobs): PageFiles {
  return {
    async save(bytes, gzipped) {
      const hash = digest('sha256', bytes)
      for (const form of FORMS) if (await blobs.touch(nameOf(hash, form))) return hash
      if (gzipped && gzipped.length * MIN_GZIP_FACTOR <= bytes.length) await blobs.put(nameOf(hash, GZIP), gzipped)
      else await blobs.put(nameOf(hash, ZSTD), await pack(bytes))
      return hash
    },

    async read(hash) {
      for (const form of FORMS) {
        const packed = await blobs.get(nameOf(hash, form))
        if (packed) return form.unpack(packed)
      }
      return undefined
    },

    async has(hash) {
      for (const form of FORMS) if (await blobs.has(nameOf(hash, form))) return true
      return false
    },

    async remove(hash, savedBefore) {
      for (const form of FORMS) await blobs.remove(nameOf(hash, form), savedBefore)
    },

    async *list() {
      for await (const file of blobs.list()) {
        const [isOurs, hash, draft] = OURS.exec(file.name) ?? []
        if (isOurs) yield { ...file, ...(hash !== undefined && draft === undefined && { hash }) }
      }
    },

    removeFile: ({ name, savedAt }) => blobs.remove(name, savedAt + 1),
  }
}

async function pack(bytes: Uint8Array): Promise<Uint8Array> {
  return bytes.length <= SMALL_BYTES ? zstdCompressSync(bytes, LEVEL) : compress(bytes, LEVEL)
}

/** A page, or the draft of one; whatever else lies there is not ours to name. */
const OURS = /^[0-9a-f]{2}\/([0-9a-f]{64})\.(?:gz|zst)(\.[0-9a-f]+)?$/
/** With ten million pages each of the 256 folders has 40,000. A second level of folders would cost a new one for each of the first 65,536 pages. */
const nameOf = (hash: string, { ending }: Form): string => `${hash.slice(0, 2)}/${hash}${ending}`
