import { expect, test } from 'vitest'
import { parseRobots } from '../../src/policy/robots.ts'
import { usageOfPage, usageSigns } from '../../src/policy/usage-signs.ts'

const signsOf = (text: string, headers: Record<string, string> = {}) =>
  usageSigns(parseRobots(text).contentSignals, headers, 'Wiredesk')

test('lines for all crawlers, and those before any group, are kept word for word', () => {
  const text = 'Content-Usage: train-ai=n\nUser-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /'
  expect(signsOf(text)).toEqual({
    lines: ['content-usage: train-ai=n', 'content-signal: search=yes, ai-train=no'],
  })
})

test('lines of our own group stand in place of those for all', () => {
  const text =
    'User-agent: *\nContent-Signal: ai-train=no\nAllow: /\n\nUser-agent: wiredesk\nContent-Signal: ai-train=yes'
  expect(signsOf(text)).toEqual({ lines: ['content-signal: ai-train=yes'] })
})

test('headers of the TDM Reservation Protocol are kept', () => {
  const headers = { 'tdm-reservation': '1', 'tdm-policy': 'https://herald.example/tdm.json' }
  expect(signsOf('', headers)).toEqual({ tdmReservation: '1', tdmPolicy: 'https://herald.example/tdm.json' })
})

test('a site that says nothing has none', () => {
  expect(signsOf('User-agent: *\nDisallow: /a')).toBeUndefined()
})

test('of lines with a path the longest that covers the address counts, and lines without one for all others', () => {
  const site = { lines: ['content-usage: search=y', 'content-usage: /news/ search=n', 'content-signal: ai-train=no'] }
  expect(usageOfPage('https://herald.example/news/1', site, {}, undefined)?.lines).toEqual([
    'content-usage: /news/ search=n',
    'content-signal: ai-train=no',
  ])
  expect(usageOfPage('https://herald.example/sport/1', site, {}, undefined)?.lines).toEqual([
    'content-usage: search=y',
    'content-signal: ai-train=no',
  ])
})

test("the page's own headers speak too", () => {
  const headers = { 'content-usage': 'search=n', 'content-type': 'text/html' }
  expect(usageOfPage('https://herald.example/1', undefined, headers, undefined)).toEqual({
    lines: ['content-usage: search=n'],
  })
})

test.each([
  ['meta over header', '0', { 'tdm-reservation': '1' }, '1', '0'],
  ['header over site', undefined, { 'tdm-reservation': '1' }, '0', '1'],
  ['absence takes nothing back', undefined, {}, '1', '1'],
  ['what is neither 0 nor 1 says nothing', 'yes', { 'tdm-reservation': 'true' }, '1', '1'],
] as const)('TDM reservation: %s', (_, meta, headers, site, expected) => {
  const page = meta === undefined ? undefined : { tdmReservation: meta }
  const usage = usageOfPage('https://herald.example/1', { tdmReservation: site }, headers, page)
  expect(usage?.tdmReservation).toBe(expected)
})

test('a page of a site that says nothing has none', () => {
  expect(usageOfPage('https://herald.example/1', undefined, { 'tdm-reservation': '' }, undefined)).toBeUndefined()
})
