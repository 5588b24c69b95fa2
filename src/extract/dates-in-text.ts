/** Dates within running text: where a date could stand is found by cheap signs, then read by the one reader of dates. */

import { type DateOptions, type DateReading, hasDigit, inCommonEra, readDate, withPlainDigits } from '../values/date.ts'

export interface FoundDate extends DateReading {
  readonly index: number
}

/** A date in digits, or a year with a month's name around it. */
const SIGN =
  /(?<!\d[./-]?)(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:(?:19|20)\d\d|\d\d(?![\d.]))|\d{1,2}-\p{L}{3,10}-(?:19|20)\d\d|(?:19|20)\d\d\s*[./年년-]\s*\d{1,2}\s*[./月월-]\s*\d{1,2}|(?:19|20)\d\d(?!\d))/gu

/** How far from a year its day and month may stand, in characters: "jeudi 12 septembre de " and a time after it. */
const BEFORE_YEAR = 30
const AFTER_DATE = 26
/** How far before a day its time may begin. */
const BEFORE_DAY = 28

/** More dates than these in one text are a table, more signs of dates are none. */
const MAX_FOUND = 5
const MAX_SIGNS = 50

/** Dates in a text, in their order. */
export function findDates(written: string, options: DateOptions): FoundDate[] {
  const found: FoundDate[] = []
  if (!hasDigit(written)) return found
  const text = withPlainDigits(inCommonEra(written, options))
  let end = 0
  let signs = 0
  for (const match of text.matchAll(SIGN)) {
    if (found.length >= MAX_FOUND || signs++ >= MAX_SIGNS) break
    const isYear = match[0].length === 4
    const from = isYear ? dayBefore(text, Math.max(end, match.index - BEFORE_YEAR), match.index) : match.index
    const stop = match.index + match[0].length
    const behind = text.slice(stop, stop + AFTER_DATE)
    const clock = isYear || !CLOCK_BEHIND.test(behind) ? clockBefore(text, from, end) : from
    const reading = isYear
      ? readNamed(text.slice(clock, stop) + behind, options)
      : readDate(clock < from ? `${match[0]} ${text.slice(clock, from)}` : match[0] + behind, options)
    if (!reading) continue
    found.push({ ...reading, index: from })
    end = stop
  }
  return found
}

/** Where the time before a day begins, else the day itself. Behind another day a time is that day's, unless a word stands between. */
function clockBefore(text: string, day: number, end: number): number {
  const from = Math.max(end, day - BEFORE_DAY)
  const clock = CLOCK.exec(text.slice(from, day))
  if (!clock || (end > 0 && !/[\p{L}(]/u.test(text.slice(end, from + clock.index)))) return day
  return from + clock.index
}

/** "5:04 AM EST, Fri " */
const CLOCK = /(?<![\d:.])\d{1,2}:\d\d(?:\s?[ap]\.?\s?m\b\.?)?(?:\s[A-Z]{2,4}\b)?[,\s|·–—-]*(?:\p{L}{2,10}[.,]?\s)?$/iu

/** A time right behind a day in digits is its own. */
const CLOCK_BEHIND = /^[\s,|·–—-]{0,3}(?:\p{L}{1,4}\s)?\d{1,2}[:.]\d\d/u

/** Where the day before a year stands: words and numbers further away ("Stand des Artikels", "6 min") may look like months and days. */
function dayBefore(text: string, from: number, year: number): number {
  const before = text.slice(from, year)
  for (const form of DAY_FORMS) {
    const day = form.exec(before)
    if (day) return from + day.index
  }
  return from
}

/** Months of two signs, in scripts of which no word of two signs stands beside a year: "मई", "মে", "آب". */
const SHORT =
  '(?:[[\\p{sc=Deva}\\p{sc=Beng}\\p{sc=Taml}\\p{sc=Telu}\\p{sc=Knda}\\p{sc=Gujr}\\p{sc=Guru}]&&[\\p{L}\\p{M}]]{2}|آب)(?![\\p{L}\\p{M}])'
const HAS_MONTH = new RegExp(`[\\p{L}\\p{M}]{3}|\\p{sc=Thai}\\.|月|${SHORT}`, 'v')

/** "14 tháng 3 năm", "March 14,", "14 de marzo de": in scripts that write vowels as marks a month has few letters. */
const DAY_FORMS = [
  /\d{1,2}\s(?:tháng|thg\.?)\s\d{1,2}\D*$/iu,
  /[\p{L}\p{M}]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s*$/u,
  /\d{1,2}(?:st|nd|rd|th|er|º|ª)?[./\s-]+(?:de\s+|of\s+)?\p{L}[\p{L}\p{M}.]{2}[^\d]*$/u,
  new RegExp(`\\d{1,2}\\s${SHORT}[^\\d]*$`, 'v'),
]

/** A year alone is read only with a month's name beside it. */
function readNamed(window: string, options: DateOptions): DateReading | undefined {
  return HAS_MONTH.test(window) ? readDate(window, options) : undefined
}
