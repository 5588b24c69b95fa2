/** Sitemaps and sitemap indexes with their news fields (sitemaps.org, 0.9; Google's news and image extensions). */

import { constants, gunzipSync } from 'node:zlib'
import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink, LinkHints } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { instantOf } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { readXml } from './feed/xml-events.ts'
import { readFeed } from './feed.ts'
import type { FeedDocument } from './index.ts'

/** The protocol's limits: 50,000 addresses, 50 MB unpacked. */
const MAX_ENTRIES = 50_000
const MAX_BYTES = 50 * 1024 * 1024

/** One `url` or `sitemap` element: its fields by name, those of extensions as `news:title`; the first of a name counts. */
type Entry = ReadonlyMap<string, string>

/** The links of a sitemap, or the addresses of its children. Feeds and plain lists serve as sitemaps too. Throws FEED_UNREADABLE. */
export function readSitemap(document: FeedDocument): Discovered {
  const bytes = unpacked(document)
  const { text } = decodeText(bytes, { kind: 'xml' })
  if (/<(?:rss|feed|rdf:RDF)[\s>]/i.test(text.slice(0, 2000))) return readFeed({ ...document, bytes })
  if (!/<(?:[\w-]+:)?(?:urlset|sitemapindex)[\s>]/i.test(text.slice(0, 20_000))) return fromList(text, document.url)
  const { urls, sitemaps } = readEntries(text)
  const children = newestFirst(sitemaps).flatMap(entry => {
    const url = parseHttpUrl(entry.get('loc') ?? '', document.url)?.href
    return url === undefined ? [] : [{ url, changed: readMachineDate(entry.get('lastmod') ?? '') }]
  })
  const dated = children.flatMap(({ url, changed }) => (changed ? [[url, instantOf(changed)] as const] : []))
  return {
    links: urls.map(entry => toLink(entry, document.url)).filter(link => link !== undefined),
    more: children.map(({ url }) => url),
    ...(dated.length > 0 && { moreChanged: Object.fromEntries(dated) }),
  }
}

/** Gzip is told by its first bytes: names and headers lie in both directions. What a truncated file gave is kept. */
function unpacked({ url, bytes }: FeedDocument): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MAX_BYTES, finishFlush: constants.Z_SYNC_FLUSH })
  } catch (cause) {
    throw new WiredeskError('FEED_UNREADABLE', { url, detail: 'gzip that cannot be unpacked within 50 MB', cause })
  }
}

interface Entries {
  readonly urls: Entry[]
  readonly sitemaps: Entry[]
}

function readEntries(text: string): Entries {
  const found: Entries = { urls: [], sitemaps: [] }
  let entry: Map<string, string> | undefined
  let value = ''
  readXml(text, {
    open(qualified) {
      const name = nameOf(qualified)
      if (name === 'url' || name === 'sitemap') entry = new Map()
      value = ''
    },
    text(part) {
      if (entry) value += part
    },
    close(qualified, isCut) {
      if (isCut) return
      const name = nameOf(qualified)
      const list = name === 'url' ? found.urls : name === 'sitemap' ? found.sitemaps : undefined
      if (list && entry) {
        if (list.length < MAX_ENTRIES) list.push(entry)
        entry = undefined
      } else if (entry && value.trim() !== '' && !entry.has(name)) entry.set(name, collapse(value))
      value = ''
    },
  })
  return found
}

/** The protocol's own names without their prefix, which some write and some do not; those of extensions with theirs. */
function nameOf(qualified: string): string {
  const [prefix = '', local] = qualified.toLowerCase().split(':', 2)
  if (local === undefined) return prefix
  return /^(?:news|image|video|xhtml)$/.test(prefix) ? `${prefix}:${local}` : local
}

/** An index of an archive may have thousands of children; what is new is in those that changed last, where it says so. */
const newestFirst = (sitemaps: readonly Entry[]): readonly Entry[] =>
  sitemaps.toSorted((a, b) => changedAt(b) - changedAt(a))

const changedAt = (entry: Entry): number => readMachineDate(entry.get('lastmod') ?? '')?.ms ?? 0

/** A plain list of addresses; or a robots.txt, whose `Sitemap` lines name sitemaps. */
function fromList(text: string, url: string): Discovered {
  const links = text
    .split('\n')
    .map(line => line.trim())
    .map(line => (/^https?:\/\/\S+$/.test(line) ? parseHttpUrl(line) : undefined))
    .filter(address => address !== undefined)
    .slice(0, MAX_ENTRIES)
    .map((address): FoundLink => ({ url: address.href, hints: { from: 'sitemap' } }))
  const named = [...text.matchAll(/^[ \t]*sitemap[ \t]*:[ \t]*(\S+)/gim)]
  const more = named.map(([, address]) => parseHttpUrl(address ?? '', url)?.href).filter(each => each !== undefined)
  if (links.length === 0 && more.length === 0)
    throw new WiredeskError('FEED_UNREADABLE', { url, detail: 'neither a sitemap nor a list of addresses' })
  return { links, more }
}

function toLink(entry: Entry, base: string): FoundLink | undefined {
  const address = parseHttpUrl(entry.get('loc') ?? '', base)
  return address && { url: address.href, hints: hintsOf(entry) }
}

function hintsOf(entry: Entry): LinkHints {
  const headline = entry.get('news:title')
  const published = readMachineDate(entry.get('news:publication_date') ?? '')
  const modified = readMachineDate(entry.get('lastmod') ?? '')
  const keywords = entry
    .get('news:keywords')
    ?.split(/\s*,\s*/)
    .filter(word => word !== '')
  const language = languageTag(entry.get('news:language') ?? '')
  const publication = entry.get('news:name')
  const image = parseHttpUrl(entry.get('image:loc') ?? '')
  return {
    from: 'sitemap',
    ...(headline !== undefined && { headline }),
    ...(published && { published: instantOf(published) }),
    ...(modified && { modified: instantOf(modified) }),
    ...(keywords && { keywords }),
    ...(language !== undefined && { language }),
    ...(publication !== undefined && { publication }),
    ...(image && { image: image.href }),
  }
}
