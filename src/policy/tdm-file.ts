/** The file in which a site says which of its addresses it reserves from text and data mining (W3C TDM Reservation Protocol). */

import type { UsageSigns } from '../model.ts'
import { covers, pathOf, type Rule, readRules } from './robots-rules.ts'

/** Where the file of an address's site stands. */
export const tdmFileOf = (url: string): string => `${new URL(url).origin}/.well-known/tdmrep.json`

const MAX_RULES = 1000
const MAX_POLICY = 500

/** A site's file as it is asked again and again: its rules, read once. */
export interface TdmFile {
  /** What it says of an address: the first of its rules that covers it. A reservation that is neither 0 nor 1 says nothing. */
  of(url: string): UsageSigns | undefined
}

/**
 * Reads the file of a site. In it `location` is a path with `*` and `$` as in a robots.txt.
 * @param text what is no list of rules says nothing
 */
export function readTdmFile(text: string): TdmFile {
  const rules = rulesIn(text).flatMap(toReservation)
  return {
    of(url) {
      const path = pathOf(url)
      return rules.find(({ location }) => location.some(rule => covers(rule, path)))?.signs
    },
  }
}

interface Reservation {
  readonly location: readonly Rule[]
  readonly signs: UsageSigns | undefined
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

function toReservation(rule: TdmRule): readonly Reservation[] {
  const { location } = rule
  return typeof location === 'string' ? [{ location: readRules(false, location.trim()), signs: signsOf(rule) }] : []
}

function signsOf({ 'tdm-reservation': value, 'tdm-policy': policy }: TdmRule): UsageSigns | undefined {
  const tdmReservation = String(value)
  if (tdmReservation !== '0' && tdmReservation !== '1') return undefined
  return {
    tdmReservation,
    ...(typeof policy === 'string' && policy !== '' && { tdmPolicy: policy.slice(0, MAX_POLICY) }),
  }
}
