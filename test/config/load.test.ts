import { describe, expect, test } from 'vitest'
import { formatProblem } from '../../src/config/problems.ts'
import { type ConfigError, findDesk, loadConfig, requireContact } from '../../src/config.ts'
import { WiredeskError } from '../../src/errors.ts'
import { VERSION } from '../../src/version.ts'
import { makeDesk } from './desk.ts'

const HERALD = 'name: Herald\nfeed: https://herald.example/rss\n'

/** What is wrong, as it is printed. */
function mistakesOf(files: Readonly<Record<string, string>>, options = {}): string[] {
  try {
    loadConfig(makeDesk(files), options)
    return []
  } catch (error) {
    return (error as ConfigError).problems.map(problem => formatProblem(problem).trim())
  }
}

function codeOf(run: () => unknown): string {
  try {
    run()
    return 'none'
  } catch (error) {
    return error instanceof WiredeskError ? error.code : String(error)
  }
}

describe("a source's headers", () => {
  const load = (headers: string) =>
    loadConfig(
      makeDesk({ 'wiredesk.yaml': '', 'sources/h.yaml': `name: H\nfeed: https://h.example/\nheaders: ${headers}\n` }),
    )
  test('keep their references, and have names in lower case', () => {
    expect(load('{ Authorization: env:AUTH, Accept-Language: de }').sources[0]?.headers).toEqual({
      authorization: 'env:AUTH',
      'accept-language': 'de',
    })
  })
  test.each([
    ['{ authorization: Bearer opensesame }', 'a secret is given by reference'],
    ['{ X-Api-Key: opensesame }', 'a secret is given by reference'],
    ['{ host: other.example }', 'set by the program'],
    ['{ "a b": c }', 'Invalid key'],
  ])('%s is refused', (headers, message) => {
    expect(() => load(headers)).toThrow(message)
  })
})

describe('defaults', () => {
  test('an empty file is a whole configuration', () => {
    const config = loadConfig(makeDesk({ 'wiredesk.yaml': '' }))
    expect(config.fetch.delayMs).toBe(1000)
    expect(config.retry).toEqual({ attempts: 5, baseSeconds: 30, factor: 4, maxHours: 6 })
    expect(config.recheckMinutes).toEqual([5, 30, 120, 720, 2880, 10_080])
    expect(config.store.url).toBe('sqlite:data/wiredesk.db')
    expect(config.sources).toEqual([])
  })

  test('the user agent names the version and the contact', () => {
    const config = loadConfig(makeDesk({ 'wiredesk.yaml': 'contact: news@desk.example\n' }))
    expect(config.fetch.userAgent).toBe(`Wiredesk/${VERSION} (+news@desk.example)`)
  })

  test('a source is shown as an excerpt of 50 words, 300 characters and a tenth, without pictures', () => {
    const [source] = loadConfig(makeDesk({ 'wiredesk.yaml': '', 'sources/herald.yaml': HERALD })).sources
    expect(source).toEqual({
      id: 'herald',
      name: 'Herald',
      feeds: [{ kind: 'feed', url: 'https://herald.example/rss' }],
      terms: {
        republish: 'excerpt',
        excerpt: { maxWords: 50, maxCharacters: 300, maxShare: 0.1 },
        images: false,
      },
      delayMs: 1000,
      pollMinutes: 15,
      pollMinutesMax: 60,
      enabled: true,
    })
  })

  test('what a source does not say, the desk says', () => {
    const settings = 'fetch: { delayMs: 2500 }\npollMinutes: 60\n'
    const [source] = loadConfig(makeDesk({ 'wiredesk.yaml': settings, 'sources/herald.yaml': HERALD })).sources
    expect([source?.delayMs, source?.pollMinutes]).toEqual([2500, 60])
  })

  test('nothing of it can be changed later', () => {
    const config = loadConfig(makeDesk({ 'wiredesk.yaml': '' }))
    expect(() => Object.assign(config.hub, { port: 1 })).toThrow(TypeError)
  })
})

