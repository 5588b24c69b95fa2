/** Dates that programs wrote: in feeds, sitemaps and headers. Stricter than for prose where a form is broken, and open to forms too short for prose. */

import { type DateReading, readDate } from './date.ts'

/** The date of a feed or sitemap, or undefined. RFC 822, RFC 3339 and W3C dates, and what else stands in their place. */
export function readMachineDate(text: string): DateReading | undefined {
  const written = text.trim().slice(0, 120)
  return isMalformed(written) ? undefined : readDate(shortForm(written) ?? padded(written))
}

/** A broken time says that the rest cannot be trusted either. */
function isMalformed(text: string): boolean {
  return (
    /\d:\d{1,2}:\d{1,2}:\d/.test(text) ||
    /:\d\d\s?\+[^\d\s]/.test(text) ||
    /\d[+-]\d\d:?\d\d(?!z)[a-z]/i.test(text) ||
    /^\d{4}-\d\d-\d\d-\d/.test(text) ||
    /:\d\d:(?:6[1-9]|[7-9]\d)/.test(text) ||
    [...text.matchAll(/(?<![+\d:-])(\d{1,2}):(\d\d)/g)].some(isOutOfRange) ||
    [...text.matchAll(/:\d\d\s?[+-](\d\d):?(\d\d)\b/g)].some(isOutOfRange)
  )
}

const isOutOfRange = ([, hours, minutes]: RegExpMatchArray): boolean => Number(hours) > 24 || Number(minutes) > 59

/** W3C dates without a day or month; ISO 8601:1988 without the century, and by the day of the year. */
function shortForm(text: string): string | undefined {
  if (/^\d{4}$/.test(text)) return `${text}-01-01`
  if (/^\d{4}-\d\d$/.test(text)) return `${text}-01`
  const [, year, month, day = '01'] = /^(?:(?=-)-)?(\d\d)-?(\d\d)(?:-?(\d\d))?$/.exec(text) ?? []
  if (year !== undefined && (day !== '01' || text.startsWith('-') || /^\d\d-?\d\d-?01$/.test(text)))
    return `${century(year)}${year}-${month}-${day}`
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(text)
  if (!ordinal) return undefined
  const date = new Date(Date.UTC(Number(ordinal[1]), 0, Number(ordinal[2])))
  return date.toISOString().slice(0, 10)
}

/** As RFC 2822, 4.3 and POSIX read two digits, near enough: news of 1970 and later. */
const century = (year: string): string => (Number(year) < 70 ? '20' : '19')

/** `9:5` is what careless programs make of 09:05. */
const padded = (text: string): string =>
  text.replace(/(?<![\d:.])(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(?![\d:])/g, (_, hour: string, ...parts: unknown[]) =>
    [hour, ...parts.slice(0, 2)]
      .filter(part => typeof part === 'string')
      .map(part => (part as string).padStart(2, '0'))
      .join(':'),
  )
