/** IPTC NewsML-G2: news items, alone or in a news message. */

import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink } from '../model.ts'
import { decodeText } from '../values/charset.ts'
import { instantOf } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { collapse } from '../values/text.ts'
import { parseHttpUrl } from '../values/url.ts'
import { readElements, type XmlElement } from './feed/elements.ts'
import { textOf } from './feed/markup.ts'
import type { FeedDocument } from './index.ts'
import { hintsOf, linkOf } from './json.ts'

/** A message holds a set in which the items stand; nothing is deeper. */
const MAX_LEVELS = 5

/** The links of news items; those that are not usable (canceled, withheld) are left out. Throws FEED_UNREADABLE. */
export function readNewsmlG2(document: FeedDocument): Discovered {
  const { text } = decodeText(document.bytes, {
    kind: 'xml',
    ...(document.contentType !== undefined && { contentType: document.contentType }),
  })
  const root = readElements(text, document.url)
  if (!childElements(root).some(({ name }) => /^(?:newsmessage|newsitem|packageitem|itemset)$/.test(name)))
    throw new WiredeskError('FEED_UNREADABLE', { url: document.url, detail: 'no NewsML-G2 message or item' })
  return {
    links: itemsIn(root)
      .map(item => toLink(item, document.url))
      .filter(link => link !== undefined),
    more: [],
  }
}

const childElements = (element: XmlElement): XmlElement[] => element.children.filter(child => typeof child !== 'string')

function itemsIn(element: XmlElement, level = 0): XmlElement[] {
  if (level > MAX_LEVELS) return []
  return childElements(element).flatMap(child => (child.name === 'newsitem' ? [child] : itemsIn(child, level + 1)))
}

function toLink(item: XmlElement, base: string): FoundLink | undefined {
  const meta = all(item, 'itemmeta')[0]
  const content = all(item, 'contentmeta')[0]
  const guid = item.attributes['guid']
  const address = addressOf(item, meta, guid, base)
  const status = meta && all(meta, 'pubstatus')[0]?.attributes['qcode']
  if (!address || (status !== undefined && !/(?:^|:)usable$/.test(status))) return undefined
  return linkOf(
    address,
    guid,
    hintsOf({
      headline: content && said(content, 'headline'),
      standfirst: content && said(content, 'description'),
      byline: content ? bylineOf(content) : [],
      published: (meta && instant(meta, 'firstcreated')) ?? (content && instant(content, 'contentcreated')),
      modified: meta && instant(meta, 'versioncreated'),
      keywords: content ? all(content, 'subject').flatMap(subject => said(subject, 'name') ?? []) : [],
      language: languageTag((content && all(content, 'language')[0]?.attributes['tag']) ?? item.lang ?? ''),
    }),
  )
}

/** The item's page on the web: a link of the item to it, else a guid that is one. */
function addressOf(
  item: XmlElement,
  meta: XmlElement | undefined,
  guid: string | undefined,
  base: string,
): string | undefined {
  const links = [...all(item, 'link'), ...(meta ? all(meta, 'link') : [])]
  const pages = links.filter(({ attributes }) => /html|^$/i.test(attributes['contenttype'] ?? ''))
  return [...pages.map(({ attributes }) => attributes['href']), /^https?:/i.test(guid ?? '') ? guid : undefined]
    .map(href => parseHttpUrl(href ?? '', base)?.href)
    .find(url => url !== undefined)
}

const all = (element: XmlElement, name: string): XmlElement[] =>
  childElements(element).filter(child => child.name === name)

function said(element: XmlElement, name: string): string | undefined {
  return all(element, name)
    .map(child => collapse(textOf(child)))
    .find(text => text !== '')
}

/** `by` is the line as it was set; creators are people and organisations with their names within. */
function bylineOf(content: XmlElement): string[] {
  const creators = all(content, 'creator').flatMap(creator => said(creator, 'name') ?? [])
  const line = said(content, 'by')?.replace(/^by\s+/i, '')
  return line === undefined ? creators : [line]
}

function instant(element: XmlElement, name: string): string | undefined {
  const reading = readMachineDate(said(element, name) ?? '')
  return reading && instantOf(reading)
}
