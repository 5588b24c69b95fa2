import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseRobots } from '../../src/policy/robots.ts'
import { growth, LINEAR } from '../growth.ts'

const HERALD = 'https://herald.example'

describe('which rule decides (RFC 9309, 2.2.2)', () => {
  test.each([
    ['the longest rule wins', 'Disallow: /news\nAllow: /news/public\n', '/news/public/1', true],
    ['a rule covers what begins with it', 'Disallow: /news\n', '/newsletter', false],
    ['allow wins where two rules are equally long', 'Disallow: /page\nAllow: /page\n', '/page', true],
    ['what no rule covers is allowed', 'Disallow: /news\n', '/sport', true],
    ['an empty Disallow rules nothing', 'Disallow:\n', '/news', true],
    ['case counts in paths', 'Disallow: /News\n', '/news', true],
    ['the query is part of the path', 'Disallow: /*?print=\n', '/news?print=1', false],
    ['a lone question mark at the end counts', 'Disallow: /*?\n', '/news?', false],
    ['the fragment is no part of the path', 'Disallow: /*print$\n', '/news#print', true],
    ['a comment ends a rule', 'Disallow: /news # not yet\n', '/news', false],
  ])('%s', (_rule, rules, path, allowed) => {
    expect(parseRobots(`User-agent: *\n${rules}`).allows('Wiredesk', HERALD + path)).toBe(allowed)
  })
})

describe('signs in a pattern (RFC 9309, 2.2.3)', () => {
  test.each([
    ['* stands for any run of letters', '/a*c', '/abbbc/d', false],
    ['* stands for nothing too', '/a*c', '/ac', false],
    ['$ stands for the end', '/*.pdf$', '/report.pdf', false],
    ['$ lets pass what goes on', '/*.pdf$', '/report.pdf?x=1', true],
    ['the last piece may not overlap the one before', '/ab*ba$', '/aba', true],
    ['$ elsewhere is a plain letter', '/price$list', '/price$list', false],
    ['a raw letter and its escape are one', '/stra\u00dfe', '/stra%C3%9Fe', false],
    ['escapes match in either case', '/stra%c3%9fe', '/stra%C3%9Fe', false],
  ])('%s', (_rule, pattern, path, allowed) => {
    expect(parseRobots(`User-agent: *\nDisallow: ${pattern}\n`).allows('Wiredesk', HERALD + path)).toBe(allowed)
  })

  test('Allow for an index page opens its folder as well', () => {
    const robots = parseRobots('User-agent: *\nAllow: /news/index.html\nDisallow: /\n')
    expect(robots.allows('Wiredesk', `${HERALD}/news/`)).toBe(true)
    expect(robots.allows('Wiredesk', `${HERALD}/news/1`)).toBe(false)
  })
})

describe('which group speaks to whom (RFC 9309, 2.2.1)', () => {
  test('a crawler that is named follows its own group only', () => {
    const robots = parseRobots('User-agent: *\nDisallow: /\n\nUser-agent: Wiredesk\nDisallow: /private\n')
    expect(robots.allows('Wiredesk', `${HERALD}/news`)).toBe(true)
    expect(robots.allows('OtherBot', `${HERALD}/news`)).toBe(false)
  })

  test('names match without regard to case and version', () => {
    expect(parseRobots('User-agent: wireDESK/2\nDisallow: /\n').allows('Wiredesk/1.0', HERALD)).toBe(false)
  })

  test('the start of a name is not the name', () => {
    expect(parseRobots('User-agent: Wire\nDisallow: /\n').allows('Wiredesk', HERALD)).toBe(true)
  })

  test('groups for the same crawler are one', () => {
    const robots = parseRobots(
      'User-agent: Wiredesk\nDisallow: /a\nUser-agent: x\nDisallow: /\nUser-agent: Wiredesk\nDisallow: /b',
    )
    expect(robots.allows('Wiredesk', `${HERALD}/a`)).toBe(false)
    expect(robots.allows('Wiredesk', `${HERALD}/b`)).toBe(false)
    expect(robots.allows('Wiredesk', `${HERALD}/c`)).toBe(true)
  })

  test('a record of another kind does not part the agents of a group (2.2.4)', () => {
    const robots = parseRobots('User-agent: otherbot\nCrawl-delay: 20\nUser-agent: *\nDisallow: /private\n')
    expect(robots.allows('otherbot', `${HERALD}/private`)).toBe(false)
    expect(robots.crawlDelaySeconds('otherbot')).toBe(20)
    expect(robots.crawlDelaySeconds('Wiredesk')).toBeUndefined()
  })

  test('rules before the first agent speak to nobody', () => {
    expect(parseRobots('Disallow: /\nUser-agent: *\nAllow: /\n').allows('Wiredesk', HERALD)).toBe(true)
  })
})

