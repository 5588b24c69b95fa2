import { randomBytes } from 'node:crypto'
import { mkdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { mkdir, opendir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { WiredeskError } from '../errors.ts'
import type { PageBlobs } from './pages.ts'

/** Blobs as files of a folder. A file is whole or absent, because it is written beside its place and renamed into it. */
export function diskBlobs(dir: string): PageBlobs {
  // Several processes may write into one folder.
  const writer = randomBytes(6).toString('hex')
  let drafts = 0
  const isQuick = watchDisk()
  return {
    async touch(name) {
      const path = join(dir, name)
      const now = new Date()
      return isQuick(
        () => touchSync(path, now),
        () => touchAside(path, now),
      )
    },

    async put(name, bytes) {
      const draft: Draft = { path: join(dir, name), bytes, suffix: `${writer}${drafts++}` }
      try {
        await (bytes.length > SMALL_BYTES
          ? writeAside(draft)
          : isQuick(
              () => writeSync(draft),
              () => writeAside(draft),
            ))
      } catch (error) {
        toFault(error)
      }
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
        if (isMissing(error)) return undefined
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

// ---- at once, or aside --------------------------------------------------------------------------------------------

/** A page takes some ten microseconds to write into the memory of a local disk, and five times that through the thread pool. */
const SMALL_BYTES = 64 * 1024
/** What a disk may take in the mean; one that takes longer, over a network or in trouble, must not hold up all else. */
const SLOW_MS = 2
/** The last calls make up the mean. */
const CALLS = 8
/** How long a slow disk is left to the thread pool before it is tried again. */
const ASIDE_MS = 10_000

/** Runs things at once as long as the disk is quick, aside when it is not. */
function watchDisk(): <T>(atOnce: () => T, aside: () => Promise<T>) => Promise<T> {
  let meanMs = 0
  let againAt = 0
  return async (atOnce, aside) => {
    const begun = performance.now()
    if (begun < againAt) return aside()
    try {
      return atOnce()
    } finally {
      const ended = performance.now()
      meanMs += (ended - begun - meanMs) / CALLS
      if (meanMs > SLOW_MS) {
        againAt = ended + ASIDE_MS
        meanMs = 0
      }
    }
  }
}

function touchSync(path: string, now: Date): boolean {
  try {
    const isThere = statSync(path, { throwIfNoEntry: false }) !== undefined
    if (isThere) utimesSync(path, now, now)
    return isThere
  } catch {
    return false
  }
}

const touchAside = (path: string, now: Date): Promise<boolean> =>
  utimes(path, now, now).then(
    () => true,
    () => false,
  )

interface Draft {
  readonly path: string
  readonly bytes: Uint8Array
  readonly suffix: string
}

function writeSync({ path, bytes, suffix }: Draft): void {
  const draft = `${path}.${suffix}`
  try {
    try {
      writeFileSync(draft, bytes)
    } catch (error) {
      if (!isMissing(error)) throw error
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(draft, bytes)
    }
    renameSync(draft, path)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}

async function writeAside({ path, bytes, suffix }: Draft): Promise<void> {
  const draft = `${path}.${suffix}`
  try {
    await writeFile(draft, bytes).catch(async error => {
      if (!isMissing(error)) throw error
      await mkdir(dirname(path), { recursive: true })
      await writeFile(draft, bytes)
    })
    await rename(draft, path)
  } catch (error) {
    // On a full disk the half of a file would take the last space there is.
    await rm(draft, { force: true }).catch(() => {})
    throw error
  }
}

/** The file, or the folder it is to lie in: most folders are there, and to ask for each would cost as much as to write. */
const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** A full or failing disk says nothing about the page. */
function toFault(cause: unknown): never {
  throw new WiredeskError('STORE_UNAVAILABLE', { detail: (cause as Error).message, cause })
}
