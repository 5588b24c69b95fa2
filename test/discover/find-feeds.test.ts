import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findFeeds, knownFeeds } from '../../src/discover/find-feeds.ts'

const URL = 'https://herald.example/news/'

describe('the feeds of a page', () => {
  test('those it advertises come before those it links to, each once', () => {
    const html = `<base href="/x/"><link rel=alternate type="application/rss+xml" title="All &amp; more" href="rss">
      <link rel="alternate" type="application/atom+xml" href="https://herald.example/atom.xml"/>
      <a href="https://www.herald.example/x/rss/">again</a><a href="/sport/feed/">Sport</a><a href="/rss-explained">What is RSS?</a>`
    expect(findFeeds(html, URL)).toEqual([
      { url: 'https://herald.example/x/rss', type: 'rss', title: 'All & more', from: 'advertised' },
      { url: 'https://herald.example/atom.xml', type: 'atom', from: 'advertised' },
      { url: 'https://herald.example/sport/feed/', title: 'Sport', from: 'linked' },
    ])
  })
  test.each([
    ['without an address', '<link rel=alternate type="application/rss+xml" href>'],
    ['that is the API of WordPress', '<link rel=alternate type="application/json" href="/wp-json/wp/v2/posts/1">'],
    ['of another type', '<link rel=alternate type="text/html" href="/de">'],
    ['in a script', '<script>"<link rel=alternate type=application/rss+xml href=/rss>"</script>'],
    ['in a comment', '<!-- <link rel=alternate type=application/rss+xml href=/rss> -->'],
  ])('a link %s is none', (_, html) => {
    expect(findFeeds(html, URL)).toEqual([])
  })
  test('a channel has four lists, a repository three', () => {
    expect(knownFeeds('https://www.youtube.com/channel/UCabc')).toHaveLength(4)
    expect(knownFeeds('https://github.com/example/wire')).toHaveLength(3)
    expect(knownFeeds('https://herald.example/channel/UCabc')).toEqual([])
  })
  test('whatever comes is read', () => {
    const pieces = fc.constantFrom(
      ...'<link rel=alternate type="application/rss+xml" href="/a"> <a <base href= </a> <!-- " > é &amp; <script>'.split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), parts => Array.isArray(findFeeds(parts.join(' '), URL))),
      { numRuns: 2000 },
    )
  })
})
