/** Dates that the page shows its readers, with their place and whether they are marked as those of a change. */

import { isTag } from 'domhandler'
import { hasDigit } from '../../values/date.ts'
import { collapse } from '../../values/text.ts'
import { findDates } from '../dates-in-text.ts'
import { shortTextOf, textOf } from '../element-text.ts'
import { ZONES } from '../look.ts'
import { distance, oncePerPage, type Page, zoneOf } from '../page.ts'
import type { Spot } from '../survey.ts'
import { type Dated, dateOf, isPlausible, optionsOf } from './date-values.ts'

export interface Shown {
  readonly value: Dated
  /** `class`: near the headline, in an element named for dates; `text`: near it, in a short text; `far`: in a short text anywhere; `elsewhere`: in a date class of a teaser or footer */
  readonly place: 'time' | 'class' | 'text' | 'far' | 'elsewhere' | 'body'
  readonly order: number
  readonly isUpdate: boolean
  readonly isPublication: boolean
}

const UPDATED =
  /updat|modif|aktualis|stand:|zuletzt|geändert|mise? à jour|actuali[sz]a|atualiza|aggiorn|bijgewerkt|gewijzigd|обновл|изменен|päivitet|oppdater|uppdater|opdater|aktualiz|frissít|güncel|ažurir|izm[ij]en|atnaujin|atjaun|uuenda|përditës|eguneratu|diperbarui|cập nhật|оновлен|обновен|ажурир|ενημέρωσ|τροποποί|עודכן|עדכון|تحديث|تعديل|به‌?روز|अपडेट|হালনাগাদ|আপডেট|แก้ไข|อัป?เดต|ปรับปรุง|revised|edited|last (?:changed|reviewed)|更新|수정|reviewed|\bact\.|muokat|ändrad|ændret|endret|módosít|zmian|промян|змінен|amended|\brev\./i
const PUBLISHED =
  /publi|posted|pubdate|veröffentlicht|erschienen|erstellt|issued|created|entry-date|опублік|опублик|objav|објав|dodano|udgivet|gepubliceerd|geplaatst|pubblicat|publicad|publié|julkaistu|yayın|giriş|eklen|diterbitkan|xuất bản|δημοσ|פורסם|نشر|نُشر|انتشار|प्रकाशित|প্রকাশ|เผยแพร่|入力|입력|등록|發布|发布|發佈|掲載|公開|配信|публикув|közzétéve|megjelent|lagt ut/i

const NEVER = ZONES.comments | ZONES.nav | ZONES.hidden
const RATHER_NOT = ZONES.teaser | ZONES.aside | ZONES.footer | ZONES.caption | ZONES.bio

/** Further from the headline, in elements and texts, dates are about other things. */
const NEAR = 220
const FAR = 4000
const BELOW = 12
const MAX_LINE = 110
const MAX_ELEMENTS = 12

/** Shown dates, the most trusted first within each place. */
export const shownDates = oncePerPage((page): readonly Shown[] => [
  ...timeElements(page),
  ...classTexts(page),
  ...shortTexts(page),
])

/** A day in the address: `/2026/03/14/`, `/2026-03-14-`, `20260314`. */
export function dateInPath(page: Page): Dated | undefined {
  // An archive's addresses carry the day of the copy.
  return /(?:^|\.)archive\.(?:org|ph|today|is)$/.test(page.host) ? undefined : dateInAddress(page, page.url)
}

/** A day in any address, a picture's for one. */
export function dateInAddress(page: Page, address: string): Dated | undefined {
  const match =
    /[/_.=-]((?:19|20)\d\d)[/_-](0?[1-9]|1[0-2]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})[/_-](0?[1-9]|[12]\d|3[01])(?=\D|$)/i.exec(
      address,
    ) ?? /[/_.=-]((?:19|20)\d\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[^\d]|\d{4,6}\D|$)/.exec(address)
  if (!match) return undefined
  const [, year, month, day] = match as unknown as [string, string, string, string]
  const number = /\D/.test(month)
    ? 1 + 'janfebmaraprmayjunjulaugsepoctnovdec'.indexOf(month.slice(0, 3).toLowerCase()) / 3
    : Number(month)
  return dateOf(page, `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`)
}

/** Some set the day behind the headline in the title element. */
export function dateInTitle(page: Page): Dated | undefined {
  const parts = page.survey.title?.split(/\s[|·–—-]\s/) ?? []
  const last = parts.length > 1 ? parts.at(-1) : undefined
  return last !== undefined && /^[\d./\s\p{L}-]{8,20}$/u.test(last) ? firstIn(page, last) : undefined
}

function timeElements(page: Page): Shown[] {
  return ranked(page, page.survey.times, FAR).flatMap(spot => {
    const { element, order } = spot
    const { attribs } = element
    const parent = element.parent && 'attribs' in element.parent ? element.parent : undefined
    const around = `${attribs['class'] ?? ''} ${attribs['itemprop'] ?? ''} ${parent?.attribs['class'] ?? ''} ${wordsBefore(element)} ${textOf(element)}`
    const value = dateOf(page, attribs['datetime'] ?? attribs['content']) ?? firstIn(page, textOf(element))
    return value
      ? [
          {
            value,
            place: (zoneOf(page, spot) & RATHER_NOT ? 'elsewhere' : 'time') as Shown['place'],
            order,
            isUpdate: isMarkedUpdate(around),
            isPublication: PUBLISHED.test(around) || 'pubdate' in attribs,
          },
        ]
      : []
  })
}

