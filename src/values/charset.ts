/** Bytes to text, whatever a server, a document or nobody says about its encoding. */

import { isAscii, isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { guessEncoding } from './charset-guess.ts'
import { prescan } from './html-prescan.ts'
import { getOrMake } from './memo.ts'

export interface Charset {
  /** the WHATWG name, or utf-32le and utf-32be, which the standard has not */
  readonly charset: string
  readonly from: 'bom' | 'header' | 'declaration' | 'utf-8' | 'guess'
}

export interface Decoded extends Charset {
  readonly text: string
}

export interface DecodedParts extends Charset {
  /** the text, cut anywhere; can be read once */
  readonly parts: Iterable<string>
}

export interface DecodeOptions {
  readonly contentType?: string
  readonly kind: 'html' | 'xml' | 'json' | 'text'
}

/** Where a declaration is looked for before a page is parsed (HTML, 13.2.3.2), and on while it is (13.2.3.4): scripts stand before many. */
const PRESCAN_BYTES = 1024
const SCAN_BYTES = 64 * 1024

/** Node's TextDecoder lacks the extensions of these two that browsers read. */
const BY_ICONV: Readonly<Record<string, string>> = { 'euc-kr': 'cp949', big5: 'big5hkscs' }

/** Encodings in which every byte string is valid. */
const SINGLE_BYTE = /^(?:windows-\d+|iso-8859-\d+|koi8-\w|macintosh|x-mac-cyrillic|ibm866)/

/** Encodings in which bytes of other texts are mostly faults. */
const DOUBLE_BYTE: ReadonlySet<string> = new Set(['shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5'])

/** A few characters of a double-byte encoding may be valid UTF-8 by chance; a page's text, of this many bytes, is not. */
const SURE_BYTES = 1000

/** A document's text. Never throws. */
export function decodeText(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const found = charsetOf(bytes, options)
  const { once, isMixed } = writtenOnce(bytes, found)
  const text = decodeAs(once, found.charset)
  return { text: isMixed && options.kind === 'html' ? unmixed(text) : text, ...found }
}

/**
 * A document's text in parts that V8 keeps among its young objects: a larger string gets pages of memory of its own, which are given
 * back to the system and asked for again from document to document. Never throws.
 */
export function decodeParts(bytes: Uint8Array, options: DecodeOptions): DecodedParts {
  const found = charsetOf(bytes, options)
  const isCut = found.charset === 'utf-8' || SINGLE_BYTE.test(found.charset)
  const { once, isMixed } = writtenOnce(bytes, found)
  const parts = isCut ? cutAndDecoded(once, found.charset) : [decodeAs(once, found.charset)]
  return { parts: isMixed && options.kind === 'html' ? allUnmixed(parts) : parts, ...found }
}

/**
 * The encoding of a document: byte order mark, then the HTTP header, then what its first bytes can only be, then its own declaration, then
 * UTF-8 where the bytes are valid UTF-8, else the encoding under which it reads like a language. Valid UTF-8 with characters beyond ASCII
 * beats a declared single-byte encoding, under which it could only be garbage, what is declared far down, where it may be part of a script, and, in
 * a longer text, any other declaration; a few faults in it, such as an end that was cut off, change nothing of that. Escapes into Japanese beat
 * whatever is declared. A page that is declared as UTF-8 and is hardly any is what its next declaration says, or reads like; one that is full of faults
 * under a declared double-byte encoding is what it reads like. Labels that browsers refuse count only where there is something that they could hide.
 * Never throws.
 * WHATWG Encoding Standard; HTML, 13.2.3 (an undeclared page of ASCII alone is windows-1252); RFC 7303, 3.2 (XML).
 */
function charsetOf(bytes: Uint8Array, options: DecodeOptions): Charset {
  const marked = byteOrderMark(bytes)
  if (marked) return { charset: marked, from: 'bom' }
  const wide = options.kind === 'text' ? undefined : wideEncoding(bytes)
  if (wide) return { charset: wide, from: 'declaration' }
  const header = headerEncoding(bytes, options)
  const near = header ?? inDocument(bytes, options.kind, PRESCAN_BYTES)
  const said = near ?? inDocument(bytes, options.kind)
  const declared = said === 'replacement' && !hidesMarkup(bytes) ? undefined : said
  if (declared === 'utf-8' && options.kind === 'html' && !isUtf8(bytes) && validShare(bytes) < LEAST_VALID)
    return otherThanUtf8(bytes, header)
  const isDoubtful =
    declared !== undefined &&
    declared !== 'utf-8' &&
    (SINGLE_BYTE.test(declared) || near === undefined || holdsBeyondAscii(bytes, SURE_BYTES))
  if (declared !== 'iso-2022-jp' && isEscaped(bytes)) return { charset: 'iso-2022-jp', from: 'guess' }
  if (declared && !(isDoubtful && isUtf8BeyondAscii(bytes)))
    return DOUBLE_BYTE.has(declared) && isBroken(bytes, declared)
      ? { charset: guessEncoding(bytes), from: 'guess' }
      : { charset: declared, from: header ? 'header' : 'declaration' }
  if (declared || isUtf8(bytes)) {
    const isPlainPage = options.kind === 'html' && isAscii(bytes)
    return isPlainPage ? { charset: 'windows-1252', from: 'guess' } : { charset: 'utf-8', from: 'utf-8' }
  }
  if (validShare(bytes) >= MOSTLY_VALID) return { charset: 'utf-8', from: 'utf-8' }
  return { charset: guessEncoding(bytes), from: 'guess' }
}

/** What the server says, but for UTF-16 of markup that has no zeros: it is none. */
function headerEncoding(bytes: Uint8Array, { contentType, kind }: DecodeOptions): string | undefined {
  const header = encodingOf(headerCharset(contentType))
  const isNarrow = kind === 'html' && !bytes.subarray(0, PRESCAN_BYTES).includes(0)
  return header?.startsWith('utf-16') && isNarrow ? undefined : header
}

const inDocument = (bytes: Uint8Array, kind: DecodeOptions['kind'], within?: number): string | undefined =>
  asReadable(encodingOf(declaredCharset(bytes, kind, within)))

/** Servers are set to UTF-8 as a whole, and templates begin with it, whatever the texts that are filled in are in. */
function otherThanUtf8(bytes: Uint8Array, header: string | undefined): Charset {
  const declared = header && inDocument(bytes, 'html')
  return declared && declared !== 'utf-8'
    ? { charset: declared, from: 'declaration' }
    : { charset: guessEncoding(bytes), from: 'guess' }
}

/** Text in other encodings has hardly anything that is valid by chance, in those of two bytes a sixth. */
const LEAST_VALID = 0.5
/** Of text in UTF-8 that was cut, or has a line of another in it, nearly all is valid. */
const MOSTLY_VALID = 0.8

/** Fewer may be valid by chance. */
const SOME_VALID = 4

/**
 * Of what stands beyond ASCII, the share of characters that are valid UTF-8; the others count once for each byte.
 * @param least none where fewer characters are valid
 */
function validShare(bytes: Uint8Array, least = 1): number {
  let valid = 0
  let invalid = 0
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at]!
    if (lead < 0x80) continue
    const more = continuationsOf(lead)
    // Where the end was cut off there is no telling.
    if (at + more >= bytes.length) break
    let found = 0
    while (found < more && isContinuation(bytes[at + found + 1]!)) found++
    if (more === 0 || found < more) invalid++
    else {
      valid++
      at += more
    }
  }
  return valid < least ? 0 : valid / (valid + invalid)
}

