/** Site rules: what the operator has written down about one site's pages. They go before every reading of the engine's own. */

import { type Element, isTag } from 'domhandler'
import type { Body, ExtractedFields, FieldValues, Reading, RuleField, RuleVersion, SiteRule } from '../model.ts'
import { languageTag } from '../values/language.ts'
import { splitNames } from '../values/names.ts'
import { parseHttpUrl, registrableDomain } from '../values/url.ts'
import { readBlocks } from './body/blocks.ts'
import { buildBody } from './body/build.ts'
import { textOf } from './element-text.ts'
import { dateOf } from './fields/date-values.ts'
import { largestSource } from './image-source.ts'
import type { Page } from './page.ts'

/** The rule of an address's site: that of the longest domain the host is, or stands below. */
export function ruleFor(rules: readonly SiteRule[], url: string): SiteRule | undefined {
  const host = URL.parse(url)?.hostname ?? ''
  return rules.filter(({ domain }) => isOfDomain(host, domain)).toSorted((a, b) => b.domain.length - a.domain.length)[0]
}

/** Whether a host is a domain, or stands below it. */
const isOfDomain = (host: string, domain: string): boolean => host === domain || host.endsWith(`.${domain}`)

/**
 * The version that holds for a page: the last that had begun when it was fetched.
 * @param fetchedAt absent: the newest
 */
export function versionAt({ versions }: SiteRule, fetchedAt: string | undefined): RuleVersion | undefined {
  const day = fetchedAt?.slice(0, 10) ?? '9999-12-31'
  return versions
    .filter(({ from = '' }) => from <= day)
    .toSorted((a, b) => ((a.from ?? '') < (b.from ?? '') ? 1 : -1))[0]
}

/** How a rule's version is named in steps and logs. */
export const versionName = ({ domain }: SiteRule, { from }: RuleVersion): string =>
  from === undefined ? domain : `${domain} from ${from}`

export interface RuleReadings {
  readonly fields: ExtractedFields
  /** fields that should be there and whose selectors gave nothing */
  readonly stale: readonly RuleField[]
}

/** What a rule reads in a page. */
export function readByRule(page: Page, version: RuleVersion): RuleReadings {
  const fields: Record<string, Reading<unknown>> = {}
  const stale: RuleField[] = []
  for (const [field, selector] of Object.entries(version.fields) as [RuleField, string][]) {
    const value = READERS[field](matchesOf(page, selector), page)
    if (value !== undefined) fields[field] = { value, from: 'site-rule', where: selector, confidence: 1 }
    else if (!version.optional.includes(field)) stale.push(field)
  }
  return { fields: fields as ExtractedFields, stale }
}

/** A rule's readings before the engine's own, which stay as alternatives where they differ. */
export function withRule(own: ExtractedFields, byRule: ExtractedFields): ExtractedFields {
  const merged: Record<string, Reading<unknown>> = { ...own }
  for (const [field, reading] of Object.entries(byRule) as [keyof FieldValues, Reading<unknown>][]) {
    const other = own[field] as Reading<unknown> | undefined
    const differs =
      other !== undefined && field !== 'body' && JSON.stringify(other.value) !== JSON.stringify(reading.value)
    merged[field] = differs
      ? { ...reading, alternatives: [{ value: other.value, from: other.from, where: other.where }] }
      : reading
  }
  return merged as ExtractedFields
}

/** The address of the next page that a rule's selector names. */
export function nextByRule(page: Page, selector: string): string | undefined {
  const [match] = matchesOf(page, selector)
  const url = match && parseHttpUrl(match.attribute ?? match.element.attribs['href'] ?? '', page.baseUrl)
  if (!url || registrableDomain(url.hostname) !== registrableDomain(page.host)) return undefined
  url.hash = ''
  // On the last page the link often leads nowhere: "#".
  return url.href === withoutHash(page.url) ? undefined : url.href
}

