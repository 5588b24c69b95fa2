/** Dates of Iran's calendar as those of the common one: no other is on its news pages. */

const MONTHS = 'فروردین اردیبهشت خرداد تیر مرداد شهریور مهر آبان آذر دی بهمن اسفند'.split(' ')

/** "23 اسفند 1404", "1404/12/23" */
const NAMED = new RegExp(String.raw`(?<!\d)(\d{1,2})\s(${MONTHS.join('|')})(?:\sماه)?(?:\s|،\s)(1[34]\d\d)(?!\d)`, 'gu')
const IN_DIGITS = /(?<!\d)(1[34]\d\d)[/-](\d{1,2})[/-](\d{1,2})(?!\d)/g

/** A text with its dates in the common era, by year, month and day. Digits are those of ASCII. */
export function fromSolarHijri(text: string): string {
  return text
    .replace(NAMED, (whole, day: string, month: string, year: string) =>
      dayOf(whole, Number(year), MONTHS.indexOf(month) + 1, Number(day)),
    )
    .replace(IN_DIGITS, (whole, year: string, month: string, day: string) =>
      dayOf(whole, Number(year), Number(month), Number(day)),
    )
}

const DAY_MS = 86_400_000
/** New Year of 1210, with which a round of 33 years begins. */
const ROUND_MS = Date.UTC(1831, 2, 21)
const ROUND_YEAR = 1210
const ROUND = 33
const ROUND_DAYS = 12_053

/** In a round of 33 years every fourth is longer by a day, and the last such comes a year late; so it has been since 1210 and will be until 1500. */
function dayOf(whole: string, year: number, month: number, day: number): string {
  if (month < 1 || month > 12 || day < 1 || day > (month <= 6 ? 31 : 30)) return whole
  const years = year - ROUND_YEAR
  const inRound = years % ROUND
  const days =
    Math.floor(years / ROUND) * ROUND_DAYS +
    inRound * 365 +
    Math.floor((inRound + 3) / 4) +
    (month - 1) * 30 +
    Math.min(month - 1, 6) +
    day -
    1
  return new Date(ROUND_MS + days * DAY_MS).toISOString().slice(0, 10)
}
