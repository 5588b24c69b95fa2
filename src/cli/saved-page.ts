/** The bytes of a page that the operator has saved, whether it was packed or not. */

import { readFile } from 'node:fs/promises'
import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { failAt } from '../errors.ts'

const unpack = promisify(gunzip)

/** Six times what is fetched of a page; a small file may be made to unpack to more than there is memory. */
const MAX_BYTES = 64 * 2 ** 20

/**
 * A saved page, unpacked where it begins like gzip. Throws FILE_FAILED with the file's name.
 * @param isPacked it must be gzip; else it may be
 */
export async function readSavedPage(path: string, isPacked = false): Promise<Uint8Array> {
  try {
    const bytes = await readFile(path)
    return isPacked || isGzip(bytes) ? await unpack(bytes, { maxOutputLength: MAX_BYTES }) : bytes
  } catch (cause) {
    const isTooLarge = (cause as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE'
    return failAt(path, isTooLarge ? new Error(`unpacks to more than ${MAX_BYTES / 2 ** 20} MiB`) : cause)
  }
}

/** RFC 1952, 2.3.1. */
const isGzip = ([first, second]: Uint8Array): boolean => first === 0x1f && second === 0x8b
