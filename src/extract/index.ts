/** Bytes to fields with evidence: one file a field, the page parsed once. */

import type {
  Body,
  ExtractedArticle,
  ExtractedFields,
  Instant,
  LinkHints,
  PageKind,
  Reading,
  SiteRule,
} from '../model.ts'
import { decodeParts } from '../values/charset.ts'
import { isOrganisation } from '../values/names.ts'
import { readBody } from './body/index.ts'
import { readAgencyCredits } from './fields/agencies.ts'
import { readAuthorBio } from './fields/author-bio.ts'
import { byline } from './fields/byline.ts'
import { copyrightNotice } from './fields/copyright.ts'
import { readCorrection } from './fields/correction.ts'
import { readDateline } from './fields/dateline.ts'
import { modified, published } from './fields/dates.ts'
import { headline } from './fields/headline.ts'
import { keywords } from './fields/keywords.ts'
import { leadImage } from './fields/lead-image.ts'
import { section } from './fields/section.ts'
import { signals } from './fields/signals.ts'
import { canonicalUrl, language, siteName } from './fields/site.ts'
import { readStandfirst } from './fields/standfirst.ts'
import { readKind } from './kind.ts'
import { readNextPage } from './next-page.ts'
import { type Page, parsePage } from './page.ts'
import { nextByRule, readByRule, versionAt, versionName, withRule } from './site-rule.ts'

/** Goes into every revision: which rules read it. Raised whenever a field is read differently. */
export const ENGINE = 'wiredesk-extract/15'

export interface ExtractInput {
  /** the address that answered, absolute; whatever else is read as a page of an unknown host */
  readonly url: string
  readonly bytes: Uint8Array
  /** response headers, names in lower case */
  readonly headers?: Readonly<Record<string, string>>
  /** what a feed said about the page */
  readonly hints?: LinkHints
  /** when it was fetched: no article is from later */
  readonly fetchedAt?: Instant
  /** lines that the source repeats from article to article: no text of this one (`boilerplateOf` in `body/learned.ts`) */
  readonly boilerplate?: ReadonlySet<string>
  /** what the operator has written down about the site */
  readonly rule?: SiteRule
}

/** Pages of these kinds hold what a site rule names; of a wall or a list nothing can be expected. */
const HAS_FIELDS: ReadonlySet<PageKind> = new Set(['article', 'live', 'video', 'gallery'])

/**
 * Reads everything there is to read in one page. Pages that are no article are told by `kind`, not by an error.
 * Throws PAGE_HOSTILE for markup that could not be parsed in linear time.
 */
export function extract(input: ExtractInput): ExtractedArticle {
  const contentType = input.headers?.['content-type']
  const { parts, charset } = decodeParts(input.bytes, {
    kind: 'html',
    ...(contentType !== undefined && { contentType }),
  })
  const version = input.rule && versionAt(input.rule, input.fetchedAt)
  const page = parsePage({ ...input, html: parts, ...(version && { remove: version.remove }) })
  const byRule = version && readByRule(page, version)
  const own = readFields(page)
  const fields = byRule ? withRule(own, byRule.fields) : own
  const { kind, why } = readKind(page, {
    headline: fields.headline?.value,
    hasWriter: fields.byline?.value.some(name => !isOrganisation(name, page.siteNames)) ?? false,
    hasDate: fields.published !== undefined,
    body: fields.body,
  })
  const stale = HAS_FIELDS.has(kind) ? (byRule?.stale ?? []) : []
  const nextPage = HAS_FIELDS.has(kind)
    ? ((version?.next && nextByRule(page, version.next)) ?? readNextPage(page))
    : undefined
  return {
    url: input.url,
    kind,
    kindWhy: why,
    fields,
    ...(input.rule && version && { rule: { name: versionName(input.rule, version), stale } }),
    ...(nextPage !== undefined && { nextPage }),
    charset,
    engine: ENGINE,
  }
}

/** The order matters where one field is read with the help of another: the headline first, the body before what stands in it. */
function readFields(page: Page): ExtractedFields {
  const title = headline(page)
  const writers = byline(page)
  const names = writers?.value ?? []
  const body = readBody(page, { headline: title?.value, names })
  const dateline = readDateline(page, names, body?.value)
  const agencies = inBody(readAgencyCredits(page, names, body?.value, dateline), body)
  const fields: { [K in keyof ExtractedFields]: ExtractedFields[K] | undefined } = {
    headline: title,
    standfirst: readStandfirst(page, names),
    // A text that an agency alone is credited for is the agency's.
    byline: writers ?? agencies,
    authorBio: readAuthorBio(page, names),
    dateline: inBody(dateline, body),
    published: published(page),
    modified: modified(page),
    body,
    leadImage: leadImage(page),
    section: section(page),
    keywords: keywords(page),
    language: language(page, body?.value.text),
    siteName: siteName(page),
    agencyCredits: agencies,
    copyrightNotice: copyrightNotice(page),
    canonicalUrl: canonicalUrl(page),
    correction: inBody(readCorrection(page, body?.value), body),
    signals: signals(page),
  }
  return Object.fromEntries(Object.entries(fields).filter(([, reading]) => reading !== undefined)) as ExtractedFields
}

/** A value that stands in the text, with the text's own place. */
function inBody<T>(value: T | undefined, body: Reading<Body> | undefined): Reading<T> | undefined {
  return value === undefined ? undefined : { value, from: body?.from ?? 'dom', where: 'body', confidence: 0.8 }
}
