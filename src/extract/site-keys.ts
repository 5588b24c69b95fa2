/** The site's own names, and titles without them. */

import { bare, collapse, isAscii } from '../values/text.ts'
import { registrableDomain } from '../values/url.ts'
import type { JsonLdNode } from './json-ld.ts'

const SITE_TYPE = /^(?:WebSite|NewsMediaOrganization|Organization|Corporation|Brand|Newspaper)$/

/** Names by which the page's publisher calls itself, and those in its host, the longest first. */
export function siteKeysOf(
  nodes: readonly JsonLdNode[],
  meta: (...names: string[]) => string | undefined,
  host: string,
): string[] {
  const domain = registrableDomain(host)
  const names: (string | undefined)[] = [
    meta('og:site_name'),
    meta('application-name'),
    meta('apple-mobile-web-app-title'),
    meta('twitter:site')?.replace(/^@/, ''),
    host.replace(/^www\d?\./, ''),
    domain,
    domain.split('.')[0],
  ]
  const authors = new Set(nodes.flatMap(node => node.nodes('author').map(author => author.text('name'))))
  for (const node of nodes) {
    const name = node.text('name')
    // The publisher as author of an article would make every organisation in a byline a site of its own.
    if (SITE_TYPE.test(node.type) && !authors.has(name)) names.push(name)
    names.push(node.node('publisher')?.text('name'))
  }
  const kept = names.map(name => collapse(name ?? '')).filter(name => name.length > 1 && name.length < 60)
  return [...new Set(kept)].sort((a, b) => b.length - a.length)
}

const SEPARATOR = /\s+(?:[|·•»–—-]|::|--|<|ㅣ|\/)\s+|\s*[|｜ㅣ]\s*|\s(?=@\s)/u

/** "Section - Site" is one part, as long as it is no longer. */
const MAX_SITE_WORDS = 6

/** Longer titles are pages whose title element was never closed: they are left as they are. */
const MAX_TITLE = 1000

/** How often a part is dropped: site, section, motto and place at most. */
const MAX_PARTS = 4

/**
 * A title without the site's name and section at its ends: a part goes only when it is known to be the site's, or when what is left
 * is what another reading says.
 * @param others what other readings say the title is
 */
export function withoutSite(title: string, siteNames: readonly string[], others: readonly string[] = []): string {
  if (title.length > MAX_TITLE) return title
  const keys = siteNames.map(letters)
  const known = new Set(others.map(letters))
  let text = title
  for (let round = 0; round < MAX_PARTS; round++) {
    const cuts = cutsOf(text)
    const exact = cuts.find(({ left }) => known.has(letters(left)))
    if (exact) return exact.left
    const { last, first } = edges(text)
    if (last && isSite(last.part, keys)) text = last.left
    else if (first && isSite(first.part, keys)) text = first.left
    else break
  }
  return text
}

/** Hosts may be without it: "The Quay Review" at quayreview.example. */
const ARTICLE = /^(?:the|der|die|das|de|het|le|la|les|el|il|o|a)\s+/i

/** A shorter name is the beginning of many words. */
const MIN_BEGINNING = 5

/** The part of a title that is the site's name, told by the name in its host: "Quay Review" at quayreview.example, "Quay Review Online" at review.quay.example. */
export function siteInTitle(title: string, host: string): string | undefined {
  const domain = registrableDomain(host)
  const keys = [host.replace(/^www\d?\./, ''), domain, domain.split('.')[0] ?? '']
    .map(letters)
    .filter(key => key.length > 1)
  const parts = title.split(SEPARATOR).map(part => part.trim())
  if (parts.length < 2) return undefined
  const isNamed = (part: string, at: number): boolean => {
    const isLonger = at > 0 && part.split(/\s+/).length <= MAX_SITE_WORDS
    return [part, part.replace(ARTICLE, '')]
      .map(letters)
      .some(said => keys.some(key => said === key || (isLonger && key.length >= MIN_BEGINNING && said.startsWith(key))))
  }
  return parts.findLast(isNamed)
}

/** Whether a text is one of the site's names, as it stands or within a longer form. */
export function isSite(text: string, keys: readonly string[]): boolean {
  const part = letters(text)
  if (part.length < 2) return false
  const initials = text
    .match(/\b\p{Lu}/gu)
    ?.join('')
    .toLowerCase()
  return keys.some(
    key =>
      part === key ||
      (key.length > 3 && (part.startsWith(key) || part.endsWith(key))) ||
      (part.length > 3 && (key.startsWith(part) || key.endsWith(part))) ||
      (initials !== undefined && initials.length > 2 && initials === key),
  )
}

interface Cut {
  readonly left: string
  readonly part: string
}

function edges(text: string): { readonly last: Cut | undefined; readonly first: Cut | undefined } {
  const cuts = cutsOf(text)
  return {
    last: cuts.findLast(cut => text.startsWith(cut.left) && cut.part.split(/\s+/).length <= MAX_SITE_WORDS),
    first: cuts.find(cut => text.endsWith(cut.left)),
  }
}

/** Every way to cut a text at a separator: keeping what is before it, and what is after. */
function cutsOf(text: string): Cut[] {
  const cuts: Cut[] = []
  for (const match of text.matchAll(new RegExp(SEPARATOR, 'gu'))) {
    const before = text.slice(0, match.index).trim()
    const after = text.slice(match.index + match[0].length).trim()
    if (before === '' || after === '') continue
    cuts.push({ left: before, part: after }, { left: after, part: before })
  }
  return cuts.sort((a, b) => a.part.length - b.part.length)
}

/** Letters and digits in lower case: what two readings are compared by. */
export const letters = (text: string): string => bare(isAscii(text) ? text : text.normalize('NFKC'))
