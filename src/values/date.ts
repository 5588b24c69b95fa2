/** Dates as publishers write them, in their languages. Nothing is guessed by the platform's own parser. */

export interface DateReading {
  /** ISO 8601 with offset: `2026-03-01T09:00:00+01:00`; a day alone is midnight UTC */
  readonly iso: string
  /** epoch milliseconds */
  readonly ms: number
  readonly precision: 'instant' | 'minute' | 'day'
  /** whether the text named its offset; without one, UTC is assumed */
  readonly zoned: boolean
}

export interface DateOptions {
  /** BCP 47 tag of the text: which order `3/4/2026` has */
  readonly language?: string
  /** the site's host: `.co.uk` writes the day first though its language is English */
  readonly host?: string
}

/** Languages whose month names are known, besides the one the text is in; Intl spells them. */
const LANGUAGES =
  'en de fr es it pt nl sv da nb fi pl cs sk hu ro bg hr sr sl ru uk el tr et lv lt is ca eu gl ga cy sq mk bs id ms vi af sw tl ar fa he hi bn ta'.split(
    ' ',
  )

/** Offsets in minutes of the zone names that feeds and bylines carry; a name with two meanings has the one in news use. */
const ZONES: Readonly<Record<string, number>> = {
  z: 0,
  ut: 0,
  utc: 0,
  gmt: 0,
  wet: 0,
  bst: 60,
  ist: 330,
  west: 60,
  cet: 60,
  met: 60,
  mez: 60,
  cest: 120,
  mest: 120,
  mesz: 120,
  eet: 120,
  eest: 180,
  msk: 180,
  est: -300,
  edt: -240,
  et: -300,
  cst: -360,
  cdt: -300,
  ct: -360,
  mst: -420,
  mdt: -360,
  mt: -420,
  pst: -480,
  pdt: -420,
  pt: -480,
  akst: -540,
  akdt: -480,
  hst: -600,
  brt: -180,
  jst: 540,
  kst: 540,
  hkt: 480,
  sgt: 480,
  pht: 480,
  wib: 420,
  aest: 600,
  aedt: 660,
  nzst: 720,
  nzdt: 780,
  sast: 120,
}

const ISO = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]+(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*(.*))?$/i
const YEAR_FIRST = /^(\d{4})[./年년\s-]+\s*(\d{1,2})[./月월\s-]+\s*(\d{1,2})[日일.]?(?!\d)(.*)$/
const NUMERIC = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?!\d)(.*)$/
const TIME = /(?<!\d)([01]?\d|2[0-3])[:.h]([0-5]\d)(?::([0-5]\d))?(?!\d)\s*(?:([ap])\.?\s?m\b\.?)?/i
const OFFSET = /(?:^|[\s\d)])(?:utc|gmt)?([+-])(\d{2}):?(\d{2})\b/i

/** Earliest and latest year that is taken for a year; numbers outside are something else. */
const MIN_YEAR = 1900
const MAX_YEAR = 2100

/** The date a text states, or undefined. Reads ISO 8601, RFC 822, numeric forms and month names of some 45 languages; never throws. */
export function readDate(text: string, options: DateOptions = {}): DateReading | undefined {
  const trimmed = text
    .replace(/[\u200e\u200f\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
  if (trimmed === '') return undefined
  return iso(trimmed) ?? numeric(trimmed, options) ?? byMonthName(trimmed, options)
}

/** The instant of a reading, in UTC. */
export const instantOf = (reading: DateReading): string => new Date(reading.ms).toISOString()

function iso(text: string): DateReading | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, , rest] = match
  const date = [Number(year), Number(month), Number(day)] as const
  if (hour === undefined) return build(date)
  return build(date, {
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second ?? 0),
    offset: offsetOf(rest ?? ''),
  })
}

function numeric(text: string, options: DateOptions): DateReading | undefined {
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst)
    return build([Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])], timeOf(yearFirst[4] ?? ''))
  const match = NUMERIC.exec(withoutWeekday(text))
  if (!match) return undefined
  const [a, b] = [Number(match[1]), Number(match[2])]
  const year = Number(match[3]) + (match[3]?.length === 2 ? 2000 : 0)
  const monthFirst = b > 12 || (a <= 12 && isMonthFirst(options))
  return build([year, monthFirst ? a : b, monthFirst ? b : a], timeOf(match[4] ?? ''))
}

/** Only American (and Philippine) English writes the month first. */
function isMonthFirst({ language = '', host = '' }: DateOptions): boolean {
  if (!/^en\b/i.test(language)) return false
  return !/^en-(?:gb|au|nz|ie|za|in)/i.test(language) && !/\.(?:uk|au|nz|ie|za|in)$/i.test(host)
}

const withoutWeekday = (text: string): string => text.replace(/^\p{L}+\.?,?\s+(?=\d)/u, '')

