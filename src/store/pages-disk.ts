import { randomBytes } from 'node:crypto'
import { mkdir, opendir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { WiredeskError } from '../errors.ts'
import type { PageBlobs } from './pages.ts'

/** Blobs as files of a folder. A file is whole or absent, because it is written beside its place and renamed into it. */
export function diskBlobs(dir: string): PageBlobs {
  // Several processes may write into one folder.
  const writer = randomBytes(6).toString('hex')
  let drafts = 0
  return {
    async touch(name) {
      const now = new Date()
      return utimes(join(dir, name), now, now).then(
        () => true,
        () => false,
      )
    },

    async put(name, bytes) {
      await writeWhole(join(dir, name), bytes, `${writer}${drafts++}`).catch(toFault)
    },

    async has(name) {
      return stat(join(dir, name)).then(
        () => true,
        () => false,
      )
    },

    async get(name) {
      try {
        return await readFile(join(dir, name))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
        throw error
      }
    },

    async remove(name, savedBefore) {
      const path = join(dir, name)
      const file = await stat(path).catch(() => undefined)
      if (file && file.mtimeMs < savedBefore) await rm(path, { force: true })
    },

    async *list() {
      const entries = await opendir(dir, { recursive: true }).catch(() => [])
      for await (const entry of entries) {
        const path = join(entry.parentPath, entry.name)
        const name = relative(dir, path).split(sep).join('/')
        const file = await stat(path).catch(() => undefined)
        if (file?.isFile()) yield { name, size: file.size, savedAt: file.mtimeMs }
      }
    },
  }
}

async function writeWhole(path: string, bytes: Uint8Array, suffix: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const draft = `${path}.${suffix}`
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