const withoutHash = (address: string): string => address.replace(/#.*$/s, '')

// ---- selectors -----------------------------------------------------------------------------------------------------

/** An element that a selector has found, with the attribute it asks for. */
interface Match {
  readonly element: Element
  readonly attribute?: string
}

/** A selector with `@attribute` at its end, parted. HTML knows names of attributes in lower case alone. */
export function partSelector(selector: string): readonly [css: string, attribute: string | undefined] {
  const at = /^(.*\S)\s*@([\w:-]+)$/s.exec(selector)
  return at ? [at[1] as string, at[2]?.toLowerCase()] : [selector, undefined]
}

function matchesOf(page: Page, selector: string): Match[] {
  const [css, name] = partSelector(selector)
  return page
    .$(css)
    .toArray()
    .filter(element => isTag(element))
    .flatMap(element => {
      if (name === undefined) return [{ element }]
      const attribute = element.attribs[name]?.trim()
      return attribute ? [{ element, attribute }] : []
    })
}

const saidBy = ({ element, attribute }: Match): string => attribute ?? textOf(element)

// ---- one reader a shape of value -----------------------------------------------------------------------------------

type Reader = (matches: readonly Match[], page: Page) => unknown

const text: Reader = matches => matches.map(saidBy).find(said => said !== '')
const address: Reader = (matches, page) => {
  for (const { element, attribute } of matches) {
    const said = attribute ?? element.attribs['href']
    // The words of a link would be an address below the page's own.
    const url = said === undefined ? parseHttpUrl(textOf(element)) : parseHttpUrl(said, page.baseUrl)
    if (url) return url.href
  }
  return undefined
}
const date: Reader = (matches, page) => {
  for (const { element, attribute } of matches) {
    const { datetime, content } = element.attribs
    // Templates leave the attribute empty, or put into it what only their scripts can read.
    for (const said of attribute === undefined ? [datetime, content, textOf(element)] : [attribute]) {
      const found = dateOf(page, said)
      if (found) return found.iso
    }
  }
  return undefined
}
const list: Reader = matches => {
  const values = [...new Set(matches.map(saidBy).flatMap(said => said.split(/\s*,\s*/)))].filter(value => value !== '')
  return values.length > 0 ? values : undefined
}
const names: Reader = matches => {
  const found = matches.map(saidBy).flatMap(said => {
    const split = splitNames(said, { visible: true })
    return split.length > 0 ? split : said === '' ? [] : [said]
  })
  return found.length > 0 ? [...new Set(found)] : undefined
}

const image: Reader = (matches, page) => {
  for (const { element, attribute } of matches) {
    const img = element.name === 'img' ? element : (page.$(element).find('img').toArray()[0] as Element | undefined)
    const url = parseHttpUrl(attribute ?? (img && largestSource(img)) ?? '', page.baseUrl)?.href
    if (url === undefined) continue
    const alt = img?.attribs['alt']?.trim()
    return { url, ...(alt && { alt }) }
  }
  return undefined
}

/** Everything within the containers; what does not belong there is for `remove`. */
const body: Reader = (matches, page): Body | undefined => {
  const containers = new Set(matches.map(({ element }) => element))
  const segmentation = readBlocks(page.root)
  const { elements, parents } = segmentation.tree
  const isInside = elements.map(() => false)
  elements.forEach((element, at) => {
    isInside[at] = containers.has(element) || (isInside[parents[at] as number] ?? false)
  })
  const isChosen = Uint8Array.from(segmentation.blocks, block => (isInside[block.element] ? 1 : 0))
  const built = buildBody(segmentation, isChosen, page.baseUrl)
  return built.wordCount > 0 ? built : undefined
}

const READERS: Readonly<Record<RuleField, Reader>> = {
  headline: text,
  standfirst: text,
  byline: names,
  authorBio: text,
  dateline: text,
  published: date,
  modified: date,
  body,
  leadImage: image,
  section: text,
  keywords: list,
  language: (matches, page) => {
    const said = text(matches, page)
    return typeof said === 'string' ? languageTag(said) : undefined
  },
  siteName: text,
  agencyCredits: list,
  copyrightNotice: text,
  canonicalUrl: address,
}
