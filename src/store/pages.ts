import { hash as digest } from 'node:crypto'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdCompressSync, zstdDecompress } from 'node:zlib'
import type { PageFiles, StoredFile } from '../ports.ts'
import { diskBlobs } from './pages-disk.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

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

/** Raw page bytes in a folder on disk: `<dir>/ab/abcd….zst`. */
export const pageFiles = (dir: string): PageFiles => packedPages(diskBlobs(dir))

/** Raw page bytes, zstd, named by their SHA-256: the same bytes are kept once, wherever they lie. */
export function packedPages(blobs: PageBlobs): PageFiles {
  return {
    async save(bytes) {
      const hash = digest('sha256', bytes)
      if (await blobs.touch(nameOf(hash))) return hash
      await blobs.put(nameOf(hash), await pack(bytes))
      return hash
    },

    async read(hash) {
      const packed = await blobs.get(nameOf(hash))
      return packed && decompress(packed)
    },

    has: hash => blobs.has(nameOf(hash)),
    remove: (hash, savedBefore) => blobs.remove(nameOf(hash), savedBefore),

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
const OURS = /^[0-9a-f]{2}\/([0-9a-f]{64})\.zst(\.[0-9a-f]+)?$/
/** With ten million pages each of the 256 folders has 40,000. A second level of folders would cost a new one for each of the first 65,536 pages. */
const nameOf = (hash: string): string => `${hash.slice(0, 2)}/${hash}.zst`