function byMonthName(text: string, options: DateOptions): DateReading | undefined {
  const months = monthNames(options.language)
  const tokens = [...text.matchAll(/[\p{L}\p{M}’']+|\d+/gu)]
  for (const [at, token] of tokens.entries()) {
    const month = months.get(fold(token[0]))
    if (month === undefined) continue
    const date = dayAndYear(tokens, at)
    if (!date) continue
    const last = tokens[date.lastToken] as RegExpMatchArray & { index: number }
    return build(
      [date.year, month, date.day],
      timeOf(`${text.slice(last.index + last[0].length)} ${text.slice(0, tokens[date.firstToken]?.index)}`),
    )
  }
  return undefined
}

/** "1 March 2026", "March 1st, 2026", "1 de marzo de 2026": the day on either side of the month, the year after both. */
function dayAndYear(tokens: readonly RegExpMatchArray[], at: number) {
  const number = (index: number): number =>
    /^\d+$/.test(tokens[index]?.[0] ?? '') ? Number(tokens[index]?.[0]) : Number.NaN
  const isDay = (value: number): boolean => value >= 1 && value <= 31
  const nextNumber = (from: number): number =>
    [from, from + 1, from + 2].find(index => !Number.isNaN(number(index))) ?? -1
  const before = [at - 1, at - 2].find(index => isDay(number(index)))
  const first = nextNumber(at + 1)
  if (before !== undefined && first > 0)
    return { day: number(before), year: fullYear(number(first)), firstToken: before, lastToken: first }
  const second = nextNumber(first + 1)
  if (first > 0 && isDay(number(first)) && second > 0)
    return { day: number(first), year: fullYear(number(second)), firstToken: at, lastToken: second }
  return undefined
}

const fullYear = (year: number): number => (year < 100 ? 2000 + year : year)

// ---- month names ---------------------------------------------------------------------------------------------------

const tables = new Map<string, ReadonlyMap<string, number>>()

/** Month names of the text's own language first, then of all the others. */
function monthNames(language: string | undefined): ReadonlyMap<string, number> {
  const key = language?.slice(0, 2).toLowerCase() ?? ''
  const known = tables.get(key)
  if (known) return known
  const table = new Map<string, number>()
  for (const each of [...LANGUAGES, ...(key === '' ? [] : [key])])
    for (const [name, month] of namesIn(each)) table.set(name, month)
  tables.set(key, table)
  return table
}

function namesIn(language: string): (readonly [string, number])[] {
  const names: (readonly [string, number])[] = []
  // Inflected languages spell a month in a date ("1 marca") otherwise than alone ("marzec").
  for (const style of [
    { month: 'long' },
    { month: 'short' },
    { month: 'long', day: 'numeric' },
    { month: 'short', day: 'numeric' },
  ] as const) {
    const format = safeFormat(language, style)
    for (let month = 0; month < 12; month++) {
      const part = format?.formatToParts(Date.UTC(2026, month, 15)).find(each => each.type === 'month')?.value
      for (const word of part?.split(/[\s.]+/) ?? []) if (/\p{L}{3}/u.test(word)) names.push([fold(word), month + 1])
    }
  }
  // Vietnamese says "tháng" in every month: a word that names two of them names none.
  return names.filter(([name, month]) => names.every(other => other[0] !== name || other[1] === month))
}

function safeFormat(language: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: 'UTC' })
  } catch {
    return undefined
  }
}

const fold = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase().replace(/[.’']/g, '')

// ---- time and offset -----------------------------------------------------------------------------------------------

interface Time {
  readonly hour: number
  readonly minute: number
  readonly second: number
  /** minutes east of UTC */
  readonly offset: number | undefined
}

function timeOf(text: string): Time | undefined {
  const match = TIME.exec(text)
  if (!match) return undefined
  const half = match[4]?.toLowerCase()
  const hour = (Number(match[1]) % (half ? 12 : 24)) + (half === 'p' ? 12 : 0)
  return {
    hour,
    minute: Number(match[2]),
    second: Number(match[3] ?? 0),
    offset: offsetOf(text.slice(match.index + match[0].length)),
  }
}

function offsetOf(text: string): number | undefined {
  const signed = OFFSET.exec(` ${text}`)
  if (signed) return (signed[1] === '-' ? -1 : 1) * (Number(signed[2]) * 60 + Number(signed[3]))
  const name = /\b([a-z]{1,4})\b/i.exec(text)?.[1]
  return name === undefined ? undefined : ZONES[name.toLowerCase()]
}

function build([year, month, day]: readonly [number, number, number], time?: Time): DateReading | undefined {
  if (!(year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && month <= 12 && day >= 1)) return undefined
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined
  const offset = time?.offset ?? 0
  const ms = Date.UTC(year, month - 1, day, time?.hour ?? 0, time?.minute ?? 0, time?.second ?? 0) - offset * 60_000
  const pad = (value: number): string => String(value).padStart(2, '0')
  const sign = offset < 0 ? '-' : '+'
  const zone = `${sign}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  const clock = `${pad(time?.hour ?? 0)}:${pad(time?.minute ?? 0)}:${pad(time?.second ?? 0)}`
  return {
    iso: `${year}-${pad(month)}-${pad(day)}T${clock}${zone}`,
    ms,
    precision: time ? 'instant' : 'day',
    zoned: time?.offset !== undefined,
  }
}
