/** Bytes to a feed, whatever its format. */

import { WiredeskError } from '../../errors.ts'
import { decodeText } from '../../values/charset.ts'
import type { FeedDocument } from '../index.ts'
import { readElements } from './elements.ts'
import { addressOf } from './fields.ts'
import { readJsonFeed } from './json-feed.ts'
import type { ParsedFeed } from './parsed.ts'
import { readXmlFeed } from './xml-feed.ts'

/** What a feed says. Throws FEED_UNREADABLE for what is none. */
export function parseFeed(document: FeedDocument): ParsedFeed {
  const { url, bytes, contentType, contentLocation } = document
  const base = addressOf(contentLocation, url) ?? url
  const isJson = /json/i.test(contentType ?? '') || beginsJson(bytes)
  const { text, charset } = decodeText(bytes, {
    kind: isJson ? 'json' : 'xml',
    ...(contentType !== undefined && { contentType }),
  })
  const feed =
    isJson || /^\s*\{/.test(text)
      ? readJsonFeed(parseJson(text, url), base)
      : readXmlFeed(readElements(withoutControls(text), base))
  if (feed) return { ...feed, charset }
  throw unreadable(url, text.trim() === '' ? 'empty' : `begins with ${JSON.stringify(text.trim().slice(0, 40))}`)
}

const beginsJson = (bytes: Uint8Array): boolean => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)))

const unreadable = (url: string, detail: string, cause?: unknown): WiredeskError =>
  new WiredeskError('FEED_UNREADABLE', { url, detail, cause })

function parseJson(text: string, url: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw unreadable(url, 'not valid JSON', cause)
  }
}

/** One control character makes a feed ill-formed XML; readers that let it kill the feed lose all of its items. */
const withoutControls = (text: string): string =>
  text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[\u0080-\u009f]/g, control => WINDOWS_1252[control.charCodeAt(0) - 0x80] as string)

/** The second block of controls stands in feeds only where windows-1252 was taken for Latin-1 on the way. */
const WINDOWS_1252 = new TextDecoder('windows-1252').decode(Uint8Array.from({ length: 32 }, (_, index) => 0x80 + index))
