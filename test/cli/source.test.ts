/** Every rule here is shown by the command itself, in a process of its own. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { deskFor, startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

describe('source', () => {
  test('add takes the name from the feed, and is told when it is here already', async () => {
    const herald = await startHerald()
    const desk = makeDesk({ 'wiredesk.yaml': 'fetch: { allowPrivate: [127.0.0.0/8] }\n' })
    const add = ['source', 'add', `${herald.origin}/rss`, '--id', 'herald', '--json', '--desk', desk]
    expect((await wiredesk(add)).lines).toEqual([
      { id: 'herald', isNew: true, name: 'The Example Herald', file: 'config/sources/herald.yaml' },
    ])
    expect((await wiredesk(add)).lines).toEqual([{ id: 'herald', isNew: false }])
  })

  test.each([
    ['an address of another kind', ['ftp://herald.example/rss']],
    ['an id that leaves the folder', ['https://herald.example/rss', '--name', 'H', '--id', '../h']],
    ['full without a permission', ['https://herald.example/rss', '--name', 'H', '--republish', 'full']],
    ['half a permission', ['https://herald.example/rss', '--name', 'H', '--permission', 'Ada']],
  ])('add refuses %s', async (_, words) => {
    const desk = makeDesk({ 'wiredesk.yaml': '' })
    const { code, stderr } = await wiredesk(['source', 'add', ...words, '--desk', desk])
    expect(code).toBe(2)
    expect(stderr).toContain('BAD_ARGUMENT')
    expect((await wiredesk(['source', 'list', '--json', '--desk', desk])).lines).toEqual([])
  })

  test('import reads OPML with its folders, skips what is here, sets the terms for all', async () => {
    const desk = makeDesk({
      'wiredesk.yaml': '',
      'sources/old.yaml': 'name: Old\nfeed: https://old.example/rss\n',
      'list.opml': `<opml version="2.0"><head><title>L</title></head><body><outline text="Papers">
        <outline type="rss" text="Herald" xmlUrl="https://herald.example/rss" htmlUrl="https://herald.example/"/>
        <outline type="rss" text="Herald sport" xmlUrl="https://herald.example/sport"/>
        <outline type="rss" text="Old" xmlUrl="https://old.example/rss"/></outline></body></opml>`,
    })
    const file = join(desk, 'config', 'list.opml')
    const terms = ['--republish', 'full', '--permission', 'Ada Example|2026-01-05|contracts/1.pdf']
    const { lines } = await wiredesk(['source', 'import', file, ...terms, '--json', '--desk', desk])
    expect(lines).toEqual([{ added: 2, known: 1 }])
    const list = await wiredesk(['source', 'list', '--json', '--desk', desk])
    expect(list.lines.map(({ id, name, republish }) => [id, name, republish])).toEqual([
      ['herald-example', 'Herald', 'full'],
      ['herald-example-2', 'Herald sport', 'full'],
      ['old', 'Old', 'excerpt'],
    ])
  })

  test('import reads JSON', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': '' })
    const file = join(desk, 'list.json')
    writeFileSync(file, '[{ "name": "Herald", "url": "https://herald.example/rss" }]')
    const { lines } = await wiredesk(['source', 'import', file, '--json', '--desk', desk])
    expect(lines).toEqual([{ added: 1, known: 0 }])
  })

  test('import of a file that is not there says so', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': '' })
    const { code, stderr } = await wiredesk(['source', 'import', 'nowhere.opml', '--desk', desk])
    expect(code).toBe(1)
    expect(stderr).toContain('FILE_FAILED')
  })

  test('check counts the links, and ends with 4 where a feed cannot be read', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    const good = await wiredesk(['source', 'check', '--json', '--desk', desk])
    expect([good.code, good.lines[0]?.['links']]).toEqual([0, 3])
    herald.answers.set('/rss', { status: 404 })
    const bad = await wiredesk(['source', 'check', '--json', '--desk', desk])
    expect(bad.code).toBe(4)
    expect(bad.lines[0]?.['problem']).toMatch(/^HTTP_NOT_FOUND/)
  })

  test('list says how each source is, and why', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    const healthOf = async () =>
      (await wiredesk(['source', 'list', '--json', '--desk', desk])).lines[0] as unknown as Line
    expect((await healthOf()).state).toBe('new')
    await wiredesk(['crawl', '--once', '--desk', desk])
    expect(await healthOf()).toMatchObject({ state: 'healthy', why: [], feeds: [{ state: 'healthy', failures: 0 }] })
    herald.answers.set('/rss', { status: 410 })
    await wiredesk(['crawl', '--once', '--desk', desk])
    const gone = await healthOf()
    expect([gone.state, gone.why[0]]).toEqual([
      'gone',
      expect.stringMatching(/^HTTP_GONE once since .*; asked again at /),
    ])
    const check = await wiredesk(['source', 'check', '--json', '--desk', desk])
    expect(check.lines[0]).toMatchObject({ state: 'gone', problem: expect.stringMatching(/^HTTP_GONE/) })
  })
})

interface Line {
  readonly state: string
  readonly why: readonly string[]
}