/** How many bytes follow in a character that begins with this one; 0 for a byte that begins none. */
const continuationsOf = (lead: number): number =>
  lead < 0xc2 ? 0 : lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : lead < 0xf5 ? 3 : 0

/** The WHATWG encoding a label stands for, with a few spellings that the standard has not; undefined for an unknown one. */
export function encodingOf(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  const name = label
    .trim()
    .toLowerCase()
    .replace(/^latin-(\d+)$/, 'latin$1')
    .replace(/^(?:win|windows|cp)[-_]?(125\d)$/, 'windows-$1')
    .replace(/^(?:cp|ms)_?(9\d\d)$/, (label, page) => BY_CODE_PAGE[page] ?? label)
  if (REPLACED.has(name)) return 'replacement'
  try {
    const encoding = new TextDecoder(name).encoding
    // gb18030 contains gbk, and documents that say gb2312 use all of it.
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return undefined
  }
}

/** Microsoft's numbers of those that have names of their own. */
const BY_CODE_PAGE: Readonly<Record<string, string>> = { 932: 'shift_jis', 936: 'gbk', 949: 'euc-kr', 950: 'big5' }

/** Encodings that browsers refuse to read, because they hide markup. */
const REPLACED = new Set(['hz-gb-2312', 'iso-2022-cn', 'iso-2022-cn-ext', 'iso-2022-kr', 'csiso2022kr', 'replacement'])

