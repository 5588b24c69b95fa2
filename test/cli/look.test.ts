/** Every rule here is shown by the command itself, in a process of its own. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { gzipSync } from 'node:zlib'
import { describe, expect, onTestFinished, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { articlePage, deskFor, startHerald } from './publication.ts'
import { start, wiredesk } from './wiredesk.ts'

describe('looking at what is stored', () => {
  test('explain names every stage; withdraw ends an article for good', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    await wiredesk(['crawl', '--once', '--desk', desk])
    const explained = await wiredesk(['explain', `${herald.origin}/1`, '--json', '--desk', desk])
    const { steps, articleId } = explained.lines[0] as { steps: { stage: string; at: string }[]; articleId: string }
    expect(steps.map(step => step.stage)).toEqual(expect.arrayContaining(['fetch', 'extract', 'normalize', 'store']))

    const why = ['--reason', 'asked for by its publisher', '--desk', desk]
    expect((await wiredesk(['article', 'withdraw', articleId, ...why])).code).toBe(0)
    expect((await wiredesk(['article', 'withdraw', articleId, ...why])).code).toBe(1)
    await wiredesk(['crawl', '--once', '--recheck', '--desk', desk])
    const shown = await wiredesk(['article', 'show', articleId, '--json', '--desk', desk])
    expect(shown.lines[0]).toMatchObject({
      article: { status: 'canceled', statusReason: 'asked for by its publisher' },
      revision: { fields: { headline: 'Harbour council settles dispute number 1' } },
    })
  })

  test('extract shows every field of a saved page with its evidence, and needs no desk', async () => {
    const folder = makeDesk({ 'page.html': articlePage(1) })
    const page = join(folder, 'config', 'page.html')
    const { code, lines } = await wiredesk(['extract', page, '--url', 'https://herald.example/1', '--json'], {}, folder)
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({
      url: 'https://herald.example/1',
      kind: 'article',
      fields: { headline: { value: 'Harbour council settles dispute number 1' }, byline: { value: ['Ada Example'] } },
    })
  })

  test('extract reads a saved page that is packed as well', async () => {
    const folder = makeDesk({})
    const page = join(folder, 'page.html.gz')
    writeFileSync(page, gzipSync(articlePage(1)))
    const { lines } = await wiredesk(['extract', page, '--json'])
    expect(lines[0]).toMatchObject({ fields: { headline: { value: 'Harbour council settles dispute number 1' } } })
  })

  test.each([
    [['--url', 'herald.example/1'], '--url herald.example/1 is no http(s) address'],
    [['--learn'], '--out and --learn are for --batch'],
    [['--batch', '.', '--out', 'fields.ndjson'], 'either a page, or a folder of pages'],
  ])('extract says what is wrong with its words: %j', async (words, fault) => {
    const folder = makeDesk({ 'page.html': articlePage(1) })
    const { code, stderr } = await wiredesk(['extract', join(folder, 'config', 'page.html'), ...words], {}, folder)
    expect([code, stderr]).toEqual([2, expect.stringContaining(fault)])
  })

  test('extract fetches an address with all manners', async () => {
    const herald = await startHerald()
    const { lines } = await wiredesk(['extract', `${herald.origin}/2`, '--json', '--desk', deskFor(herald)])
    expect(lines[0]).toMatchObject({ fields: { headline: { value: 'Harbour council settles dispute number 2' } } })
    expect(herald.paths()).toEqual(['/robots.txt', '/2'])
  })

  test('serve answers from a store that another process writes', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald, 'hub: { port: 0 }\n')
    await wiredesk(['crawl', '--once', '--desk', desk])
    const { child, ended } = start(['serve', '--json', '--desk', desk])
    onTestFinished(() => void child.kill('SIGKILL'))
    const address = await new Promise<string>(resolve =>
      child.stdout.once('data', data => resolve(JSON.parse(String(data)).address)),
    )
    const answer = await globalThis.fetch(`${address}/v1/articles`)
    expect(await answer.text()).toContain(`${herald.origin}/1`)
    child.kill('SIGTERM')
    expect((await ended).code).toBe(0)
  })

  test('a reader that has seen enough is no fault', async () => {
    const desk = makeDesk({ 'wiredesk.yaml': '' })
    await wiredesk(['link', 'list', '--desk', desk])
    const db = new DatabaseSync(join(desk, 'data', 'wiredesk.db'))
    expect(db.prepare("select count(*) as n from sqlite_master where name = 'links'").get()).toEqual({ n: 1 })
    db.close()
    const { child, ended } = start(['link', 'list', '--desk', desk])
    child.stdout.destroy()
    const { code, stderr } = await ended.catch(() => ({ code: 0, stderr: '' }))
    expect([code, stderr]).toEqual([0, ''])
  })
})
