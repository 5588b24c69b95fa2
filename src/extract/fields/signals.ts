import type { PageSignals } from '../../model.ts'
import { instantOf, readDate } from '../../values/date.ts'
import { dedupeKey } from '../../values/url-key.ts'
import type { JsonLdNode } from '../json-ld.ts'
import type { Page } from '../page.ts'
import { type FieldReader, readAll, type Way } from '../reading.ts'

/** Robots directives are for all crawlers, or for named ones; what is said to others does not concern us. */
const NAMES = ['robots', 'wiredesk']

const WAYS: readonly Way<PageSignals>[] = [
  ['header', 'X-Robots-Tag', p => said(directives(ownDirectives(p.headers['x-robots-tag'])))],
  ['meta', 'robots', p => said(directives(NAMES.flatMap(name => p.metas(name))))],
  ['json-ld', 'isAccessibleForFree', accessible],
  ['meta', 'article:content_tier', tier],
  ['meta', 'tdm-reservation', reservation],
]

/** What the page says about its use: robots meta and X-Robots-Tag, whether it is free to read, TDM reservation. Where two say it, the stricter counts. */
export const signals: FieldReader<PageSignals> = page => {
  const found = readAll(page, WAYS)
  const first = found[0]
  if (!first) return undefined
  return {
    value: found.map(({ value }) => value).reduce(stricter),
    from: first.from,
    where: found.map(({ where }) => where).join(', '),
    confidence: 1,
  }
}

const said = (value: PageSignals): PageSignals | undefined => (Object.keys(value).length > 0 ? value : undefined)

function stricter(a: PageSignals, b: PageSignals): PageSignals {
  const both = <K extends keyof PageSignals>(key: K) => [a[key], b[key]].filter(each => each !== undefined)
  const isAccessibleForFree = both('isAccessibleForFree')
  const limits = both('maxSnippet')
  const until = both('unavailableAfter')
  return {
    ...a,
    ...b,
    ...(isAccessibleForFree.length > 0 && { isAccessibleForFree: !isAccessibleForFree.includes(false) }),
    ...(limits.length > 0 && { maxSnippet: lowest(limits) }),
    ...(until.length > 0 && { unavailableAfter: until.toSorted()[0] as string }),
  }
}

/** `otherbot: noindex, nofollow` is addressed to another; a directive with a value (`max-snippet: 20`) is not an address. */
function ownDirectives(header: string | undefined): string[] {
  let isOurs = true
  return (header ?? '').split(',').flatMap(part => {
    const agent = /^\s*([\w*-]+)\s*:\s*(.+)$/.exec(part)
    if (!agent || /^(?:max-snippet|max-image-preview|max-video-preview|unavailable_after)$/i.test(agent[1] as string))
      return isOurs ? [part] : []
    isOurs = agent[1] === '*' || /^wiredesk$/i.test(agent[1] as string)
    return isOurs ? [agent[2] as string] : []
  })
}

function directives(parts: readonly string[]): PageSignals {
  const text = parts.join(', ')
  const words = new Set(text.toLowerCase().split(/[\s,]+/))
  const limits = [...text.matchAll(/max-snippet\s*:\s*(-?\d+)/gi)].map(limit => Number(limit[1]))
  const until = /unavailable_after\s*:\s*(.+?)(?=,\s*(?:no|max-|all|index|follow)|$)/i.exec(text)?.[1]
  const date = until === undefined ? undefined : readDate(until)
  return {
    ...((words.has('noindex') || words.has('none')) && { noindex: true }),
    ...(words.has('nosnippet') && { nosnippet: true }),
    ...((words.has('noarchive') || words.has('nocache')) && { noarchive: true }),
    ...(words.has('noimageindex') && { noimageindex: true }),
    ...(limits.length > 0 && { maxSnippet: lowest(limits) }),
    ...(date && { unavailableAfter: instantOf(date) }),
  }
}

/** The lowest of some limits; -1 is none. */
function lowest(limits: readonly number[]): number {
  const real = limits.filter(limit => limit >= 0)
  return real.length > 0 ? Math.min(...real) : -1
}

/** Nodes that speak of a whole page, or of a part of one. */
const SPEAKS_OF_PAGE = /Article$|^(?:BlogPosting|CreativeWork|WebPage|WebPageElement)$/

/** schema.org isAccessibleForFree of the article, of the page it stands on, or of their parts behind a paywall. */
function accessible(page: Page): PageSignals | undefined {
  const answers = page.jsonLd
    .filter(node => node.raw['isAccessibleForFree'] !== undefined && SPEAKS_OF_PAGE.test(node.type))
    .filter(node => node.raw === page.article?.raw || !isElsewhere(node, page))
    .flatMap(node => node.text('isAccessibleForFree')?.toLowerCase() ?? [])
  if (answers.length === 0) return undefined
  return { isAccessibleForFree: answers.every(answer => /(?:^|\/)(?:true|1|yes)$/.test(answer)) }
}

function isElsewhere(node: JsonLdNode, page: Page): boolean {
  const url = node.text('url')
  return url !== undefined && dedupeKey(url) !== dedupeKey(page.url)
}

/** What publishers tell social networks: `free`, `metered`, `locked`. */
function tier(page: Page): PageSignals | undefined {
  const word = page.meta('article:content_tier', 'og:article:content_tier')?.toLowerCase()
  if (word === 'free') return { isAccessibleForFree: true }
  return word === 'metered' || word === 'locked' ? { isAccessibleForFree: false } : undefined
}

/** W3C TDMRep, 4.3. */
function reservation(page: Page): PageSignals | undefined {
  const tdmReservation = page.meta('tdm-reservation')
  const tdmPolicy = page.meta('tdm-policy')
  if (tdmReservation === undefined) return undefined
  return { usage: { tdmReservation, ...(tdmPolicy !== undefined && { tdmPolicy }) } }
}
