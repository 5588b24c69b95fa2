/** What may be shown of an article. The operator's terms say the most; what the page says of itself only ever lowers it. */

import { type PageSignals, REPUBLISH, type Republish, type RightsDecision, type Terms } from '../model.ts'
import { type Limit, usageLimits } from './usage-limits.ts'

/**
 * Decides from the terms, the page's signals and the time. A decision holds for the moment it is made: it is made again on
 * every reading, so that changed terms and a passed date count at once.
 */
export function decideRights(terms: Terms, signals: PageSignals, nowMs: number): RightsDecision {
  const limits = [...termLimits(terms), ...signalLimits(signals, nowMs), ...wishes(terms, signals)]
  const shown = limits.map(limit => limit.shown).reduce(lower, 'full')
  const maxCharacters = signals.maxSnippet !== undefined && signals.maxSnippet >= 0 ? signals.maxSnippet : undefined
  return {
    shown,
    reasons: limits.map(limit => `${limit.shown}: ${limit.reason}`),
    images: terms.images && shown === 'full' && signals.noimageindex !== true,
    indexing: 'noindex',
    ...(maxCharacters !== undefined && { maxCharacters }),
  }
}

function termLimits(terms: Terms): Limit[] {
  if (terms.republish !== 'full')
    return [{ shown: terms.republish, reason: `the source's terms say republish: ${terms.republish}` }]
  const { permission } = terms
  if (!permission) return [{ shown: 'excerpt', reason: 'full needs a written permission and none is recorded' }]
  return [{ shown: 'full', reason: `permission of ${permission.who}, ${permission.when}, ${permission.document}` }]
}

function signalLimits(signals: PageSignals, nowMs: number): Limit[] {
  const limits: Limit[] = []
  const until = signals.unavailableAfter === undefined ? undefined : Date.parse(signals.unavailableAfter)
  if (until !== undefined && until <= nowMs)
    limits.push({ shown: 'none', reason: `robots unavailable_after ${signals.unavailableAfter} has passed` })
  if (signals.noindex) limits.push({ shown: 'headline-only', reason: 'the page says robots noindex' })
  if (signals.nosnippet || signals.maxSnippet === 0)
    limits.push({ shown: 'headline-only', reason: 'the page allows no snippet' })
  if (signals.maxSnippet !== undefined && signals.maxSnippet > 0)
    limits.push({ shown: 'excerpt', reason: `the page limits snippets to ${signals.maxSnippet} characters` })
  if (signals.noarchive) limits.push({ shown: 'excerpt', reason: 'the page says robots noarchive' })
  if (signals.isAccessibleForFree === false)
    limits.push({
      shown: 'excerpt',
      reason: 'the page says it is not free to read (isAccessibleForFree, article:content_tier)',
    })
  return limits
}

/** What two have agreed on stands above what one of them wishes of everybody (draft-ietf-aipref-vocab says so of itself). */
const wishes = ({ permission }: Terms, { usage }: PageSignals): Limit[] =>
  permission || !usage ? [] : usageLimits(usage)

/** Whether a reservation of text and data mining would lower what is shown: only then is it worth a request. */
export const heedsReservation = ({ permission, republish }: Terms): boolean =>
  !permission && (republish === 'full' || republish === 'excerpt')

const lower = (a: Republish, b: Republish): Republish => (REPUBLISH.indexOf(a) > REPUBLISH.indexOf(b) ? a : b)
