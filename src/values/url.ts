/** Addresses: reading them, and the form in which they are asked for and shown. */

import { getDomain } from 'tldts'
import { withoutTracking } from './tracking.ts'

/** Longer addresses are templates or attacks; they could not be stored. */
const MAX_URL = 2048

/** An absolute http(s) address, or undefined for anything else; relative ones are resolved against `base`. */
export function parseHttpUrl(text: string, base?: string): URL | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_URL) return undefined
  const url = URL.parse(trimmed, base)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : undefined
}

/** The address without what does not name the document: fragment, default port, tracking parameters. Fetching it gives the same. */
export function canonicalUrl(url: string): string {
  const parsed = URL.parse(withoutTracking(url))
  if (!parsed) return url
  parsed.hash = ''
  if (parsed.searchParams.size === 0) parsed.search = ''
  return parsed.href
}

/** The domain somebody registered: `bbc.co.uk` of `news.bbc.co.uk`; users' names under hosting domains count as registered. */
export function registrableDomain(host: string): string {
  // `www.gov.cn` is the site of a suffix that others register under.
  const name = host.replace(/^www\./, '')
  return getDomain(name, { allowPrivateDomains: true }) ?? name
}

/** Whether an address is a site's front page, in one language or all. */
export function isHomepage(url: string): boolean {
  const parsed = URL.parse(url)
  return (
    parsed !== null &&
    /^\/(?:(?:index|default|home|global|international)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?\/?$/i.test(
      parsed.pathname.replace(/\/+/g, '/'),
    ) &&
    parsed.search === ''
  )
}
