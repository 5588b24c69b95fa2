/** HTML as text: escaping it, cleaning it. */

import { parseFragment, serialize } from 'parse5'
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
    read = serialize(parseFragment(clean))
    if (read === clean) return clean
  }
  return escapeText(textIn(read))
}

const textIn = (html: string): string =>
  parseFragment(html)
    .childNodes.map(function text(node): string {
      if ('value' in node) return node.value
      return 'childNodes' in node ? node.childNodes.map(text).join('') : ''
    })
    .join('')
