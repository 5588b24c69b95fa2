/** The file in which a site says which of its addresses it reserves from text and data mining (W3C TDM Reservation Protocol). */

import type { UsageSigns } from '../model.ts'
import { covers, pathOf, readRules } from './robots-rules.ts'

/** Where the file of an address's site stands. */
export const tdmFileOf = (url: string): string => `${new URL(url).origin}/.well-known/tdmrep.json`

const MAX_RULES = 1000
const MAX_POLICY = 500

/**
 * What the file says of an address: the first of its rules that covers it. `location` is a path with `*` and `$` as in a robots.txt, and
 * a reservation that is neither 0 nor 1 says nothing.
 * @param text the file's; what is no list of rules says nothing
 */
export function tdmOfFile(text: string, url: string): UsageSigns | undefined {
  const path = pathOf(url)
  const rule = rulesIn(text).find(({ location }) => typeof location === 'string' && coversPath(location, path))
  const reservation = String(rule?.['tdm-reservation'])
  const policy = rule?.['tdm-policy']
  if (reservation !== '0' && reservation !== '1') return undefined
  return {
    tdmReservation: reservation,
    ...(typeof policy === 'string' && policy !== '' && { tdmPolicy: policy.slice(0, MAX_POLICY) }),
  }
}

type TdmRule = Readonly<Partial<Record<'location' | 'tdm-reservation' | 'tdm-policy', unknown>>>

function rulesIn(text: string): readonly TdmRule[] {
  try {
    const rules: unknown = JSON.parse(text)
    return Array.isArray(rules)
      ? rules.slice(0, MAX_RULES).filter(rule => typeof rule === 'object' && rule !== null)
      : []
  } catch {
    return []
  }
}

const coversPath = (location: string, path: string): boolean =>
  readRules(false, location.trim()).some(rule => covers(rule, path))
