import { expect, test } from 'vitest'
import { reservationsOf } from '../../src/policy/reservations.ts'

const read = (more: object) =>
  reservationsOf({
    robotsTxt: '',
    agent: 'Wiredesk',
    pageUrl: 'https://herald.example/news/a',
    headers: {},
    meta: {},
    ...more,
  })

test('only signals that speak to us are told', () => {
  const robotsTxt =
    'User-agent: OtherBot\nContent-Signal: ai-train=no\n\nUser-agent: *\nContent-Signal: search=yes\nDisallow: /news\n'
  expect(read({ robotsTxt })).toEqual({ robots: 'closed', contentSignals: ['content-signal: search=yes'] })
})

test.each([
  ['the page', { meta: { 'tdm-reservation': '1' }, headers: { 'tdm-reservation': '0' } }, true],
  ['its answer', { headers: { 'tdm-reservation': '0' }, tdmrep: '[{"location":"/","tdm-reservation":1}]' }, false],
  [
    'the file of the site, by its most exact rule',
    { tdmrep: '[{"location":"/","tdm-reservation":0},{"location":"/news/*","tdm-reservation":1}]' },
    true,
  ],
  ['nobody', { tdmrep: 'Not found' }, undefined],
])('text and data mining is reserved by %s', (_, signs, reserved) => {
  expect(read(signs).tdmReserved).toBe(reserved)
})