describe('files as people write them', () => {
  test.each([
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /\n'],
    ['a broken byte order mark', '\uFFFDUser-agent: *\nDisallow: /\n'],
    ['carriage returns alone', 'User-agent: *\rDisallow: /\r'],
    ['white space all around', ' \t User-agent \t:\t*  \n  Disallow :\t / \n'],
    ['a forgotten colon', 'User-agent *\nDisallow /\n'],
    ['a misspelled key', 'Useragent: *\nDissallow: /\n'],
    ['markup between the lines', '<html>\nUser-agent: *\n<br>\nDisallow: /\n</html>'],
  ])('%s does not hide a rule', (_what, text) => {
    expect(parseRobots(text).allows('Wiredesk', `${HERALD}/news`)).toBe(false)
  })

  test('bytes beyond 500 KiB are not read, nor is the line that the cut falls into', () => {
    const filler = `${'#'.repeat(1023)}\n`.repeat(500)
    const start = 'User-agent: *\n'
    expect(parseRobots(`${start + filler.slice(200)}Disallow: /\n`).allows('Wiredesk', HERALD)).toBe(false)
    expect(parseRobots(`${start}${filler}Disallow: /\n`).allows('Wiredesk', HERALD)).toBe(true)
    expect(parseRobots(`${start}${filler.slice(start.length + 11)}Disallow: /news\n`).allows('Wiredesk', HERALD)).toBe(
      true,
    )
  })
})

describe('the other records', () => {
  test('sitemaps are listed from anywhere in the file', () => {
    const robots = parseRobots('Sitemap: https://herald.example/a.xml\nUser-agent: *\nSitemap: /b.xml\nDisallow:\n')
    expect(robots.sitemaps).toEqual(['https://herald.example/a.xml', '/b.xml'])
  })

  test.each([
    ['1', 1],
    ['0.5', 0.5],
    ['10a', undefined],
    ['1.2.1', undefined],
    ['-3', undefined],
    ['1e9', undefined],
  ])('Crawl-delay %s reads as %s', (value, seconds) => {
    expect(parseRobots(`User-agent: *\nCrawl-delay: ${value}\n`).crawlDelaySeconds('Wiredesk')).toBe(seconds)
  })

  test('a named crawler does not inherit the delay of all others', () => {
    expect(
      parseRobots('User-agent: *\nCrawl-delay: 9\nUser-agent: b\nDisallow:\n').crawlDelaySeconds('b'),
    ).toBeUndefined()
  })

  test('signals about use keep their words and their group', () => {
    const text =
      'User-agent: *\nContent-Signal: search=yes, ai-train=no\nAllow: /\n\nUser-agent: Wiredesk\nContent-Usage: /a train-ai=n\n'
    expect(parseRobots(text).contentSignals).toEqual([
      { name: 'content-signal', value: 'search=yes, ai-train=no', agents: ['*'] },
      { name: 'content-usage', value: '/a train-ai=n', agents: ['wiredesk'] },
    ])
  })
})

describe('hostile files', () => {
  test('any text parses, and any address has a verdict', () => {
    const line = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .tuple(fc.constantFrom('User-agent', 'Allow', 'Disallow', 'Crawl-delay', 'Sitemap'), fc.string())
        .map(r => r.join(':')),
    )
    fc.assert(
      fc.property(fc.array(line), fc.string(), fc.string({ unit: 'binary' }), (lines, agent, url) => {
        expect(typeof parseRobots(lines.join('\n')).allows(agent, url)).toBe('boolean')
      }),
    )
  })

  test('stars do not multiply the work', () => {
    const ask = (n: number) => {
      const robots = parseRobots(`User-agent: *\n${`Disallow: /${'a*'.repeat(500)}b\n`.repeat(100)}`)
      expect(robots.allows('Wiredesk', `${HERALD}/${'a'.repeat(n)}`)).toBe(true)
    }
    expect(growth(ask, 2000)).toBeLessThan(LINEAR)
  })

  test('an agent named again and again has its rules once', () => {
    const ask = (n: number) => {
      const text = `${'User-agent: a\nCrawl-delay: 1\n'.repeat(n)}${'Disallow: /x\n'.repeat(2 * n)}`
      expect(parseRobots(text).allows('a', `${HERALD}/x`)).toBe(false)
    }
    expect(growth(ask, 2000)).toBeLessThan(LINEAR)
  })

  test('thousands of agents with thousands of records cost no more than their lines', () => {
    const ask = (n: number) => {
      const text = `${'User-agent: a\nUser-agent: b\n'.repeat(n)}${'Crawl-delay: 1\n'.repeat(2 * n)}`
      expect(parseRobots(text).crawlDelaySeconds('a')).toBe(1)
    }
    expect(growth(ask, 2000)).toBeLessThan(LINEAR)
  })
})
