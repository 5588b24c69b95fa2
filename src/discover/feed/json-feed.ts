/** JSON Feed 1.0 and 1.1 (jsonfeed.org/version/1.1). */

import { instantOf } from '../../values/date.ts'
import { escapeHtml } from '../../values/html.ts'
import { readMachineDate } from '../../values/machine-date.ts'
import { addressOf, languageOf, withoutAbsent } from './fields.ts'
import type { Enclosure, ParsedFeed, ParsedItem, Person } from './parsed.ts'

/** More items than any feed of news has. */
const MAX_ITEMS = 2000

type Json = Readonly<Record<string, unknown>>

/** The feed in a JSON value, or undefined when there is none. Values of the wrong type count as absent. */
export function readJsonFeed(value: unknown, documentUrl: string): Omit<ParsedFeed, 'charset'> | undefined {
  if (!isObject(value) || !(Array.isArray(value['items']) || /jsonfeed/i.test(text(value['version']) ?? '')))
    return undefined
  const base = addressOf(text(value['feed_url']), documentUrl) ?? documentUrl
  const address = (key: string): string | undefined => addressOf(text(value[key]), base)
  const given = {
    title: text(value['title']),
    link: address('home_page_url'),
    self: address('feed_url'),
    description: text(value['description']),
    language: languageOf(text(value['language'])),
    image: address('icon'),
    icon: address('favicon') ?? address('icon'),
    older: address('next_url'),
  }
  return {
    type: 'json',
    ...(withoutAbsent(given) as Partial<ParsedFeed>),
    authors: peopleOf(value, base),
    categories: [],
    hubs: list(value['hubs'])
      .map(hub => addressOf(text(isObject(hub) ? hub['url'] : undefined), base))
      .filter(url => url !== undefined),
    items: list(value['items'])
      .filter(isObject)
      .slice(0, MAX_ITEMS)
      .map(item => readItem(item, base, given.language)),
  }
}

function readItem(item: Json, base: string, language: string | undefined): ParsedItem {
  const address = (key: string): string | undefined => addressOf(text(item[key]), base)
  const plain = text(item['content_text'])
  const published = instant(item['date_published'])
  const updated = instant(item['date_modified'])
  const given = {
    id: text(item['id']),
    title: text(item['title']),
    link: address('url') ?? address('external_url'),
    summary: text(item['summary']),
    content: text(item['content_html']) ?? (plain === undefined ? undefined : escapeHtml(plain)),
    language: languageOf(text(item['language'])) ?? language,
    published: published ?? updated,
    updated,
    image: address('image') ?? address('banner_image'),
  }
  return {
    ...(withoutAbsent(given) as Partial<ParsedItem>),
    authors: peopleOf(item, base),
    categories: list(item['tags'])
      .map(text)
      .filter(tag => tag !== undefined),
    enclosures: list(item['attachments'])
      .filter(isObject)
      .map(attached => enclosureOf(attached, base))
      .filter(enclosure => enclosure !== undefined),
  }
}

function enclosureOf(attached: Json, base: string): Enclosure | undefined {
  const url = addressOf(text(attached['url']), base)
  if (url === undefined) return undefined
  const type = text(attached['mime_type'])
  const length = text(attached['size_in_bytes'])
  return { url, ...(type !== undefined && { type }), ...(length !== undefined && { length }) }
}

/** `authors` of version 1.1, else the one `author` of 1.0. */
function peopleOf(value: Json, base: string): Person[] {
  const authors = isObject(value['authors']) ? [value['authors']] : list(value['authors'])
  const people = authors.length > 0 ? authors : [value['author']]
  const found = people.filter(isObject).map(person => ({
    ...withoutAbsent({ name: text(person['name']), url: addressOf(text(person['url']), base) }),
  }))
  return found.filter(person => Object.keys(person).length > 0) as Person[]
}

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function text(value: unknown): string | undefined {
  const written = typeof value === 'number' ? String(value) : typeof value === 'string' ? value.trim() : ''
  return written === '' ? undefined : written
}

function instant(value: unknown): string | undefined {
  const reading = readMachineDate(text(value) ?? '')
  return reading && instantOf(reading)
}
