/** The one parse of a page, with limits: a few kilobytes of markup can otherwise cost seconds or gigabytes. */

import { type Document, DomHandler } from 'domhandler'
import { Parser } from 'htmlparser2'
import { WiredeskError } from '../errors.ts'

/** Ten times what the largest real news pages have. */
const MAX_TAGS = 200_000
/** 512 is what parsers and browsers bear without harm; a few more are the page's own html, body and article around it. */
const MAX_DEPTH = 520
const MAX_ATTRIBUTES = 256

/** Throws PAGE_HOSTILE, in time linear in the markup read so far, beyond the limits on tags, depth and attributes. */
export function parseGuarded(html: string, url: string): Document {
  const handler = new GuardedHandler(url)
  new Parser(handler).end(html)
  return handler.root
}

/** Counts while the tree grows, so that looking costs no pass of its own. */
class GuardedHandler extends DomHandler {
  private readonly url: string
  private tags = 0
  private attributes = 0

  constructor(url: string) {
    super()
    this.url = url
  }

  onopentagname(): void {
    this.attributes = 0
    if (++this.tags > MAX_TAGS) this.refuse(`more than ${MAX_TAGS} tags`)
  }

  onattribute(): void {
    if (++this.attributes > MAX_ATTRIBUTES) this.refuse(`more than ${MAX_ATTRIBUTES} attributes on one tag`)
  }

  override onopentag(name: string, attribs: { [key: string]: string }): void {
    super.onopentag(name, attribs)
    if (this.tagStack.length > MAX_DEPTH) this.refuse(`elements nested more than ${MAX_DEPTH} deep`)
  }

  private refuse(detail: string): never {
    throw new WiredeskError('PAGE_HOSTILE', { url: this.url, detail })
  }
}
