import { mkdirSync, readFileSync, rmdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { articlePage, deskFor, startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

const desk = (): string => makeDesk({ 'wiredesk.yaml': 'contact: desk@herald.example\n', 'page.html': articlePage(1) })

describe('site new and site check', () => {
  test('a rule written from a saved page is proven by it', async () => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    const words = ['https://www.herald.example/news/harbour-dispute', '--file', file, '--desk', folder, '--json']
    const made = await wiredesk(['site', 'new', ...words])
    expect(made.lines[0]).toMatchObject({
      domain: 'herald.example',
      files: [
        'config/sites/herald.example.yaml',
        'config/sites/herald.example/harbour-dispute.html',
        'config/sites/herald.example/harbour-dispute.json',
      ],
    })
    expect(readFileSync(join(folder, 'config/sites/herald.example.yaml'), 'utf8')).toContain('headline: h1')
    const checked = await wiredesk(['site', 'check', '--desk', folder, '--json'])
    expect(checked).toMatchObject({ code: 0, lines: [{ rule: 'herald.example', isAsExpected: true }] })
  })

  test('a rule that no longer reads its page ends with 4 and shows the difference', async () => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    await wiredesk(['site', 'new', 'https://herald.example/a', '--file', file, '--desk', folder])
    const rule = join(folder, 'config/sites/herald.example.yaml')
    writeFileSync(rule, 'versions: [{ fields: { headline: .gone, byline: h1 } }]\n')
    const { code, stdout } = await wiredesk(['site', 'check', '--desk', folder])
    expect(code).toBe(4)
    expect(stdout).toContain('not as expected')
    expect(stdout).toContain('["Ada Example"]')
    expect(stdout).toContain('stale selectors')
  })

  test('a selector that is none is a mistake in its file', async () => {
    const folder = desk()
    await wiredesk([
      'site',
      'new',
      'https://herald.example/a',
      '--file',
      join(folder, 'config', 'page.html'),
      '--desk',
      folder,
    ])
    writeFileSync(join(folder, 'config/sites/herald.example.yaml'), 'versions:\n  - fields:\n      headline: "h1[["\n')
    const { code, stderr } = await wiredesk(['site', 'check', '--desk', folder])
    expect(code).toBe(5)
    expect(stderr).toContain('config/sites/herald.example.yaml')
  })

  test('a page in an encoding that its server alone names is proven as it was read', async () => {
    const herald = await startHerald()
    const folder = deskFor(herald)
    const body = iconv.encode(articlePage(1).replaceAll('Ada Example', 'Ņemo Žagarė'), 'windows-1257')
    herald.answers.set('/1', { body, headers: { 'content-type': 'text/html; charset=windows-1257' } })
    await wiredesk(['crawl', '--once', '--desk', folder])
    await wiredesk(['site', 'new', `${herald.origin}/1`, '--desk', folder])
    expect(readFileSync(join(folder, 'config/sites/127.0.0.1/1.json'), 'utf8')).toContain('Ņemo Žagarė')
    expect((await wiredesk(['site', 'check', '--desk', folder])).code).toBe(0)
  })

  test('a proof that cannot be read, is there already or is no article is told by its name', async () => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    const make = (...words: string[]) =>
      wiredesk(['site', 'new', 'https://herald.example/a', '--desk', folder, '--file', file, ...words])
    await make()
    expect(await make()).toMatchObject({ code: 2, stderr: expect.stringContaining('herald.example/a.html is there') })
    expect(await make('--name', '../b')).toMatchObject({ code: 2, stderr: expect.stringContaining('--name ../b') })
    const missing = join(folder, 'missing.html')
    writeFileSync(missing, '<title>404 Not Found</title><h1>Page not found</h1>')
    expect(await make('--file', missing, '--name', 'c')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('the page is no article: error'),
    })
    writeFileSync(join(folder, 'config/sites/herald.example/a.json'), '{ "url": ')
    const { code, stderr } = await wiredesk(['site', 'check', '--desk', folder])
    expect([code, stderr]).toEqual([2, expect.stringContaining('config/sites/herald.example/a.json: Unexpected end')])
  })

  test('a proof that would prove nothing is told by its name', async () => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    const at = (name: string): string => join(folder, 'config/sites', name)
    await wiredesk(['site', 'new', 'https://herald.example/a', '--desk', folder, '--file', file])
    const check = async () => await wiredesk(['site', 'check', '--desk', folder])
    const proof = readFileSync(at('herald.example/a.json'), 'utf8')

    mkdirSync(at('lost.example'))
    expect(await check()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no rule config/sites/lost.example.yaml'),
    })
    rmdirSync(at('lost.example'))

    writeFileSync(at('herald.example/b.json'), proof)
    expect(await check()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('b.json has no config/sites/herald.example/b.html'),
    })
    rmSync(at('herald.example/b.json'))

    writeFileSync(at('herald.example/a.json'), proof.replace('herald.example', 'lantern.example'))
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('is no page of herald.example') })

    writeFileSync(at('herald.example/a.json'), '{ "url": "https://herald.example/a", "fields": {} }')
    expect(await check()).toMatchObject({ code: 2, stderr: expect.stringContaining('names no field') })
  })

  test('one bad proof does not keep the others from being checked', async () => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    const at = (name: string): string => join(folder, 'config/sites/herald.example', name)
    for (const name of ['a', 'b', 'c'])
      await wiredesk(['site', 'new', 'https://herald.example/a', '--desk', folder, '--file', file, '--name', name])
    writeFileSync(at('a.html'), '<div>'.repeat(2000))
    rmSync(at('b.html'))
    mkdirSync(at('b.html'))
    mkdirSync(join(folder, 'config/sites/lost.example'))
    mkdirSync(join(folder, 'config/sites/more.example'))
    const { code, stdout, stderr } = await wiredesk(['site', 'check', '--desk', folder])
    expect(code).toBe(1)
    expect(stderr).toMatch(/PAGE_HOSTILE .*herald\.example\/a\.html/)
    expect(stderr).toMatch(/FILE_FAILED .*b\.html/)
    expect(stderr).toMatch(/lost\.example.*\n.*more\.example/)
    expect(stdout).toBe('config/sites/herald.example/c: as expected\n')
    writeFileSync(at('d.htm'), '')
    expect((await wiredesk(['site', 'check', 'herald.example', '--desk', folder])).stderr).toContain(
      'd.htm proves nothing',
    )
  })

  test('a desk without rules says so', async () => {
    expect(await wiredesk(['site', 'check', '--desk', desk()])).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('no rule in config/sites'),
    })
  })

  test('a proof holds the day of its page, what the rule that is there reads, and the next page', async () => {
    const folder = desk()
    const at = (name: string): string => join(folder, 'config/sites', name)
    const html = articlePage(1).replace('<h1', '<a class="on" href="/more">On</a><h1')
    const file = join(folder, 'config', 'page.html')
    writeFileSync(file, html)
    mkdirSync(at('.'), { recursive: true })
    const rule = (next: string) => `versions: [{ fields: { headline: title }, next: ${next} }]\n`
    writeFileSync(at('herald.example.yml'), rule('a.on'))
    const made = await wiredesk([
      ...['site', 'new', 'https://herald.example/a', '--desk', folder],
      ...['--file', file, '--date', '2026-03-31', '--json'],
    ])
    expect(made.lines[0]).toMatchObject({
      files: ['config/sites/herald.example/a.html', 'config/sites/herald.example/a.json'],
    })
    const proof = JSON.parse(readFileSync(at('herald.example/a.json'), 'utf8'))
    expect(proof).toMatchObject({
      fetchedAt: '2026-03-31T23:59:59.000Z',
      nextPage: 'https://herald.example/more',
      fields: { headline: 'Harbour council settles dispute number 1' },
    })
    expect((await wiredesk(['site', 'check', '--desk', folder])).code).toBe(0)
    writeFileSync(at('herald.example.yml'), rule('a.gone'))
    const { code, stdout } = await wiredesk(['site', 'check', '--desk', folder])
    expect([code, stdout]).toEqual([
      4,
      expect.stringContaining('next page\n  - "https://herald.example/more"\n  + (none)'),
    ])
    writeFileSync(at('herald.example/a.json'), JSON.stringify({ ...proof, fetchedAt: '2026-03-31' }))
    writeFileSync(at('herald.example.yml'), `${rule('a.on')}  # later\n`)
    expect((await wiredesk(['site', 'check', '--desk', folder])).code).toBe(0)
  })

  test.each([
    [['--date', '31 March'], '--date 31 March'],
    [['--file', 'bytes.html'], 'no field for which a selector could be found'],
  ])('a proof that nothing could be told from is refused: %j', async (words, fault) => {
    const folder = desk()
    const file = join(folder, 'config', 'page.html')
    writeFileSync(join(folder, 'bytes.html'), Buffer.from(Array.from({ length: 4000 }, (_, i) => (i * 7919) % 251)))
    const { code, stderr } = await wiredesk(
      ['site', 'new', 'https://herald.example/a', '--desk', folder, '--file', file, ...words],
      {},
      folder,
    )
    expect([code, stderr]).toEqual([2, expect.stringContaining(fault)])
  })

  test('a rule of which no version had begun for a page ends with 4', async () => {
    const folder = desk()
    const at = (name: string): string => join(folder, 'config/sites', name)
    await wiredesk([
      'site',
      'new',
      'https://herald.example/a',
      '--desk',
      folder,
      '--file',
      join(folder, 'config', 'page.html'),
    ])
    writeFileSync(at('herald.example.yaml'), 'versions: [{ from: 2026-05-01, fields: { headline: h1 } }]\n')
    const proof = {
      url: 'https://herald.example/a',
      fetchedAt: '2026-04-01T00:00:00Z',
      fields: { headline: 'Harbour council settles dispute number 1' },
    }
    writeFileSync(at('herald.example/a.json'), JSON.stringify(proof))
    const { code, stdout } = await wiredesk(['site', 'check', '--desk', folder])
    expect([code, stdout]).toEqual([4, expect.stringContaining('none at 2026-04-01')])
  })

  test('the page may be the one that the desk has kept', async () => {
    const herald = await startHerald()
    const folder = deskFor(herald)
    await wiredesk(['crawl', '--once', '--desk', folder])
    const { code, lines } = await wiredesk(['site', 'new', `${herald.origin}/1`, '--desk', folder, '--json'])
    expect(code).toBe(0)
    expect(lines[0]).toMatchObject({ domain: '127.0.0.1' })
    expect((await wiredesk(['site', 'check', '--desk', folder])).code).toBe(0)
  })
})
