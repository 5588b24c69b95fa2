/** What an element says: text, HTML that was escaped, inline markup, or any of them in base64. */

import { escapeHtml } from '../../values/html.ts'
import type { XmlElement } from './elements.ts'

/** The text of an element as its format means it: one level of escaping is undone, markup stays markup, its links absolute. */
export function saidBy(element: XmlElement): string | undefined {
  const value = isBase64(element.attributes) ? fromBase64(textOf(element)) : contentOf(element)
  const trimmed = value.trim()
  if (trimmed === '') return undefined
  return isPlain(element.attributes) ? trimmed : withAbsoluteLinks(trimmed, element.base)
}

/** The text of an element alone, without any markup within it. */
export function textOf(element: XmlElement): string {
  const { children } = element
  if (children.length === 1 && typeof children[0] === 'string') return children[0]
  return children.map(child => (typeof child === 'string' ? child : textOf(child))).join('')
}

/** The same, trimmed; undefined where nothing is left. */
export function trimmedText(element: XmlElement | undefined): string | undefined {
  const text = element === undefined ? '' : textOf(element).trim()
  return text === '' ? undefined : text
}

function contentOf(element: XmlElement): string {
  const children = meaningful(element.children)
  if (children.length === 0) return ''
  if (children.every(child => typeof child === 'string')) return textOf(element)
  const [only] = children
  // RFC 4287, 3.1.1.3: the div around XHTML is no part of it.
  const isWrapped = children.length === 1 && typeof only === 'object' && only.name === 'div'
  const isXhtml = element.attributes['type'] === 'xhtml'
  return isWrapped && isXhtml ? serialize(only.children) : serialize(element.children)
}

const meaningful = (children: XmlElement['children']): XmlElement['children'] =>
  children.length === 1 ? children : children.filter(child => typeof child !== 'string' || child.trim() !== '')

/** Elements that HTML writes without an end. */
const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))

function serialize(children: XmlElement['children']): string {
  return children.map(child => (typeof child === 'string' ? escapeText(child) : tagOf(child))).join('')
}

function tagOf({ name, attributes, children }: XmlElement): string {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${escapeText(value).replace(/"/g, '&quot;')}"`)
    .join('')
  return children.length === 0 && VOID.has(name)
    ? `<${name}${written} />`
    : `<${name}${written}>${serialize(children)}</${name}>`
}

const escapeText = (text: string): string =>
  /[&<>]/.test(text) ? text.replace(/[&<>]/g, character => escapeHtml(character)) : text

// ---- types ---------------------------------------------------------------------------------------------------------

/** RFC 4287, 3.1.1.1: `text` is text, whatever it looks like. Atom 0.3 and RSS have no such promise. */
const isPlain = ({ type, mode }: XmlElement['attributes']): boolean => type === 'text' && mode === undefined

/** Atom 0.3 says so; in Atom 1.0 a media type that is neither text nor XML does (RFC 4287, 4.1.3.3). */
function isBase64({ type, mode }: XmlElement['attributes']): boolean {
  if (mode !== undefined) return mode.toLowerCase() === 'base64'
  return type?.includes('/') === true && !/^(?:text|multipart|message)\/|[+/](?:xml|json|xhtml)\b/i.test(type)
}

function fromBase64(text: string): string {
  const packed = text.replace(/\s+/g, '')
  return /^[a-z0-9+/]+=*$/i.test(packed) ? Buffer.from(packed, 'base64').toString('utf8') : text
}

// ---- links ---------------------------------------------------------------------------------------------------------

const TAG = /<[a-z][^<>]*>/gi
const LINK = /([\s"'](?:href|src|cite|poster|longdesc|background|action)\s*=\s*)("[^"]*"|'[^']*')/gi

/** Links within markup, resolved against the place it stands in: on its own it would not know where it came from. */
function withAbsoluteLinks(markup: string, base: string): string {
  if (base === '' || !markup.includes('<')) return markup
  return markup.replace(TAG, tag =>
    tag.includes('=') ? tag.replace(LINK, (_, name, value) => name + resolvedIn(value, base)) : tag,
  )
}

function resolvedIn(quoted: string, base: string): string {
  const address = quoted.slice(1, -1).trim()
  if (address === '' || /^(?:[a-z][a-z0-9+.-]*:|#)/i.test(address)) return quoted
  const resolved = URL.parse(address.replace(/&amp;/g, '&'), base)?.href
  return resolved === undefined ? quoted : `${quoted[0]}${resolved.replace(/&/g, '&amp;')}${quoted[0]}`
}