/** So much before a time says what it is of. */
const MAX_BEFORE = 60

/** What stands before a time element in its parent, back to the time before it: what stands behind is said of the next. */
function wordsBefore({ prev }: Spot['element']): string {
  let words = ''
  for (let node = prev; node && words.length < MAX_BEFORE; node = node.prev) {
    const text = textOf(node)
    if ((isTag(node) && node.name === 'time') || YEAR.test(text)) break
    words = `${text} ${words}`
  }
  return words.slice(-MAX_BEFORE)
}
const YEAR = /(?:19|20)\d\d/

/** "Published ... updated ..." in one box marks neither. */
const isMarkedUpdate = (text: string): boolean => UPDATED.test(text) && !PUBLISHED.test(text)

function classTexts(page: Page): Shown[] {
  const found: Shown[] = []
  for (const spot of ranked(page, page.survey.marked.date, NEAR)) {
    const own = shortTextOf(spot.element, MAX_LINE * 2)
    // Old themes keep the instant in a title that shows on hovering.
    const text = own === '' ? collapse(spot.element.attribs['title'] ?? '') : own
    if (text === undefined || text.length > MAX_LINE * 2) continue
    found.push(...inLine(page, text, zoneOf(page, spot) & RATHER_NOT ? 'elsewhere' : 'class', spot.order))
  }
  return found
}

/** Short texts with a date in them: near the headline, then anywhere, then the first in the running text. */
function shortTexts(page: Page): Shown[] {
  const near: Shown[] = []
  const far: Shown[] = []
  const body: Shown[] = []
  for (const piece of page.survey.pieces) {
    const zone = zoneOf(page, piece)
    if (zone & NEVER || !hasDigit(piece.text)) continue
    const { text } = piece
    const away = distance(page, piece)
    const isShort = text.length <= MAX_LINE
    // A line below the headline may be styled like a caption.
    const isBelow = !(zone & RATHER_NOT & ~ZONES.caption) && away <= BELOW && page.heading !== undefined
    if (isShort && away <= NEAR && (!(zone & RATHER_NOT) || isBelow) && near.length < MAX_ELEMENTS) {
      const line = piece.parent.name === 'time' ? text : lineAround(piece.parent, text)
      near.push(...inLine(page, line, 'text', piece.order))
    } else if (isShort && far.length < 3 && !(zone & (ZONES.teaser | ZONES.footer | ZONES.caption)))
      far.push(...inLine(page, text, 'far', piece.order))
    else if (!isShort && body.length < 1 && !(zone & RATHER_NOT)) body.push(...inLine(page, text, 'body', piece.order))
    if (near.length >= MAX_ELEMENTS) break
  }
  return [...near, ...far, ...body]
}

/** The first short text with a date in any part of the page but the comments: for pages that show one nowhere else. */
export function dateAnywhere(page: Page): Dated | undefined {
  for (const piece of page.survey.pieces) {
    if (piece.zone & ZONES.comments || piece.text.length > MAX_LINE * 2 || !hasDigit(piece.text)) continue
    const date = firstIn(page, piece.text)
    if (date) return date
  }
  return undefined
}

/** A date's parts, or the word before it, may be set in elements of their own. */
function lineAround(parent: Spot['element'], text: string): string {
  const own = shortTextOf(parent, MAX_LINE)
  if (own === undefined) return text
  const around = parent.parent && 'attribs' in parent.parent ? shortTextOf(parent.parent, MAX_LINE) : undefined
  if (around !== undefined && around.length > own.length) return around
  return own.length > text.length ? own : text
}

function inLine(page: Page, text: string, place: Shown['place'], order: number): Shown[] {
  return findDates(text, optionsOf(page))
    .filter(date => isPlausible(date, page))
    .map((date, at, all) => {
      const before = text.slice(at === 0 ? 0 : (all[at - 1]?.index ?? 0) + 8, date.index + 12).slice(-52)
      return {
        value: date,
        place,
        order,
        isUpdate: UPDATED.test(before) && !isPublishedLast(before),
        isPublication: PUBLISHED.test(before),
      }
    })
}

/** Of "updated ... published 3 March" the word nearest to the date counts. */
function isPublishedLast(before: string): boolean {
  const last = (pattern: RegExp): number => {
    let at = -1
    for (const match of before.matchAll(new RegExp(pattern.source, 'giu'))) at = match.index
    return at
  }
  return last(PUBLISHED) > last(UPDATED)
}

const firstIn = (page: Page, text: string): Dated | undefined =>
  findDates(text, optionsOf(page)).find(date => isPlausible(date, page))

/** The nearest to the headline, those in better zones first. */
function ranked(page: Page, spots: readonly Spot[], limit: number): Spot[] {
  return spots
    .map(spot => ({ spot, zone: zoneOf(page, spot), away: distance(page, spot) }))
    .filter(({ zone, away }) => !(zone & NEVER) && away <= limit)
    .map(({ spot, zone, away }) => ({ spot, away: away + (zone & RATHER_NOT ? FAR : 0) }))
    .sort((a, b) => a.away - b.away)
    .slice(0, MAX_ELEMENTS)
    .map(({ spot }) => spot)
}
