/** What a site says about the use of its texts where its robots.txt stands: kept word for word, for whoever decides rights. */

import type { UsageSigns } from '../model.ts'
import type { ContentSignal } from './robots.ts'

/** A line that says more than this says something else. */
const MAX_LINE = 500
const MAX_LINES = 50

/**
 * The `Content-Signal` and `Content-Usage` lines that speak to us, and the headers of the TDM Reservation Protocol (W3C TDMRep, 4.2).
 * As with rules (RFC 9309, 2.2.1), lines of our own group stand in place of those for all.
 * @param agent our product token
 * @returns undefined when the site says nothing
 */
export function usageSigns(
  signals: readonly ContentSignal[],
  headers: Readonly<Record<string, string>>,
  agent: string,
): UsageSigns | undefined {
  const lines = linesFor(signals, agent.toLowerCase())
  const tdmReservation = headers['tdm-reservation']?.trim()
  const tdmPolicy = headers['tdm-policy']?.trim()
  if (lines.length === 0 && !tdmReservation && !tdmPolicy) return undefined
  return {
    ...(lines.length > 0 && { lines }),
    ...(tdmReservation && { tdmReservation: tdmReservation.slice(0, MAX_LINE) }),
    ...(tdmPolicy && { tdmPolicy: tdmPolicy.slice(0, MAX_LINE) }),
  }
}

function linesFor(signals: readonly ContentSignal[], agent: string): string[] {
  const named = signals.filter(({ agents }) => agents.includes(agent))
  const toAll = ({ agents }: ContentSignal) => agents.length === 0 || (named.length === 0 && agents.includes('*'))
  return signals
    .filter(signal => named.includes(signal) || toAll(signal))
    .slice(0, MAX_LINES)
    .map(({ name, value }) => `${name}: ${value}`.slice(0, MAX_LINE))
}
