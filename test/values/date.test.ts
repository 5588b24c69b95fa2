import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDate } from '../../src/values/date.ts'
import { readMachineDate } from '../../src/values/machine-date.ts'

describe('dates in prose', () => {
  test.each([
    ['1 March 2026', '2026-03-01T00:00:00+00:00'],
    ['March 1st, 2026, 9:05 p.m.', '2026-03-01T21:05:00+00:00'],
    ['1 de marzo de 2026', '2026-03-01T00:00:00+00:00'],
    ['2026. március 1. 9:05', '2026-03-01T09:05:00+00:00'],
    ['mar., 1 sept. 2020 16:11:02 +0000', '2020-09-01T16:11:02+00:00'],
    ['2026년 3월 1일 오후 9:05', '2026-03-01T21:05:00+09:00'],
    ['2026年3月1日 午後9時5分', '2026-03-01T21:05:00+00:00'],
    ['2026년 3월 1일 오후 9시 5분', '2026-03-01T21:05:00+09:00'],
    ['2026. gada 1. marts 9:05', '2026-03-01T09:05:00+00:00'],
    ['2026 m. kovo 1 d. 9:05', '2026-03-01T09:05:00+00:00'],
    ['lúc 9:05 1 tháng 3, 2026', '2026-03-01T09:05:00+00:00'],
    ['ngày 1 tháng 3 năm 2026', '2026-03-01T00:00:00+00:00'],
    ['۱ مارس ۲۰۲۶ ساعت ۰۹:۰۵', '2026-03-01T09:05:00+00:00'],
    ['1 مارس 2026 في 9:05 م', '2026-03-01T21:05:00+00:00'],
    ['1 Μαρτίου 2026 στις 9:05 μ.μ.', '2026-03-01T21:05:00+00:00'],
    ['1 במרץ 2026 בשעה 9:05', '2026-03-01T09:05:00+00:00'],
    ['1 मार्च 2026 को 9:05 pm', '2026-03-01T21:05:00+00:00'],
    ['1 जून 2026', '2026-06-01T00:00:00+00:00'],
    ['১ মার্চ, ২০২৬', '2026-03-01T00:00:00+00:00'],
    ['1 மார்ச், 2026', '2026-03-01T00:00:00+00:00'],
    ['1st of March, 2026', '2026-03-01T00:00:00+00:00'],
    ['1 آذار 2026', '2026-03-01T00:00:00+00:00'],
    ['24 آب 2026', '2026-08-24T00:00:00+00:00'],
    ['24 نوفمبر 2026 09:40 مساءً', '2026-11-24T21:40:00+00:00'],
    ['24 ноя 2026', '2026-11-24T00:00:00+00:00'],
    ['24 лис 2026', '2026-11-24T00:00:00+00:00'],
    ['24 नवम्बर 2026', '2026-11-24T00:00:00+00:00'],
    ['24 Pebruari 2026', '2026-02-24T00:00:00+00:00'],
    ['1 تشرين الأول/أكتوبر 2026', '2026-10-01T00:00:00+00:00'],
    ['1 غشت 2026', '2026-08-01T00:00:00+00:00'],
    ['1. Jänner 2026', '2026-01-01T00:00:00+00:00'],
    ['1. januarja 2026', '2026-01-01T00:00:00+00:00'],
    ['1 ΙΟΥΝΙΟΣ 2026', '2026-06-01T00:00:00+00:00'],
    ['1 de setiembre de 2026', '2026-09-01T00:00:00+00:00'],
    ['2026ko martxoaren 1a', '2026-03-01T00:00:00+00:00'],
    ['1 ARALIK 2026', '2026-12-01T00:00:00+00:00'],
    ['1 फरवरी 2026', '2026-02-01T00:00:00+00:00'],
    ['1 mars 2026 à 9 h 05', '2026-03-01T09:05:00+00:00'],
    ['2026年3月1日 晚上9:05', '2026-03-01T21:05:00+00:00'],
    ['1 марта 2026, 9:05 (мск)', '2026-03-01T09:05:00+03:00'],
    ['1 Maret 2026, 9:05 WITA', '2026-03-01T09:05:00+08:00'],
    ['1 March 2026 9:05 (GMT+7)', '2026-03-01T09:05:00+07:00'],
    ['1 mars 2026 à 9:05 et encore', '2026-03-01T09:05:00+00:00'],
    ['1 March 2026 9:05 ET and later', '2026-03-01T09:05:00-05:00'],
    ['1 جوان 2026', '2026-06-01T00:00:00+00:00'],
    ['Sun Mar  1 09:05:06 2026', '2026-03-01T09:05:06+00:00'],
    ['Sun, 01 Mar 2026 09:05:06 America/New_York', '2026-03-01T09:05:06-05:00'],
    ['Sun, 01 Mar 2026 09:05:06 CET', '2026-03-01T09:05:06+01:00'],
    ['2026-03-01 11:59:59 PM', '2026-03-01T23:59:59+00:00'],
  ])('%s', (text, iso) => {
    expect(readDate(text)?.iso).toBe(iso)
  })
  test('the order of a date in digits is that of its language', () => {
    expect(readDate('3/4/2026', { language: 'en-US' })?.iso).toBe('2026-03-04T00:00:00+00:00')
    expect(readDate('3/4/2026', { language: 'de' })?.iso).toBe('2026-04-03T00:00:00+00:00')
  })
  test("a page in Japanese shows Japan's own time", () => {
    expect(readDate('2026/03/01 9:05', { language: 'ja' })?.iso).toBe('2026-03-01T09:05:00+09:00')
    expect(readDate('2026/03/01 9:05')?.iso).toBe('2026-03-01T09:05:00+00:00')
  })
  test('in Thailand the year is that of the Buddhist era', () => {
    expect(readDate('๑ มีนาคม ๒๕๖๙', { language: 'th' })?.iso).toBe('2026-03-01T00:00:00+00:00')
    expect(readDate('1 มี.ค. 69', { language: 'th' })?.iso).toBe('2026-03-01T00:00:00+00:00')
    expect(readDate('1 Mar 2569', { language: 'en' })).toBeUndefined()
  })
  test.each([
    ['۱۴۰۳/۱۲/۳۰', '2025-03-20T00:00:00+00:00'],
    ['۱۰ اسفند ۱۴۰۴', '2026-03-01T00:00:00+00:00'],
    ['1404-01-01T09:05:00', '2025-03-21T09:05:00+00:00'],
    ['1 مارس 2026', '2026-03-01T00:00:00+00:00'],
  ])('in Iran the calendar is the solar one: %s', (text, iso) => {
    expect(readDate(text, { language: 'fa' })?.iso).toBe(iso)
  })
  test('an offset that was not named is told to be none', () => {
    expect(readDate('2026-03-01T09:00:00')?.zoned).toBe(false)
    expect(readDate('2026-03-01T09:00:00Z')?.zoned).toBe(true)
  })
})

