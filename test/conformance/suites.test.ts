import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { hostile } from './hostile.ts'
import { robots } from './robots.ts'
import { ssrf } from './ssrf.ts'
import type { Suite } from './suite.ts'

const folder = mkdtempSync(join(tmpdir(), 'suites-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Writes cases where the suite looks for them, and gives what it says about each. */
async function answersOf(suite: Suite, cases: readonly object[], file = 'cases.ndjson', path = file) {
  writeFileSync(join(folder, file), cases.map(one => JSON.stringify(one)).join('\n'))
  const answers: unknown[] = []
  await suite(join(folder, path), answer => answers.push(answer))
  return answers
}

describe('the suites answer with the product', () => {
  test('robots: a verdict for every case', async () => {
    mkdirSync(join(folder, 'robots'))
    const asked = { robots_txt: 'User-agent: *\nDisallow: /a\n', user_agent: 'Wiredesk' }
    const cases = [
      { ...asked, id: '1', url: 'https://herald.example/a' },
      { ...asked, id: '2', url: 'https://herald.example/b' },
    ]
    expect(await answersOf(robots, cases, 'robots/cases.ndjson', '.')).toEqual([
      { id: '1', allowed: false },
      { id: '2', allowed: true },
    ])
  })

  test('ssrf: redirects and carriers pass the guard, and what was dialled is told', async () => {
    const dns = { 'herald.example': [['93.184.215.14']] }
    const cases = [
      { id: '1', url: 'https://herald.example/', dns },
      { id: '2', url: 'https://herald.example/', dns, redirects: [{ status: 302, location: 'http://[::1]/' }] },
      { id: '3', url: 'https://herald.example/', dns, carrier: '<link rel=icon href="http://10.0.0.1/i.png">' },
      { id: '4', url: 'http://herald.example/', dns: { 'herald.example': [['93.184.215.14', '10.0.0.1']] } },
    ]
    expect(await answersOf(ssrf, cases)).toMatchObject([
      { id: '1', blocked: false, connected: ['93.184.215.14'] },
      { id: '2', blocked: true, connected: ['93.184.215.14'] },
      { id: '3', blocked: true, connected: ['93.184.215.14'] },
      { id: '4', blocked: true, connected: [] },
    ])
  })

  test('hostile: each answer is met in a process of its own, over the network', async () => {
    const html = { 'content-type': 'text/html' }
    const text = '<html><title>Harbour</title><p>Rain over the harbour.</p></html>'
    const page = { status: 200, headers: html, transport: 'content-length', body: { gen: 'text', value: text } }
    const bomb = { gen: 'compress', encoding: ['gzip'], of: { gen: 'repeat', unit: 'a', times: 20_000_000 } }
    const cases = [
      { ...page, id: '1', description: 'a page' },
      { ...page, id: '2', description: 'a bomb', headers: { ...html, 'content-encoding': 'gzip' }, body: bomb },
      { ...page, id: '3', description: 'cut', headers: { 'content-length': '999' }, transport: 'raw-length' },
      { ...page, id: '4', description: 'a certificate of its own making', tls: 'self_signed', raw: [] },
      { ...page, id: '5', description: 'another protocol', raw: ['ICY 200 OK\r\n\r\n'] },
    ]
    expect(await answersOf(hostile, cases)).toMatchObject([
      { id: '1', outcome: 'ok', process_survived: true },
      { id: '2', outcome: 'reject', reason: 'body_too_large', process_survived: true },
      { id: '3', outcome: 'retry', reason: 'truncated', process_survived: true },
      { id: '4', reason: 'tls_error', process_survived: true },
      { id: '5', outcome: 'reject', reason: 'protocol', process_survived: true },
    ])
  })
})
