import { describe, expect, test } from 'vitest'
import { heedsReservation } from '../../src/policy/rights.ts'
import { readTdmFile, tdmFileOf } from '../../src/policy/tdm-file.ts'

const page = 'https://herald.example/news/2026/ferry?x=1'
const said = (...rules: object[]) => readTdmFile(JSON.stringify(rules)).of(page)

describe('the file of TDM reservations', () => {
  test('stands at the root of its origin', () => {
    expect(tdmFileOf('https://herald.example:8443/news/1')).toBe('https://herald.example:8443/.well-known/tdmrep.json')
  })
  test('the first rule that covers the address counts', () => {
    const open = { location: '/news/2026/*', 'tdm-reservation': 0 }
    const closed = { location: '/news', 'tdm-reservation': 1, 'tdm-policy': 'https://herald.example/tdm.json' }
    expect(said({ location: '/sport', 'tdm-reservation': 0 }, open, closed)).toEqual({ tdmReservation: '0' })
    expect(said(closed, open)).toEqual({ tdmReservation: '1', tdmPolicy: 'https://herald.example/tdm.json' })
  })
  test.each([
    ['a rule for elsewhere', [{ location: '/sport/', 'tdm-reservation': 1 }]],
    ['a rule that ends before the query', [{ location: '/news/2026/ferry$', 'tdm-reservation': 1 }]],
    ['another value', [{ location: '/', 'tdm-reservation': 2 }]],
    ['no location', [{ 'tdm-reservation': 1 }]],
    ['an empty location', [{ location: '', 'tdm-reservation': 1 }]],
    ['no list', { location: '/', 'tdm-reservation': 1 }],
    ['anything in the list', [null, 1, 'x', [], { location: {} }]],
  ])('%s says nothing', (_, json) => {
    expect(readTdmFile(JSON.stringify(json)).of(page)).toBeUndefined()
  })
  test('what is no JSON says nothing', () => {
    expect(readTdmFile('<html>Not found</html>').of(page)).toBeUndefined()
  })
})

test('it is asked for where it could lower what is shown', () => {
  const terms = { excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 }, images: false }
  const permission = { who: 'Ada Example', when: '2026-01-05', document: 'contracts/herald.pdf' }
  expect(heedsReservation({ ...terms, republish: 'excerpt' })).toBe(true)
  expect(heedsReservation({ ...terms, republish: 'headline-only' })).toBe(false)
  expect(heedsReservation({ ...terms, republish: 'full', permission })).toBe(false)
})
