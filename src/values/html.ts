/** HTML as text: escaping it, cleaning it. */

import { type DefaultTreeAdapterTypes, parseFragment, serialize } from 'parse5'
import { cleanHtml, escapeText } from './clean-html.ts'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as it is written inside an element or a quoted attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ESCAPES[character] as string)
}

/** Two rounds settle everything that was seen; a text that still moves after these is hostile, and is kept as plain text only. */
const MAX_ROUNDS = 4

/**
 * The last gate before a text is stored or shown: made anew from an allow-list, then read and written by a parser that reads as browsers do,
 * until both agree. Cleaning twice changes nothing.
 */
export function sanitizeHtml(html: string): string {
  let read = html
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const clean = cleanHtml(read)
    read = serialize(parsed(clean))
    if (read === clean) return clean
  }
  return escapeText(textIn(read))
}

/** What all of it is going to stand in. Without it cells would be read as in a template, where they need no table. */
const PLACE = parseFragment('<div></div>').childNodes[0] as DefaultTreeAdapterTypes.Element

const parsed = (html: string) => parseFragment(PLACE, html, {})

const textIn = (html: string): string =>
  parsed(html)
    .childNodes.map(function text(node): string {
      if ('value' in node) return node.value
      return 'childNodes' in node ? node.childNodes.map(text).join('') : ''
    })
    .join('')
