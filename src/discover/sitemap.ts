/** Sitemaps and sitemap indexes with their news fields (sitemaps.org, 0.9; the news extension). */

import { gunzipSync } from 'node:zlib'
import { Parser } from 'htmlparser2'
import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink, LinkHints } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { instantOf } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { readFeed } from './feed.ts'
import type { FeedDocument } from './index.ts'

/** The protocol's limits: 50,000 addresses, 50 MB unpacked. */
const MAX_ENTRIES = 50_000
const MAX_BYTES = 50 * 1024 * 1024

/** One `url` or `sitemap` element: its fields by local name. */
type Entry = Record<string, string>

/** The links of a sitemap, or the addresses of its children. Feeds and plain lists serve as sitemaps too. Throws FEED_UNREADABLE. */
export function readSitemap(document: FeedDocument): Discovered {
  const bytes = unpacked(document)
  const { text } = decodeText(bytes, { kind: 'xml' })
  if (/<(?:rss|feed|rdf:RDF)[\s>]/i.test(text.slice(0, 1000))) return readFeed({ ...document, bytes })
  if (!/<(?:\w+:)?(?:urlset|sitemapindex)[\s>]/i.test(text)) return fromList(text, document.url)
  const { urls, sitemaps } = readEntries(text)
  return {
    links: urls.map(entry => toLink(entry, document.url)).filter(link => link !== undefined),
    more: sitemaps.map(entry => parseHttpUrl(entry['loc'] ?? '', document.url)?.href).filter(url => url !== undefined),
  }
}

/** Gzip is told by its first bytes: names and headers lie in both directions. */
function unpacked({ url, bytes }: FeedDocument): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES })
  } catch (cause) {
    throw new WiredeskError('FEED_UNREADABLE', { url, detail: 'gzip that cannot be unpacked within 50 MB', cause })
  }
}

/** A streaming read keeps what a truncated file gave. */
function readEntries(text: string): { urls: Entry[]; sitemaps: Entry[] } {
  const urls: Entry[] = []
  const sitemaps: Entry[] = []
  let entry: Entry | undefined
  let field = ''
  let value = ''
  const parser = new Parser(
    {
      onopentagname(name) {
        const local = localName(name)
        if (local === 'url' || local === 'sitemap') entry = {}
        field = local
        value = ''
      },
      ontext(part) {
        value += part
      },
      onclosetag(name) {
        const local = localName(name)
        if (local === 'url' || local === 'sitemap') {
          if (entry && urls.length + sitemaps.length < MAX_ENTRIES) (local === 'url' ? urls : sitemaps).push(entry)
          entry = undefined
        } else if (entry && local === field) {
          entry[name.startsWith('news:') || name.startsWith('image:') ? name : local] ??= collapse(value)
        }
        field = ''
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  return { urls, sitemaps }
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

function fromList(text: string, url: string): Discovered {
  const links = text
    .split(/\s*\n\s*/)
    .map(line => (/^https?:\/\/\S+$/.test(line.trim()) ? parseHttpUrl(line) : undefined))
    .filter(address => address !== undefined)
    .slice(0, MAX_ENTRIES)
    .map((address): FoundLink => ({ url: address.href, hints: { from: 'sitemap' } }))
  if (links.length === 0)
    throw new WiredeskError('FEED_UNREADABLE', { url, detail: 'neither a sitemap nor a list of addresses' })
  return { links, more: [] }
}

function toLink(entry: Entry, base: string): FoundLink | undefined {
  const address = parseHttpUrl(entry['loc'] ?? '', base)
  return address && { url: address.href, hints: hintsOf(entry) }
}

function hintsOf(entry: Entry): LinkHints {
  const headline = entry['news:title']
  const published = readMachineDate(entry['news:publication_date'] ?? '')
  const modified = readMachineDate(entry['lastmod'] ?? '')
  const keywords = entry['news:keywords']?.split(/\s*,\s*/).filter(word => word !== '')
  const language = languageTag(entry['news:language'] ?? '')
  const image = parseHttpUrl(entry['image:loc'] ?? '')
  return {
    from: 'sitemap',
    ...(headline !== undefined && { headline }),
    ...(published && { published: instantOf(published) }),
    ...(modified && { modified: instantOf(modified) }),
    ...(keywords && { keywords }),
    ...(language !== undefined && { language }),
    ...(image && { image: image.href }),
  }
}
