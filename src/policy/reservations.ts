/** What a site says about the use of its texts by machines, gathered for the operator; nothing is decided here. */

import { parseRobots } from './robots.ts'

export interface Reservations {
  /** whether robots.txt lets us ask for the page */
  readonly robots: 'open' | 'closed'
  /** lines such as `content-signal: search=yes, ai-train=no` that speak to us */
  readonly contentSignals: readonly string[]
  /** TDM Reservation Protocol (W3C community group report): rights of text and data mining are reserved; absent where nothing is said */
  readonly tdmReserved?: boolean
  /** where the publisher's conditions are */
  readonly tdmPolicy?: string
}

export interface ReservationSigns {
  readonly robotsTxt: string
  readonly agent: string
  readonly pageUrl: string
  /** of the page's answer, names in lower case */
  readonly headers: Readonly<Record<string, string>>
  /** `tdm-reservation` and `tdm-policy` of the page's meta elements */
  readonly meta: Readonly<Record<string, string>>
  /** the text of `/.well-known/tdmrep.json` where the site has one */
  readonly tdmrep?: string
}

/** The signs of one site, read. */
export function reservationsOf(signs: ReservationSigns): Reservations {
  const { robotsTxt, agent, pageUrl } = signs
  const robots = parseRobots(robotsTxt)
  const token = agent.toLowerCase()
  const speaksToUs = (agents: readonly string[]): boolean =>
    agents.length === 0 || agents.includes('*') || agents.includes(token)
  const tdm = tdmOf(signs)
  return {
    robots: robots.allows(agent, pageUrl) ? 'open' : 'closed',
    contentSignals: robots.contentSignals
      .filter(({ agents }) => speaksToUs(agents))
      .map(({ name, value }) => `${name}: ${value}`),
    ...(tdm.reservation !== undefined && { tdmReserved: tdm.reservation === '1' }),
    ...(tdm.policy !== undefined && { tdmPolicy: tdm.policy }),
  }
}

interface Tdm {
  readonly reservation: string | undefined
  readonly policy: string | undefined
}

/** The file for the whole site, then the answer's header, then the page's own element; the nearest counts (TDMRep, 3). */
function tdmOf({ headers, meta, tdmrep, pageUrl }: ReservationSigns): Tdm {
  const file = tdmrep === undefined ? undefined : fileRule(tdmrep, new URL(pageUrl).pathname)
  return {
    reservation: meta['tdm-reservation'] ?? headers['tdm-reservation'] ?? file?.reservation,
    policy: meta['tdm-policy'] ?? headers['tdm-policy'] ?? file?.policy,
  }
}

/** The rule of the file for a path; the more exact location wins. */
function fileRule(text: string, path: string): Tdm | undefined {
  let rules: unknown
  try {
    rules = JSON.parse(text)
  } catch {
    return undefined
  }
  const objects = (Array.isArray(rules) ? rules : [rules]).filter(
    (rule): rule is Record<string, unknown> => typeof rule === 'object' && rule !== null,
  )
  const [best] = objects
    .filter(rule => path.startsWith(prefixOf(rule)))
    .toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)
  if (!best) return undefined
  const said = (key: string): string | undefined => (best[key] === undefined ? undefined : String(best[key]))
  return { reservation: said('tdm-reservation'), policy: said('tdm-policy') }
}

/** `/news/*` and `/news/` cover the same; without a location a rule covers all. */
const prefixOf = (rule: Record<string, unknown>): string => {
  const location = typeof rule['location'] === 'string' ? rule['location'] : '/'
  return location.replace(/\*.*$/, '') || '/'
}
