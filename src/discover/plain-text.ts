import { decodeHTML } from 'entities'
import { Tokenizer } from 'htmlparser2'
import { collapse } from '../values/text.ts'

/** Ten times the longest summary that is kept; a feed's whole articles need not be read to the end for a hint. */
const MAX_MARKUP = 20_000

/** The text of a feed's title or summary, which may be plain, or HTML, or HTML that was escaped once more. */
export function plainText(written: string): string {
  const markup = written.slice(0, MAX_MARKUP)
  if (!/[<&]/.test(markup)) return collapse(markup)
  let text = ''
  let unread = ''
  const tokenizer = new Tokenizer(
    { decodeEntities: false },
    {
      onopentagname(start, stop) {
        const name = markup.slice(start, stop).toLowerCase()
        if (name === 'script' || name === 'style') unread = name
        else text += ' '
      },
      onclosetag(start, stop) {
        if (markup.slice(start, stop).toLowerCase() === unread) unread = ''
      },
      ontext(start, stop) {
        if (unread === '') text += markup.slice(start, stop)
      },
      oncdata() {},
      onattribdata() {},
      onattribentity() {},
      onattribend() {},
      onattribname() {},
      oncomment() {},
      ondeclaration() {},
      onend() {},
      onopentagend() {},
      onprocessinginstruction() {},
      onselfclosingtag() {},
      ontextentity() {},
    },
  )
  tokenizer.write(markup)
  tokenizer.end()
  return collapse(text.includes('&') ? decodeHTML(text) : text)
}
