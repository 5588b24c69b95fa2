/** Every rule here is shown by the command itself, in a process of its own. */

import { describe, expect, test, vi } from 'vitest'
import { articlePage, deskFor, startHerald } from './publication.ts'
import { start, wiredesk } from './wiredesk.ts'

describe('crawl --once', () => {
  test('stores what is new and says so in one line; every link is accounted for', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    const { code, lines } = await wiredesk(['crawl', '--once', '--desk', desk])
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({
      found: 3,
      new: 2,
      revised: 0,
      dropped: { HTTP_NOT_FOUND: 1 },
      quarantined: 0,
      waiting: 0,
    })
    expect(code).toBe(0)
    const links = await wiredesk(['link', 'list', '--json', '--desk', desk])
    expect(links.lines.map(({ url, state, reason }) => [url, state, reason])).toEqual(
      expect.arrayContaining([
        [`${herald.origin}/1`, 'done', undefined],
        [`${herald.origin}/2`, 'done', undefined],
        [`${herald.origin}/missing`, 'dropped', 'HTTP_NOT_FOUND'],
      ]),
    )
  })

  test('a second one changes nothing', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    await wiredesk(['crawl', '--once', '--desk', desk])
    const { lines } = await wiredesk(['crawl', '--once', '--desk', desk])
    expect(lines[0]).toMatchObject({ found: 0, new: 0, revised: 0, quarantined: 0 })
  })

  test('--recheck sees a changed page as a revision and the others as unchanged', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    await wiredesk(['crawl', '--once', '--desk', desk])
    herald.answers.set('/1', { body: articlePage(1).replace('a fair one', 'the only fair one') })
    const { lines } = await wiredesk(['crawl', '--once', '--recheck', '--desk', desk])
    expect(lines[0]).toMatchObject({ new: 0, revised: 1, unchanged: 1 })
  })

  test('a link whose every try fails is quarantined, and the exit code says so', async () => {
    const herald = await startHerald()
    herald.answers.set('/missing', { status: 503 })
    const desk = deskFor(herald)
    const once = ['crawl', '--once', '--settle', '--set', 'retry={attempts: 2, baseSeconds: 0.1}', '--desk', desk]
    const { code, lines } = await wiredesk(once)
    expect(lines[0]).toMatchObject({ new: 2, quarantined: 1, waiting: 0 })
    expect(code).toBe(3)
    const [link] = (await wiredesk(['quarantine', 'list', '--json', '--desk', desk])).lines
    expect(link).toMatchObject({ url: `${herald.origin}/missing`, state: 'quarantined' })

    herald.answers.set('/missing', { body: articlePage(3) })
    expect((await wiredesk(['quarantine', 'replay', '--all', '--json', '--desk', desk])).lines).toEqual([{ links: 1 }])
    expect((await wiredesk(once)).lines[0]).toMatchObject({ new: 1, quarantined: 0 })
  })

  test('when the time is up it ends, and the next one goes on', async () => {
    const herald = await startHerald()
    const desk = deskFor(herald)
    const slow = ['--set', 'fetch.delayMs=3000']
    const first = await wiredesk(['crawl', '--once', '--max-time', '1s', '--desk', desk, ...slow])
    expect(first.code).toBe(7)
    const second = await wiredesk(['crawl', '--once', '--desk', desk])
    expect(second.code).toBe(0)
    const { lines } = await wiredesk(['article', 'list', '--json', '--desk', desk])
    expect(lines).toHaveLength(2)
  })

  test('it ends at SIGINT with its summary', async () => {
    const herald = await startHerald()
    const { child, ended } = start(['crawl', '--once', '--desk', deskFor(herald), '--set', 'fetch.delayMs=3000'])
    await vi.waitUntil(() => herald.paths().includes('/robots.txt'), 10_000)
    child.kill('SIGINT')
    const { code, lines } = await ended
    expect(code).toBe(130)
    expect(lines).toHaveLength(1)
  })
})
