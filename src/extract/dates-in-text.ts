/** Dates within running text: where a date could stand is found by cheap signs, then read by the one reader of dates. */

import { type DateOptions, type DateReading, inCommonEra, readDate } from '../values/date.ts'

export interface FoundDate extends DateReading {
  readonly index: number
}

/** A date in digits, or a year with a month's name around it. */
const SIGN =
  /(?<![\d./-])(?:\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}\S*)?|\d{1,2}[./-]\s?\d{1,2}[./-]\s?(?:(?:19|20)\d\d|\d\d(?![\d.]))|\d{1,2}-\p{L}{3,10}-(?:19|20)\d\d|(?:19|20)\d\d\s*[./年년-]\s*\d{1,2}\s*[./月월-]\s*\d{1,2}|(?:19|20)\d\d(?!\d))/gu

/** How far from a year its day and month may stand, in characters: "jeudi 12 septembre de " and a time after it. */
const BEFORE_YEAR = 30
const AFTER_DATE = 26

/** More dates than these in one text are a table, more signs of dates are none. */
const MAX_FOUND = 5
const MAX_SIGNS = 50

/** Dates in a text, in their order. */
export function findDates(written: string, options: DateOptions): FoundDate[] {
  const found: FoundDate[] = []
  const text = inCommonEra(written, options)
  if (!/\d/.test(text)) return found
  let end = 0
  let signs = 0
  for (const match of text.matchAll(SIGN)) {
    if (found.length >= MAX_FOUND || signs++ >= MAX_SIGNS) break
    const isYear = match[0].length === 4
    const from = isYear ? dayBefore(text, Math.max(end, match.index - BEFORE_YEAR), match.index) : match.index
    const window = text.slice(from, match.index + match[0].length + AFTER_DATE)
    const reading = isYear ? readNamed(window, options) : readDate(window, options)
    if (!reading) continue
    found.push({ ...reading, index: from })
    end = match.index + match[0].length
  }
  return found
}

/**
 * Where the day before a year stands, or the month of "March 14, 2026": words and numbers further away ("Stand des Artikels",
 * "6 min") may look like months and days.
 */
function dayBefore(text: string, from: number, year: number): number {
  const month = /\p{L}{3,}\.?\s+\d{1,2}(?:st|nd|rd|th)?,?\s*$/u.exec(text.slice(from, year))
  if (month) return from + month.index
  const day = /\d{1,2}(?:st|nd|rd|th|er|º|ª)?[.\s-]+(?:de\s+|of\s+)?\p{L}{3}[^\d]*$/u.exec(text.slice(from, year))
  return day ? from + day.index : from
}

/** A year alone is read only with a month's name beside it. */
function readNamed(window: string, options: DateOptions): DateReading | undefined {
  return /\p{L}{3}|月/u.test(window) ? readDate(window, options) : undefined
}
