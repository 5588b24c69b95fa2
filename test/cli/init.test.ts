/** Every rule here is shown by the command itself, in a process of its own. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { wiredesk } from './wiredesk.ts'

describe('init', () => {
  test('makes a desk that names its hub and its contact, and says how publishers will see it', async () => {
    const desk = join(makeDesk({}), 'new')
    const words = ['init', desk, '--yes', '--name', 'Harbour: News', '--contact', 'news@harbour.example', '--json']
    const { code, lines } = await wiredesk(words)
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({ desk, userAgent: expect.stringContaining('(+news@harbour.example)') })
    const written = readFileSync(join(desk, 'config', 'wiredesk.yaml'), 'utf8')
    expect(written).toContain('\ncontact: news@harbour.example\n')
    expect(written).toContain('\n  name: "Harbour: News"\n')
  })

  test('does not touch a desk that is there', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': 'contact: a@b.example\n' })
    const { code, stderr } = await wiredesk(['init', desk, '--yes'])
    expect(code).toBe(2)
    expect(stderr).toContain('BAD_ARGUMENT')
    expect(readFileSync(join(desk, 'config', 'wiredesk.yaml'), 'utf8')).toBe('contact: a@b.example\n')
  })
})

describe('finding the desk', () => {
  test.each([
    ['--desk', (desk: string) => wiredesk(['source', 'list', '--json', '--desk', desk])],
    ['WIREDESK_DESK', (desk: string) => wiredesk(['source', 'list', '--json'], { WIREDESK_DESK: desk })],
    ['the folder it stands in', (desk: string) => wiredesk(['source', 'list', '--json'], {}, desk)],
  ])('%s', async (_, run) => {
    const desk = makeDesk({ 'wiredesk.yaml': '', 'sources/herald.yaml': 'name: H\nfeed: https://herald.example/rss\n' })
    const { code, lines } = await run(desk)
    expect(code).toBe(0)
    expect(lines.map(line => line['id'])).toEqual(['herald'])
  })
})

describe('how a command fails', () => {
  test.each([
    ['an unknown command', ['publish'], 2],
    ['an unknown option', ['crawl', '--twice'], 2],
    ['crawl without --once', ['crawl'], 2],
    ['a value that is not one of the choices', ['link', 'list', '--state', 'lost'], 2],
  ])('%s: %j ends with %i', async (_, words, code) => {
    expect((await wiredesk(words)).code).toBe(code)
  })

  test('where there is no desk, it says how to make one', async () => {
    const { code, stdout, stderr } = await wiredesk(['source', 'list', '--desk', makeDesk({})])
    expect([code, stdout]).toEqual([5, ''])
    expect(stderr).toMatch(/^wiredesk: DESK_MISSING .*wiredesk init DIR/)
  })

  test('mistakes of the configuration are listed with their places', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': 'fetch:\n  delayMs: soon\nhubb: {}\n' })
    const { code, stderr } = await wiredesk(['crawl', '--once', '--desk', desk])
    expect(code).toBe(5)
    expect(stderr).toContain('\n  config/wiredesk.yaml:2:12 fetch.delayMs: ')
    expect(stderr).toContain('\n  config/wiredesk.yaml:3:1 hubb: unknown key; did you mean hub?')
  })

  test('a crawl of strangers needs a contact', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': '', 'sources/herald.yaml': 'name: H\nfeed: https://herald.example/rss\n' })
    const { code, stderr } = await wiredesk(['crawl', '--once', '--desk', desk])
    expect(code).toBe(5)
    expect(stderr).toContain('CONTACT_MISSING')
  })

  test('a file that is no database is the store’s fault', async () => {
    const desk = makeDesk({
      'wiredesk.yaml': 'store: { url: "sqlite:config/wiredesk.yaml" }\n# long enough to have a header\n'.repeat(1),
    })
    const { code, stderr } = await wiredesk(['link', 'list', '--desk', desk])
    expect(code).toBe(6)
    expect(stderr).toContain('STORE_CORRUPT')
  })

  test('a database that cannot be opened is the store’s fault', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': 'store: { url: "sqlite:config" }\n' })
    const { code, stderr } = await wiredesk(['link', 'list', '--desk', desk])
    expect(code).toBe(6)
    expect(stderr).toContain('STORE_UNAVAILABLE')
  })

  test('an article that is not there', async () => {
    const { code, stderr } = await wiredesk(['article', 'show', 'nothing', '--desk', makeDesk({ 'wiredesk.yaml': '' })])
    expect(code).toBe(1)
    expect(stderr).toContain('NOT_FOUND')
  })
})
