import { Parser } from 'htmlparser2'
import { collapse } from '../values/text.ts'

/** The text of a feed's title or summary, which may be plain, or HTML, or HTML that was escaped once more. */
export function plainText(markup: string): string {
  if (!/[<&]/.test(markup)) return collapse(markup)
  let text = ''
  let unread = 0
  const parser = new Parser(
    {
      onopentagname: name => {
        if (name === 'script' || name === 'style') unread++
        else text += ' '
      },
      ontext: part => {
        if (unread === 0) text += part
      },
      onclosetag: name => {
        if (name === 'script' || name === 'style') unread--
      },
    },
    { decodeEntities: true },
  )
  parser.end(markup)
  return collapse(text)
}
