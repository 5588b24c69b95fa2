/** Addresses: reading them, and the two forms in which they are compared. */

import { getDomain } from 'tldts'

/** Longer addresses are templates or attacks; they could not be stored. */
const MAX_URL = 2048

/** Query parameters that say where a reader came from, not what is read. From the publishers' and tools' own documentation. */
const TRACKING = new Set(
  `fbclid gclid gclsrc dclid gbraid wbraid msclkid twclid ttclid li_fat_id igshid igsh yclid ysclid _openstat mc_cid mc_eid
  mkt_tok oly_anon_id oly_enc_id vero_id vero_conv wickedid _hsenc _hsmi hsctatracking __hstc __hssc __hsfp s_cid icid ncid cmpid
  ns_campaign ns_mchannel ns_source ns_linkname ns_fee at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_format
  at_link_id at_link_origin at_link_type at_ptr_name at_bbc_team xtor pk_campaign pk_kwd pk_source pk_medium piwik_campaign
  mtm_campaign mtm_source mtm_medium mtm_keyword mtm_content mtm_cid ref_src ref_url __twitter_impression
  echobox spm wt_mc wt.mc_id wt_zmc sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country srsltid
  ftag guccounter guce_referrer guce_referrer_sig _ga _gl trk trkcampaign rss_source taid smid smtyp
  campaign_id campaignid ss_source ss_campaign_id ss_email_id elqtrackid elqtrack`.split(/\s+/),
)
const TRACKING_PREFIXES = ['utm_', 'hsa_', 'itm_', 'stm_', 'pf_rd_']

/** An absolute http(s) address, or undefined for anything else; relative ones are resolved against `base`. */
export function parseHttpUrl(text: string, base?: string): URL | undefined {
  const trimmed = text.trim()
  if (trimmed === '' || trimmed.length > MAX_URL) return undefined
  const url = URL.parse(trimmed, base)
  return url && (url.protocol === 'http:' || url.protocol === 'https:') && url.hostname !== '' ? url : undefined
}

/** The address without what does not name the document: fragment, default port, tracking parameters. Fetching it gives the same. */
export function canonicalUrl(url: string): string {
  const parsed = URL.parse(url)
  if (!parsed) return url
  parsed.hash = ''
  const isTracked = [...parsed.searchParams.keys()].some(isTracking)
  if (isTracked) parsed.search = queryWithout(parsed.search, isTracking)
  if (parsed.search === '?' || parsed.searchParams.size === 0) parsed.search = ''
  return parsed.href
}

/**
 * A key that addresses of the same document share: beyond the canonical form also without scheme, `www.`, trailing slash, index file
 * and AMP marks, and with the query sorted. A key, not an address: it cannot be fetched.
 */
export function dedupeKey(url: string): string {
  const parsed = URL.parse(canonicalUrl(url))
  if (!parsed) return url
  const host = parsed.host.replace(/^(?:www\d?|amp|m|mobile)\.(?=[^.]+\.)/, '')
  const path = parsed.pathname
    .replace(/\/{2,}/g, '/')
    .replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, '/')
    .replace(/\/amp\/?$/i, '')
    .replace(/\/$/, '')
  const query = parsed.search
    .slice(1)
    .split('&')
    .filter(pair => pair !== '' && !/^amp(?:=|$)/i.test(pair) && !/^outputType=amp$/i.test(pair))
    .sort()
    .join('&')
  return host + path + (query && `?${query}`)
}

/** The domain somebody registered: `bbc.co.uk` of `news.bbc.co.uk`; users' names under hosting domains count as registered. */
export function registrableDomain(host: string): string {
  return getDomain(host, { allowPrivateDomains: true }) ?? host
}

/** Whether an address is a site's front page, in one language or all. */
export function isHomepage(url: string): boolean {
  const parsed = URL.parse(url)
  return (
    parsed !== null &&
    /^\/(?:(?:index|default|home)(?:\.\w+)?|[a-z]{2}(?:[-_][a-z]{2})?)?\/?$/i.test(parsed.pathname) &&
    parsed.search === ''
  )
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase()
  return TRACKING.has(lower) || TRACKING_PREFIXES.some(prefix => lower.startsWith(prefix))
}

// The pairs that stay keep their spelling: URLSearchParams would rewrite escapes that a server may care about.
function queryWithout(search: string, isOut: (name: string) => boolean): string {
  const pairs = search.slice(1).split('&')
  return pairs.filter(pair => !isOut(decodeName(pair.split('=')[0] ?? ''))).join('&')
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
