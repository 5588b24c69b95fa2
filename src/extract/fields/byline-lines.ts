/** Lines in which pages say who wrote an article, without any mark of it: "By ...", a name beside the date. Texts, not yet names. */

import type { Element } from 'domhandler'
import { getOrMake } from '../../values/memo.ts'
import { BY_LINE } from '../../values/name-words.ts'
import { isOrganisation, isPlausibleName, splitNames } from '../../values/names.ts'
import { blockOf, linesSetApart, textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, headingLetters, oncePerPage, type Page, zoneOf } from '../page.ts'
import { letters } from '../site-keys.ts'
import type { Piece } from '../survey.ts'
import { authorsOf, handleIn, namesOf } from './byline-names.ts'
import { BY_ALONE, isAuthorLink, linkAround, NEVER } from './byline-places.ts'

/** Longer lines are text. */
const MAX_LINE = 120

/** The line near the headline that begins with "By". */
export function linesWithBy(page: Page): string[] {
  // Many pieces may stand in one block, as large as the page.
  const known = new Map<Element, string[]>()
  const linesIn = (block: Element): string[] => getOrMake(known, block, () => linesSetApart(block))
  for (const piece of piecesNear(page)) {
    const { text } = piece
    if (text.length > MAX_LINE) continue
    const behindDate = nameBehindDate(text)
    if ((behindDate === undefined && !BY_LINE.test(text)) || isOfOther(piece)) continue
    if (behindDate !== undefined) return [behindDate]
    const block = blockOf(piece.parent)
    const handle = WITH_HANDLE.exec(text)?.[0]
    if (handle !== undefined && linesIn(block).some(line => line.startsWith(handle))) return [handle]
    const line = lineFrom(block, text, linesIn)
    if (line !== undefined) return [isWhole(text) ? text : line]
  }
  return []
}

/** "Published 10 November 2026 by Ana Sample in News": what follows the word behind a date at the begin of the line. */
function nameBehindDate(text: string): string | undefined {
  if (!DATE_LIKE.test(text)) return undefined
  const name = BEHIND_DATE.exec(text)?.[1]
  return name !== undefined && splitNames(name, { visible: true }).some(isPlausibleName) ? name : undefined
}

/** "Published on", "Veröffentlicht am": what stands before the date. */
const PUBLISHED =
  '(?:(?:first |last )?(?:published|posted|updated|created|submitted|added)(?: on)?|date|veröffentlicht(?: am)?|erstellt(?: am)?|publié le|publicado(?: el| em)?|pubblicato(?: il)?|опубликовано)'
/** "Tuesday, 10 November 2026, 5:30 pm", "November 10, 2026", "10.11.2026" */
const WHEN =
  '(?:\\p{L}{3,12}[,.] )?(?:\\d{1,2}(?:st|nd|rd|th|\\.)? (?:de )?\\p{L}{3,12}[.,]? (?:de )?|\\p{L}{3,12}\\.? \\d{1,2}(?:st|nd|rd|th)?,? |\\d{1,2}[./] ?\\d{1,2}[./] ?)(?:19|20)\\d\\d[^\\p{L}|·•]{0,12}(?:[ap]\\.?m\\.?)?'
/** A sentence says more before its date: "The pier was opened on 4 May 1932 by Ana Sample". */
const BEHIND_DATE = new RegExp(
  `^(?:${PUBLISHED}:? )?${WHEN}[\\s|·•,–—-]* (?:by:?|auth?or:|autore:|auteur:|автор:) (.{5,60}?)(?= in |\\s*[|·•]|$)`,
  'iu',
)

/** Whether a piece stands in a link with more than that line in it: the card of another article, with that one's writer. */
const isOfOther = ({ parent, text }: Piece): boolean => textOf(linkAround(parent)).length > text.length + MAX_LINE

/** "by somebody7," before the date on the same line. */
const WITH_HANDLE = /^(?:posted |written )?by:?\s+[^\s,]+(?=,(?:\s+(?:in|on))?$)/i

/** Names stand behind the word already, and no "and" at the end says that more follow. */
function isWhole(text: string): boolean {
  const rest = text.replace(BY_LINE, '')
  return !/(?:^|[,;&]|\s(?:and|und|et|y|og|och|e|i|en))\s*$/iu.test(rest) && splitNames(text).length > 0
}

