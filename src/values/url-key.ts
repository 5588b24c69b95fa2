/**
 * Keys by which addresses are compared. A key is no address: it cannot be fetched.
 * Two levels: `addressKey` joins spellings of one address, `dedupeKey` addresses at which publishers serve one document.
 */

import { withoutTracking } from './tracking.ts'

/**
 * Joins what RFC 3986, 6.2.2 calls equal, the order of the query, `www.`, a last slash, and tracking.
 * @param keep `fragment` where a page is made from it, `login` where another user sees another page
 */
export function addressKey(url: string, keep: { readonly fragment?: boolean; readonly login?: boolean } = {}): string {
  const parsed = parseLoosely(url)
  if (!parsed) return url.trim()
  const login = keep.login && parsed.username !== '' ? `${parsed.username}:${parsed.password}@` : ''
  // What follows `:~:` tells a browser where to scroll, not what to show (the text fragments of WICG).
  const fragment = keep.fragment ? parsed.hash.replace(/:~:.*$/, '').replace(/^#$/, '') : ''
  return `${parsed.protocol}//${login}${withoutWww(parsed.host)}${pathOf(parsed)}${queryOf(parsed)}${fragment}`
}

/** Beyond `addressKey` it joins schemes, mobile and AMP editions, index files, ports, and letters of either case. */
export function dedupeKey(url: string): string {
  const parsed = parseLoosely(url)
  return parsed
    ? documentHost(isPublicName(parsed.hostname) ? parsed.hostname : parsed.host) + documentPath(parsed)
    : url
}

/** The same for feeds, some of which live on ports of their own. */
export function feedKey(url: string): string {
  const parsed = parseLoosely(url)
  return parsed ? documentHost(parsed.host) + documentPath(parsed) : url
}

// ---- reading -------------------------------------------------------------------------------------------------------

/** Repairs what people and templates get wrong: no scheme, two of them, the quote or bracket that closed an attribute. */
function parseLoosely(url: string): URL | undefined {
  const trimmed = url.trim()
  const text = /[?#]/.test(trimmed) ? trimmed : trimmed.replace(CLOSING, '')
  const single = text.replace(/^(?:https?:\/\/)+(?=https?:\/\/)/i, '')
  const isHost = !/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(single)
  const parsed = URL.parse(isHost ? `http://${single.replace(/^\/\//, '')}` : single)
  const bare = parsed && (URL.parse(withoutTracking(parsed.href)) ?? parsed)
  if (!bare) return undefined
  // A query may well end in a quote, a path does not; which of them ends the address is known only without its tracking.
  if (bare.search === '') {
    bare.pathname = bare.pathname.replace(CLOSING, '')
    bare.hash = bare.hash.replace(CLOSING, '')
  }
  return bare
}

/** What closed the attribute or the bracket that an address stood in, as written and as a parser escapes it. */
const CLOSING = /(?:["'<>]|%22|%3C|%3E)+$/i

// ---- parts ---------------------------------------------------------------------------------------------------------

const withoutWww = (host: string): string => host.replace(/^www\.(?=[^.]+\.)/, '').replace(/\.(?=$|:)/, '')

const documentHost = (host: string): string => withoutWww(host).replace(/^(?:www\d|amp|m|mobile)\.(?=[^.]+\.)/, '')

/** Where a name is resolved on the net its port says nothing about the document; between machines of one network it may be all. */
const isPublicName = (hostname: string): boolean => /\.[a-z][a-z0-9-]*$/i.test(hostname)

const pathOf = ({ pathname }: URL): string => decodeSafely(pathname.replace(/\/{2,}/g, '/')).replace(/\/$/, '')

function documentPath(parsed: URL): string {
  const path = pathOf(parsed)
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, '')
    .replace(/\/amp$/i, '')
  const query = queryOf(parsed, pair => !/^amp(?:=|$)/i.test(pair) && !/^outputType=amp$/i.test(pair))
  return path.split('/').map(lowerCase).join('/') + query
}

/** A segment that mixes both cases with digits is a code, in which case counts. */
const lowerCase = (segment: string): string =>
  /[a-z]/.test(segment) && /[A-Z]/.test(segment) && /\d/.test(segment) ? segment : segment.toLowerCase()

function queryOf({ search }: URL, isKept: (pair: string) => boolean = () => true): string {
  const pairs = search
    .slice(1)
    .split('&')
    .filter(pair => pair !== '' && isKept(pair))
    .map(pair => decodeSafely(pair.replace(/\+/g, '%20')).replace(/=$/, ''))
    .sort()
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Escapes of plain ASCII undone, save where the character would then part something; the others in upper case (RFC 3986, 6.2.2). */
function decodeSafely(text: string): string {
  return text.replace(/%([0-9a-f]{2})/gi, (written, hex: string) => {
    const code = Number.parseInt(hex, 16)
    const character = String.fromCharCode(code)
    return code > 0x20 && code < 0x7f && !'/?#%&=+\\'.includes(character) ? character : written.toUpperCase()
  })
}
