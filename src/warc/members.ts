/** The members of a gzip file, one by one: each record of a WARC file is one, and a damaged one must not end the reading. */

import { once } from 'node:events'
import { crc32, createInflateRaw } from 'node:zlib'
import type { ByteSource } from './bytes.ts'

/** A member that cannot be read on. */
export class Damaged extends Error {}

const MAGIC = Buffer.from([0x1f, 0x8b, 0x08])

/** A slice of this size unpacks to 17 MiB at most (deflate's ratio ends at 1,032). */
const SLICE_BYTES = 16 * 1024

/** File names and comments in headers are short. */
const MAX_NAME_BYTES = 64 * 1024

/** Whether a gzip member begins here. */
export async function isMember(source: ByteSource): Promise<boolean> {
  const first = await source.take(MAGIC.length)
  if (first) source.unread(first)
  return first !== undefined && MAGIC.equals(first)
}

/** Goes on to where the next member seems to begin; false at the end. */
export async function seekMember(source: ByteSource): Promise<boolean> {
  for (;;) {
    const found = await source.takeThrough(MAGIC.toString('latin1'), SLICE_BYTES)
    if (found) {
      source.unread(found.subarray(found.length - MAGIC.length))
      return true
    }
    const next = await source.read(1)
    if (!next) return false
    source.unread(next)
  }
}

/** The bytes in the member that begins here. Throws Damaged. Read to its end, it leaves the source at the next member. */
export async function* inflateMember(source: ByteSource): AsyncGenerator<Uint8Array> {
  await skipHeader(source)
  const inflater = createInflateRaw()
  const unpacked: Buffer[] = []
  let failure: Error | undefined
  let wake = (): void => {}
  inflater.on('data', (chunk: Buffer) => unpacked.push(chunk))
  inflater.on('error', error => {
    failure = error
    // The callback of a write that fails is never called.
    wake()
  })
  let [fed, checksum] = [0, 0]
  try {
    for (;;) {
      const slice = await source.read(SLICE_BYTES)
      if (!slice) throw new Damaged('the file ends within a member')
      fed += slice.length
      await new Promise<void>(resolve => {
        wake = resolve
        inflater.write(slice, () => resolve())
      })
      if (failure) {
        // The next member may begin in what was fed last.
        source.unread(slice)
        throw new Damaged((failure as Error).message)
      }
      for (const chunk of unpacked.splice(0)) {
        checksum = crc32(chunk, checksum)
        yield chunk
      }
      // What it leaves of its input stands behind the end of the member.
      const left = fed - inflater.bytesWritten
      if (left === 0) continue
      source.unread(slice.subarray(slice.length - left))
      break
    }
  } finally {
    inflater.destroy()
    if (!inflater.closed) await once(inflater, 'close')
  }
  const trailer = await source.take(8)
  if (!trailer || Buffer.from(trailer).readUInt32LE(0) !== checksum) throw new Damaged('the checksum is not its own')
}

const [HEADER_CRC, EXTRA, NAME, COMMENT] = [2, 4, 8, 16]

/** RFC 1952, 2.3 */
async function skipHeader(source: ByteSource): Promise<void> {
  const header = await source.take(10)
  if (!header || !MAGIC.equals(header.subarray(0, 3))) throw new Damaged('no gzip member begins here')
  const flags = header[3] ?? 0
  if (flags & EXTRA) {
    const length = await source.take(2)
    if (!length || !(await source.skip(Buffer.from(length).readUInt16LE(0)))) throw new Damaged('the header is cut')
  }
  for (const flag of [NAME, COMMENT]) {
    if (flags & flag && !(await source.takeThrough('\0', MAX_NAME_BYTES))) throw new Damaged('the header is cut')
  }
  if (flags & HEADER_CRC && !(await source.skip(2))) throw new Damaged('the header is cut')
}