/**
 * The line of a block that begins with a text. A word "By" of its own has the names in the lines after it; where its block holds
 * nothing else, they stand in the block around.
 */
function lineFrom(block: Element, text: string, linesIn: (block: Element) => string[]): string | undefined {
  for (let at: Element | null = block, up = 0; at?.attribs && up < 3; at = at.parent as Element | null, up++) {
    const lines = linesIn(at)
    const from = lines.findIndex(line => line.startsWith(text))
    // After the date on its line: the names end where the text does.
    if (from === -1) return isWithDate(lines, text) && (isWhole(text) || handleIn([text])) ? text : undefined
    const line = lines[from] as string
    if (line.length > MAX_LINE) return undefined
    if (!BY_ALONE.test(line)) return line
    if (lines.length > from + 1) return `${line} ${lines.slice(from + 1, from + 4).join('; ')}`
  }
  return undefined
}

/** Whether one of the lines has a text at its end and a date before it, or a text with a date in it. */
const isWithDate = (lines: readonly string[], text: string): boolean =>
  lines.some(
    line =>
      line.length <= MAX_LINE &&
      (DATE_LIKE.test(text) ? line.includes(text) : line.endsWith(text) && DATE_LIKE.test(line)),
  )

const DATE_LIKE = /\b(?:19|20)\d\d\b|\d{1,2}[./]\d{1,2}[./]\d{2}/

/** Name-shaped texts within three texts of a date near the headline. */
export const namesBesideDate = (page: Page): string[] =>
  besideDates(page, 3, 250)
    .map(({ name }) => name)
    .slice(0, 1)

/** How far from the headline a name without any mark of a byline may stand, in elements and texts. */
const UNMARKED_NEAR = 30

/** A name right beside the date and close under the headline, which is no label: labels are links, or stand in menus too. */
export function namesUnmarked(page: Page): string[] {
  const title = headingLetters(page)
  const found = besideDates(page, 2, UNMARKED_NEAR).filter(
    ({ name, piece }) =>
      (!piece.isLinked || isAuthorLink(page, piece.parent)) && !title.includes(letters(name)) && !isLabel(page, name),
  )
  return found.slice(0, 1).map(({ name }) => name)
}

function besideDates(page: Page, reach: number, nearness: number): { name: string; piece: Piece }[] {
  const pieces = piecesNear(page).slice(0, 60)
  const found: { name: string; piece: Piece }[] = []
  pieces.forEach((piece, at) => {
    if (piece.text.length > 60 || !DATE_LIKE.test(piece.text) || isOfPage(piece)) return
    for (const other of pieces.slice(Math.max(0, at - reach), at + reach + 1)) {
      const name = nameIn(other.text)
      if (name.length < 40 && distance(page, other) <= nearness && isCapitalised(name) && isPlausibleName(name))
        found.push({ name, piece: other })
    }
  })
  return found
}

/** A text without the day at its begin, or the name that bars or dashes set apart from a date: "Ana Sample | 10 November 2026". */
function nameIn(text: string): string {
  const name = text.replace(DAY_BEFORE, '').replace(/[\s|·•,–—-]+$/u, '')
  if (name.length > 60 || !DATE_LIKE.test(name)) return name
  return name.split(/\s*[|·•]\s*|\s[–—-]\s/u).find(part => isPlausibleName(part) && !isOrganisation(part)) ?? ''
}

/** "11.12.2024 - Ana Sample": the day on the name's own line. */
const DAY_BEFORE =
  /^\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d(?:[\s|·•,–—-]+\d{1,2}[:.]\d\d(?: uhr)?)?\s*[|·•,–—-]\s*/iu

/** In scripts without capitals any label is shaped like a name. */
const isCapitalised = (name: string): boolean => /\p{Lu}/u.test(name) || KOREAN_REPORTER.test(name)

/** "김보기 기자", and no "사회부 기자" of a desk. */
const KOREAN_REPORTER = /^(?!온라인|디지털|스포츠)\p{Script=Hangul}{2}(?![부팀국실])\p{Script=Hangul}\s?기자$/u