describe('mistakes', () => {
  test('a wrong value is named with file, line, column and key', () => {
    expect(mistakesOf({ 'wiredesk.yaml': 'contact: a@b.example\nfetch:\n  delayMs: soon\n' })).toEqual([
      'config/wiredesk.yaml:3:12 fetch.delayMs: Invalid input: expected number, received string',
    ])
  })

  test('an unknown key stands at its own place, with the one that was meant', () => {
    expect(mistakesOf({ 'wiredesk.yaml': 'fetch:\n  delayMS: 5\n' })).toEqual([
      'config/wiredesk.yaml:2:3 fetch.delayMS: unknown key; did you mean delayMs?',
    ])
  })

  test('where no name is near, those that are allowed are listed', () => {
    expect(mistakesOf({ 'wiredesk.yaml': 'store:\n  password: x\n' })).toEqual([
      'config/wiredesk.yaml:2:3 store.password: unknown key; allowed are url',
    ])
  })

  test('all mistakes of all files are shown at once', () => {
    const mistakes = mistakesOf({
      'wiredesk.yaml': 'hub:\n  port: 99999\n  timeZone: Mars/North\n',
      'sources/a.yaml': 'name: A\nrepublish: full\nfeed: ftp://a.example/rss\n',
      'sources/b.yaml': 'naem: B\n',
      'sources/c.yaml': 'name: [broken\n',
    })
    expect(mistakes.map(each => each.split(': ')[0])).toEqual([
      'config/wiredesk.yaml:2:9 hub.port',
      'config/wiredesk.yaml:3:13 hub.timeZone',
      'config/sources/a.yaml:3:7 feed',
      'config/sources/a.yaml:1:1 permission',
      'config/sources/b.yaml:1:1 name',
      'config/sources/b.yaml:1:1 naem',
      'config/sources/b.yaml:1:1 feeds',
      'config/sources/c.yaml:2:1',
    ])
  })

  test('an entry of a list is found at its own line', () => {
    const source = 'name: A\nfeeds:\n  - url: https://a.example/1\n  - url: nowhere\n'
    expect(mistakesOf({ 'wiredesk.yaml': '', 'sources/a.yaml': source })).toEqual([
      'config/sources/a.yaml:4:10 feeds.1.url: Invalid URL',
    ])
  })

  test('the values that are allowed come with a wrong one', () => {
    const desk = makeDesk({ 'wiredesk.yaml': '', 'sources/a.yaml': `${HERALD}republish: everything\n` })
    expect(() => loadConfig(desk)).toThrow(
      expect.objectContaining({
        problems: [expect.objectContaining({ allowed: ['full', 'excerpt', 'headline-only', 'none'] })],
      }),
    )
  })

  test('an alias without its anchor is a mistake of its file', () => {
    expect(mistakesOf({ 'wiredesk.yaml': 'contact: *nobody\n' })).toEqual([
      expect.stringMatching(/^config\/wiredesk\.yaml:1:\d+: Unresolved alias/),
    ])
  })

  test('full needs a written permission', () => {
    expect(mistakesOf({ 'wiredesk.yaml': '', 'sources/a.yaml': `${HERALD}republish: full\n` })).toEqual([
      'config/sources/a.yaml:1:1 permission: republish: full needs a written permission with who, when and document',
    ])
  })

  test('two files cannot give one id', () => {
    expect(mistakesOf({ 'wiredesk.yaml': '', 'sources/a.yaml': HERALD, 'sources/a.yml': HERALD })).toEqual([
      'config/sources/a.yml:1:1: config/sources/a.yaml has the id a already',
    ])
  })

  test('a site rule is named as its domain stands in addresses, or no page would find it', () => {
    const files = ['Sport.Example', 'zürich.example', 'herald.example.', 'a b', 'herald.example', '127.0.0.1']
    const rules = Object.fromEntries(files.map(name => [`sites/${name}.yaml`, 'versions: [{}]\n']))
    expect(mistakesOf({ 'wiredesk.yaml': '', ...rules })).toEqual([
      'config/sites/Sport.Example.yaml:1:1: Sport.Example is no domain as it stands in addresses; name the file sport.example.yaml',
      'config/sites/a b.yaml:1:1: a b is no domain as it stands in addresses',
      'config/sites/herald.example..yaml:1:1: herald.example. is no domain as it stands in addresses; name the file herald.example.yaml',
      'config/sites/zürich.example.yaml:1:1: zürich.example is no domain as it stands in addresses; name the file xn--zrich-kva.example.yaml',
    ])
  })

  test('parts of a site rule that would do nothing', () => {
    const rule = 'versions: [{ fields: { headline: h1 }, optional: [byline], remove: ["p.ad@class", " "] }]\n'
    expect(mistakesOf({ 'wiredesk.yaml': '', 'sites/a.example.yaml': rule })).toEqual([
      expect.stringContaining('versions.0.remove.0: names an attribute; whole elements are taken out'),
      expect.stringContaining('versions.0.remove.1'),
      expect.stringContaining('versions.0.optional.0: byline has no selector in fields'),
    ])
  })

  test('one domain has one rule, and one day one version', () => {
    const rule = 'versions: [{}]\n'
    const two = 'versions: [{ from: 2026-01-01 }, { from: 2026-01-01 }]\n'
    const files = { 'sites/a.example.yaml': rule, 'sites/a.example.yml': rule, 'sites/b.example.yaml': two }
    expect(mistakesOf({ 'wiredesk.yaml': '', ...files })).toEqual([
      'config/sites/b.example.yaml:1:34 versions.1: begins on the same day as a version before it: one of them would never be used; give this one its day in from',
      'config/sites/a.example.yml:1:1: config/sites/a.example.yaml has the id a.example already',
    ])
  })

  test.each(['h1 >', '> h1', 'h1,', '@href', 'h1[['])(
    'a selector that is not whole, such as "%s", is a mistake',
    selector => {
      const rule = `versions: [{ fields: { headline: "${selector}" } }]\n`
      expect(mistakesOf({ 'wiredesk.yaml': '', 'sites/a.example.yaml': rule })).toEqual([
        'config/sites/a.example.yaml:1:34 versions.0.fields.headline: is no CSS selector (with @attribute at its end, if any)',
      ])
    },
  )

  test('a field that a site rule cannot read is told with those that it can', () => {
    const rule = 'versions: [{ fields: { headlin: h1, writer: h2 } }]\n'
    expect(mistakesOf({ 'wiredesk.yaml': '', 'sites/a.example.yaml': rule })).toEqual([
      'config/sites/a.example.yaml:1:24 versions.0.fields.headlin: unknown key; did you mean headline?',
      expect.stringContaining('versions.0.fields.writer: unknown key; allowed are headline, standfirst, byline,'),
    ])
  })

  test.each(['- a list\n', 'a sentence\n'])('a file that is not a map is a mistake: %j', text => {
    expect(mistakesOf({ 'wiredesk.yaml': text }, { env: { WIREDESK_CONTACT: 'a@b.example' } })).toHaveLength(1)
  })
})

