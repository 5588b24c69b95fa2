import { describe, expect, test } from 'vitest'
import { type ExtractInput, extract } from '../../src/extract/index.ts'
import { ruleFor } from '../../src/extract/site-rule.ts'
import type { RuleVersion, SiteRule } from '../../src/model.ts'
import { articleWith, page } from './made-up.ts'

const version = (parts: Partial<RuleVersion>): RuleVersion => ({ fields: {}, optional: [], remove: [], ...parts })
const rule = (...versions: Partial<RuleVersion>[]): SiteRule => ({
  domain: 'herald.example',
  versions: versions.map(version),
})
const read = (html: string, siteRule: SiteRule, input: Partial<ExtractInput> = {}) =>
  extract({ url: 'https://www.herald.example/news/dredging', bytes: page(html), rule: siteRule, ...input })

const html = articleWith({
  under:
    '<p class="kicker">By the sea</p><p class="writer">Ada Example und Ben Sample</p><span class="day" data-day="2026-03-01">Sunday</span>',
  after: '<div class="promo"><h2>Our promotion</h2></div>',
})

describe('the rule of an address', () => {
  test('is that of its domain or the domain it stands below; the longest wins', () => {
    const rules = ['example', 'herald.example', 'sport.herald.example'].map(domain => ({ domain, versions: [] }))
    expect(ruleFor(rules, 'https://sport.herald.example/a')?.domain).toBe('sport.herald.example')
    expect(ruleFor(rules, 'https://www.herald.example/a')?.domain).toBe('herald.example')
    expect(ruleFor(rules, 'https://otherherald.test/a')).toBeUndefined()
  })
})

describe('a site rule', () => {
  test('goes before what the engine reads by itself, which stays as an alternative', () => {
    const { fields } = read(html, rule({ fields: { headline: '.kicker' } }))
    expect(fields.headline).toMatchObject({
      value: 'By the sea',
      from: 'site-rule',
      where: '.kicker',
      confidence: 1,
      alternatives: [{ value: 'Harbour council votes on dredging' }],
    })
  })

  test('reads names, and the attribute that stands behind @', () => {
    const { fields } = read(html, rule({ fields: { byline: '.writer', published: '.day@data-day' } }))
    expect(fields.byline?.value).toEqual(['Ada Example', 'Ben Sample'])
    expect(fields.published?.value).toContain('2026-03-01')
  })

  test('passes over matches that are empty, and attributes that only scripts fill', () => {
    const fields = { headline: 'h1', section: '.rubric', published: 'time', canonicalUrl: '.permalink' }
    const { fields: found, rule: outcome } = read(
      articleWith({
        h1: '<h1><img alt="Herald" src="/logo.png"></h1><h1>Council votes</h1>',
        under: `<i class="rubric"></i><i class="rubric">Port</i><time datetime="">1 March 2026</time>
          <a class="permalink">Link</a><a class="permalink" href="/news/1">Link</a>`,
      }),
      rule({ fields }),
    )
    expect(outcome?.stale).toEqual([])
    expect(found).toMatchObject({
      headline: { value: 'Council votes' },
      section: { value: 'Port' },
      published: { value: '2026-03-01T00:00:00+00:00' },
      canonicalUrl: { value: 'https://www.herald.example/news/1' },
    })
  })

  test('takes as body all that stands in the element it names', () => {
    const { fields } = read(html, rule({ fields: { body: '.article-body' } }))
    expect(fields.body).toMatchObject({ from: 'site-rule', where: '.article-body' })
    expect(fields.body?.value.text.split('\n')).toHaveLength(5)
  })

  test('takes out what it is told to before anything is read', () => {
    expect(read(html, rule({ remove: ['.writer'] })).fields.byline).toBeUndefined()
  })

  test('says which selectors match nothing, but for optional ones', () => {
    const { rule: outcome, fields } = read(
      html,
      rule({ fields: { headline: 'h1.gone', standfirst: '.gone' }, optional: ['standfirst'] }),
    )
    expect(outcome).toEqual({ name: 'herald.example', stale: ['headline'] })
    expect(fields.headline?.value).toBe('Harbour council votes on dredging')
  })

  test('expects nothing of a page that is no article', () => {
    const missing = '<html><head><title>404 Not Found</title></head><body><h1>Page not found</h1></body></html>'
    expect(read(missing, rule({ fields: { headline: 'h1.gone' } })).rule?.stale).toEqual([])
  })

  test('has versions: a page is read by the last that had begun when it was fetched', () => {
    const versions = rule({ fields: { headline: '.kicker' } }, { from: '2026-05-01', fields: { headline: 'h1' } })
    expect(read(html, versions, { fetchedAt: '2026-04-30T23:00:00.000Z' }).fields.headline?.value).toBe('By the sea')
    expect(read(html, versions, { fetchedAt: '2026-05-01T01:00:00.000Z' }).rule?.name).toBe(
      'herald.example from 2026-05-01',
    )
    expect(read(html, versions).fields.headline?.value).toBe('Harbour council votes on dredging')
  })
})

describe('the next page', () => {
  const next = (url: string, link: string, siteRule = rule({})) =>
    read(
      articleWith({ head: `<link rel="next" href="${link}">`, after: `<a class="more" href="${link}">2</a>` }),
      siteRule,
      {
        url,
      },
    ).nextPage

  test.each<[url: string, link: string]>([
    ['https://herald.example/story/dredging', 'https://herald.example/story/dredging/2'],
    ['https://herald.example/story/dredging/2', 'https://herald.example/story/dredging/3'],
    ['https://herald.example/story/dredging/', 'https://herald.example/story/dredging/page/2/'],
    ['https://herald.example/story/dredging.html', 'https://herald.example/story/dredging-2.html'],
    ['https://herald.example/story?id=7', 'https://herald.example/story?id=7&page=2'],
  ])('%s goes on at %s', (url, link) => {
    expect(next(url, link)).toBe(link)
  })

  test.each<[url: string, link: string]>([
    ['https://herald.example/story/dredging', 'https://herald.example/story/another-article'],
    ['https://herald.example/story/dredging/2', 'https://herald.example/story/dredging/2'],
    ['https://herald.example/story/dredging', 'https://elsewhere.example/story/dredging/2'],
  ])('%s does not go on at %s', (url, link) => {
    expect(next(url, link)).toBeUndefined()
  })

  test.each(['#', '#more', '/story/dredging#2', 'javascript:void(0)', 'https://elsewhere.example/story/2'])(
    'is not what a link such as %s leads to',
    link => {
      expect(next('https://herald.example/story/dredging', link, rule({ next: 'a.more' }))).toBeUndefined()
    },
  )

  test('is the one that the rule names', () => {
    const url = 'https://herald.example/story/dredging'
    expect(next(url, '/story/dredging-part-two', rule({ next: 'a.more' }))).toBe(
      'https://herald.example/story/dredging-part-two',
    )
  })
})
