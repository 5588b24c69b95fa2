/** What ends a document of each kind: the end tag of the root, or of the one element in it. */
const XML_END = /<\/(?:[\w.-]{1,40}:)?(?:rss|feed|rdf|channel|urlset|sitemapindex)\s{0,40}>/i

/** Comments and white space behind the last tag are short. */
const TAIL_BYTES = 1024

/**
 * Whether a feed or sitemap ends before its end: what was read of it is good, but it must be asked for whole again, not only if it has
 * changed. Told for XML and JSON in an encoding of one byte a letter; of anything else nothing is known.
 */
export function isCut(bytes: Uint8Array): boolean {
  const start = latin1(bytes.subarray(0, 200))
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
  const tail = latin1(bytes.subarray(-TAIL_BYTES)).trimEnd()
  if (start.startsWith('{')) return !tail.endsWith('}')
  return /^<(?!!doctype html|html)/i.test(start) && !start.includes('\0') && !XML_END.test(tail)
}

const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
