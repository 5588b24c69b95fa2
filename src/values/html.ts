/** HTML as text: escaping it, cleaning it, reading it. */

import { parseFragment, serialize } from 'parse5'
import sanitize from 'sanitize-html'

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

/** What an article's text may be made of; everything else is unwrapped, or dropped with its content where it is no text. */
const OPTIONS: sanitize.IOptions = {
  allowedTags:
    'p h2 h3 h4 ul ol li blockquote figure figcaption img table caption thead tbody tfoot tr th td a em strong b i u s sub sup q cite code pre br hr dl dt dd time abbr small'.split(
      ' ',
    ),
  allowedAttributes: {
    a: ['href', 'rel'],
    img: ['src', 'alt', 'width', 'height'],
    th: ['colspan', 'rowspan', 'scope'],
    td: ['colspan', 'rowspan'],
    time: ['datetime'],
    ol: ['start', 'reversed'],
    '*': ['lang', 'dir'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  nonTextTags: [
    'script',
    'style',
    'textarea',
    'option',
    'noscript',
    'svg',
    'math',
    'template',
    'iframe',
    'object',
    'form',
    'xmp',
    'noembed',
    'noframes',
    'plaintext',
    'title',
  ],
  transformTags: {
    a: (tagName, { href, ...attributes }) => ({
      tagName,
      attribs: { ...attributes, ...(href !== undefined && { href, rel: 'noopener noreferrer nofollow ugc' }) },
    }),
  },
}

/** Two rounds settle everything that was seen; a text that still moves after these is hostile, and is kept as plain text only. */
const MAX_ROUNDS = 4

/**
 * The last gate before a text is stored or shown: an allow-list, then read and written by a second parser until both agree, so that no
 * browser can read what the first parser did not. Cleaning twice changes nothing.
 */
export function sanitizeHtml(html: string): string {
  let clean = html
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const next = serialize(parseFragment(sanitize(clean, OPTIONS)))
    if (next === clean) return clean
    clean = next
  }
  return escapeHtml(sanitize(clean, { allowedTags: [], allowedAttributes: {} }))
}
