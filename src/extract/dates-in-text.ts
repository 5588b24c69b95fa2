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
    const clock = isYear && found.length === 0 ? clockBefore(text, from) : from
    const window = text.slice(clock, match.index + match[0].length + AFTER_DATE)
    const reading = isYear ? readNamed(window, options) : readDate(window, options)
    if (!reading) continue
    found.push({ ...reading, index: from })
    end = match.index + match[0].length
  }
  return found
}

/** Where the time before a day begins, else the day itself. */
function clockBefore(text: string, day: number): number {
  const from = Math.max(0, day - BEFORE_DAY)
  const clock = CLOCK.exec(text.slice(from, day))
  return clock ? from + clock.index : day
}

/** "5:04 AM EST, Fri " */
const CLOCK = /(?<![\d:.])\d{1,2}:\d\d(?:\s?[ap]\.?\s?m\b\.?)?(?:\s[A-Z]{2,4}\b)?[,\s|·–—-]*(?:\p{L}{2,10}[.,]?\s)?$/iu

/** Where the day before a year stands: words and numbers further away ("Stand des Artikels", "6 min") may look like months and days. */
function dayBefore(text: string, from: number, year: number): number {
  const before = text.slice(from, year)
  for (const form of DAY_FORMS) {
    const day = form.exec(before)
    if (day) return from + day.index
  }
  return from
}

/** "14 tháng 3 năm", "March 14,", "14 de marzo de": in scripts that write vowels as marks a month has few letters. */
const DAY_FORMS = [
  /\d{1,2}\s(?:tháng|thg\.?)\s\d{1,2}\D*$/iu,
  /[\p{L}\p{M}]{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s*$/u,
  /\d{1,2}(?:st|nd|rd|th|er|º|ª)?[./\s-]+(?:de\s+|of\s+)?\p{L}[\p{L}\p{M}.]{2}[^\d]*$/u,
]

/** A year alone is read only with a month's name beside it. */
function readNamed(window: string, options: DateOptions): DateReading | undefined {
  return /[\p{L}\p{M}]{3}|\p{sc=Thai}\.|月/u.test(window) ? readDate(window, options) : undefined
}
