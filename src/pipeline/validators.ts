/** What an answer may be asked for again with, between headers and ledger. */

import type { FetchedPage, Validators } from '../model.ts'

/** Validators go back byte for byte as they came. */
export function conditional({ etag, lastModified }: Validators): Record<string, string> {
  return {
    ...(etag !== undefined && { 'if-none-match': etag }),
    ...(lastModified !== undefined && { 'if-modified-since': lastModified }),
  }
}

/** The validators of an answer, to be stored. */
export function validatorsOf({ headers }: FetchedPage): Validators {
  const etag = headers['etag']
  const lastModified = headers['last-modified']
  return { ...(etag !== undefined && { etag }), ...(lastModified !== undefined && { lastModified }) }
}
