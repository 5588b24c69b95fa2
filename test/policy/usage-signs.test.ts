import { expect, test } from 'vitest'
import { parseRobots } from '../../src/policy/robots.ts'
import { usageSigns } from '../../src/policy/usage-signs.ts'

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
