/** Dates as publishers write them, in their languages. Nothing is guessed by the platform's own parser. */

import { getOrMake } from './memo.ts'
import { fromSolarHijri } from './solar-hijri.ts'
import { isAscii } from './text.ts'
import { offsetIn, offsetOf, type Time, timeOf } from './time-of-day.ts'

export interface DateReading {
  /** ISO 8601 with offset: `2026-03-01T09:00:00+01:00`; a day alone is midnight UTC */
  readonly iso: string
  /** epoch milliseconds */
  readonly ms: number
  readonly precision: 'instant' | 'minute' | 'day'
  /** whether the text named its offset; without one UTC is assumed, and for a date in Korean or Japanese their own time */
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
  'en de fr es it pt nl sv da nb fi pl cs sk hu ro bg hr sr sl ru uk el tr et lv lt is ca eu gl ga cy sq mk bs id ms vi af sw tl ar ar-LB ar-DZ fa he hi bn ta'.split(
    ' ',
  )

/**
 * Names that newspapers give to months and Intl does not, from January on: other cases and spellings, and those of countries. In names of two
 * words an underscore stands for the blank.
 */
const MORE_NAMES: readonly string[] = [
  'jänner jän জানুয়ারী januarja januara јануара ιανουάριος urtarrilaren urtarrilak яну كانون_الثاني січ',
  'feber februarja februara фебруара φεβρουάριος otsailaren otsailak лют pebruari',
  'mrz marta μάρτιος martxoaren martxoak бер מרס',
  'aprila априла απρίλιος apirilaren apirilak кві',
  'maja маја μάιος maiatzaren maiatzak ماي тра',
  'junija juna јуна ιούνιος ekainaren ekainak чер',
  'julija jula јула ιούλιος uztailaren uztailak يوليوز лип',
  'avgusta augusta августа αύγουστος abuztuaren abuztuak agt غشت сер آب',
  'septembra септембра σεπτέμβριος irailaren irailak setiembre شتنبر сен вер सितम्बर',
  'oktobra октобра οκτώβριος urriaren urriak تشرين_الأول жов अक्तूबर अक्टूबर',
  'novembra новембра νοέμβριος azaroaren azaroak ное نونبر تشرين_الثاني ноя лис noi नवम्बर nopember',
  'decembra децембра δεκέμβριος abenduaren abenduak دجنبر كانون_الأول гру दिसम्बर',
]

/** The months of the Levant that have names of two words. */
const LEVANTINE = /(كانون|تشرين)\s(?=الثاني|ال[أا]ول)/g

const ISO = /^(\d{4})-?(\d{2})-?(\d{2})(?:[T\s_]*(\d{2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?\s*(.*))?$/i
const YEAR_FIRST = /^(\d{4})[./年년\s-]+\s*(\d{1,2})[./月월\s-]+\s*(\d{1,2})[日일.]?(?!\d)(.*)$/
const NUMERIC = /^(\d{1,2})[./-]\s?(\d{1,2})[./-]\s?(\d{4}|\d{2})(?!\d)(.*)$/

/** Earliest and latest year that is taken for a year; numbers outside are something else. */
const MIN_YEAR = 1900
const MAX_YEAR = 2100

/** The date a text states, or undefined. Reads ISO 8601, RFC 822, numeric forms and month names of some 45 languages; never throws. */
export function readDate(text: string, options: DateOptions = {}): DateReading | undefined {
  const trimmed = withPlainDigits(inCommonEra(text, options))
    .replace(/[\u200e\u200f\u202a-\u202e]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 120)
  if (trimmed === '') return undefined
  return (
    iso(trimmed) ?? numeric(withoutWeekday(trimmed), options) ?? vietnamese(trimmed) ?? byMonthName(trimmed, options)
  )
}

/** Thailand counts from the death of the Buddha, 543 years earlier; Iran has a calendar of its own. */
export function inCommonEra(text: string, { language = '' }: DateOptions): string {
  if (/^fa\b/i.test(language)) return fromSolarHijri(withPlainDigits(text))
  if (!/^th\b/i.test(language)) return text
  return withPlainDigits(text)
    .replace(/(?<!\d)2[45]\d\d(?!\d)/g, year => String(Number(year) - 543))
    .replace(/(?<=[คพย]\.\s?)[5-9]\d(?![\d:])/g, year => String(Number(year) - 43))
}

/** The zeros of the scripts that have digits of their own; their other nine follow. */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0x1040, 0x17e0, 0xff10,
]

/** Whether a text has a digit of any script. */
export const hasDigit = (text: string): boolean => DIGIT.test(text)
const DIGIT = new RegExp(`[\\d${ZEROS.map(zero => String.fromCharCode(zero, 0x2d, zero + 9)).join('')}]`)

/** Digits of every script as those of ASCII; all that is written keeps its place. */
export function withPlainDigits(text: string): string {
  if (!/[^\x00-\x7f]/.test(text)) return text
  return text.replace(/(?!\d)\p{Nd}/gu, digit => {
    const code = digit.codePointAt(0) as number
    const zero = ZEROS.findLast(each => each <= code)
    return zero !== undefined && code - zero < 10 ? String(code - zero) : digit
  })
}

/** The instant of a reading, in UTC. */
export const instantOf = (reading: DateReading): string => new Date(reading.ms).toISOString()

function iso(text: string): DateReading | undefined {
  const match = ISO.exec(text)
  if (!match) return undefined
  const [, year, month, day, hour, minute, second, , rest] = match
  const date = [Number(year), Number(month), Number(day)] as const
  if (hour === undefined) return build(date)
  const half = /^([ap])\.?m\b/i.exec(rest ?? '')?.[1]?.toLowerCase()
  return build(date, {
    hour: half === undefined ? Number(hour) : (Number(hour) % 12) + (half === 'p' ? 12 : 0),
    minute: Number(minute),
    second: Number(second ?? 0),
    offset: offsetOf(rest ?? ''),
  })
}

function numeric(text: string, options: DateOptions): DateReading | undefined {
  const yearFirst = YEAR_FIRST.exec(text)
  if (yearFirst)
    return build(
      [Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3])],
      timeOf(yearFirst[4] ?? ''),
      /[년일]|오[전후]/.test(text) || /^ja\b/i.test(options.language ?? '') ? KOREA_AND_JAPAN : undefined,
    )
  const match = NUMERIC.exec(text)
  if (!match) return undefined
  const [a, b] = [Number(match[1]), Number(match[2])]
  const year = Number(match[3]) + (match[3]?.length === 2 ? 2000 : 0)
  const monthFirst = b > 12 || (a <= 12 && isMonthFirst(options))
  return build([year, monthFirst ? a : b, monthFirst ? b : a], timeOf(match[4] ?? ''))
}

