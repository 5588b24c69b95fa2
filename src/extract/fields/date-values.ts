/** Dates as the fields compare them: plausible, by the day they fall on, in the offset of the page's readers. */

import { type DateOptions, type DateReading, readDate } from '../../values/date.ts'
import type { Page } from '../page.ts'

export type Dated = Pick<DateReading, 'iso' | 'ms' | 'precision' | 'zoned'>

/** News before the web was put on it has other dates than these. */
const EARLIEST_MS = Date.UTC(1995, 0, 1)
const DAY_MS = 86_400_000
const MINUTE_MS = 60_000

/** Beginnings of time that templates and content systems write where no date is. */
const TEMPLATE = /^(?:1970|2000|2004|0001)-01-01T00:00:00/

/** Whose way of writing dates the page follows. */
export const optionsOf = (page: Page): DateOptions => ({
  host: page.host,
  ...(page.language !== undefined && { language: page.language }),
})

/** The date a declared value states, when an article can have it. */
export function dateOf(page: Page, text: string | undefined): Dated | undefined {
  const reading = text === undefined ? undefined : (epochOf(text) ?? readDate(yearBeforeTime(text), optionsOf(page)))
  return reading && isPlausible(reading, page) ? reading : undefined
}

/** "Fri Apr 28 19:20:36 CEST 2023", as Java prints a date, with the year where other forms have it. */
const yearBeforeTime = (text: string): string =>
  text.replace(/^\s*\p{L}{3},?\s+(\p{L}{3}\s+\d{1,2})\s+(\d\d:\d\d:\d\d)\s+(\S+\s+)?(\d{4})\s*$/u, '$1 $4 $2 $3')

/** Ten digits are seconds, thirteen milliseconds since 1970; only fields of their own hold such numbers. */
function epochOf(text: string): Dated | undefined {
  if (!/^1\d{9}(?:\d{3})?$/.test(text.trim())) return undefined
  const ms = Number(text) * (text.trim().length === 10 ? 1000 : 1)
  return { iso: new Date(ms).toISOString().replace(/\.\d{3}Z$/, '+00:00'), ms, precision: 'instant', zoned: true }
}

/** Between the beginnings of news on the web and the hour the page was fetched; a page from tomorrow does not exist. */
export function isPlausible({ ms, iso }: Dated, page: Page): boolean {
  const latest = page.fetchedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(page.fetchedAt) + DAY_MS
  return ms >= EARLIEST_MS && ms <= latest && !TEMPLATE.test(iso)
}

export const dayOf = (iso: string): string => iso.slice(0, 10)
export const sameDay = (a: Dated, b: Dated): boolean => dayOf(a.iso) === dayOf(b.iso)

/** Calendar days between two dates, each in its own offset. */
export const daysApart = (a: Dated, b: Dated): number =>
  Math.abs(Date.parse(dayOf(a.iso)) - Date.parse(dayOf(b.iso))) / DAY_MS

/** From this hour on, UTC, an evening in Europe and Africa cannot be the next day, but a morning in Asia and Australia is. */
const LATE_HOUR = 15

/**
 * An instant declared in UTC, in an offset in which it falls on the day the page shows; the instant stays the same. Only for a
 * neighbouring day, and not for a later one that is the day of the last change, unless it is late in the day.
 */
export function inPlaceOfShownDay(date: Dated, shown: Dated | undefined, changed: Dated | undefined): Dated {
  if (shown && showsUtc(date, shown)) return { ...date, iso: isoAt(date.ms, 0) }
  const isUtc = date.precision !== 'day' && date.iso.endsWith('+00:00')
  if (!shown || !isUtc || daysApart(date, shown) !== 1) return date
  const hour = Number(date.iso.slice(11, 13))
  const isLater = dayOf(shown.iso) > dayOf(date.iso)
  if (isLater && hour < LATE_HOUR && (!changed || sameDay(shown, changed))) return date
  const offset = isLater ? Math.max(60, (24 - hour) * 60) : -Math.max(5 * 60, (hour + 1) * 60)
  return offset > 14 * 60 || offset < -12 * 60 ? date : { ...date, iso: isoAt(date.ms, offset) }
}

/** The clock that readers see is that of UTC, whatever zone the declared value has. */
const showsUtc = (date: Dated, shown: Dated): boolean =>
  date.precision !== 'day' &&
  shown.precision !== 'day' &&
  new Date(date.ms).toISOString().slice(0, 16) === shown.iso.slice(0, 16)

/** @param offset minutes east of UTC */
function isoAt(ms: number, offset: number): string {
  const clock = new Date(ms + offset * MINUTE_MS).toISOString().slice(0, 19)
  const pad = (value: number): string => String(value).padStart(2, '0')
  return `${clock}${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
}
