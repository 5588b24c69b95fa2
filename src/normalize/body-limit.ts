/** How much text an article may have. */

import { WiredeskError } from '../errors.ts'
import type { Body, LiveEntry } from '../model.ts'

/** Characters; ten times the longest reports. What is longer is a book, a data dump, or a trap for whoever stores and shows it. */
const MAX_HTML = 1024 * 1024
const MAX_TEXT = 512 * 1024

/**
 * The body where it keeps to the limits. Of a live blog's entries those that fit are kept, in the page's order; a text is never cut.
 * @throws TEXT_TOO_LONG
 */
export function limitBody(body: Body, context: { readonly url: string; readonly sourceId: string }): Body {
  if (body.html.length > MAX_HTML || body.text.length > MAX_TEXT)
    throw new WiredeskError('TEXT_TOO_LONG', { ...context, detail: `${body.text.length} characters` })
  return body.entries ? { ...body, entries: thatFit(body.entries, body) } : body
}

function thatFit(entries: readonly LiveEntry[], { html, text }: Body): readonly LiveEntry[] {
  let htmlLeft = MAX_HTML - html.length
  let textLeft = MAX_TEXT - text.length
  const end = entries.findIndex(entry => {
    htmlLeft -= entry.html.length
    textLeft -= entry.text.length
    return htmlLeft < 0 || textLeft < 0
  })
  return end < 0 ? entries : entries.slice(0, end)
}
