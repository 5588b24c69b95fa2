/** A linear look at markup before it is parsed: a few kilobytes can otherwise cost seconds or gigabytes. */

import { Parser } from 'htmlparser2'
import { WiredeskError } from '../errors.ts'

/** Ten times what the largest real news pages have. */
const MAX_TAGS = 200_000
/** 512 is what parsers and browsers bear without harm; a few more are the page's own html, body and article around it. */
const MAX_DEPTH = 520
const MAX_ATTRIBUTES = 256

const VOID = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '))
/** Tags that pages leave open by the thousand without meaning any depth. */
const IMPLIED_END = new Set(['p', 'li', 'dt', 'dd', 'option', 'tr', 'td', 'th', 'thead', 'tbody', 'tfoot'])

/** Throws PAGE_HOSTILE for markup beyond the limits on tags, depth and attributes. */
export function refuseHostile(html: string, url: string): void {
  let tags = 0
  let depth = 0
  let attributes = 0
  const refuse = (detail: string): never => {
    throw new WiredeskError('PAGE_HOSTILE', { url, detail })
  }
  const parser = new Parser({
    onopentagname(name) {
      attributes = 0
      if (++tags > MAX_TAGS) refuse(`more than ${MAX_TAGS} tags`)
      if (!VOID.has(name) && !IMPLIED_END.has(name) && ++depth > MAX_DEPTH)
        refuse(`elements nested more than ${MAX_DEPTH} deep`)
    },
    onattribute() {
      if (++attributes > MAX_ATTRIBUTES) refuse(`more than ${MAX_ATTRIBUTES} attributes on one tag`)
    },
    onclosetag(name) {
      if (!VOID.has(name) && !IMPLIED_END.has(name)) depth--
    },
  })
  parser.end(html)
}