/** Minutes east of UTC; no other country writes its dates in Korean or Japanese, and hardly any of their sites names its zone. */
const KOREA_AND_JAPAN = 540

/** Only American (and Philippine) English writes the month first. */
function isMonthFirst({ language = '', host = '' }: DateOptions): boolean {
  if (!/^en\b/i.test(language)) return false
  return !/^en-(?:gb|au|nz|ie|za|in)/i.test(language) && !/\.(?:uk|au|nz|ie|za|in)$/i.test(host)
}

/** Months of Vietnamese have numbers: "17 tháng 1, 2026". */
function vietnamese(text: string): DateReading | undefined {
  const match = VIETNAMESE.exec(text.normalize('NFC'))
  if (!match) return undefined
  const [whole, day, month, year] = match
  const time = timeOf(text.slice(match.index + whole.length)) ?? timeOf(text.slice(0, match.index))
  return build([Number(year), Number(month), Number(day)], time)
}
const VIETNAMESE = /(?<!\d)(\d{1,2})\s(?:tháng|thg\.?)\s(\d{1,2})(?:,|\snăm)?\s(\d{4})(?!\d)/iu

const withoutWeekday = (text: string): string => text.replace(/^\p{L}+\.?,?\s+(?=\d)/u, '')

function byMonthName(text: string, options: DateOptions): DateReading | undefined {
  const months = monthNames(options.language)
  // Times are blanked out, so that none of their numbers passes for a day or a year; all places stay where they were.
  const dayPart = text
    .replace(/\d{1,2}:\d\d(?::\d\d)?(?:\s?[+-]\d\d:?\d\d(?!\d))?/g, time => ' '.repeat(time.length))
    .replace(/(?<=\d)(?:st|nd|rd|th)(?: of)?\b/gi, ending => ' '.repeat(ending.length))
    .replace(LEVANTINE, '$1_')
  const tokens = [...dayPart.matchAll(TOKEN)]
  for (const [at, token] of tokens.entries()) {
    const month = monthNamed(token[0], months)
    if (month === undefined) continue
    const date = dayAndYear(tokens, at)
    // "mar., 1 sept. 2020": a day of the week that is spelled like a month stands before the real one.
    const next = tokens[(date?.lastToken ?? 0) - 1]?.[0]
    if (!date || (date.firstToken === at && next !== undefined && months.has(fold(next)))) continue
    const start = tokens[date.firstToken]?.index ?? 0
    const last = tokens[date.lastToken] as RegExpMatchArray & { index: number }
    const end = last.index + last[0].length
    // The time mostly follows; asctime has it within the date, and some pages before it.
    const time = [text.slice(end), text.slice(start, end), text.slice(0, start)].map(timeOf).find(each => each)
    return build([date.year, month, date.day], time)
  }
  return undefined
}