/** The charset parameter of a Content-Type (RFC 9110, 8.3); quotes of either kind and spaces around `=` are forgiven. */
export function headerCharset(contentType: string | undefined): string | undefined {
  for (const [, name, quoted, single, bare] of (contentType ?? '').slice(0, MAX_HEADER).matchAll(PARAMETER)) {
    const value = (quoted ?? single ?? bare ?? '').trim()
    if (name?.toLowerCase() === 'charset' && value !== '') return value
  }
  return undefined
}

/** No Content-Type is longer; servers are limited in their headers anyway. */
const MAX_HEADER = 1000

const PARAMETER = /;\s*([^\s=;"]+)\s*=\s*(?:"([^"]*)"?|'([^']*)'|([^\s;,"]*))/g

/** Byte order marks, those of UTF-32 before the shorter ones that they begin with. */
function byteOrderMark([a, b, c, d]: Uint8Array): string | undefined {
  if (a === 0xff && b === 0xfe && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0 && c === 0xfe && d === 0xff) return 'utf-32be'
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return undefined
}

/** Markup begins with `<`: where zeros stand around it tells the width of a character and its byte order (XML 1.0, appendix F). */
function wideEncoding(bytes: Uint8Array): string | undefined {
  const [a, b, c, d] = bytes.subarray(firstSign(bytes))
  if (a === 0 && b === 0 && c === 0 && d === 0x3c) return 'utf-32be'
  if (a === 0x3c && b === 0 && c === 0 && d === 0) return 'utf-32le'
  if (a === 0 && b === 0x3c && c === 0 && d !== 0) return 'utf-16be'
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le'
  return undefined
}

/** Where the first character stands that is no blank of two bytes. */
function firstSign(bytes: Uint8Array): number {
  let at = 0
  while (isBlank(bytes[at], bytes[at + 1]) || isBlank(bytes[at + 1], bytes[at])) at += 2
  return at
}

const isBlank = (byte: number | undefined, other: number | undefined): boolean =>
  other === 0 && (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09)

/** The label that a document declares for itself: the `meta` of HTML, the declaration of XML, which counts in HTML too, but last. */
export function declaredCharset(
  bytes: Uint8Array,
  kind: DecodeOptions['kind'],
  within = SCAN_BYTES,
): string | undefined {
  if (kind === 'json' || kind === 'text') return undefined
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, within)).toString('latin1')
  const meta = kind === 'html' ? prescan(head, label => encodingOf(label) !== undefined) : undefined
  // Nothing may stand before an XML declaration; that white space does is the commonest fault.
  return meta ?? /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/i.exec(head)?.[1]
}

/** A document whose bytes could be read far enough to find it cannot be in UTF-16, whatever it says (HTML, 13.2.3.2). */
function asReadable(encoding: string | undefined): string | undefined {
  if (encoding?.startsWith('utf-16')) return 'utf-8'
  return encoding === 'x-user-defined' ? 'windows-1252' : encoding
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'replacement') return '\ufffd'
  if (encoding.startsWith('utf-32'))
    return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), encoding)
  const other = BY_ICONV[encoding]
  if (other) return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), other)
  return decoderOf(encoding).decode(bytes)
}

const PART_BYTES = 32 * 1024

const GREATER = 62

/**
 * For UTF-8 and single-byte encodings, whose bytes tell where a character begins. A part ends behind the end of a tag where it can: who reads
 * markup then has nothing left over to put before the next one.
 */
