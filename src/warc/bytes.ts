/** A stream of bytes that can be read by number, and given back. */
export class ByteSource {
  readonly #chunks: AsyncIterator<Uint8Array>
  #held: Uint8Array[] = []
  /** of the next byte, from where the stream began */
  offset: number

  constructor(chunks: AsyncIterable<Uint8Array>, offset = 0) {
    this.#chunks = chunks[Symbol.asyncIterator]()
    this.offset = offset
  }

  /** The next bytes, at most `most`; undefined at the end. */
  async read(most: number): Promise<Uint8Array | undefined> {
    const chunk = await this.#next()
    if (!chunk) return undefined
    const part = chunk.subarray(0, most)
    if (part.length < chunk.length) this.#held.push(chunk.subarray(most))
    this.offset += part.length
    return part
  }

  async #next(): Promise<Uint8Array | undefined> {
    const held = this.#held.pop()
    if (held) return held
    for (;;) {
      const { done, value } = await this.#chunks.next()
      if (done) return undefined
      if (value.length > 0) return value
    }
  }

  unread(bytes: Uint8Array): void {
    if (bytes.length === 0) return
    this.#held.push(bytes)
    this.offset -= bytes.length
  }

  /** Exactly that many bytes; undefined when there are not so many. */
  async take(length: number): Promise<Uint8Array | undefined> {
    const parts: Uint8Array[] = []
    let missing = length
    while (missing > 0) {
      const part = await this.read(missing)
      if (!part) return undefined
      parts.push(part)
      missing -= part.length
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts)
  }

  /** Passes over that many bytes; false when there are not so many. */
  async skip(length: number): Promise<boolean> {
    for (let missing = length; missing > 0; ) {
      const part = await this.read(missing)
      if (!part) return false
      missing -= part.length
    }
    return true
  }

  /**
   * Everything up to the mark, the mark included; undefined when it does not come within `most` bytes. What was looked at is then
   * passed over, but for a mark that may have begun.
   */
  async takeThrough(mark: string, most: number): Promise<Buffer | undefined> {
    let seen: Buffer = Buffer.alloc(0)
    while (seen.length < most) {
      const part = await this.read(LOOK_BYTES)
      if (!part) return undefined
      const from = Math.max(0, seen.length - mark.length + 1)
      seen = Buffer.concat([seen, part])
      const at = seen.indexOf(mark, from, 'latin1')
      if (at < 0) continue
      this.unread(seen.subarray(at + mark.length))
      return seen.subarray(0, at + mark.length)
    }
    this.unread(seen.subarray(seen.length - mark.length + 1))
    return undefined
  }

  async close(): Promise<void> {
    await this.#chunks.return?.()
  }
}

/** Headers and their ends are near: more at once would only be given back. */
const LOOK_BYTES = 4096
