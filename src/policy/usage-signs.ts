/** What a site says about the use of its texts where its robots.txt stands: kept word for word, for whoever decides rights. */

import type { UsageSigns } from '../model.ts'
import type { ContentSignal } from './robots.ts'
import { covers, pathOf, readRules } from './robots-rules.ts'

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

/**
 * What a site says of the use of one page: the lines of its robots.txt that are about this address, those of the page's own headers, and
 * the TDM reservation where it is said last (TDMRep, 5: the page's meta over its header, that over the site's file, and last what comes with
 * its robots.txt; absence takes nothing back).
 * @param site what stands where its robots.txt does
 * @param headers of the page's answer, names in lower case
 * @param page what the page's markup says
 * @param file what the site's own file says of the address (`tdm-file.ts`)
 */
export function usageOfPage(
  url: string,
  site: UsageSigns | undefined,
  headers: Readonly<Record<string, string>>,
  page: UsageSigns | undefined,
  file?: UsageSigns,
): UsageSigns | undefined {
  const ownLines = (['content-signal', 'content-usage'] as const).flatMap(name =>
    headers[name] === undefined ? [] : [`${name}: ${headers[name]}`.slice(0, MAX_LINE)],
  )
  const lines = [...linesAbout(url, site?.lines ?? []), ...ownLines]
  const said = [page, { tdmReservation: headers['tdm-reservation'], tdmPolicy: headers['tdm-policy'] }, file, site]
  const last = said.find(signs => /^[01]$/.test(signs?.tdmReservation?.trim() ?? ''))
  if (lines.length === 0 && !last) return undefined
  return {
    ...(lines.length > 0 && { lines }),
    ...(last?.tdmReservation !== undefined && { tdmReservation: last.tdmReservation.trim() }),
    ...(last?.tdmPolicy !== undefined && { tdmPolicy: last.tdmPolicy.slice(0, MAX_LINE) }),
  }
}

/** `Content-Usage` may begin with a path; of those that cover the address the longest counts (IETF draft-ietf-aipref-attach). */
function linesAbout(url: string, lines: readonly string[]): string[] {
  const path = pathOf(url)
  const about = lines.map(line => ({ line, length: lengthOfMatch(line, path) }))
  const longest = Math.max(0, ...about.map(({ length }) => length ?? 0))
  return about.filter(({ line, length }) => !isUsage(line) || length === longest).map(({ line }) => line)
}

const isUsage = (line: string): boolean => line.startsWith('content-usage:')

/** Octets of the pattern that covers the path, 0 for a line without one; undefined where it does not cover it. */
function lengthOfMatch(line: string, path: string): number | undefined {
  const pattern = /^content-usage:\s*(\/\S*)/.exec(line)?.[1]
  if (!isUsage(line) || pattern === undefined) return 0
  return readRules(true, pattern).find(rule => covers(rule, path))?.length
}
