/** Who is named as writer in one place: names of JSON-LD nodes, of fields of their own, of texts that readers see. */

import { BY_LINE } from '../../values/name-words.ts'
import { isHandle, splitNames } from '../../values/names.ts'
import type { JsonLdNode } from '../json-ld.ts'
import type { Page } from '../page.ts'

export type Names = readonly string[]

/** The nodes that JSON-LD names as authors of this article. */
export const authorsOf = (page: Page): readonly JsonLdNode[] => page.article?.nodes('author') ?? []
export const isPersonNode = (node: JsonLdNode): boolean => !/Organization$|^Corporation$/.test(node.type)

/** Whoever keeps the site publishes under this name too, whoever wrote. */
export const isNoAccount = (node: JsonLdNode): boolean =>
  !/\/(?:author|user)\/(?:admin|administrator|webmaster|editor|redaktion|staff)\/?$/i.test(
    node.text('url') ?? node.text('@id') ?? '',
  )

/** One node may hold several names in a list. */
export function namesOf(node: JsonLdNode): string[] {
  const names = node.all('name').filter(name => !/^https?:|^\//.test(name))
  if (names.length > 0) return names
  const parts = [node.text('givenName'), node.text('familyName')].filter(part => part !== undefined)
  return parts.length > 0 ? [parts.join(' ')] : []
}

/** "Sample, Ben J.", as libraries write it. */
export const inSpokenOrder = (name: string): string => name.replace(/^([^,;]+),\s*([^,;]+)$/, '$2 $1')

/** Longer values are texts; of hostile ones a pattern for addresses would go through every part. */
const MAX_DECLARED = 300

/** Names in a field of their own; a handle or an organisation's free name counts there too. */
export function declared(texts: readonly (string | undefined)[] | undefined): Names | undefined {
  const names = (texts ?? []).flatMap(said => {
    if (said === undefined || said.length > MAX_DECLARED) return []
    // As feeds write it: "ada@herald.example (Ada Example)".
    const text = said.replace(/^\S+@\S+\.\w+\s+\(([^()]+)\)$/, '$1')
    if (/^https?:|^\/|^www\.|\S@\S+\.\w/.test(text)) return []
    const split = splitNames(text)
    if (split.length > 0) return split
    const isName =
      text.length <= 60 &&
      /\p{L}{2}/u.test(text) &&
      !/[<>{}]|^(?:admin|author|null|undefined|unknown|by|none|n\/a)$/i.test(text)
    return isName ? [text] : []
  })
  return distinct(names)
}

/** No article has more writers; each name is held against those of every other reading. */
const MAX_NAMES = 50

const distinct = (names: Names): Names | undefined =>
  names.length > 0 ? [...new Set(names)].slice(0, MAX_NAMES) : undefined

/** @param isAuthor whether the place holds nothing but the author, so that a user name is one too */
export function shown(texts: readonly string[], isAuthor = false): Names | undefined {
  const names = texts.filter(text => text.length < 250).flatMap(text => splitNames(text, { visible: true }))
  if (names.length > 0) return distinct(names)
  const handle = isAuthor ? texts.find(isHandle) : undefined
  return handle === undefined ? undefined : [handle]
}

/** "by somebody7" is a writer's user name where nothing but the day or the section follows it on the line. */
export function handleIn([line = '']: readonly string[]): Names | undefined {
  const rest = line.replace(BY_LINE, '')
  const handle = /^(\S+?)[,.|·]?(?:$|\s+(?:on|in|under|at|am|um|vom|le|à|el|en|op|@|\d))/u.exec(rest)?.[1]
  const isMeant = /^(?:(?:posted|written) )?by\b/i.test(line) || /^\p{Lu}/u.test(rest)
  return handle !== undefined && rest !== line && isMeant && isHandle(handle) ? [handle] : undefined
}

/** Social cards label two lines; one of them is "Written by". */
export function writtenBy(page: Page): string | undefined {
  for (const number of [1, 2])
    if (
      /written by|author|verfasst|autor|écrit|geschreven|skrevet|scritto/i.test(
        page.meta(`twitter:label${number}`) ?? '',
      )
    )
      return page.meta(`twitter:data${number}`)
  return undefined
}
