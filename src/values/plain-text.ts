import { decodeHTML } from 'entities'
import { readHtmlTokens } from './html-tokens.ts'
import { collapse } from './text.ts'

/** Ten times the longest summary that is kept; a feed's whole articles need not be read to the end for a hint. */
const MAX_MARKUP = 20_000

/** The text of a title, a summary or a biography as feeds and pages declare them, which may be plain, or HTML, or HTML that was escaped once more. */
export function plainText(written: string): string {
  const markup = written.slice(0, MAX_MARKUP)
  if (!/[<&]/.test(markup)) return collapse(markup)
  let text = ''
  let unread = ''
  readHtmlTokens(markup, {
    open(name) {
      if (name === 'script' || name === 'style') unread = name
      else text += ' '
    },
    close(name) {
      if (name === unread) unread = ''
    },
    text(part) {
      if (unread === '') text += part
    },
  })
  return collapse(text.includes('&') ? decodeHTML(text) : text)
}
