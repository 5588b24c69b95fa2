/** The tags and texts of markup in their order, read in linear time and without building a tree. */

import { Tokenizer } from 'htmlparser2'

/** What is done with each; what stands in comments and declarations is passed over. */
export interface TokenHandler {
  /**
   * @param name in lower case
   * @param attributes names in lower case, values as written, the first of a name
   */
  open(name: string, attributes: ReadonlyMap<string, string>, isSelfClosing: boolean): void
  close(name: string): void
  /** as written, with its character references */
  text(written: string): void
}

/** Never throws of itself. A tag that the end of the markup cuts off is no tag. */
export function readHtmlTokens(html: string, { open, close, text }: TokenHandler): void {
  let name = ''
  let attributes = new Map<string, string>()
  let key = ''
  let value = ''
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(start, stop) {
        name = html.slice(start, stop).toLowerCase()
        attributes = new Map()
      },
      onattribname(start, stop) {
        key = html.slice(start, stop).toLowerCase()
        value = ''
      },
      onattribdata(start, stop) {
        value += html.slice(start, stop)
      },
      onattribend() {
        if (!attributes.has(key)) attributes.set(key, value)
      },
      onopentagend: () => open(name, attributes, false),
      onselfclosingtag: () => open(name, attributes, true),
      onclosetag: (start, stop) => close(html.slice(start, stop).toLowerCase()),
      ontext: (start, stop) => text(html.slice(start, stop)),
      oncdata() {},
      oncomment() {},
      ondeclaration() {},
      onprocessinginstruction() {},
      onattribentity() {},
      ontextentity() {},
      onend() {},
    },
  )
  tokenizer.write(html)
  tokenizer.end()
}
