/** The text of an article that may be shown in full: its correction note, its body, and of a live blog the entries. */

import type { Body, LiveEntry, RevisionFields } from '../model.ts'
import { escapeText, PARAGRAPH, TAG } from '../values/clean-html.ts'
import { escapeHtml, sanitizeHtml } from '../values/html.ts'
import { plainText } from '../values/plain-text.ts'
import { bare } from '../values/text.ts'

/** A text as HTML, and the same as plain text. */
export interface ShownText {
  readonly html: string
  readonly plain: string
}

/** Everything that an article says, each thing once. Without a permission for pictures, of the words below them only those stay that are text. */
export function fullText({ body, dateline, correction }: RevisionFields, withPictures: boolean): ShownText {
  const { lead, entries } = partsOf(body)
  const note = correction !== undefined && !bare(body.text).includes(bare(correction)) ? correction : ''
  const html = lead && markParagraphs(bodyHtml(lead, withPictures), dateline, correction)
  return {
    html: joined([note && `${NOTE}${escapeHtml(note)}</p>`, html ?? '', ...entries.map(entryHtml)], '\n'),
    plain: joined([note, lead?.text ?? '', ...entries.map(entryText)], '\n\n'),
  }
}

const NOTE = '<p class="correction-note">'

const joined = (parts: readonly string[], between: string): string => parts.filter(part => part !== '').join(between)

/** Sanitised when it was stored, and once more here: the rules of today hold for the texts of yesterday. */
const bodyHtml = ({ html, text }: Body, withPictures: boolean): string =>
  sanitizeHtml(withPictures ? html : withoutPictures(html, text))

/** Of a gallery the captions are the text: without its pictures they are paragraphs of it. */
function withoutPictures(html: string, text: string): string {
  if (!html.includes('<img')) return html
  const lines = new Set(linesOf(text))
  return html
    .replace(/(\n?)<figure(?: dir="\w+")?>([\s\S]*?)<\/figure>/g, (_, before: string, figure: string) => {
      const caption = /<figcaption>([\s\S]*?)<\/figcaption>/.exec(figure)?.[1] ?? ''
      return lines.has(lettersOf(caption)) ? `${before}<p>${caption}</p>` : ''
    })
    .replace(PICTURES, '')
    .trim()
}

const PICTURES = new RegExp(`(?=<img\\b)${TAG}`, 'g')

/** The paragraphs of sanitised HTML, and, for what stands in their attributes, the tags between them. */
const PARAGRAPHS = new RegExp(`${PARAGRAPH}|${TAG}`, 'g')

/** The dateline opens the text, or what stands below a summary in it, and some notes stand in it: they are set apart there, not said twice. */
function markParagraphs(html: string, dateline = '', correction = ''): string {
  let opening = escapeText(dateline)
  const note = bare(correction)
  if (opening === '' && note === '') return html
  return html.replace(PARAGRAPHS, (tag, direction = '', words?: string) => {
    if (words === undefined) return tag
    if (note !== '' && lettersOf(words) === note) return `<p class="correction-note"${direction}>${words}</p>`
    if (opening === '' || !words.startsWith(opening)) return tag
    const rest = words.slice(opening.length)
    const marked = `<p${direction}><b class="dateline">${opening}</b>${rest}</p>`
    opening = ''
    return marked
  })
}

/** A live blog's lead and the entries that it does not hold. Without a lead its entries are its body, which lacks their times. */
function partsOf(body: Body): { readonly lead?: Body; readonly entries: readonly LiveEntry[] } {
  const { entries = [] } = body
  if (entries.length === 0) return { lead: body, entries }
  const lines = linesOf(body.text)
  const inEntries = new Set(entries.flatMap(({ headline = '', text }) => linesOf(`${headline}\n${text}`)))
  if (lines.every(line => inEntries.has(line))) return { entries }
  const inLead = new Set(lines)
  return { lead: body, entries: entries.filter(({ text }) => !linesOf(text).every(line => inLead.has(line))) }
}

function entryHtml({ headline, at, html }: LiveEntry): string {
  const parts = [
    at && `<p class="entry-time">${timeHtml(at)}</p>`,
    headline && `<h2>${escapeHtml(headline)}</h2>`,
    sanitizeHtml(html),
  ]
  return `<div class="live-entry">\n${parts.filter(Boolean).join('\n')}\n</div>`
}

function timeHtml(at: string): string {
  const { text, instant } = timeOf(at)
  return instant === undefined ? escapeHtml(text) : `<time datetime="${instant}">${text}</time>`
}

const entryText = ({ headline, at, text }: LiveEntry): string =>
  [at && timeOf(at).text, headline, text].filter(Boolean).join('\n')

const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** An entry's time by the publisher's own clock, which is the one that its text goes by; what is no time in ISO 8601 as it stands. */
function timeOf(at: string): { readonly text: string; readonly instant?: string } {
  const [, day, clock, zone] = TIME.exec(at.trim()) ?? []
  if (day === undefined) return { text: at.trim() }
  const offset = zone?.toUpperCase() === 'Z' ? 'UTC' : (zone ?? '')
  return { text: `${day} ${clock} ${offset}`.trim(), instant: `${day}T${clock}${zone?.toUpperCase() ?? ''}` }
}

/** The lines of a text, each by its letters: markup and punctuation differ between places that say the same. */
const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map(bare)
    .filter(line => line !== '')

const lettersOf = (html: string): string => bare(plainText(html))
