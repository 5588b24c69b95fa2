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
    [['--url', 'https://herald.example/1', '--batch', '.'], 'either a page, or a folder of pages'],
    [['--batch', '.', '--out', 'fields.ndjson'], 'either a page, or a folder of pages'],
  ])('extract says what is wrong with its words: %j', async (words, fault) => {
    const folder = makeDesk({ 'page.html': articlePage(1) })
    const { code, stderr } = await wiredesk(['extract', join(folder, 'config', 'page.html'), ...words], {}, folder)
    expect([code, stderr]).toEqual([2, expect.stringContaining(fault)])
  })

  test('extract reads with the rule of the desk, and says which, where it is stale, and where the article goes on', async () => {
    const html = articlePage(1).replace('<h1', '<a rel="next" href="/story?page=2">2</a><h1')
    const rule = 'versions: [{ fields: { headline: title, section: .gone } }]\n'
    const folder = makeDesk({
      'wiredesk.yaml': 'contact: desk@herald.example\n',
      'page.html': html,
      'sites/herald.example.yaml': rule,
    })
    const words = ['extract', join(folder, 'config', 'page.html'), '--url', 'https://herald.example/story']
    const { stdout } = await wiredesk([...words, '--desk', folder])
    expect(stdout).toContain('site rule herald.example; stale: section\n')
    expect(stdout).toContain('goes on at https://herald.example/story?page=2; a crawl joins its pages\n')
    expect(stdout).toContain('headline  [site-rule: title, 100 %]')
    expect((await wiredesk(words)).stdout).not.toContain('site rule')
  })

  test('extract says of what is no article how a crawl drops it, and refuses an address for an address', async () => {
    const folder = makeDesk({ 'page.html': '<title>404 Not Found</title><h1>Page not found</h1>' })
    const { stdout } = await wiredesk(['extract', join(folder, 'config', 'page.html')])
    expect(stdout).toContain('a crawl drops it as PAGE_IS_ERROR\n')
    const refused = await wiredesk(['extract', 'https://herald.example/1', '--url', 'https://herald.example/2'])
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('--url') })
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
