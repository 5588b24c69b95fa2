/** WebSub discovery (W3C Recommendation of 23 January 2018, section 4): which hub tells of a feed's news, and under which name. */

import { parseHttpUrl } from '../values/url.ts'

export interface Announced {
  readonly hub: string
  /** the name that the hub knows the feed by: its `self` */
  readonly topic: string
}

/** Links of a header beyond this many are not looked at. */
const MAX_LINKS = 50

/**
 * The hub and topic of an answer; undefined when it names no hub. The header goes before the document (section 4).
 * @param url the address that answered; the topic where nothing names one
 * @param link the `Link` header (RFC 8288)
 */
export function announcedBy(
  url: string,
  link: string | undefined,
  document: { readonly hub?: string; readonly self?: string },
): Announced | undefined {
  const linked = readLinks(link ?? '')
  const hub = parseHttpUrl(linked.get('hub') ?? document.hub ?? '', url)
  if (!hub) return undefined
  const topic = parseHttpUrl(linked.get('self') ?? document.self ?? url, url)
  return { hub: hub.href, topic: topic?.href ?? url }
}

/** The first target of each relation of a Link header. */
function readLinks(header: string): Map<string, string> {
  const found = new Map<string, string>()
  for (const part of header.split('<').slice(1, MAX_LINKS + 1)) {
    const end = part.indexOf('>')
    if (end < 0) continue
    const parameters = part.slice(end + 1)
    const relations = /;\s{0,9}rel\s{0,9}=\s{0,9}(?:"([^"]{0,200})"|([^\s;,]{1,200}))/i.exec(parameters)
    for (const relation of (relations?.[1] ?? relations?.[2] ?? '').toLowerCase().split(/\s+/))
      if (relation !== '' && !found.has(relation)) found.set(relation, part.slice(0, end).trim())
  }
  return found
}
