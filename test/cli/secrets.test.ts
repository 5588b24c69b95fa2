/** A secret goes to its publisher and nowhere else: not into the log, the output or the store. */

import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDesk } from '../config/desk.ts'
import { startHerald } from './publication.ts'
import { wiredesk } from './wiredesk.ts'

const SECRET = 'opensesame-4711'

test('a secret is sent, and written down nowhere', async () => {
  const herald = await startHerald()
  // A publisher that says the secret back, in the places that end up in details and logs.
  herald.answers.set('/1', { status: 302, headers: { location: `gopher://${SECRET}/` } })
  herald.answers.set('/2', { status: 302, headers: { location: `/login?token=${SECRET}` } })
  const desk = makeDesk({
    'wiredesk.yaml': 'fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\nlog: { level: debug }\n',
    'sources/herald.yaml': `name: Herald\nfeed: ${herald.origin}/rss?key=${SECRET}\nheaders: { Authorization: env:HERALD_AUTH }\n`,
  })
  herald.answers.set(`/rss?key=${SECRET}`, herald.answers.get('/rss')!)
  const env = { HERALD_AUTH: `Bearer ${SECRET}` }
  const crawl = await wiredesk(['crawl', '--once', '--desk', desk], env)
  const check = await wiredesk(['source', 'check', '--desk', desk], env)
  const links = await wiredesk(['link', 'list', '--json', '--desk', desk], env)

  const sent = herald.requests
    // What is asked for the whole host goes without what is one source's own.
    .filter(({ path }) => path !== '/robots.txt' && path !== '/.well-known/tdmrep.json')
    .map(({ headers }) => headers['authorization'])
  expect(new Set(sent)).toEqual(new Set([`Bearer ${SECRET}`]))
  expect(crawl.stderr).toContain('REDIRECT_REFUSED')
  const said = [crawl.stdout, crawl.stderr, check.stderr, links.stdout, links.stderr].join('\n')
  expect(said).not.toContain(SECRET)
})

test('a reference to nothing is said, and the feed is asked again later', async () => {
  const herald = await startHerald()
  const desk = makeDesk({
    'wiredesk.yaml': 'fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\n',
    'sources/herald.yaml': `name: Herald\nfeed: ${herald.origin}/rss\nheaders: { authorization: env:NOBODY_SET_THIS }\n`,
  })
  await wiredesk(['crawl', '--once', '--desk', desk])
  const [row] = (await wiredesk(['source', 'list', '--json', '--desk', desk])).lines
  expect(row).toMatchObject({ state: 'failing', why: [expect.stringMatching(/^SECRET_MISSING/)] })
})

test('the store holds the reference, not the secret', async () => {
  const herald = await startHerald()
  const desk = makeDesk({
    'wiredesk.yaml': 'fetch: { delayMs: 0, allowPrivate: [127.0.0.0/8] }\n',
    'sources/herald.yaml': `name: Herald\nfeed: ${herald.origin}/rss\nheaders: { authorization: env:HERALD_AUTH }\n`,
  })
  herald.answers.set('/1', { status: 302, headers: { location: `gopher://${SECRET}/` } })
  await wiredesk(['crawl', '--once', '--desk', desk], { HERALD_AUTH: `Bearer ${SECRET}` })
  const files = globSync('**/*', { cwd: desk }).filter(file => statSync(join(desk, file)).isFile())
  expect(files.filter(file => readFileSync(join(desk, file)).includes(SECRET))).toEqual([])
})
