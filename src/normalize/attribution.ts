import type { Attribution, ExtractedFields } from '../model.ts'
import { canonicalUrl, isHomepage, parseHttpUrl, registrableDomain } from '../values/url.ts'

/** Everything that names the origin; made once, stored with the revision, shown by every output. */
export function attribute(sourceName: string, finalUrl: string, fields: ExtractedFields): Attribution {
  const notice = fields.copyrightNotice?.value
  return {
    sourceName,
    sourceUrl: sourceUrl(finalUrl, fields.canonicalUrl?.value),
    creditLine: `Originally published by ${sourceName}`,
    agencyCredits: fields.agencyCredits?.value ?? [],
    ...(notice !== undefined && { copyrightNotice: notice }),
  }
}

/**
 * The address of the publisher's own article. The page's canonical URL is believed on the publisher's own domain only, and never
 * when it is the home page: a partner's copy may name the original elsewhere, a broken template names the front page everywhere.
 */
export function sourceUrl(finalUrl: string, canonical: string | undefined): string {
  return ownCanonical(finalUrl, canonical) ?? canonicalUrl(finalUrl)
}

/** The canonical URL of a page where it can be believed. */
export function ownCanonical(finalUrl: string, canonical: string | undefined): string | undefined {
  const named = canonical === undefined ? undefined : parseHttpUrl(canonical, finalUrl)
  if (!named) return undefined
  const asked = new URL(finalUrl)
  if (registrableDomain(named.hostname) !== registrableDomain(asked.hostname)) return undefined
  if (isHomepage(named.href) && !isHomepage(finalUrl)) return undefined
  return canonicalUrl(named.href)
}
