import { createHash } from 'node:crypto'
import type { Attribution, Change, Revision, RevisionDraft, RevisionFields } from '../model.ts'

/**
 * What a newly read version is to the last one. A correction is a change that admits an error: its note is new or reworded.
 */
export function changeOf(last: Revision | undefined, draft: Pick<RevisionDraft, 'contentHash' | 'fields'>): Change {
  if (!last) return 'first'
  if (last.contentHash === draft.contentHash) return 'none'
  const note = draft.fields.correction
  return note !== undefined && note !== last.fields.correction ? 'correction' : 'update'
}

/**
 * SHA-256 over what a reader would call the article. Left out, because they move while the article stays as it is: keywords,
 * the modified time, the addresses and sizes of pictures in the text (image servers sign and renumber them), and the times of a live
 * blog's entries, which some pages count back from now.
 */
export function contentHash(fields: RevisionFields, attribution: Attribution): string {
  const { keywords, modified, body, leadImage, ...rest } = fields
  const hashed = {
    ...rest,
    body: withoutAddresses(body.html),
    entries: body.entries?.map(({ headline, html }) => [headline, withoutAddresses(html)]),
    leadImage: leadImage && [leadImage.caption, leadImage.credit],
    copyrightNotice: attribution.copyrightNotice,
    agencyCredits: attribution.agencyCredits,
  }
  return createHash('sha256')
    .update(JSON.stringify(sorted(hashed)))
    .digest('hex')
}

const withoutAddresses = (html: string): string => html.replace(/ (?:src|srcset|width|height)="[^"]*"/g, '')

/** Keys in one order, so that the order in which a field was found does not make a revision. */
function sorted(value: object): object {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
}