describe('dates that programs wrote', () => {
  test.each([
    ['2026', '2026-01-01T00:00:00+00:00'],
    ['2026-03', '2026-03-01T00:00:00+00:00'],
    ['2026-060', '2026-03-01T00:00:00+00:00'],
    ['20260301090506', '2026-03-01T09:05:06+00:00'],
    ['2026-03-01 09:05:06+01', '2026-03-01T09:05:06+01:00'],
    ['Sun, 01 Mar 2026 09:05:06 GMT+1', '2026-03-01T09:05:06+01:00'],
    ['2026-3-1T9:5:6Z', '2026-03-01T09:05:06+00:00'],
  ])('%s', (text, iso) => {
    expect(readMachineDate(text)?.iso).toBe(iso)
  })
  test.each([
    '',
    '2026-02-30',
    '2026-03-01T25:00:00Z',
    '2026-03-01T10:61:00Z',
    'Sun, 01 Mar 2026 1:2:3:4 GMT',
    'Sun, 01 Mar 2026 11:47:32 +zz:00',
    '2026-03-01T11:30:00-06:00Text',
  ])('%j is none', text => {
    expect(readMachineDate(text)).toBeUndefined()
  })
})

describe('a date as the platform writes it is read', () => {
  const months = Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2026, month, 17)))
  test.each(
    'en-US en-GB de fr es it pt nl sv da nb fi pl cs sk hu ro bg hr sr sl ru uk el tr et lv lt is gl ga cy sq mk bs id ms vi af sw ar fa he hi bn ta ka hy az zh ja ko'.split(
      ' ',
    ),
  )('in %s', language => {
    const format = new Intl.DateTimeFormat(`${language}-u-ca-gregory`, { dateStyle: 'long', timeZone: 'UTC' })
    const read = months.map(day => readDate(format.format(day), { language })?.iso.slice(0, 10))
    expect(read).toEqual(months.map(day => day.toISOString().slice(0, 10)))
  })
})

test('whatever comes, a date is none or one that reads as itself again', () => {
  const pieces = fc.constantFrom(...'1 31 2026 03 : - / . T Z March mars 3月 년 PM +0100 EST , 99 오후'.split(' '))
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces, { maxLength: 12 }).map(parts => parts.join(' ')),
    fc.array(pieces, { maxLength: 12 }).map(parts => parts.join('')),
  )
  fc.assert(
    fc.property(texts, text => {
      for (const read of [readDate, readMachineDate]) {
        const reading = read(text)
        expect(reading && readDate(reading.iso)?.ms).toBe(reading?.ms)
      }
    }),
    { numRuns: 3000 },
  )
})

test.each([
  ['March 1, 2026, 9:30-11:30', '2026-03-01T09:30:00+00:00'],
  ['Sunday, March 1, 2026, 18:00-24:00', '2026-03-01T18:00:00+00:00'],
  ['March 1, 2026, 09:00:00-10:00', '2026-03-01T09:00:00-10:00'],
  ['2026-03-01T09:00-10:00', '2026-03-01T09:00:00-10:00'],
  ['March 1, 2026, 10:30-05:00', '2026-03-01T10:30:00-05:00'],
  ['2026-03-01T09:00:00+99:99', '2026-03-01T09:00:00+00:00'],
])(
  'an end behind a time is no zone, what stands behind seconds is one, and what no clock has is none: %s',
  (text, iso) => {
    expect(readDate(text)?.iso).toBe(iso)
  },
)