function* cutAndDecoded(bytes: Uint8Array, encoding: string): Generator<string> {
  for (let start = 0, stop = 0; start < bytes.length; start = stop) {
    stop = start + PART_BYTES
    if (stop < bytes.length) {
      const tagEnd = bytes.subarray(start, stop).lastIndexOf(GREATER)
      if (tagEnd > 0) stop = start + tagEnd + 1
      else if (encoding === 'utf-8') while (isContinuation(bytes[stop]!)) stop++
    }
    yield decoderOf(encoding, start > 0).decode(bytes.subarray(start, stop))
  }
}

const isContinuation = (byte: number): boolean => (byte & 0xc0) === 0x80

/** Inside a document a byte order mark is a character. */
const decoderOf = (encoding: string, ignoreBOM = false): TextDecoder =>
  getOrMake(ignoreBOM ? innerDecoders : decoders, encoding, () => new TextDecoder(encoding, { ignoreBOM }))

/** By name: a decoder that does not stream keeps no state, and making one costs more than it takes to read half of a page. */
const decoders = new Map<string, TextDecoder>()
const innerDecoders = new Map<string, TextDecoder>()

interface WrittenOnce {
  readonly once: Uint8Array
  /** control characters of C1 stand in it still */
  readonly isMixed: boolean
}

/**
 * The bytes of a text that was taken for Latin-1 on its way, though it was UTF-8, and written as UTF-8 once more: control characters of C1
 * stand in it, which no text has, nothing beyond U+00FF, and what its characters are as bytes is UTF-8 again.
 */
function writtenOnce(bytes: Uint8Array, { charset }: Charset): WrittenOnce {
  if (charset !== 'utf-8' || !holdsC1(bytes)) return { once: bytes, isMixed: false }
  const text = decodeAs(bytes, charset)
  if (/[^\0-\xff]/.test(text)) return { once: bytes, isMixed: true }
  const once = Buffer.from(text, 'latin1')
  return isUtf8(once) ? { once, isMixed: false } : { once: bytes, isMixed: true }
}

/**
 * Words of windows-1252 were taken for Latin-1 on their way into a page of UTF-8: what are control characters there are quotation marks and
 * dashes. HTML reads `&#146;` so, too (13.2.5.80).
 */
const unmixed = (text: string): string =>
  text.replace(/[\x80-\x9f]/g, character => BY_1252[character.charCodeAt(0) - 0x80]!)

const BY_1252 = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i))

function* allUnmixed(parts: Iterable<string>): Generator<string> {
  for (const part of parts) yield unmixed(part)
}

/** Whether there is a character of U+0080 to U+009F in UTF-8. */
function holdsC1(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let at = buffer.indexOf(0xc2); at >= 0; at = buffer.indexOf(0xc2, at + 1))
    if (buffer[at + 1]! <= 0x9f) return true
  return false
}

function holdsBeyondAscii(bytes: Uint8Array, least: number): boolean {
  let count = 0
  for (let at = 0; at < bytes.length && count < least; at++) if (bytes[at]! > 0x7f) count++
  return count >= least
}

/** A few faults do not make it another encoding: under that, every other character of it would be a fault. */
const isUtf8BeyondAscii = (bytes: Uint8Array): boolean =>
  !isAscii(bytes) && (isUtf8(bytes) || validShare(bytes, SOME_VALID) >= MOSTLY_VALID)

/** So much of what stands beyond ASCII may be faults: characters of a house's own, and an end that was cut off. */
const MOST_FAULTS = 0.1
const FAULTS_SAMPLE = 128 * 1024

function isBroken(bytes: Uint8Array, encoding: string): boolean {
  const text = decodeAs(bytes.subarray(0, FAULTS_SAMPLE), encoding)
  const beyond = text.match(/[^\0-\x7f]/g)?.length ?? 0
  const faults = text.match(/[\ufffd\ue000-\uf8ff]/g)?.length ?? 0
  return faults > 1 && faults > beyond * MOST_FAULTS
}

/** What the encodings begin with that browsers refuse, and which hide markup in letters: escapes, shifts, `~{`. */
function hidesMarkup(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.includes(0x1b) || buffer.includes(0x0e) || buffer.includes('~{')
}

/** Escapes into Japanese characters (JIS X 0208), which nothing else has, in bytes that need none of the others. */
function isEscaped(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  return buffer.includes(0x1b) && isAscii(bytes) && (buffer.includes('\x1b$B') || buffer.includes('\x1b$@'))
}
