/** Bytes to text, whatever a server, a document or nobody says about its encoding. */

import iconv from 'iconv-lite'

export interface Decoded {
  readonly text: string
  /** the WHATWG name */
  readonly charset: string
  readonly from: 'bom' | 'header' | 'declaration' | 'utf-8' | 'guess'
}

export interface DecodeOptions {
  readonly contentType?: string
  readonly kind: 'html' | 'xml' | 'json' | 'text'
}

/** How far a declaration is looked for; the standard says 1,024 bytes, real pages put scripts before it. */
const PRESCAN_BYTES = 4096

/** Node's TextDecoder lacks the extensions of these two that browsers read. */
const BY_ICONV: Readonly<Record<string, string>> = { 'euc-kr': 'cp949', big5: 'big5hkscs' }

/** Encodings in which every byte string is valid: a declaration of one proves nothing. */
const SINGLE_BYTE = /^(?:windows-\d+|iso-8859-\d+|koi8-\w|macintosh|x-mac-cyrillic|ibm866)/

/**
 * Decodes a document: byte order mark, then the HTTP header, then its own declaration, then UTF-8 where the bytes are valid UTF-8,
 * else windows-1252. Valid UTF-8 with characters beyond ASCII beats a declared single-byte encoding, under which it could only be
 * garbage. Never throws. WHATWG Encoding Standard; HTML, 13.2.3.2 (prescan); RFC 7303 (XML).
 */
export function decodeText(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const marked = byteOrderMark(bytes)
  if (marked) return { text: decodeAs(bytes, marked), charset: marked, from: 'bom' }
  const header = encodingOf(headerCharset(options.contentType))
  const declared = header ?? encodingOf(declaration(bytes, options.kind))
  const from = header ? 'header' : 'declaration'
  if (declared && !(SINGLE_BYTE.test(declared) && isUtf8BeyondAscii(bytes)))
    return { text: decodeAs(bytes, declared), charset: declared, from }
  const isUtf8 = declared !== undefined || isUtf8Text(bytes)
  return isUtf8
    ? { text: decodeAs(bytes, 'utf-8'), charset: 'utf-8', from: 'utf-8' }
    : { text: decodeAs(bytes, 'windows-1252'), charset: 'windows-1252', from: 'guess' }
}

/** The WHATWG encoding a label stands for, or undefined for an unknown one. */
export function encodingOf(label: string | undefined): string | undefined {
  if (label === undefined) return undefined
  const name = label.trim().toLowerCase()
  if (REPLACED.has(name)) return 'replacement'
  try {
    const encoding = new TextDecoder(name).encoding
    // gb18030 contains gbk, and documents that say gb2312 use all of it.
    return encoding === 'gbk' ? 'gb18030' : encoding
  } catch {
    return undefined
  }
}

/** Encodings that browsers refuse to read, because they hide markup. */
const REPLACED = new Set(['hz-gb-2312', 'iso-2022-cn', 'iso-2022-cn-ext', 'iso-2022-kr', 'csiso2022kr', 'replacement'])

/** The charset parameter of a Content-Type, quotes and trailing junk removed. */
export function headerCharset(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?\s*([^\s"';,]+)/i.exec(contentType ?? '')?.[1]
}

function byteOrderMark([a, b, c]: Uint8Array): string | undefined {
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return undefined
}

function declaration(bytes: Uint8Array, kind: DecodeOptions['kind']): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, PRESCAN_BYTES)).toString('latin1')
  const xml = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([^"']{1,40})["']/i.exec(head)?.[1]
  if (kind === 'xml') return xml
  return kind === 'html' ? (asDeclared(metaCharset(head)) ?? asDeclared(xml)) : undefined
}

/** A document whose bytes could be read far enough to find it cannot be in UTF-16, whatever it says (HTML, 13.2.3.2). */
function asDeclared(label: string | undefined): string | undefined {
  return label !== undefined && /^(?:utf-16|ucs-2|unicode$)/i.test(label.trim()) ? 'utf-8' : label
}

function metaCharset(head: string): string | undefined {
  const visible = head.replace(/<!--[\s\S]*?(?:-->|$)/g, '')
  for (const [tag] of visible.matchAll(/<meta[\s/][^>]*>/gi)) {
    const charset = /[\s/"']charset\s*=\s*["']?\s*([^\s"'>/;]+)/i.exec(tag)?.[1]
    if (charset !== undefined) return charset
  }
  return undefined
}

function decodeAs(bytes: Uint8Array, encoding: string): string {
  if (encoding === 'replacement') return '\ufffd'
  const other = BY_ICONV[encoding]
  if (other) return iconv.decode(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), other)
  return new TextDecoder(encoding).decode(bytes)
}

function isUtf8Text(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

const isUtf8BeyondAscii = (bytes: Uint8Array): boolean => bytes.some(byte => byte > 0x7f) && isUtf8Text(bytes)
