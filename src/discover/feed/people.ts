import { collapse } from '../../values/text.ts'
import type { XmlElement } from './elements.ts'
import { addressOf } from './fields.ts'
import { textOf, trimmedText } from './markup.ts'
import type { Person } from './parsed.ts'

/** Longer than any name with an address; the search for an address stays short on hostile text. */
const MAX_NAME = 300

/** A person as an element names one: in parts (Atom, itunes:owner), or in one line (RSS). */
export function personOf(element: XmlElement): Person | undefined {
  const parts = element.children.filter(child => typeof child !== 'string')
  const part = (...names: string[]): string | undefined =>
    trimmedText(parts.find(child => names.includes(child.name) && textOf(child).trim() !== ''))
  const name = part('name')
  const email = part('email')
  const url = addressOf(part('uri', 'url', 'homepage'), element.base)
  if (name === undefined && email === undefined && url === undefined) return personIn(textOf(element))
  // Some write the whole line of RSS into the name.
  const written = name === undefined ? undefined : personIn(name)
  return {
    ...(written ?? {}),
    ...(email !== undefined && { email }),
    ...(url !== undefined && { url }),
  }
}

/** RSS authors are e-mail addresses with the name in brackets (`desk@herald.example (Ada Example)`), or the reverse, or one of both. */
export function personIn(line: string): Person | undefined {
  const text = collapse(line.slice(0, MAX_NAME))
  if (text === '') return undefined
  const email = /[^\s<>()[\]"',;:]+@[^\s<>()[\]"',;:]+/.exec(text)?.[0]
  if (email === undefined) return { name: text }
  const name = collapse(
    text
      .replace(email, ' ')
      .replace(/mailto:/i, '')
      .replace(/[()<>[\]"]/g, ' '),
  )
  return { ...(name !== '' && { name }), email }
}
