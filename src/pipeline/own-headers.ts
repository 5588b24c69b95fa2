import type { Source } from '../model.ts'

/** Headers that belong to one publisher, and where they may be sent. */
export interface OwnHeaders {
  /** secrets as references */
  readonly headers: Readonly<Record<string, string>>
  /** the addresses that the operator himself has named, by their origin: nobody else is trusted with them */
  readonly origins: readonly string[]
}

/** The headers of a source's file, for the origins that the same file names (homepage and feeds). */
export function ownHeadersOf({ headers, homepage, feeds }: Source): OwnHeaders | undefined {
  if (headers === undefined) return undefined
  const named = [...(homepage === undefined ? [] : [homepage]), ...feeds.map(feed => feed.url)]
  return { headers, origins: [...new Set(named.map(url => new URL(url).origin))] }
}
