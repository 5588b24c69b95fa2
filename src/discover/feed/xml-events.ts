/** XML as balanced events, in time linear in the text whatever stands in it. */

import { decodeHTMLStrict } from 'entities'
import { Tokenizer } from 'htmlparser2'
import { WiredeskError } from '../../errors.ts'

export type Attributes = Readonly<Record<string, string>>

export interface XmlEvents {
  /** names as written, prefix and all; values decoded */
  open(name: string, attributes: Attributes): void
  /** decoded; CDATA as it stands */
  text(part: string): void
  /**
   * Once for every `open`, innermost first.
   * @param isCut the text ended within the element, which may therefore be half of what it was meant to be
   */
  close(name: string, isCut: boolean): void
}

/** Deeper elements belong to no feed or sitemap: their text is told, their tags are not. */
const MAX_DEPTH = 128

/** So many open elements beyond that are an attack: a broken feed leaves some open, and no feed means them. */
const MAX_NESTING = 10_000

/**
 * Reads XML that may be ill-formed: elements that are not closed end with their parent, and an end tag without its beginning is nothing.
 * Entities of HTML are read though XML has them not, since feeds use them; those of a document type declaration are not, since
 * attacks use them. Throws FEED_UNREADABLE for elements nested without end. The library's own parser keeps its open elements in an array
 * that it moves with every tag, so the tokenizer is used.
 */
export function readXml(text: string, events: XmlEvents): void {
  const open: string[] = []
  /** open elements beyond the depth that is told, by name */
  const untold = new Map<string, number>()
  let name = ''
  let attributes: Record<string, string> = {}
  let key = ''
  let value = ''

  let untoldDepth = 0
  const begin = (): void => {
    if (open.length < MAX_DEPTH) {
      open.push(name)
      events.open(name, attributes)
    } else {
      if (++untoldDepth > MAX_NESTING) throw new WiredeskError('FEED_UNREADABLE', { detail: 'nested without end' })
      untold.set(name, (untold.get(name) ?? 0) + 1)
    }
  }
  const end = (closing: string): void => {
    const hidden = untold.get(closing) ?? 0
    if (hidden > 0) {
      untold.set(closing, hidden - 1)
      untoldDepth--
    } else
      for (let at = open.lastIndexOf(closing); at >= 0 && open.length > at; ) events.close(open.pop() as string, false)
  }

  const tokenizer = new Tokenizer(
    { xmlMode: true, decodeEntities: false },
    {
      onopentagname(start, stop) {
        name = text.slice(start, stop)
        attributes = {}
      },
      onattribname(start, stop) {
        key = text.slice(start, stop)
        value = ''
      },
      onattribdata(start, stop) {
        value += text.slice(start, stop)
      },
      onattribend() {
        attributes[key] ??= decode(value)
      },
      onopentagend: begin,
      onselfclosingtag() {
        begin()
        end(name)
      },
      onclosetag: (start, stop) => end(text.slice(start, stop)),
      ontext: (start, stop) => events.text(decode(text.slice(start, stop))),
      oncdata: (start, stop, offset) => events.text(text.slice(start, stop - offset)),
      onattribentity() {},
      ontextentity() {},
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onend() {},
    },
  )
  tokenizer.write(text)
  tokenizer.end()
  while (open.length > 0) events.close(open.pop() as string, true)
}

/** References of XML and HTML as characters; the numbers 128 to 159 mean windows-1252, as in HTML (13.2.5.84). */
export const decode = (text: string): string => (text.includes('&') ? decodeHTMLStrict(text) : text)
