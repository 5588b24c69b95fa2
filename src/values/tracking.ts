/** Query parameters that say where a reader came from, not what is read. From the publishers' and tools' own documentation. */

const TRACKING = new Set(
  `fbclid fb_action_ids fb_action_types fb_ref fb_source gclid gclsrc dclid gbraid wbraid gs_l msclkid twclid ttclid li_fat_id
  igshid igsh yclid ysclid _openstat mc_cid mc_eid mc_tc mkt_tok oly_anon_id oly_enc_id vero_id vero_conv wickedid _hsenc _hsmi
  hsctatracking __hstc __hssc __hsfp __s s_cid sc_cid icid ncid cmpid clickid rb_clickid irclickid partnerid ns_campaign ns_mchannel ns_source
  ns_linkname ns_fee at_medium at_campaign at_custom1 at_custom2 at_custom3 at_custom4 at_format at_link_id at_link_origin
  at_link_type at_ptr_name at_bbc_team xtor ref_src ref_url referrer referer __twitter_impression echobox spm wt_mc wtmc wt.mc_id wt_zmc
  wtrid sc_campaign sc_channel sc_content sc_medium sc_outcome sc_geo sc_country srsltid ftag guccounter guce_referrer
  guce_referrer_sig _ga _gl trk trkcampaign tracking_source rss_source taid smid smtyp campaignid campaign_id campaign_name
  campaign_source campaign_medium campaign_term campaign_content ss_source ss_campaign_id ss_email_id elqtrackid elqtrack _bhlid
  _branch_match_id _branch_referrer ml_subscriber ml_subscriber_hash phpsessid jsessionid sessionid session_id`.split(
    /\s+/,
  ),
)
const PREFIXES = ['utm_', 'hsa_', 'itm_', 'stm_', 'otm_', 'hmb_', 'pf_rd_', 'mtm_', 'matomo_', 'pk_', 'piwik_', 'ga_']

/**
 * The address without its tracking parameters, those in its fragment among them. What stays keeps its order and its spelling, except that
 * a space has one: `%20`, which every server reads.
 * @param referrers hosts that the address was found on: `ref=` of one of them, or of the address's own host, is tracking
 */
export function withoutTracking(url: string, referrers: readonly string[] = []): string {
  const parsed = URL.parse(url)
  if (!parsed || !/[?#].*=/.test(url)) return url
  const hosts = [parsed.hostname, ...referrers]
  const search = kept(parsed.search.slice(1), hosts).replaceAll('+', '%20')
  const hash = parsed.hash.includes('=') ? kept(parsed.hash.slice(1), hosts) : parsed.hash.slice(1)
  if (search === parsed.search.slice(1) && hash === parsed.hash.slice(1)) return url
  parsed.search = search
  parsed.hash = hash
  return parsed.href
}

function kept(pairs: string, hosts: readonly string[]): string {
  return pairs
    .split('&')
    .filter(pair => {
      const [name = '', value = ''] = pair.split('=', 2).map(decodePart)
      return !isTracking(name) && !(name === 'ref' && hosts.includes(value.toLowerCase()))
    })
    .join('&')
}

function isTracking(name: string): boolean {
  const lower = name.toLowerCase()
  return TRACKING.has(lower) || lower.includes('affiliate') || PREFIXES.some(prefix => lower.startsWith(prefix))
}

function decodePart(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
