/** Extracted fields to a draft revision: one form for names, times, addresses and text, whatever the page was like. */

import { contentHash } from '../dedupe/changes.ts'
import { fingerprint } from '../dedupe/fingerprint.ts'
import { type ErrorCode, WiredeskError } from '../errors.ts'
import type {
  Alias,
  ExtractedArticle,
  ExtractedFields,
  FieldName,
  LinkHints,
  PageKind,
  RevisionDraft,
  RevisionFields,
  Source,
} from '../model.ts'
import { dedupeKey } from '../values/url-key.ts'
import { attribute, ownCanonical } from './attribution.ts'
import { limitBody } from './body-limit.ts'
import { allPrintable } from './printable.ts'

/** Kinds of page that are no article, and the code each is dropped with. */
export const REFUSED: Partial<Record<PageKind, ErrorCode>> = {
  listing: 'NOT_AN_ARTICLE',
  wall: 'PAGE_IS_WALL',
  error: 'PAGE_IS_ERROR',
  empty: 'PAGE_IS_EMPTY',
}

/** Longest texts kept; longer ones are templates gone wrong. */
const MAX_HEADLINE = 500
const MAX_STANDFIRST = 2000

export interface NormalizeInput {
  readonly extracted: ExtractedArticle
  readonly source: Pick<Source, 'id' | 'name' | 'section' | 'language'>
  /** the address as it was found, and the one that answered */
  readonly linkUrl: string
  readonly finalUrl: string
  readonly guid?: string
  readonly hints: LinkHints
}

/**
 * The draft of a revision. Throws the code of what is missing: a page that is no article, has no headline or no text is dropped
 * with that reason.
 */
export function normalize(input: NormalizeInput): RevisionDraft {
  const { extracted, source, finalUrl } = input
  const code = REFUSED[extracted.kind]
  if (code) throw new WiredeskError(code, { url: finalUrl, sourceId: source.id, detail: extracted.kindWhy.join(', ') })
  const fields = allPrintable(normalizeFields(input))
  const attribution = allPrintable(attribute(source.name, finalUrl, extracted.fields))
  const print = fingerprint(fields.body.text)
  return {
    fields,
    attribution,
    evidence: evidenceOf(extracted.fields),
    signals: extracted.fields.signals?.value ?? {},
    contentHash: contentHash(fields, attribution),
    aliases: aliasesOf(input),
    engine: extracted.engine,
    ...(print !== undefined && { fingerprint: print }),
  }
}

function normalizeFields({ extracted, source, finalUrl }: NormalizeInput): RevisionFields {
  const { fields } = extracted
  const context = { url: finalUrl, sourceId: source.id }
  const headline = fields.headline?.value.slice(0, MAX_HEADLINE)
  if (headline === undefined) throw new WiredeskError('NO_HEADLINE', context)
  const found = fields.body?.value
  if (found === undefined || found.wordCount === 0) throw new WiredeskError('NO_BODY', context)
  const body = limitBody(found, context)
  return present({
    headline,
    standfirst: fields.standfirst?.value.slice(0, MAX_STANDFIRST),
    byline: fields.byline?.value ?? [],
    authorBio: fields.authorBio?.value,
    dateline: fields.dateline?.value,
    published: instantOf(fields.published?.value),
    modified: instantOf(fields.modified?.value),
    body,
    leadImage: fields.leadImage?.value,
    section: fields.section?.value ?? source.section,
    keywords: fields.keywords?.value ?? [],
    language: fields.language?.value ?? source.language,
    siteName: fields.siteName?.value,
    correction: fields.correction?.value,
    kind: extracted.kind,
  })
}

const instantOf = (time: string | undefined): string | undefined =>
  time === undefined ? undefined : new Date(time).toISOString()

/** The names this article goes by; the strongest first. */
function aliasesOf({ extracted, linkUrl, finalUrl, guid }: NormalizeInput): Alias[] {
  const canonical = ownCanonical(finalUrl, extracted.fields.canonicalUrl?.value)
  const keys = new Set([dedupeKey(linkUrl), dedupeKey(finalUrl)])
  const aliases: Alias[] = [...keys].map(value => ({ scheme: 'dedupe-key', value }))
  if (guid !== undefined) aliases.push({ scheme: 'guid', value: guid })
  if (canonical !== undefined) aliases.push({ scheme: 'canonical', value: dedupeKey(canonical) })
  return aliases
}

function evidenceOf(fields: ExtractedFields): RevisionDraft['evidence'] {
  const evidence: Record<string, { from: string; where: string; confidence: number }> = {}
  for (const name of Object.keys(fields) as FieldName[]) {
    const reading = fields[name]
    if (reading) evidence[name] = { from: reading.from, where: reading.where, confidence: reading.confidence }
  }
  return evidence as RevisionDraft['evidence']
}

/** The object without its undefined members, as the model's optional fields want it. */
function present<T extends object>(object: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T
}
