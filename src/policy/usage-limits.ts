/** What the signs of a site say about showing its texts. They are wishes, not licences: each only lowers, and none of them grants. */

import type { Republish, UsageSigns } from '../model.ts'

export interface Limit {
  readonly shown: Republish
  readonly reason: string
}

/**
 * `search` is to choose texts and link to them, which is all that an excerpt or a headline does: whoever forbids it forbids both.
 * `use` is Cloudflare's newer word for how much of a text may be shown. What is said of training and of input to models concerns
 * nothing that is shown, and stays with the article as evidence.
 */
const CAPS: ReadonlyMap<string, Republish> = new Map([
  ['content-signal search=no', 'none'],
  ['content-signal use=reference', 'excerpt'],
  ['content-signal use=immediate', 'headline-only'],
  ['content-usage search=n', 'none'],
])

/** Limits of `Content-Signal` and `Content-Usage` lines (IETF draft-ietf-aipref-vocab) and of a TDM reservation (W3C TDMRep). */
export function usageLimits({ lines = [], tdmReservation }: UsageSigns): Limit[] {
  const limits = lines.flatMap(line =>
    wordsOf(line).flatMap(word => {
      const shown = CAPS.get(word)
      return shown === undefined ? [] : [{ shown, reason: `the site says ${line}` }]
    }),
  )
  return tdmReservation === '1'
    ? [...limits, { shown: 'headline-only', reason: 'the site reserves text and data mining (tdm-reservation: 1)' }]
    : limits
}

/** `content-signal: search=no, ai-train=no` as `content-signal search=no` and so on. */
function wordsOf(line: string): string[] {
  const [name = '', value = ''] = line.toLowerCase().split(/:(.*)/s, 2)
  return value
    .split(/[\s,;]+/)
    .filter(word => word.includes('='))
    .map(word => `${name.trim()} ${word}`)
}