/** A word or a number; Thai abbreviates months by two letters with points. */
const TOKEN = /\p{sc=Thai}{1,3}\.\s?\p{sc=Thai}\.|[\p{L}\p{M}’'׳_]+|\d+/gu

/**
 * "1 March 2026", "March 1st, 2026", "1 de marzo de 2026": the day on either side of the month, the year after both;
 * "2026. március 1.", "2026 m. kovo 1 d.", "2026. gada 1. marts": the year before both, in some languages with a word for it.
 */
function dayAndYear(tokens: readonly RegExpMatchArray[], at: number) {
  const number = (index: number): number =>
    /^\d+$/.test(tokens[index]?.[0] ?? '') ? Number(tokens[index]?.[0]) : Number.NaN
  const isDay = (value: number): boolean => value >= 1 && value <= 31
  const nextNumber = (from: number): number =>
    [from, from + 1, from + 2].find(index => !Number.isNaN(number(index))) ?? -1
  const before = [at - 1, at - 2].find(index => isDay(number(index)))
  const first = nextNumber(at + 1)
  if (isFullYear(tokens[at - 1]?.[0]) && isDay(number(first)))
    return { day: number(first), year: number(at - 1), firstToken: at - 1, lastToken: first }
  if (before !== undefined && first > 0)
    return { day: number(before), year: fullYear(number(first)), firstToken: before, lastToken: first }
  const second = nextNumber(first + 1)
  if (first > 0 && isDay(number(first)) && second > 0)
    return { day: number(first), year: fullYear(number(second)), firstToken: at, lastToken: second }
  return yearBefore(tokens, at, isDay(number(at - 1)) ? at - 1 : first)
}

/** The year stands before a month and its day, which no year follows, with up to two pieces of a word between. */
function yearBefore(tokens: readonly RegExpMatchArray[], at: number, day: number) {
  const begin = Math.min(at, day)
  if (day < 0 || !(Number(tokens[day]?.[0]) <= 31)) return undefined
  const year = [begin - 1, begin - 2, begin - 3].find(index => /^\d+$/.test(tokens[index]?.[0] ?? ''))
  if (year === undefined || !isFullYear(tokens[year]?.[0])) return undefined
  return {
    day: Number(tokens[day]?.[0]),
    year: Number(tokens[year]?.[0]),
    firstToken: year,
    lastToken: Math.max(at, day),
  }
}

const isFullYear = (token: string | undefined): boolean => /^(?:19|20)\d\d$/.test(token ?? '')

const fullYear = (year: number): number => (year < 100 ? 2000 + year : year)

// ---- month names ---------------------------------------------------------------------------------------------------

const tables = new Map<string, ReadonlyMap<string, number>>()

/** Month names of the text's own language first, then of all the others. */
function monthNames(language: string | undefined): ReadonlyMap<string, number> {
  const key = language?.slice(0, 2).toLowerCase() ?? ''
  const known = tables.get(key)
  if (known) return known
  const table = new Map(
    MORE_NAMES.flatMap((names, at) => names.split(' ').map(name => [fold(name), at + 1] as [string, number])),
  )
  for (const each of [...LANGUAGES, ...(key === '' ? [] : [key])])
    for (const [name, month] of getOrMake(namesByLanguage, each, namesIn)) table.set(name, month)
  tables.set(key, table)
  return table
}

/** To ask for those of one language takes milliseconds, and the table of each language holds all others too. */
const namesByLanguage = new Map<string, readonly (readonly [string, number])[]>()

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
      for (const word of part?.split(/\s+|\.(?!\p{sc=Thai})/u) ?? [])
        if (MONTH_NAME.test(word)) names.push([fold(word), month + 1])
    }
  }
  // Vietnamese says "tháng" in every month: a word that names two of them names none.
  return names.filter(([name, month]) => names.every(other => other[0] !== name || other[1] === month))
}

