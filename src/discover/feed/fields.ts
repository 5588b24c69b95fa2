/** The children of a channel or item by name, and ways to ask for them in order of trust. */

import { instantOf } from '../../values/date.ts'
import { readMachineDate } from '../../values/machine-date.ts'
import type { XmlElement } from './elements.ts'
import { saidBy, trimmedText } from './markup.ts'

/** Children by name: `title` for the vocabularies of RSS and Atom, `dc:title` for others. */
export type Fields = ReadonlyMap<string, readonly XmlElement[]>

/** Groups that only hold things together: what is in them counts as if it stood beside them. */
const GROUPS = new Set(['media:group', 'media:content'])

/** The children of an element by name, those of `media:group` among them. */
export function fieldsOf(element: XmlElement): Fields {
  const fields = new Map<string, XmlElement[]>()
  add(element, fields)
  return fields
}

function add(element: XmlElement, fields: Map<string, XmlElement[]>): void {
  for (const child of element.children) {
    if (typeof child === 'string') continue
    const key = child.space === 'core' ? child.name : `${child.space}:${child.name}`
    const known = fields.get(key)
    if (known) known.push(child)
    else fields.set(key, [child])
    if (GROUPS.has(key)) add(child, fields)
  }
}

/** All elements of these names, in the order of the names. */
export const all = (fields: Fields, names: readonly string[]): XmlElement[] =>
  names.flatMap(name => fields.get(name) ?? [])

/** What the first of these elements says that says something; markup may be in it. */
export function firstValue(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const element of fields.get(name) ?? []) {
      const value = saidBy(element)
      if (value !== undefined) return value
    }
  }
  return undefined
}

/** The same for what is never markup. */
export function firstText(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const element of fields.get(name) ?? []) {
      const text = trimmedText(element)
      if (text !== undefined) return text
    }
  }
  return undefined
}

/** The first of these elements that holds a date. */
export function firstInstant(fields: Fields, names: readonly string[]): string | undefined {
  for (const name of names) {
    for (const element of fields.get(name) ?? []) {
      const reading = readMachineDate(trimmedText(element) ?? '')
      if (reading) return instantOf(reading)
    }
  }
  return undefined
}

/** A language tag as it is compared: RFC 5646, 2.1.1 makes case mean nothing, and some write an underscore. */
export function languageOf(text: string | undefined): string | undefined {
  const tag = text?.trim().toLowerCase().replaceAll('_', '-') ?? ''
  return tag === '' ? undefined : tag
}

/** An address, absolute where its place tells how; what is no address stays as it was written. */
export function addressOf(text: string | undefined, base: string): string | undefined {
  const trimmed = text?.trim() ?? ''
  if (trimmed === '') return undefined
  return URL.parse(trimmed, base || undefined)?.href ?? trimmed
}

/** Absent is absent, not a key without a value: JSON and tests see the same. */
export function withoutAbsent<T extends object>(record: T): Partial<T> {
  const kept: Partial<T> = {}
  for (const key in record) if (record[key] !== undefined) kept[key] = record[key]
  return kept
}
