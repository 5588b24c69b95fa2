import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { constants, zstdCompress, zstdDecompress } from 'node:zlib'
import { WiredeskError } from '../errors.ts'
import type { PageFiles } from '../ports.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** Level 3 packs news pages to a sixth at several hundred MB/s; higher levels gain little on single pages. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 3 } }

/**
 * Raw page bytes on disk, zstd, named by their SHA-256: `<dir>/ab/cd/abcd….zst`. The same bytes are kept once, and a file is
 * whole or absent, because it is written beside its place and renamed into it.
 */
export function pageFiles(dir: string): PageFiles {
  const pathOf = (hash: string): string => join(dir, hash.slice(0, 2), hash.slice(2, 4), `${hash}.zst`)

  return {
    async save(bytes) {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const path = pathOf(hash)
      if (await isTouched(path)) return hash
      const packed = await compress(bytes, LEVEL)
      await writeWhole(path, packed).catch(toFault)
      return hash
    },

    async read(hash) {
      try {
        return await decompress(await readFile(pathOf(hash)))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },

    async remove(hash, savedBefore) {
      const path = pathOf(hash)
      const mtimeMs = await stat(path).then(
        file => file.mtimeMs,
        () => undefined,
      )
      if (mtimeMs !== undefined && mtimeMs < savedBefore) await rm(path, { force: true })
    },
  }
}

async function writeWhole(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${randomBytes(6).toString('hex')}`
  try {
    await writeFile(draft, bytes)
    await rename(draft, path)
  } catch (error) {
    // On a full disk the half of a file would take the last space there is.
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** A full or failing disk says nothing about the page. */
function toFault(cause: unknown): never {
  throw new WiredeskError('STORE_UNAVAILABLE', { detail: (cause as Error).message, cause })
}

/** Whether the file is there; it then counts as saved now, so that nobody removes it as an old one meanwhile. */
async function isTouched(path: string): Promise<boolean> {
  const now = new Date()
  return utimes(path, now, now).then(
    () => true,
    () => false,
  )
}
