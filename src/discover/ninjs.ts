/** IPTC ninjs, 1.x to 3.x: one item, a list of them, or a list under `items`. */

import { WiredeskError } from '../errors.ts'
import type { Discovered, FoundLink } from '../model.ts'
import { instantOf } from '../values/date.ts'
import { languageTag } from '../values/language.ts'
import { readMachineDate } from '../values/machine-date.ts'
import { parseHttpUrl } from '../values/url.ts'
import type { FeedDocument } from './index.ts'
import { at, hintsOf, isObject, type Json, linkOf, objectsIn, readJson, textAt } from './json.ts'

/** The links of ninjs items; those that are not usable (canceled, withheld) are left out. Throws FEED_UNREADABLE. */
export function readNinjs(document: FeedDocument): Discovered {
  const value = readJson(document)
  const items = Array.isArray(value) ? objectsIn(value) : itemsUnder(value)
  const title = textAt(value, 'title')
  if (
    items.length === 0 &&
    !Array.isArray(value) &&
    !isObject(at(value, 'items')) &&
    !Array.isArray(at(value, 'items'))
  )
    throw new WiredeskError('FEED_UNREADABLE', { url: document.url, detail: 'neither a ninjs item nor a list of them' })
  const older = parseHttpUrl(textAt(value, 'next') ?? textAt(value, 'next_url') ?? '', document.url)?.href
  return {
    links: items.map(item => toLink(item, document.url)).filter(link => link !== undefined),
    more: [],
    ...(title !== undefined && { title }),
    ...(older !== undefined && { older }),
  }
}

function itemsUnder(value: unknown): Json[] {
  const list = at(value, 'items')
  if (Array.isArray(list)) return objectsIn(list)
  return isObject(value) && typeof value['uri'] === 'string' ? [value] : []
}

function toLink(item: Json, base: string): FoundLink | undefined {
  const status = textAt(item, 'pubStatus') ?? textAt(item, 'pubstatus') ?? 'usable'
  const address = ['url', 'link', 'href', 'altIds.url', 'uri']
    .map(path => parseHttpUrl(textAt(item, path) ?? '', base))
    .find((url, index) => url !== undefined && (index < 4 || /^https?:/i.test(textAt(item, 'uri') ?? '')))
  if (!address || status !== 'usable') return undefined
  return linkOf(
    address.href,
    textAt(item, 'uri'),
    hintsOf({
      headline: textAt(item, 'headline') ?? valueIn(item, 'headlines'),
      standfirst: textAt(item, 'description_text') ?? valueIn(item, 'descriptions'),
      byline: bylineOf(item),
      published: instant(item, 'firstCreated', 'firstcreated', 'contentCreated', 'versionCreated', 'versioncreated'),
      modified: instant(item, 'versionCreated', 'versioncreated'),
      keywords: [...objectsIn(item['subjects']), ...objectsIn(item['subject'])]
        .map(subject => textAt(subject, 'name'))
        .filter(name => name !== undefined),
      language: languageTag(textAt(item, 'language') ?? ''),
      image: pictureOf(item),
    }),
  )
}

/** Version 2 and later give lists of `{role, value}`; without a role, or as `main`, one is the article's own. */
function valueIn(item: Json, list: string): string | undefined {
  const entries = objectsIn(item[list])
  const own = entries.find(entry => (textAt(entry, 'role') ?? 'main') === 'main') ?? entries[0]
  return textAt(own, 'value')
}

function bylineOf(item: Json): string[] {
  const people = objectsIn(item['people']).filter(person => /author|writer|creator/i.test(textAt(person, 'rel') ?? ''))
  const names = people.map(person => textAt(person, 'name')).filter(name => name !== undefined)
  const line = textAt(item, 'byline') ?? textAt(objectsIn(item['bylines'])[0], 'value')
  return names.length > 0 || line === undefined ? names : [line.replace(/^by\s+/i, '')]
}

function instant(item: Json, ...keys: readonly string[]): string | undefined {
  const reading = keys.map(key => readMachineDate(textAt(item, key) ?? '')).find(each => each)
  return reading && instantOf(reading)
}

/** Associated pictures: an object by role in versions 1 and 2, a list in version 3; the widest rendition of the first. */
function pictureOf(item: Json): string | undefined {
  const associated = item['associations']
  const items = Array.isArray(associated)
    ? objectsIn(associated)
    : isObject(associated)
      ? Object.values(associated).filter(isObject)
      : []
  const picture = items.find(each => /^(?:picture|image)$/i.test(textAt(each, 'type') ?? ''))
  const renditions = picture?.['renditions']
  const all = Array.isArray(renditions)
    ? objectsIn(renditions)
    : isObject(renditions)
      ? Object.values(renditions).filter(isObject)
      : []
  const [widest] = all.toSorted((a, b) => (Number(b['width']) || 0) - (Number(a['width']) || 0))
  return parseHttpUrl(textAt(widest, 'href') ?? '')?.href
}
