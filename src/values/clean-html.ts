/** HTML down to the markup that an article may have. What is written here is made anew, tag by tag; nothing of the input is passed on as it stands. */

import { decodeHTML, decodeHTMLAttribute } from 'entities'
import { readHtmlTokens } from './html-tokens.ts'

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '))

/** What an article's text may be made of; everything else is unwrapped. None of these holds raw text or a program, whatever stands in it. */
const ALLOWED = words(
  'p h2 h3 h4 ul ol li blockquote figure figcaption img table caption thead tbody tfoot tr th td a em strong b i u s sub sup q cite code pre br hr dl dt dd time abbr small',
)
const VOID = words('br hr img')

/** Blocks end a paragraph that is open (HTML, 13.2.6.4.7). */
const ENDS_PARAGRAPH = words('p h2 h3 h4 ul ol dl blockquote figure figcaption table pre hr li dd dt')
const TABLE_PARTS = words('td th caption')

/** Elements whose content is no text of an article: dropped with it. */
const DROPPED = words(
  'script style textarea select datalist noscript svg math template iframe object form xmp noembed noframes plaintext title',
)

/** Of these one may stand in another of its kind; the others hold raw text, or their second begin tag is none. */
const NESTED = words('svg math template object')

/** Deeper markup is no article's: it is unwrapped. Serializers and browsers recurse with depth. */
const MAX_DEPTH = 100

/** No two tags of a page are further apart in one attribute; longer values are data, not addresses. */
const MAX_VALUE = 8192

type Check = (value: string) => string | undefined

const number: Check = value => (/^\d{1,5}$/.test(value.trim()) ? value.trim() : undefined)
const anything: Check = value => value
const http: Check = value => addressIn(value, /^https?$/i)
const link: Check = value => addressIn(value, /^(?:https?|mailto)$/i)

const EVERYWHERE: readonly (readonly [string, Check])[] = [
  ['lang', value => (/^[a-z0-9-]{1,35}$/i.test(value) ? value : undefined)],
  ['dir', value => (/^(?:ltr|rtl|auto)$/i.test(value) ? value : undefined)],
]
const CELL: readonly (readonly [string, Check])[] = [
  ['colspan', number],
  ['rowspan', number],
]
/** The attributes of an element and what they may hold, in the order in which they are written. */
const ATTRIBUTES = new Map<string, readonly (readonly [string, Check])[]>([
  ['a', [['href', link]]],
  [
    'img',
    [
      ['src', http],
      ['alt', anything],
      ['width', number],
      ['height', number],
    ],
  ],
  ['th', [...CELL, ['scope', value => (/^(?:col|row)(?:group)?$/i.test(value) ? value : undefined)]]],
  ['td', CELL],
  ['time', [['datetime', anything]]],
  [
    'ol',
    [
      ['start', number],
      ['reversed', () => ''],
    ],
  ],
])

/** Cleans in one pass. What it gives is balanced, and cleaning it again gives the same. */
export function cleanHtml(html: string): string {
  let out = ''
  const open: string[] = []
  let dropping = ''
  let depth = 0
  let followsPre = false

  const begin = (name: string, attributes: ReadonlyMap<string, string>, isSelfClosing: boolean): void => {
    // Only foreign elements can close themselves in HTML.
    if (isSelfClosing && (name === 'svg' || name === 'math')) return
    if (dropping !== '') {
      if (name === dropping && NESTED.has(name)) depth++
      return
    }
    if (DROPPED.has(name)) {
      dropping = name
      depth = 1
      return
    }
    if (!ALLOWED.has(name)) return
    const written = writtenAttributes(name, attributes)
    if (name === 'img' && !written.startsWith(' src=')) return
    if (ENDS_PARAGRAPH.has(name)) endHere('p')
    // A link in a link ends the outer one (13.2.6.4.7).
    if (name === 'a') endHere('a')
    if (!VOID.has(name)) {
      if (open.length >= MAX_DEPTH) return
      open.push(name)
    }
    out += `<${name}${written}>`
    followsPre = name === 'pre'
  }
  /** Ends an element that is open, though not one outside of the part of a table that all this stands in. */
  const endHere = (name: string): void => {
    if (!open.slice(open.lastIndexOf(name) + 1).some(each => TABLE_PARTS.has(each))) end(name)
  }
  const end = (closing: string): void => {
    if (dropping !== '') {
      if (closing === dropping && --depth === 0) dropping = ''
      return
    }
    for (let at = open.lastIndexOf(closing); at >= 0 && open.length > at; ) out += `</${open.pop()}>`
    followsPre = false
  }
  const text = (part: string): void => {
    if (dropping !== '') return
    const plain = plainCharacters(part)
    // The first line break after `<pre>` is not read by browsers.
    const kept = followsPre ? plain.replace(/^\n+/, '') : plain
    out += escapeText(kept)
    if (kept !== '') followsPre = false
  }

  readHtmlTokens(html, { open: begin, close: end, text: written => text(decoded(written)) })
  while (open.length > 0) out += `</${open.pop()}>`
  return out
}

const decoded = (text: string): string => (text.includes('&') ? decodeHTML(text) : text)

/** Text as the serializer of the HTML standard writes it (13.3). */
export const escapeText = (text: string): string =>
  text.replace(/[&<>\u00a0]/g, character => TEXT_ESCAPES[character] as string)

const TEXT_ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\u00a0': '&nbsp;' }

const escapeValue = (text: string): string =>
  text.replace(/[&"\u00a0]/g, character => (character === '"' ? '&quot;' : (TEXT_ESCAPES[character] as string)))

/** What parsers change while reading, changed before writing: line breaks of other systems, and the character that no page can hold. */
const plainCharacters = (text: string): string =>
  /[\r\0]/.test(text) ? text.replace(/\0/g, '').replace(/\r\n?/g, '\n') : text

function writtenAttributes(name: string, given: ReadonlyMap<string, string>): string {
  if (given.size === 0) return ''
  let written = ''
  for (const [key, check] of [...(ATTRIBUTES.get(name) ?? []), ...EVERYWHERE]) {
    const raw = given.get(key)
    if (raw === undefined || raw.length > MAX_VALUE) continue
    const value = check(plainCharacters(raw.includes('&') ? decodeHTMLAttribute(raw) : raw))
    if (value === undefined) continue
    if (key === 'href') written += ' rel="noopener noreferrer nofollow ugc"'
    written += ` ${key}="${escapeValue(value)}"`
  }
  return written
}

/**
 * An address with one of these schemes, or relative to the page. Browsers skip controls and white space in a scheme, so they are taken
 * out before it is looked at. Addresses that only leave the scheme out are another site's, and are refused.
 */
function addressIn(value: string, schemes: RegExp): string | undefined {
  const address = value.replace(/[\u0000-\u001f\u007f]/g, '').trim()
  if (address === '' || /^[\\/]{2}/.test(address)) return undefined
  const scheme = /^([^/?#]*?):/.exec(address.replace(/\s/g, ''))?.[1]
  return scheme === undefined || schemes.test(scheme) ? address : undefined
}

/** A tag of clean HTML, as the source of a pattern: attributes are quoted, and may hold any sign. */
export const TAG = '<(?:[^">]|"[^"]*")*>'
/** A paragraph of clean HTML, as the source of a pattern with two groups: its direction, and its words with the tags in them. */
export const PARAGRAPH = `<p( dir="\\w+")?>([^<]*(?:(?!</p>)${TAG}[^<]*)*)</p>`