/** Shorter words are no names of months, but in scripts that write no vowels, or write them onto letters. */
const MONTH_NAME =
  /[\p{L}\p{M}]{3}|\.\p{sc=Thai}|[\p{sc=Deva}\p{sc=Beng}\p{sc=Taml}\p{sc=Telu}\p{sc=Knda}\p{sc=Gujr}\p{sc=Guru}\p{sc=Arab}]{2}/u

function safeFormat(language: string, style: Intl.DateTimeFormatOptions): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat(`${language}-u-ca-gregory-nu-latn`, { ...style, timeZone: 'UTC' })
  } catch {
    return undefined
  }
}

function monthNamed(word: string, months: ReadonlyMap<string, number>): number | undefined {
  // Hebrew writes "in" together with the month.
  return months.get(fold(word)) ?? (word.startsWith('ב') ? months.get(fold(word.slice(1))) : undefined)
}

/** Accents and points do not tell months apart, nor does the dot of the Turkish i; the vowel signs of Indic scripts do, and not their nukta. */
const fold = (word: string): string =>
  (isAscii(word) ? word : word.normalize('NFD').replace(ACCENTS, ''))
    .toLowerCase()
    .replace(/[.\s’'׳॰]/g, '')
    .replaceAll('ı', 'i')
const ACCENTS = /[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u093c]/g

function build(
  [year, month, day]: readonly [number, number, number],
  time?: Time,
  assumedOffset = 0,
): DateReading | undefined {
  if (!(year >= MIN_YEAR && year <= MAX_YEAR && month >= 1 && month <= 12 && day >= 1)) return undefined
  if (new Date(Date.UTC(year, month - 1, day)).getUTCDate() !== day) return undefined
  const { hour = 0, minute = 0, second = 0, zone } = time ?? {}
  if (hour > 24 || minute > 59 || second > 60) return undefined
  const localMs = Date.UTC(year, month - 1, day, hour, minute, second)
  const named = time?.offset ?? (zone === undefined ? undefined : offsetIn(zone, localMs))
  const offset = named ?? (time ? assumedOffset : 0)
  const pad = (value: number): string => String(value).padStart(2, '0')
  const away = `${offset < 0 ? '-' : '+'}${pad(Math.floor(Math.abs(offset) / 60))}:${pad(Math.abs(offset) % 60)}`
  return {
    // Written from the number, since 24:00 is the next day and :60 the next minute.
    iso: `${new Date(localMs).toISOString().slice(0, 19)}${away}`,
    ms: localMs - offset * 60_000,
    precision: time ? 'instant' : 'day',
    zoned: named !== undefined,
  }
}