/** Whether a text with a year in it is about the page and its rights. */
const isOfPage = ({ text, zone }: Piece): boolean => (zone & ZONES.footer) !== 0 || /^(?:©|\(c\)|copyright)/i.test(text)

/** Whether a text is the text of a link elsewhere that does not lead to a writer's page: a section or a topic. */
const isLabel = (page: Page, text: string): boolean =>
  page.survey.pieces.some(piece => piece.isLinked && piece.text === text && !isAuthorLink(page, piece.parent))

/**
 * A line of its own before the text, with which the page's description begins too. Where the page declares nobody but the site itself,
 * subheads may stand before it, if it is bold: "…as communities cry foul", "Ana Sample/Ben Example".
 */
export function nameBeforeText(page: Page): string[] {
  const description = page.meta('og:description', 'description')
  if (description === undefined) return []
  for (const { text: line, parent } of piecesNear(page)) {
    if (line.length < 5 || line.length > 80 || !description.includes(line)) continue
    const names = splitNames(line)
    const isFirst = names.length > 0 && description.startsWith(line)
    if (!isFirst && !(isBold(parent) && names.some(isFullName) && isSignedBySite(page))) continue
    if (textOf(blockOf(parent)) === line) return [line]
  }
  return []
}

const isBold = ({ name }: Element): boolean => name === 'strong' || name === 'b'

const isFullName = (name: string): boolean => name.includes(' ') && isPlausibleName(name) && !isOrganisation(name)

function isSignedBySite(page: Page): boolean {
  const names = [...authorsOf(page).flatMap(namesOf), ...page.metas('author')]
  return names.length > 0 && names.every(name => isOrganisation(name, page.siteNames))
}

const WRITTEN_BY = /^(?:this (?:post|article|story) (?:was|is) )?written by:?\s+(?=\p{Lu})([^,.;|]+)/iu

/** Many sites name the writer in a line of its own below the text. */
export function namesBelow(page: Page): string[] {
  const from = page.heading?.order ?? 0
  const piece = page.survey.pieces.find(
    each => each.order > from && each.text.length < MAX_LINE * 2 && !(each.zone & AWAY) && WRITTEN_BY.test(each.text),
  )
  const names = WRITTEN_BY.exec(piece?.text ?? '')?.[1]
  return names === undefined ? [] : [names]
}

const AWAY = NEVER | ZONES.teaser | ZONES.caption

/** People whom the page names with another part in the article: "Photography by", "Reviewed by", "Contributions from". */
export function othersNamed(page: Page): string[] {
  const pieces = piecesNear(page)
  return pieces.flatMap((piece, at) => {
    const text = piece.text.replace(/^[^\p{L}]+/u, '')
    if (text.length > MAX_LINE || !OTHER_PART.test(text)) return []
    const rest = text.replace(OTHER_PART, '').trim()
    return rest === '' ? namesFrom(pieces.slice(at + 1, at + 8)) : splitNames(rest)
  })
}

/** Names piece by piece, with commas and "and" between them, up to the first other text. */
function namesFrom(pieces: readonly Piece[]): string[] {
  const names: string[] = []
  for (const { text } of pieces) {
    const found = text.length < 60 ? splitNames(text) : []
    if (found.length === 0 && !/^(?:[,;&|/]|and|und|et|y)$/iu.test(text)) break
    names.push(...found)
  }
  return names
}

const OTHER_PART =
  /^(?:(?:medically |clinically |expert |legally )?(?:reviewed|fact[- ]?checked|edited|translated|illustrated|photographed|produced|filmed|styled) by|(?:with )?contributions? (?:from|by)|(?:photo(?:s|graphs?|graphy)?|illustrations?|video|styling|animation|graphics?)(?: by| credit)?|fotos?|illustrationen|übersetz(?:t|ung))\s*(?::|(?<=by|from)\s|$)/iu

/** Texts from a little before the headline to the first paragraphs. */
const piecesNear = oncePerPage((page): readonly Piece[] => {
  const from = page.heading?.order ?? 0
  return page.survey.pieces.filter(
    piece => piece.order > from - 30 && piece.order < from + 250 && !(zoneOf(page, piece) & AWAY),
  )
})