describe('values for one run', () => {
  const desk = () => makeDesk({ 'wiredesk.yaml': 'fetch: { delayMs: 7 }\n' })

  test.each([
    ['WIREDESK_STORE', 'sqlite:/var/news.db', (config: ReturnType<typeof loadConfig>) => config.store.url],
    ['WIREDESK_QUEUE', 'local:', (config: ReturnType<typeof loadConfig>) => config.queue.url],
    ['WIREDESK_PROXY', 'http://proxy.example:3128', (config: ReturnType<typeof loadConfig>) => config.fetch.proxy],
    ['WIREDESK_CONTACT', 'a@b.example', (config: ReturnType<typeof loadConfig>) => config.contact],
  ])('%s overrides the file', (name, value, read) => {
    expect(read(loadConfig(desk(), { env: { [name]: value } }))).toBe(value)
  })

  test('--set overrides the file and the environment', () => {
    const options = { env: { WIREDESK_CONTACT: 'a@b.example' }, set: ['contact=c@d.example', 'fetch.delayMs=0'] }
    const config = loadConfig(desk(), options)
    expect([config.contact, config.fetch.delayMs]).toEqual(['c@d.example', 0])
  })

  test('a value is YAML: maps and lists can be set whole', () => {
    const config = loadConfig(desk(), { set: ['fetch.hosts={herald.example: "127.0.0.1:8081"}'] })
    expect(config.fetch.hosts).toEqual({ 'herald.example': '127.0.0.1:8081' })
  })

  test('a mistake in one is not blamed on the file', () => {
    expect(mistakesOf({ 'wiredesk.yaml': '' }, { set: ['fetch.delayMs=soon'] })).toEqual([
      '--set fetch.delayMs: Invalid input: expected number, received string',
    ])
  })

  test.each(['fetch.delayMs', '=5', 'fetch..delayMs=5', '__proto__.a=5', 'fetch.hosts={'])(
    '--set %s is refused',
    set => {
      expect(codeOf(() => loadConfig(desk(), { set: [set] }))).toBe('BAD_ARGUMENT')
    },
  )
})

describe('finding the desk', () => {
  test('the named folder comes before WIREDESK_DESK', () => {
    const [named, other] = [makeDesk({ 'wiredesk.yaml': '' }), makeDesk({ 'wiredesk.yaml': '' })]
    expect(findDesk(named, { WIREDESK_DESK: other })).toBe(named)
    expect(findDesk(undefined, { WIREDESK_DESK: other })).toBe(other)
  })

  test('a folder without config/wiredesk.yaml is no desk', () => {
    expect(codeOf(() => findDesk(makeDesk({}), {}))).toBe('DESK_MISSING')
  })
})

describe('the contact', () => {
  const configWith = (feed: string, settings = '') =>
    loadConfig(makeDesk({ 'wiredesk.yaml': settings, 'sources/a.yaml': `name: A\nfeed: ${feed}\n` }))

  test.each([
    'http://127.0.0.1:8081/rss',
    'http://127.8.9.10/rss',
    'http://localhost/rss',
    'http://[::1]:8081/rss',
    'http://2130706433/rss',
  ])('%s is this machine: no contact is needed', feed => {
    expect(codeOf(() => requireContact(configWith(feed)))).toBe('none')
  })

  test.each(['https://herald.example/rss', 'http://127.example/rss', 'http://10.0.0.1/rss'])('%s needs one', feed => {
    expect(codeOf(() => requireContact(configWith(feed)))).toBe('CONTACT_MISSING')
  })

  test('a name that fetch.hosts maps to this machine needs none, one mapped elsewhere does', () => {
    const hosts = (address: string) => `fetch: { hosts: { herald.example: "${address}" } }\n`
    const feed = 'https://herald.example/rss'
    expect(codeOf(() => requireContact(configWith(feed, hosts('127.0.0.1:8081'))))).toBe('none')
    expect(codeOf(() => requireContact(configWith(feed, hosts('[::1]:8081'))))).toBe('none')
    expect(codeOf(() => requireContact(configWith(feed, hosts('192.0.2.1:80'))))).toBe('CONTACT_MISSING')
  })

  test('with a contact everybody may be asked', () => {
    const config = configWith('https://herald.example/rss', 'contact: news@desk.example\n')
    expect(codeOf(() => requireContact(config))).toBe('none')
  })
})
