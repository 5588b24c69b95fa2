/** One table a field: what stands on a page, and what is read of it. */

import { describe, expect, test } from 'vitest'
import { type ExtractInput, extract } from '../../src/extract/index.ts'
import type { ExtractedFields, PageSignals } from '../../src/model.ts'
import { articleWith, page } from './made-up.ts'

const read = (html: string, input: Partial<ExtractInput> = {}): ExtractedFields =>
  extract({ url: 'https://herald.example/news/harbour-council-votes-on-dredging', bytes: page(html), ...input }).fields

const author = (json: unknown): string =>
  `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Harbour council votes on dredging', author: json })}</script>`

describe('byline', () => {
  test.each<[rule: string, head: string, under: string, names: readonly string[] | undefined]>([
    ['persons in JSON-LD', author([{ '@type': 'Person', name: 'Ada Example' }]), '', ['Ada Example']],
    [
      'several names in one node',
      author({ '@type': 'Person', name: ['Ada Example', 'Ben Sample'] }),
      '',
      ['Ada Example', 'Ben Sample'],
    ],
    ['a By line, its names parted', '', '<p>By Ada Example and Ben Sample</p>', ['Ada Example', 'Ben Sample']],
    ['a word By of its own', '', '<p><span>By</span> <a href="/a">Ada Example</a></p>', ['Ada Example']],
    ['von, in German', '', '<p>Von Jana Hafermann</p>', ['Jana Hafermann']],
    ['par, in French', '', '<p>Par Lucie Marchefer</p>', ['Lucie Marchefer']],
    ['a By line beside the date', '', '<div><p>Apr 17, 2026</p><p>By Jerry Quayside</p></div>', ['Jerry Quayside']],
    [
      'a name under the headline, beside the date, where nothing else is said',
      '',
      '<div><span>Jens Neuhafen</span><span>2026-01-14</span></div>',
      ['Jens Neuhafen'],
    ],
    [
      'no topic that is a link',
      '',
      '<div><a href="/topic/power-coaching">Power Coaching</a><span>2026-01-14</span></div>',
      undefined,
    ],
    [
      'no label beside the date, in a script whose names have no capitals',
      '',
      '<div><span>小字号</span><span>2026-01-14</span></div>',
      undefined,
    ],
    [
      'an organisation where nobody else is',
      author({ '@type': 'Organization', name: 'Saltmarsh Wire' }),
      '',
      ['Saltmarsh Wire'],
    ],
    [
      'persons before organisations',
      author([{ '@type': 'Organization', name: 'Herald Staff' }]),
      '<p class="byline">By <a rel="author" href="/authors/ada">Ada Example</a></p>',
      ['Ada Example'],
    ],
    [
      'no photographer',
      author([
        { '@type': 'Person', name: 'Ada Example' },
        { '@type': 'Person', name: 'Pia Lens' },
      ]),
      '<p>By Ada Example</p><p><span>Photography by</span> <span>Pia Lens</span></p>',
      ['Ada Example'],
    ],
    [
      'no contributor',
      author([
        { '@type': 'Person', name: 'Ada Example' },
        { '@type': 'Person', name: 'Cora Helper' },
      ]),
      '<p>By <a>Ada Example</a></p><p><span>Contributions from</span> <a>Cora Helper</a></p>',
      ['Ada Example'],
    ],
    [
      'no agency behind the name',
      author({ '@type': 'Person', name: 'Ada Example The Associated Press' }),
      '',
      ['Ada Example'],
    ],
    [
      'an agency listed after the persons',
      author({ '@type': 'Person', name: 'Ada Example und Ben Sample, dpa' }),
      '',
      ['Ada Example', 'Ben Sample', 'dpa'],
    ],
    ['no By that the layout parts from the name', '', '<p>By<b>Ada Example</b></p>', ['Ada Example']],
    [
      'no post that style alone sets apart from the name',
      '',
      '<div class="author"><span>Ada Example</span><span>Reporter</span></div>',
      ['Ada Example'],
    ],
    [
      'two names that style alone sets apart',
      '',
      '<p>By <b>Ada Example</b><b>Ben Sample</b></p>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'one name in parts that begin inside a word',
      '',
      '<p class="author"><span>A</span>da Exam<i>ple</i></p>',
      ['Ada Example'],
    ],
    ['no label that says whose names follow', '', '<p>Autorin/Autor: Jana Hafermann</p>', ['Jana Hafermann']],
    [
      'no initials in the place of a portrait',
      '',
      '<p class="byline"><a rel="author" href="/authors/ada">AE Ada Example</a></p>',
      ['Ada Example'],
    ],
    ['a user name before the date on its line', '', '<div>by quayfan7, <time>14 Jan 2026</time></div>', ['quayfan7']],
    ['a By after the date on its line', '', '<div>posted on <b>2026-01-14</b> by Ada Example</div>', ['Ada Example']],
    [
      'the account that keeps the site gives way to a By line',
      author({ '@type': 'Person', name: 'Harbour Desk', url: 'https://herald.example/author/admin/' }),
      '<p>By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'a By line goes before the link to a photographer',
      '',
      '<p><a href="/writer/pia">Pia Lens</a></p><p>By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'a post beside the name is nobody',
      author({ '@type': 'Person', name: 'Ada Example' }),
      '<p class="byline">By <a href="/authors/ada">Ada Example</a>, <i>Harbour Master and Master Gardener</i></p>',
      ['Ada Example'],
    ],
    [
      'no house of a broadcaster with a short name',
      '<meta property="og:site_name" content="HRF">',
      '<p>Von <a href="/a">Jana Hafermann, HRF NORDKÜSTE</a></p>',
      ['Jana Hafermann'],
    ],
    [
      'a library writes the family name first',
      '<meta name="citation_author" content="Example, Ada J.">',
      '',
      ['Ada J. Example'],
    ],
    [
      'nobody who wrote the article that a card leads to',
      '',
      `<div><a href="/news/other"><h5>Another council</h5><p>${'A word of it. '.repeat(12)}</p><h6>By Ben Sample</h6></a></div>`,
      undefined,
    ],
    [
      'nobody where a post stands alone',
      '',
      '<p class="byline">Licensed Harbour Master, M.A. Journalism</p>',
      undefined,
    ],
    [
      'nobody whose name is the anchor of a heading',
      '',
      '<h3 id="the-old-pier-by-ada-example"><a href="/pier">The Old Pier</a></h3>',
      undefined,
    ],
    ['nobody who is what the page is about', '', '<p class="byline">Harbour Council Votes On Dredging</p>', undefined],
    ['a user name in a link to its page', '', '<p>By <a href="/author/quayfan7">quayfan7</a></p>', ['quayfan7']],
    [
      'a user name before the day, in another language',
      '',
      '<p>Erstellt von Quayfan am 14. Januar 2026</p>',
      ['Quayfan'],
    ],
    [
      'nobody with a page on another site',
      '',
      '<p><a href="https://video.example/user/herald">Herald Video</a></p>',
      undefined,
    ],
    [
      'no label in another language',
      '',
      '<p class="author"><a href="/stories">Weitere Stories</a></p><div><span>Neueste Beiträge</span><span>2026-01-14</span></div>',
      undefined,
    ],
    ['a name before a bar and the date', '', '<p>Ada Example | 14 January 2026</p>', ['Ada Example']],
    ['a name between the date and the section', '', '<p>14 gennaio 2026 • Carla Molo • Porto</p>', ['Carla Molo']],
    ['no desk beside the date in one text', '', '<p>Harbour News Desk | 14 January 2026</p>', undefined],
    ['no place before the date', '', '<p>Port Skerrow, 14 January 2026</p>', undefined],
    ['a By behind the date in one text', '', '<p>January 14, 2026 by Ada Example in News</p>', ['Ada Example']],
    [
      'a word for writer behind the date and its label',
      '',
      '<p>Published: 14 Jan 2026, 5:30 pm | Author: Ada Example</p>',
      ['Ada Example'],
    ],
    ['nobody whom a sentence names behind a date', '', '<p>Opened on 14 January 1932 by Ada Example</p>', undefined],
    [
      'a Korean name with its post beside the date',
      '',
      '<p><b>홍보기 기자</b> <i>2026.01.14. 21:40</i></p>',
      ['홍보기'],
    ],
    ['no Korean desk beside the date', '', '<p><b>사회부 기자</b> <i>2026.01.14. 21:40</i></p>', undefined],
    ['nobody beside the year of the copyright', '', '<p>Lower Quayside</p><p>© 2026 Herald</p>', undefined],
    ['a name behind the day on its line', '', '<p>14.01.2026 - Jana Hafermann</p>', ['Jana Hafermann']],
    [
      'a name behind the section',
      '',
      '<p class="author">Politik · Jana Hafermann, Jens Kai</p>',
      ['Jana Hafermann', 'Jens Kai'],
    ],
    [
      'no owner of the site in its footer',
      '',
      '<footer><p class="made-by">Owned by Saltmarsh Holdings</p></footer>',
      undefined,
    ],
    [
      'all names where a biography has one of them',
      '',
      '<p class="byline"><a href="/a">Ada Example</a> and <a href="/b">Ben Sample</a></p><div class="author-bio">Ada Example is a reporter.</div>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'the By line goes before whom JSON-LD names for the page around the article',
      '<script type="application/ld+json">{"@type":"WebPage","author":{"@type":"Person","name":"Uma Loader"}}</script>',
      '<p>By Ada Example</p>',
      ['Ada Example'],
    ],
    [
      'bold names that the description has too, behind a subhead, where only the site signs',
      `<meta name="author" content="The Herald"><meta property="og:site_name" content="The Herald">
       <meta name="description" content="...as villages cry foul Ada Example/Ben Sample The council met on Tuesday">`,
      '<p><em>...as villages cry foul</em></p><p><strong>Ada Example/Ben Sample</strong></p>',
      ['Ada Example', 'Ben Sample'],
    ],
    [
      'no bold name behind a subhead where somebody is declared',
      '<meta name="author" content="Cleo Signer"><meta name="description" content="...as villages cry foul Ada Example The council">',
      '<p><em>...as villages cry foul</em></p><p><strong>Ada Example</strong></p>',
      ['Cleo Signer'],
    ],
    ['a writer named like a month', '', '<p class="byline">By April Ryan</p>', ['April Ryan']],
    ['a field for the author by another name', '<meta name="cse_author" content="Ada Example">', '', ['Ada Example']],
  ])('%s', (_, head, under, names) => {
    expect(read(articleWith({ head, under })).byline?.value).toEqual(names)
  })

  test('a line below the text, where nothing above it names a writer', () => {
    const after = '<div><p>This post was written by Ada Example, Head of Piers and Mooring Development</p></div>'
    expect(read(articleWith({ after })).byline?.value).toEqual(['Ada Example'])
  })

  test('a class that says what an element stands beside does not hide what is in it', () => {
    const html = articleWith({ under: '<p>By Ada Example</p>' })
    for (const state of ['with-navigation', 'has-sidebar', 'no-comments'])
      expect(read(html.replace('<body>', `<body><div class="column ${state}">`)).byline?.value).toEqual(['Ada Example'])
  })

  test('degrees stay with the name', () => {
    const under = '<p class="byline">By <a rel="author" href="/authors/ada">Ada Example, DVM</a></p>'
    expect(read(articleWith({ under })).byline?.value).toEqual(['Ada Example, DVM'])
  })
})

test('JSON-LD whose values are nested without end or of no type is read as far as it goes', () => {
  const deep = `${'{"name":'.repeat(20_000)}"x"${'}'.repeat(20_000)}`
  const head = `<script type="application/ld+json">{"@type":{"toString":1,"valueOf":1},"name":"a"}</script>
    <script type="application/ld+json">{"@type":"NewsArticle","headline":${deep}}</script>`
  expect(read(articleWith({ head })).headline?.value).toBe('Harbour council votes on dredging')
})

test('elements that are called like what every object has are no markup', () => {
  const html = articleWith({ after: '' }).replace(/<p>/, '<p>The <constructor>name</constructor> stands. ')
  expect(read(html).body?.value.html).not.toContain('function')
})

test('a declared time in a zone that no clock has has none', () => {
  const head = '<meta property="article:published_time" content="2026-03-01T09:00:00+99:99">'
  const value = read(articleWith({ head })).published?.value
  expect(value === undefined || !Number.isNaN(Date.parse(value))).toBe(true)
})

test.each(['/a-320.jpg 320w,/a-1280.jpg 1280w', '/a-320.jpg 1x,/a-1280.jpg 2x'])(
  'the largest picture of a set without blanks: %s',
  srcset => {
    const after = `<figure><img src="/a-320.jpg" srcset="${srcset}" width="1280" height="800"><figcaption>The quay</figcaption></figure>`
    expect(read(articleWith({ after })).leadImage?.value.url).toBe('https://herald.example/a-1280.jpg')
  },
)

describe('headline', () => {
  test.each<[rule: string, title: string, h1: string, headline: string]>([
    [
      'the h1 as it is set',
      'Council votes - The Herald',
      '<h1>Harbour council votes on dredging</h1>',
      'Harbour council votes on dredging',
    ],
    [
      'no label behind it',
      'Council votes',
      '<h1>Harbour council votes on dredging | Opinion</h1>',
      'Harbour council votes on dredging',
    ],
    [
      'no label of a few words behind it',
      'Council votes',
      '<h1>Harbour council votes on dredging | The long nights</h1>',
      'Harbour council votes on dredging',
    ],
    [
      'a second half behind the bar is no label',
      'Council votes',
      '<h1>Harbour council votes on dredging | What is planned for the old piers</h1>',
      'Harbour council votes on dredging | What is planned for the old piers',
    ],
    [
      'parts behind several bars are no label',
      'Letters',
      '<h1>Letters: New ferries | Old piers | Dredging</h1>',
      'Letters: New ferries | Old piers | Dredging',
    ],
    [
      'no site by another name than it gives itself',
      'Harbour council votes on dredging | Coast Paper',
      '',
      'Harbour council votes on dredging',
    ],
    [
      'no marks of a source text',
      '## Harbour council votes on *dredging*',
      '<h1>## Harbour council votes on *dredging*</h1>',
      'Harbour council votes on dredging',
    ],
    [
      'the heading of a page that calls itself nothing but the site',
      'Herald',
      '<h1>Small harbours of the north</h1>',
      'Small harbours of the north',
    ],
    [
      'no heading that links to the front page',
      'Harbour council votes on dredging',
      '<h1><a href="/">The Harbour Herald</a></h1><h2>Harbour council votes on dredging</h2>',
      'Harbour council votes on dredging',
    ],
    [
      'a short headline all of whose words the title has',
      'Three new harbour votes that the council held',
      '<h1>New harbour votes</h1>',
      'New harbour votes',
    ],
    [
      'no name of the site that ends the title',
      'Small harbours of the north | The Pier and Quay Notebook',
      '<h1>The Pier and Quay Notebook</h1><h2>Small harbours of the north</h2>',
      'Small harbours of the north',
    ],
    [
      'no date before it',
      'Harbour council votes on dredging',
      '<h1>14.01.2026 - Harbour council votes on dredging</h1>',
      'Harbour council votes on dredging',
    ],
    [
      'characters that are escaped twice',
      'Harbour council votes on dredging',
      '<h1>Harbour council votes on piers &amp;amp; dredging</h1>',
      'Harbour council votes on piers & dredging',
    ],
    [
      'no kicker in an element of its own, though the whole is marked as the headline',
      'Ferries: Harbour council votes on dredging',
      '<h1 itemprop="headline"><span>Dispute at the pier</span> <i>-</i> <span>Harbour council votes on dredging</span></h1>',
      'Harbour council votes on dredging',
    ],
    [
      'a part of the headline that ends like the site is none of its name',
      'Council votes - Harbour Herald Days begin in the old town - Herald',
      '',
      'Council votes - Harbour Herald Days begin in the old town',
    ],
  ])('%s', (_, title, h1, headline) => {
    expect(read(articleWith({ title, h1 })).headline?.value).toBe(headline)
  })

  const SEARCHED = 'Harbour council: dredging vote explained'
  const OWN = 'The night on which the pier was saved'

  const news = (headline: string, social: string): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline })}</script><meta property="og:title" content="${social}">`

  test.each<[rule: string, declared: string, social: string, title: string, h1: string, headline: string]>([
    [
      'the h1 against a title for search engines that JSON-LD has too',
      'Dredging vote: what the council decided',
      'Harbour council votes on dredging',
      'Dredging vote: what the council decided',
      'Harbour council votes on dredging',
      'Harbour council votes on dredging',
    ],
    [
      'the printed headline that JSON-LD and social media have',
      'Council votes for the diggers',
      'Council votes for the diggers',
      'Harbour council votes on dredging after a long night',
      'Harbour council votes on dredging after a long night',
      'Council votes for the diggers',
    ],
    [
      'a kicker above the h1 that JSON-LD and social media join to it, as it is set for readers',
      'Dispute at the pier - Council votes on dredging',
      'Dispute at the pier: Council votes on dredging',
      'Dispute at the pier: Council votes on dredging, Harbour Herald, 14 January',
      'Council votes on dredging',
      'Dispute at the pier: Council votes on dredging',
    ],
    [
      'the printed headline, where social media have the h1 cut at a quotation mark',
      'Council votes for the diggers',
      'Harbour council votes on ',
      'Harbour council votes on &quot;dredging&quot;',
      'Harbour council votes on "dredging"',
      'Council votes for the diggers',
    ],
  ])('%s', (_, declared, social, title, h1, headline) => {
    const html = articleWith({ title, h1: `<h1>${h1}</h1>`, head: news(declared, social) })
    expect(read(html).headline?.value).toBe(headline)
  })

  test.each<[rule: string, twitter: string, headline: string]>([
    ["the editors' own, in og:title alone, against a title for search engines everywhere else", '', OWN],
    ['the same, where twitter:title is for search engines too', SEARCHED, OWN],
    ['the printed one against a title for social media, which is in twitter:title too', OWN, SEARCHED],
  ])('%s', (_, twitter, headline) => {
    const card = twitter === '' ? '' : `<meta name="twitter:title" content="${twitter}">`
    const html = articleWith({ title: SEARCHED, h1: `<h1>${SEARCHED}</h1>`, head: news(SEARCHED, OWN) + card })
    expect(read(html).headline?.value).toBe(headline)
  })

  test.each([
    '<h1>Council votes on dredging <span class="subtitle">Members approve the plan of the harbour master after four hours</span></h1>',
    '<h1>Council votes on dredging<br><small>Members approve the plan of the harbour master after four hours</small></h1>',
  ])('without a subtitle in the h1, which nothing else has: %s', h1 => {
    const head = '<meta property="og:title" content="Council votes on dredging">'
    expect(read(articleWith({ title: 'Council votes on dredging', h1, head })).headline?.value).toBe(
      'Council votes on dredging',
    )
  })

  test("the editors' own without its kicker, where a subhead of the page sets the two apart", () => {
    const head = news(SEARCHED, `After months of dispute: ${OWN}`)
    const subhead = `<h2><span>After months of dispute</span><div>${OWN}</div></h2>`
    const html = articleWith({ title: SEARCHED, h1: `<h1>${SEARCHED}</h1>${subhead}`, head })
    expect(read(html).headline?.value).toBe(OWN)
  })

  test('the subhead that the page calls itself by, where the h1 shares only small words with it', () => {
    const title = 'Harbour council votes on dredging and moorings'
    const headlineUnder = (h1: string) =>
      read(articleWith({ title, h1: `<h1>${h1}</h1><h2>${title}</h2>` })).headline?.value
    expect(headlineUnder('Letters on piers and nets')).toBe(title)
    expect(headlineUnder('What the council says on dredging')).toBe('What the council says on dredging')
  })

  test('no h1 over one of many parts, where the page has another name', () => {
    const head = '<meta property="og:title" content="Small harbours of the north and their boats">'
    const h1 = '<h1>Which boats do they keep?</h1><h1>Where to moor</h1><h1>What to eat</h1><h1>When to come</h1>'
    const html = articleWith({ title: 'Small harbours of the north and their boats', head, h1 })
    expect(read(html).headline?.value).toBe('Small harbours of the north and their boats')
  })

  test('no h1 of one word over one of many parts, though the name of the page has that word', () => {
    const head = '<meta property="og:title" content="Harbours, boats and nets of the north">'
    const h1 = '<h1>Harbours</h1><h1>Boats</h1><h1>Nets</h1><h1>Moorings</h1>'
    const html = articleWith({ title: 'Harbours, boats and nets of the north', head, h1: `<article>${h1}</article>` })
    expect(read(html).headline?.value).toBe('Harbours, boats and nets of the north')
  })
})

describe('published', () => {
  test.each<[rule: string, head: string, under: string, published: string]>([
    [
      'a declared instant',
      '<meta property="article:published_time" content="2026-03-01T09:00:00+01:00">',
      '',
      '2026-03-01T09:00:00+01:00',
    ],
    [
      'a time without a zone takes that of another reading of the same minute',
      `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-03-01 20:59:00"}</script><meta name="date" content="2026-03-01T20:59:00+02:00">`,
      '',
      '2026-03-01T20:59:00+02:00',
    ],
    ['a day shown under the headline', '', '<p>1. März 2026</p>', '2026-03-01'],
    ['in a script whose months may have two signs', '', '<p>23 मई 2026</p>', '2026-05-23'],
    ['a clock before a day in digits', '', '<p>21:40 | 24.03.2026</p>', '2026-03-24T21:40'],
    [
      'and not that of the change behind it',
      '',
      '<p>21:40 24.03.2026 (обновлено: 08:15 25.03.2026)</p>',
      '2026-03-24T21:40',
    ],
    [
      'a day in the address has the hour that is shown with it',
      '<meta property="article:published_time" content="2026-03-01">',
      '<p class="date">March 1, 2026, 9:40 p.m. EST</p>',
      '2026-03-01T21:40:00-05:00',
    ],
    [
      'what is marked as published, before what is not',
      '',
      '<p>Act. 25/03/2026 08:15 | Publicado 24/03/2026</p>',
      '2026-03-24',
    ],
    ['the same in brackets', '', '<p class="date">25 Mar 2026 (first published 24 Mar 2026)</p>', '2026-03-24'],
    [
      'a time before the word for a change is not of the change',
      '',
      '<p><time datetime="2026-03-24T22:15:00+01:00">24 Mar 2026</time> · Updated 25 Mar 2026</p>',
      '2026-03-24T22:15:00+01:00',
    ],
    [
      'a day takes the hour from the time element that shows it',
      '<meta property="article:published_time" content="2026-03-01">',
      '<time datetime="2026-03-01T20:59:00+02:00">1 March 2026</time>',
      '2026-03-01T20:59:00+02:00',
    ],
    [
      'but not of another day',
      '<meta property="article:published_time" content="2026-03-01">',
      '<time datetime="2026-03-02T20:59:00+02:00">2 March 2026</time>',
      '2026-03-01T00:00:00+00:00',
    ],
    [
      'a short text with a month, another word like a month before it',
      '',
      '<p>Stand des Artikels: 26. Februar 2026, 12:30 Uhr</p>',
      '2026-02-26',
    ],
    ['a month by its name between hyphens', '', '<p>on 04-ago-2021</p>', '2021-08-04'],
    [
      'no date of a teaser',
      '',
      '<div class="related"><time itemprop="datePublished" datetime="2026-03-13">13 March</time></div><p>February 2, 2026</p>',
      '2026-02-02',
    ],
    [
      'the clock that readers see, where it is that of UTC',
      '<meta property="article:published_time" content="2026-03-01T22:57:00-05:00">',
      '<p>March 2, 2026, 03:57</p>',
      '2026-03-02T03:57:00+00:00',
    ],
    [
      'the earlier day that readers see, where the day of the last change is declared as publication too',
      '<meta property="article:published_time" content="2026-03-11T09:00:00Z"><meta property="article:modified_time" content="2026-03-11T09:00:00Z">',
      '<p class="date">February 2, 2026</p>',
      '2026-02-02',
    ],
    [
      'the declared day, where it is shown too',
      '<meta property="article:published_time" content="2026-03-11T09:00:00Z"><meta property="article:modified_time" content="2026-03-11T09:00:00Z">',
      '<p class="date">March 11, 2026</p><p>Season of February 2, 2026</p>',
      '2026-03-11',
    ],
    [
      'of two days declared as publication the one that readers see',
      `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-11-03T10:00:00Z","dateModified":"2026-03-11T09:30:00Z"}</script><meta property="article:published_time" content="2026-03-11T09:00:00Z">`,
      '<p class="date">11. März 2026</p>',
      '2026-03-11T09:00:00+00:00',
    ],
    [
      'no bare day that is the day of the last change too',
      `<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2025-12-15T08:50:02Z","dateModified":"2026-03-11T09:30:00Z"}</script><meta name="pubdate" content="2026-03-11">`,
      '<p class="date">11. März 2026</p>',
      '2025-12-15T08:50:02',
    ],
    ['a month glued to a name', '', '<p class="date">Ada Example, Editor, F1<b>Dec 19, 2025</b></p>', '2025-12-19'],
    ['no number before the month', '', '<p class="date">6 mins | February 28, 2026</p>', '2026-02-28'],
    ['an instant in a title', '', '<span class="updated" title="2026-03-04T18:52:11+01:00"></span>', '2026-03-04'],
    [
      'a line styled like a caption, right below the headline',
      '',
      '<p class="caption">21. Januar 2026</p>',
      '2026-01-21',
    ],
  ])('%s', (_, head, under, published) => {
    expect(read(articleWith({ head, under, language: 'de' })).published?.value).toContain(published)
  })

  test.each<[language: string, under: string, published: string]>([
    ['hi', '14 मार्च 2026', '2026-03-14'],
    ['mr', '१४ जानेवारी २०२६', '2026-01-14'],
    ['bn', '১৪ আগস্ট ২০২৬, ০৩:০৫ পিএম', '2026-08-14T15:05'],
    ['ta', 'மார்ச் 14, 2026 3:05 pm', '2026-03-14T15:05'],
    ['th', '14 มี.ค. 2569 15:05 น.', '2026-03-14T15:05'],
    ['fa', 'شنبه ۲۳ اسفند ۱۴۰۴ - ۱۵:۰۵', '2026-03-14T15:05'],
    ['ar', '14 كانون الثاني 2026', '2026-01-14'],
    ['vi', 'Thứ bảy, 14/3/2026, 15:05 (GMT+7)', '2026-03-14T15:05:00+07:00'],
    ['vi', 'ngày 14 tháng 3 năm 2026', '2026-03-14'],
    ['pt-BR', '14.mar.2026 às 15h05', '2026-03-14T15:05'],
    ['fr', 'le 14 mars 2026 à 15 h 05 et modifié depuis', '2026-03-14T15:05:00+00:00'],
    ['tr', '14 KASIM 2025', '2025-11-14'],
    ['ru', '15:05, 14 марта 2026', '2026-03-14T15:05'],
    ['en-US', '5:04 AM EST, Sat March 14, 2026', '2026-03-14T05:04:00-05:00'],
  ])('a day shown in %s: %s', (language, text, published) => {
    const under = `<p class="date">${text}</p>`
    expect(read(articleWith({ under, language })).published?.value).toContain(published)
  })

  test.each<[language: string, published: string, updated: string]>([
    ['ar', 'نشر في 14 مارس 2026', 'آخر تحديث 15 مارس 2026'],
    ['he', 'פורסם: 14.03.2026', 'עודכן: 15.03.2026'],
    ['el', 'Δημοσίευση: 14/03/2026', 'Τελευταία ενημέρωση: 15/03/2026'],
    ['hi', 'प्रकाशित: 14 मार्च 2026', 'अपडेट: 15 मार्च 2026'],
    ['vi', 'Đăng 14/3/2026', 'Cập nhật 15/3/2026'],
    ['uk', 'Опубліковано 14 березня 2026', 'Оновлено 15 березня 2026'],
    ['hr', 'Objavljeno 14.3.2026.', 'Ažurirano 15.3.2026.'],
  ])('the word for a change in %s', (language, published, updated) => {
    const fields = read(articleWith({ under: `<p>${updated}</p><p>${published}</p>`, language }))
    expect(fields.published?.value).toContain('2026-03-14')
    expect(fields.modified?.value).toContain('2026-03-15')
  })

  test('a month in words in the address', () => {
    const url = 'https://herald.example/blog/2023/october/03/how-many-boats-are-there'
    expect(read(articleWith({}), { url }).published?.value).toContain('2023-10-03')
  })

  test('the hour of a time element, where the address has the day of another zone', () => {
    const under = '<p>posted on <time datetime="2026-03-01T23:30:00-05:00">March 1</time></p>'
    const url = 'https://herald.example/news/2026-03-02/harbour-council-votes-on-dredging'
    expect(read(articleWith({ under }), { url }).published?.value).toBe('2026-03-01T23:30:00-05:00')
  })

  test('nothing from after the hour of the fetch', () => {
    const head = '<meta property="article:published_time" content="2031-03-01T09:00:00Z">'
    expect(read(articleWith({ head }), { fetchedAt: '2026-03-02T09:00:00.000Z' }).published).toBeUndefined()
  })
})

describe('modified', () => {
  const node = (published: string, modified: string): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Harbour council votes on dredging', datePublished: published, dateModified: modified })}</script>`
  const meta = (modified: string): string => `<meta property="article:modified_time" content="${modified}">`

  test.each<[rule: string, head: string, under: string, modified: string | undefined]>([
    ['declared', node('2026-03-11T09:00:00Z', '2026-03-12T10:30:00Z'), '', '2026-03-12T10:30:00+00:00'],
    [
      'shown without its zone, in that of the publication',
      '<meta property="article:published_time" content="2026-03-25T07:00:00+01:00">',
      '<p>Publié le 25/03/2026 à 07h00 - Mis à jour le 25/03/2026 à 09h15</p>',
      '2026-03-25T09:15:00+01:00',
    ],
    [
      'the same as publication, where nothing changed',
      node('2026-03-11T09:00:00Z', '2026-03-11T09:00:00Z'),
      '',
      '2026-03-11T09:00:00+00:00',
    ],
    [
      'not what was written before it was published',
      node('2026-03-11T09:00:00Z', '2026-03-10T16:20:00Z'),
      '',
      undefined,
    ],
    [
      'a bare day before, which may be the same',
      node('2026-03-11T01:00:00Z', '2026-03-10'),
      '',
      '2026-03-10T00:00:00+00:00',
    ],
    [
      'another declared one, where the zone of the first puts it before publication',
      node('2026-03-11T09:00:00-05:00', '2026-03-11T09:05:00Z') + meta('2026-03-11T14:05:00Z'),
      '',
      '2026-03-11T14:05:00+00:00',
    ],
    [
      'a later one, where the first repeats the time of publication',
      node('2026-03-11T09:00:00Z', '2026-03-11T09:00:00Z') + meta('2026-03-12T10:30:00Z'),
      '',
      '2026-03-12T10:30:00+00:00',
    ],
    [
      'not the same minute in another zone',
      node('2026-03-11T09:00:00-05:00', '2026-03-11T09:00:00-05:00') + meta('2026-03-11T09:00:00+02:00'),
      '',
      '2026-03-11T09:00:00-05:00',
    ],
    [
      'the day shown as that of the change, where the declared one is before publication',
      node('2026-03-11T09:00:00Z', '2026-03-10T16:20:00Z'),
      '<p class="date">Updated March 14, 2026</p>',
      '2026-03-14T00:00:00+00:00',
    ],
    [
      'not the time of a card',
      node('2026-03-11T09:00:00Z', ''),
      '<div class="related-posts"><time class="updated" datetime="2026-03-15T09:00:00Z">March 15</time></div>',
      undefined,
    ],
  ])('%s', (_, head, under, modified) => {
    expect(read(articleWith({ head, under })).modified?.value).toBe(modified)
  })
})

describe('copyrightNotice', () => {
  test.each<[foot: string, notice: string | undefined]>([
    [
      '<footer><p>© 2026 Herald Media Ltd. All rights reserved.</p><p>Terms</p></footer>',
      '© 2026 Herald Media Ltd. All rights reserved.',
    ],
    ['<footer><a>Privacy</a><p>Hafenblatt © 2026</p></footer>', 'Hafenblatt © 2026'],
    [
      '<footer><p>© 2026 Küstenverlag - Alle Rechte vorbehalten</p></footer>',
      '© 2026 Küstenverlag - Alle Rechte vorbehalten',
    ],
    [
      '<footer><span>Copyright</span> <span>2026 La Voz del Puerto. Todos los derechos reservados</span></footer>',
      'Copyright 2026 La Voz del Puerto. Todos los derechos reservados',
    ],
    ['<figure><img src="/a.jpg"><figcaption>The quay. © Pia Lens</figcaption></figure>', undefined],
    ['<footer><p>Theme © 2019 Quick Themes</p></footer>', undefined],
    ['<footer><p>Copyright © Küstenverlag GmbH</p></footer>', 'Copyright © Küstenverlag GmbH'],
    ['<footer><p>© HRF | hrf.example</p></footer>', '© HRF'],
    ['<footer><p>Sva prava pridržana © 2026 Lučki list</p></footer>', 'Sva prava pridržana © 2026 Lučki list'],
    ['<footer><p>ⓒ 항구신문. 무단 전재 및 재배포 금지</p></footer>', 'ⓒ 항구신문. 무단 전재 및 재배포 금지'],
    ['<footer><p>Hafenblatt - Alle rettigheder forbeholdes</p></footer>', 'Hafenblatt - Alle rettigheder forbeholdes'],
    ['<footer><p>Copyright ⓒ Hafenblatt</p></footer>', 'Copyright ⓒ Hafenblatt'],
    ['<footer><p>@ 1997 - 2026 Küstenverlag GmbH</p></footer>', '@ 1997 - 2026 Küstenverlag GmbH'],
    ['<footer><p>© <!-- -->2026<!-- --> Herald Review</p></footer>', '© 2026 Herald Review'],
    ['<footer><p>© Herald.example 2026 powered by Quick Hosting</p></footer>', '© Herald.example 2026'],
    ['<footer><p>© Herald US, Inc. Full 7th Floor, 130 West Quay.</p></footer>', '© Herald US, Inc.'],
    ['<footer><p>© 2026 Herald, Inc.<a>Terms of use</a><a>Privacy</a></p></footer>', '© 2026 Herald, Inc.'],
    [
      '<footer><p>© 2026 The Quay Media Brands, LLC HERALD is a registered trademark of Quay Ltd</p></footer>',
      '© 2026 The Quay Media Brands',
    ],
    [
      '<footer><p>QUAY NEWS™ & © 2026 Quay Media LLC. All rights reserved. Terms apply.</p></footer>',
      '© 2026 Quay Media LLC. All rights reserved.',
    ],
    [
      '<footer><p>© Quay Newspapers Limited, registered office: 1 Harbour Street, SK1 9GF. "The Quay", "Quay" are registered trademarks of Quay Ltd. To see its content, read the terms.</p></footer>',
      '© Quay Newspapers Limited, registered office: 1 Harbour Street, SK1 9GF.',
    ],
    [
      '<footer><p>&lt;Copyright ⓒ Quay Media. All rights reserved.&gt;</p></footer>',
      'Copyright ⓒ Quay Media. All rights reserved.',
    ],
    [
      '<footer><p>© 2026 Quay Press. Members may republish this story in full, with credit. Contact us.</p></footer>',
      '© 2026 Quay Press. Members may republish this story in full, with credit.',
    ],
    ['<footer><p>The Quay logos are trademarks of Quay Ltd and used under licence. © 1996.</p></footer>', undefined],
    ['<p>The claims spoke of copyright infringement and fears of loss in 2023.</p>', undefined],
    ['<footer><p>© 1997-2026. Herald Media Ltd.</p></footer>', '© 1997-2026. Herald Media Ltd.'],
    ['<footer><p>© 1997-2026. Founded at the quay in 1997.</p></footer>', '© 1997-2026.'],
    ['<footer><p>Riproduzione riservata © Copyright Quay</p></footer>', 'Riproduzione riservata © Copyright Quay'],
    [
      '<p>&lt;저작권자(c) 하버, 무단 전재-재배포, AI 학습 및 활용 금지&gt;</p>',
      '저작권자(c) 하버, 무단 전재-재배포, AI 학습 및 활용 금지',
    ],
    ['<footer><a>Copyright Policy</a></footer>', undefined],
  ])('%s', (after, notice) => {
    expect(read(articleWith({ after })).copyrightNotice?.value).toBe(notice)
  })
})

describe('agencyCredits and dateline', () => {
  test.each<[first: string, last: string, agencies: readonly string[] | undefined, dateline: string | undefined]>([
    [
      'SKERROW, Wash. (AP) — The ferry stayed in port on Monday, said the harbour office.',
      '',
      ['AP'],
      'SKERROW, Wash. (AP) —',
    ],
    [
      'PARIS, 4 mars (Reuters) - Le ferry est resté au port lundi, a dit la capitainerie.',
      '',
      ['Reuters'],
      'PARIS, 4 mars (Reuters) -',
    ],
    [
      'DUBLIN — The ferry stayed in port on Monday, said the harbour office in a short note.',
      '',
      undefined,
      'DUBLIN —',
    ],
    [
      'The ferry stayed in port on Monday, said the harbour office in a short note.',
      'Additional reporting by Reuters',
      ['Reuters'],
      undefined,
    ],
    [
      'Die Fähre blieb am Montag im Hafen, teilte das Hafenamt in einer Notiz mit.',
      '(dpa/AFP)',
      ['AFP', 'dpa'],
      undefined,
    ],
    ['THE STATE OF THINGS TODAY — The ferry stayed in port on Monday, said the office.', '', undefined, undefined],
    [
      'SKERROW/PORT HALE, March 7 (Reuters) - The ferry stayed in port on Monday, said the harbour office.',
      '',
      ['Reuters'],
      'SKERROW/PORT HALE, March 7 (Reuters) -',
    ],
    [
      'Hafenstadt (KNA/jh). Die Fähre blieb am Montag im Hafen, teilte das Hafenamt in einer Notiz mit.',
      '',
      ['KNA'],
      'Hafenstadt (KNA/jh).',
    ],
    [
      'Hafenstadt/Neukai – Die Fähre blieb am Montag im Hafen, teilte das Hafenamt in einer Notiz mit.',
      '',
      undefined,
      'Hafenstadt/Neukai –',
    ],
    [
      'BHANPUR: The ferry stayed in port on Monday, said the harbour office in a short note on it.',
      '',
      undefined,
      'BHANPUR:',
    ],
    [
      'OPINION: The ferry stayed in port on Monday, said the harbour office in a short note on it.',
      '',
      undefined,
      undefined,
    ],
    [
      'HAFEN: What did the council say of the ferry, and when will it sail again from the new quay?',
      'ELLEN: It said that the ferry will sail from the new quay again as soon as the posts are set.',
      undefined,
      undefined,
    ],
    [
      'Die Fähre blieb am Montag im Hafen, teilte das Hafenamt in einer Notiz mit.',
      'Über den neuen Fahrplan wird im Sommer entschieden, hieß es. (Blatt mit dpa)',
      ['dpa'],
      undefined,
    ],
    [
      '中央社記者陳小明台北5日電：渡輪星期一停在港內，港務局在簡短的通知中表示，下週恢復航行。',
      '',
      ['中央社'],
      '中央社記者陳小明台北5日電',
    ],
    [
      'ГАВАНЬ, 4 марта. /ТАСС/. Паром в понедельник остался в порту, сообщили в управлении порта.',
      '',
      ['ТАСС'],
      'ГАВАНЬ, 4 марта. /ТАСС/.',
    ],
    ['The ferry stayed in port on Monday.', 'Πηγή: ΑΠΕ-ΜΠΕ', ['ΑΠΕ-ΜΠΕ'], undefined],
    ['The ferry stayed in port on Monday.', 'المصدر: رويترز', ['رويترز'], undefined],
    ['The ferry stayed in port on Monday.', 'Источник: Интерфакс', ['Интерфакс'], undefined],
    ['The ferry stayed in port on Monday.', '(Theo Reuters, AFP)', ['AFP', 'Reuters'], undefined],
    ['The ferry stayed in port on Monday.', 'Kaynak: AA', ['AA'], undefined],
    ['The ferry stayed in port on Monday.', '(dpa/afp)', ['afp', 'dpa'], undefined],
    ['The ferry stayed in port on Monday.', '(MTI)', ['MTI'], undefined],
    ['The ferry stayed in port on Monday.', '(TT)', ['TT'], undefined],
    ['The ferry stayed in port on Monday.', 'Källa: TT', ['TT'], undefined],
    ['The ferry stayed in port on Monday.', 'Källa: Skerrow TT Klubb', undefined, undefined],
    ['The ferry stayed in port on Monday.', 'STT', ['STT'], undefined],
    ['The ferry stayed in port on Monday.', 'Agerpres', ['Agerpres'], undefined],
    ['The ferry stayed in port on Monday.', '(इनपुट: PTI)', ['PTI'], undefined],
    ['The ferry stayed in port on Monday.', '© 2026 AFP', ['AFP'], undefined],
    ['The ferry stayed in port on Monday.', '© 2026 AFP Harbour Holdings', undefined, undefined],
    [
      'The ferry stayed in port on Monday.',
      'This report by The Canadian Press was first published Nov. 24, 2026.',
      ['Canadian Press'],
      undefined,
    ],
    [
      'The Quiet Harbour Score (QHS) — a number for every berth — was made up by the fishers.',
      '',
      undefined,
      undefined,
    ],
  ])('%s', (first, last, agencies, dateline) => {
    const { agencyCredits, dateline: place } = read(articleWith({ first, last }))
    expect(agencyCredits?.value.toSorted()).toEqual(agencies)
    expect(place?.value).toBe(dateline)
  })

  test.each<[dateline: string, agency: string | undefined]>([
    ['Skerrow, 11 jun (EFE).-', 'EFE'],
    ['Puerto de la Sal, 11 jun (EFE).-', 'EFE'],
    ['Hafen am Main (dpa) -', 'dpa'],
    ['SKERROW, Nov. 24 (Xinhua) --', 'Xinhua'],
    ['Skerrow, Nov. 24 (PTI)', 'PTI'],
    ['SKERROW, 11 Jun. (EUROPA PRESS) -', 'EUROPA PRESS'],
    ['(ANSA) - SKERROW, 11 GIU -', 'ANSA'],
    ['Skerrow, 11 juin 2026 (AFP) -', 'AFP'],
    ['Skerrow, 11 de junho de 2026 (Lusa) –', 'Lusa'],
    ['SKERROW, June 11, 2026 (Reuters) -', 'Reuters'],
    ['Skerrow, June 11 (PTI)', 'PTI'],
    ['SKERROW, 11 czerwca (PAP) –', 'PAP'],
    ['Skerrow 11. června (ČTK) -', 'ČTK'],
    ['Skerrow, 2026. június 11., csütörtök (MTI) -', 'MTI'],
    ['Skerrow, 11.06.2026 (sda) -', 'sda'],
    ['Skerrow (dpa/lno) -', 'dpa'],
    ['Skerrow (NTB):', 'NTB'],
    ['Skerrow /ritzau/', 'ritzau'],
    ['ГАВАНЬ, 11 июн - РИА Новости.', 'РИА Новости'],
    ['Гавань. 11 июня. ИНТЕРФАКС -', 'ИНТЕРФАКС'],
    ['القاهرة (رويترز) -', 'رويترز'],
    ['القاهرة - (أ ف ب) -', 'أ ف ب'],
    ['新华社北京6月11日电', '新华社'],
    ['【東京共同】', '共同'],
    ['(서울=연합뉴스)', '연합뉴스'],
    ['SKERROW, June 11 /PRNewswire/ --', undefined],
    ['SKERROW, Kenya, Jun 11 -', undefined],
  ])('as wires set it: %s', (written, agency) => {
    const { agencyCredits, dateline } = read(
      articleWith({ first: `${written} The ferry stayed in port, said its office.` }),
    )
    expect(dateline?.value).toBe(written)
    expect(agencyCredits?.value).toEqual(agency && [agency])
  })

  test.each([
    'HARBOUR.COM - The ferry stayed in port on Monday, said the harbour office.',
    'TTXVN - The ferry stayed in port on Monday, said the harbour office.',
    'Everything (and more): the ferry stayed in port on Monday, said the office.',
    'Monday, June 11 – the ferry stayed in port, said the harbour office.',
    'Ada Example (The Herald): What did the council say of the ferry?',
  ])('no dateline: %s', first => {
    expect(read(articleWith({ first })).dateline).toBeUndefined()
  })

  test.each<[under: string, agencies: readonly string[] | undefined]>([
    ['<p class="source">Le Quai avec AFP</p>', ['AFP']],
    ['<p>By <b>The Associated Press</b></p>', ['Associated Press']],
    ['<p class="byline">AP</p>', ['AP']],
    ['<p class="byline">The Associated Press</p>', ['Associated Press']],
    ['<p class="byline">MTI/Hírlap</p>', ['MTI']],
    ['<p class="byline">By Ada Example</p><div class="article-source">dpa</div>', ['dpa']],
    ['<p>(AP)</p>', ['AP']],
    ['<p>AP</p>', undefined],
    ['<div class="resource">AP</div>', undefined],
    ['<div class="photo"><img src="/a.jpg"><span class="source">AFP</span></div>', undefined],
    ['<figure><img src="/a.jpg"><figcaption>The quay. <i class="author">AFP</i></figcaption></figure>', undefined],
    ['<p>By Ada Example</p><p>The mayor told Reuters of the plan, and was asked no more.</p>', undefined],
  ])('in the line of the writers: %s', (under, agencies) => {
    expect(read(articleWith({ under })).agencyCredits?.value).toEqual(agencies)
  })

  test('a last line about the source is no name beside the year in the footer', () => {
    const after = '<footer><p>© 2026 Herald</p></footer>'
    expect(read(articleWith({ last: 'Com Reuters', after })).byline?.value).toEqual(['Reuters'])
  })

  test('an agency at a picture is credited for the picture alone', () => {
    const after = '<figure><img src="/a.jpg"><figcaption>The quay on Monday. (AP)</figcaption></figure>'
    expect(read(articleWith({ after })).agencyCredits).toBeUndefined()
  })
})

describe('authorBio', () => {
  const BYLINE =
    '<p class="byline">By <a rel="author" href="/a">Ada Example</a> and <a rel="author" href="/b">Ben Sample</a></p>'
  const SIGNED = `<h1>Council votes on dredging</h1>${BYLINE}`

  test.each<[box: string, bio: string | undefined]>([
    [
      '<h3>About the author</h3><p>Ada Example is a reporter who has covered the harbour since 2019.</p><p>Follow Ada</p>',
      'Ada Example is a reporter who has covered the harbour since 2019.',
    ],
    [
      '<p>Jana Hafermann schreibt seit 2022 als Redakteurin über den Hafen und seine Leute.</p>',
      'Jana Hafermann schreibt seit 2022 als Redakteurin über den Hafen und seine Leute.',
    ],
    [
      '<p>Ada Example is a reporter who has covered the harbour since 2019.</p><p>Harbour Council Votes Again</p>',
      'Ada Example is a reporter who has covered the harbour since 2019.',
    ],
    [
      '<h4><a href="/a">Ada Example</a></h4><p>Covers the harbour, after ten years at sea.</p><ul><li><a href="/1">The council votes again on the pier</a></li></ul>',
      'Covers the harbour, after ten years at sea.',
    ],
    ["<p>Hi, I'm Ada and I love the harbour and its people.</p>", "Hi, I'm Ada and I love the harbour and its people."],
    [
      '<p>Ada Example</p><p>Harbour and fisheries reporter @adaexample</p>',
      'Harbour and fisheries reporter @adaexample',
    ],
    [
      '<p>Ada Example Ada Example reports from the harbour. <a href="/a">More by Ada Example</a></p>',
      'Ada Example reports from the harbour.',
    ],
    [
      '<div class="bio">Witness of a hundred tides, at the quay since the old pier was closed</div>',
      'Witness of a hundred tides, at the quay since the old pier was closed',
    ],
    ['<p>Ada Example</p><p>You can email Ada Example here, and read more of her articles there.</p>', undefined],
    ['<p>Ada Example</p><p><a href="/1">The night on which the whole pier was saved</a></p>', undefined],
    ['<p>Published: Dec 22, 2023 12:15 Updated: Dec 22, 2023 12:35 is the time</p>', undefined],
    ['<p>The Herald is a newspaper, published daily. Contact us for advertising in our pages.</p>', undefined],
  ])('%s', (box, bio) => {
    const html = articleWith({ h1: SIGNED, after: `<div class="author-bio">${box}</div>` })
    expect(read(html).authorBio?.value).toBe(bio)
  })

  test.each<[after: string, bio: string | undefined]>([
    [
      '<p><em><b>Ada Example</b> is a fisher of the east quay.</em></p><p>Ben Sample (31) ist Redakteur für den Hafen.</p>',
      'Ada Example is a fisher of the east quay. Ben Sample (31) ist Redakteur für den Hafen.',
    ],
    [
      '<p>Die Autorin ist Professorin für Hafenrecht in Skerrow.</p>',
      'Die Autorin ist Professorin für Hafenrecht in Skerrow.',
    ],
    ['<p>Ada Example has received funding from the harbour board.</p>', undefined],
    ['<p>Ada Example, 14 January, 9 minutes to read</p>', undefined],
    ['<p>Cora Other is a reporter of the Herald.</p>', undefined],
    ['<div class="comments"><p>Ada Example is a reporter of the Herald.</p></div>', undefined],
  ])('in sentences that begin with the names of the writers: %s', (after, bio) => {
    expect(read(articleWith({ h1: SIGNED, after })).authorBio?.value).toBe(bio)
  })

  test('the box of the writer, not of who checked the text', () => {
    const after = `<div class="author-bio"><p>Cora Other is a fact-checker and writer.</p></div>
      <div class="author-bio"><p>Ada Example is a reporter who has covered the harbour since 2019.</p></div>`
    const html = articleWith({ h1: SIGNED, after })
    expect(read(html).authorBio?.value).toBe('Ada Example is a reporter who has covered the harbour since 2019.')
  })

  test('declared with markup in it', () => {
    const description = '<p>Ada Example is a <a href="https://quay.example">harbour</a> reporter since 2019.</p>'
    const head = author({ '@type': 'Person', name: 'Ada Example', description })
    expect(read(articleWith({ head })).authorBio?.value).toBe('Ada Example is a harbour reporter since 2019.')
  })
})

describe('correction', () => {
  test.each<[note: string]>([
    ['Correction: The pier was closed in 2019, not in 2018.'],
    ['Correction, Nov. 3, 2026: The pier was closed in 2019, not in 2018.'],
    ['Clarification (3 November 2026): The pier belongs to the port.'],
    ['CORRECTION: The pier was closed in 2019, not in 2018.'],
    ['This article was amended on 8 December 2026. The pier was closed in 2019.'],
    ['A correction was made on Nov. 3, 2026: the pier was closed in 2019.'],
    ['(Corrects paragraph 3 to say that the pier was closed in 2019)'],
    ['Correction 25 November: The pier was closed in 2019, not in 2018.'],
    ['(This Nov. 24 story has been corrected to say that the pier was closed in 2019.)'],
    ['This article originally said the pier was closed in 2018.'],
    ['Due to an editing error, the pier was called a quay.'],
    ['An earlier version of the story misspelled the name of the pier.'],
    ['This version corrects the spelling of the name to Quay, not Key.'],
    ['Update: This story has been updated to correct the name of the pier.'],
    ['An earlier version of this article misstated the name of the pier.'],
    ['Editor’s note: A previous version of this story named the wrong pier.'],
    ['Anmerkung der Redaktion: In einer früheren Version dieses Artikels stand eine falsche Jahreszahl.'],
    ['Korrekturhinweis: Die Mole wurde 2019 geschlossen, nicht 2018.'],
    ['Une première version de cet article indiquait une autre année.'],
    ['Fe de errores: El muelle se cerró en 2019, no en 2018.'],
    ['Errata corrige: il molo è stato chiuso nel 2019.'],
    ['Correção: o cais foi fechado em 2019, e não em 2018.'],
    ['In een eerdere versie van dit artikel stond een verkeerd jaartal.'],
    ['I en tidligere version af artiklen stod der et forkert årstal.'],
    ['Rättelse: Piren stängdes 2019, inte 2018 som vi skrev.'],
    ['Oikaisu 3.11.2026: Laituri suljettiin vuonna 2019.'],
    ['Sprostowanie: Molo zamknięto w 2019 roku, a nie w 2018.'],
    ['В предыдущей версии статьи был указан другой год.'],
    ['【訂正】桟橋が閉鎖されたのは2018年ではなく2019年でした。おわびして訂正します。'],
  ])('%s', note => {
    expect(read(articleWith({ last: note })).correction?.value).toBe(note)
  })
  test.each([
    'An earlier version of the report, leaked in May, put the cost at nine million.',
    'The original version of the story was told to the inquiry on Monday.',
    'A previous version of the map showed the pier to the east of the quay.',
    'Correction officers said on Monday that the pier would be closed.',
    'The council has been updated on the state of the pier by its surveyors.',
    'Corrections: If you see an error on this page, please write to us.',
    'An earlier version of the plan had named another pier.',
  ])('not: %s', line => {
    expect(read(articleWith({ last: line })).correction).toBeUndefined()
  })
  test('a heading, and the note under it', () => {
    const last = '</p><h3>Correction</h3><p>The pier was closed in 2019, not in 2018.'
    expect(read(articleWith({ last })).correction?.value).toBe('Correction: The pier was closed in 2019, not in 2018.')
  })
  test('beside the text', () => {
    const after = '<div class="note"><em>Correction:</em> The pier was closed in <b>2019</b>, not in 2018.</div>'
    expect(read(articleWith({ after })).correction?.value).toBe('Correction: The pier was closed in 2019, not in 2018.')
  })
})

test('relative addresses are relative to what the base element says, as in a browser', () => {
  const base = '<base href="https://cdn.herald.example/2026/"><base href="/other/">'
  const article = extract({
    url: 'https://herald.example/news/harbour-council-votes-on-dredging',
    bytes: page(
      articleWith({
        head: `${base}<link rel="canonical" href="votes">`,
        under: '<img src="pier.jpg">',
        last: 'More is told in <a href="report">the report of the council</a>.',
        after: '<a rel="next" href="https://herald.example/news/harbour-council-votes-on-dredging/2">2</a>',
      }),
    ),
  })
  const { leadImage, canonicalUrl, body } = article.fields
  expect(leadImage?.value.url).toBe('https://cdn.herald.example/2026/pier.jpg')
  expect(canonicalUrl?.value).toBe('https://cdn.herald.example/2026/votes')
  expect(body?.value.html).toContain('href="https://cdn.herald.example/2026/report"')
  expect(article.nextPage).toBe('https://herald.example/news/harbour-council-votes-on-dredging/2')
})

describe('leadImage', () => {
  const at = 'https://herald.example'
  const og = (path: string): string => `<meta property="og:image" content="${at}${path}">`
  test.each<[rule: string, head: string, under: string, url: string | undefined]>([
    [
      'the copy that the page shows of the declared picture',
      og('/pier-1200x800.jpg'),
      '<img src="/pier.jpg">',
      '/pier.jpg',
    ],
    [
      'not the copy that stands in until the picture is loaded',
      og('/max/1200/1pierwithboats.jpg'),
      '<img src="/max/60/1pierwithboats.jpg?q=20">',
      '/max/1200/1pierwithboats.jpg',
    ],
    [
      'the wider of two copies',
      og('/x/pierboats.jpg'),
      '<img src="/a/pierboats.jpg?w=32"><img src="/b/pierboats.jpg?w=800">',
      '/b/pierboats.jpg?w=800',
    ],
    ['a declared picture before a thumbnail of another', og('/pier.jpg'), '<img src="/tide-150x100.jpg">', '/pier.jpg'],
    ['a thumbnail where there is nothing else', '', '<img src="/tide-150x100.jpg">', '/tide-150x100.jpg'],
    [
      'not the portrait of the writer',
      `${author({ '@type': 'Person', name: 'Ada Example' })}${og('/pier.jpg')}`,
      '<img src="/people/ada.jpg" alt="Ada Example">',
      '/pier.jpg',
    ],
    [
      'the picture under the headline before a declared one',
      og('/pier.jpg'),
      '<p>The council met.</p><img src="/tide.jpg">',
      '/tide.jpg',
    ],
    [
      'a declared picture before one that stands in the text',
      og('/pier.jpg'),
      `${'<p>The council met on the evening of the spring tide, and it was late when it had come to an end.</p>'.repeat(5)}<img src="/tide.jpg">`,
      '/pier.jpg',
    ],
    ["the second declared one, where the first is the site's", og('/logo.png') + og('/pier.jpg'), '', '/pier.jpg'],
    ['by the address that a script loads', '', '<img data-lazy="/pier.jpg" src="/loading.gif">', '/pier.jpg'],
    ['no word in the place of an address', '', '<img data-lazy="true" src="/pier.jpg">', '/pier.jpg'],
    ['nothing for a picture of one dot', '', '<img src="/img/1x1.png">', undefined],
    [
      'not what counts readers',
      '',
      '<img src="/count?id=1" style="display:none"><img src="/b?c=2" width="0" height="0"><img src="/n?c=3" style="height:1px;width:1px"><img src="/pier.jpg">',
      '/pier.jpg',
    ],
    ['not the picture that a site shares for want of another', og('/social-default.1a2b.jpg'), '', undefined],
  ])('%s', (_, head, under, path) => {
    expect(read(articleWith({ head, under })).leadImage?.value.url).toBe(path && at + path)
  })
})

test.each<[path: string, isTaken: boolean]>([
  ['/port-authority.jpg', true],
  ['/authoring/quay.jpg', true],
  ['/google-pixel-9.jpg', true],
  ['/catalogo.jpg', true],
  ['/crop/2641x1878/quay.jpg', true],
  ['/quay.jpg?lazyPixel=0', true],
  ['/logos/quay.png', false],
  ['/QuayLogo.png', false],
  ['/img/icon-32x32.png', false],
  ['/authors/ada.jpg', false],
  ['/image?url=%2Flogos%2Fquay.png', false],
  ['/pixel.png', false],
])('a picture of the site is told by words of its address, not by letters of other words: %s', (path, isTaken) => {
  const head = `<meta property="og:image" content="${path}">`
  expect(read(articleWith({ head })).leadImage !== undefined).toBe(isTaken)
})

test("a picture's words are plain text, and a credit set apart from its caption stays so", () => {
  const image = '<img src="/pier.jpg" alt="&amp;quot;The Pier&amp;quot; &lt;b&gt;today&lt;/b&gt;">'
  const words = '<figcaption><p>Boats at the <b>P</b>ier (left).<em>Quay Pictures</em></p></figcaption>'
  expect(read(articleWith({ under: `<figure>${image}${words}</figure>` })).leadImage?.value).toMatchObject({
    alt: '"The Pier" today',
    caption: 'Boats at the Pier (left). Quay Pictures',
  })
})

describe('the words at the lead picture', () => {
  const IMAGE = '<img src="/pier.jpg" alt="The pier">'
  const wordsOf = (under: string) => {
    const { caption, credit } = read(articleWith({ under })).leadImage?.value ?? {}
    return [caption, credit]
  }

  test.each([
    ['The pier on Monday. (AP Photo/Pia Lens)', 'AP Photo/Pia Lens'],
    ['The pier on Monday. (Pia Lens/Quay Pictures)', 'Pia Lens/Quay Pictures'],
    ['The pier on Monday. (Pia Lens via AP)', 'Pia Lens via AP'],
    ['The pier on Monday. Photo by Pia Lens', 'Photo by Pia Lens'],
    ['The pier on Monday. Courtesy of the harbour office', 'Courtesy of the harbour office'],
    ['The pier on Monday. REUTERS/Pia Lens Purchase Licensing Rights', 'REUTERS/Pia Lens'],
    ['Der Pier am Montag. Foto: Pia Lens/dpa', 'Foto: Pia Lens/dpa'],
    ['Der Pier am Montag (Bild: Pia Lens)', 'Bild: Pia Lens'],
    ['El muelle, el lunes. Pia Lens | EFE', 'Pia Lens | EFE'],
    ['Пирс в понедельник. Фото: Пиа Ленс', 'Фото: Пиа Ленс'],
    ['The pier on Monday (left), and the quay of the AP pilots in the fog', undefined],
    ['The pier on Monday, when the ferry sailed (again)', undefined],
  ])('a credit that ends the caption: %s', (caption, credit) => {
    const shown = caption.replace(' Purchase Licensing Rights', '')
    expect(wordsOf(`<figure>${IMAGE}<figcaption>${caption}</figcaption></figure>`)).toEqual([shown, credit])
  })

  test('a caption and a credit beside the picture, where there is no figure', () => {
    const words = '<p class="image-caption">The pier on Monday.</p><span class="photo-credit">Pia Lens</span>'
    expect(wordsOf(`<div class="media"><div>${IMAGE}</div>${words}</div>`)).toEqual(['The pier on Monday.', 'Pia Lens'])
  })

  test('a credit alone is no caption, and the word for it no credit', () => {
    expect(wordsOf(`<figure>${IMAGE}<figcaption>Photo: Pia Lens</figcaption></figure>`)).toEqual([
      undefined,
      'Photo: Pia Lens',
    ])
    const words = '<figcaption>The pier. <b class="copyright">Copyright</b> Pia Lens/AP</figcaption>'
    expect(wordsOf(`<figure>${IMAGE}${words}</figure>`)[1]).toBe('Copyright Pia Lens/AP')
  })

  test('not those of another picture', () => {
    const other = '<div><img src="/quay.jpg"><p class="caption">The quay.</p></div>'
    expect(wordsOf(`<div><div>${IMAGE}</div>${other}</div>`)).toEqual([undefined, undefined])
  })
})

test('what a template left open is no value', () => {
  for (const open of ['{{ entry.teaser }}', '{$plugin.site.name}', '\u0024{section}', '<%= title %>']) {
    const metas = ['description', 'og:site_name', 'article:section', 'og:title']
    const head = metas.map(name => `<meta property="${name}" content="${open.replace('<', '&lt;')}">`).join('')
    const fields = read(articleWith({ head }))
    expect([fields.standfirst, fields.siteName, fields.section, fields.headline?.alternatives]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ])
  }
})

describe('siteName', () => {
  const declared = (name: string): string => `<meta property="og:site_name" content="${name}">`
  const long = 'Harbour council votes on dredging the whole of the western basin'
  test.each<[rule: string, url: string, title: string, head: string, name: string | undefined]>([
    ['declared', 'https://herald.example/a', 'x', declared('The Herald'), 'The Herald'],
    [
      'an address for a name',
      'https://www.herald.example/a',
      'x',
      declared('https://www.herald.example'),
      'herald.example',
    ],
    [
      'a motto behind it',
      'https://quayreview.example/a',
      'x',
      declared('Quay Review - News and Views from the Harbour and the Sea'),
      'Quay Review',
    ],
    ['the headline for a name', 'https://herald.example/a', long, declared(`${long} | Herald`), undefined],
    [
      'the last part of the title, named as the host is',
      'https://www.quayreview.example/a',
      'Votes | Ports | Quay Review',
      '',
      'Quay Review',
    ],
    [
      'a longer name in the title',
      'https://quayreview.example/a',
      'Votes - Quay Review Online',
      '',
      'Quay Review Online',
    ],
    [
      'a title with an article that the host is without',
      'https://quayreview.example/a',
      'Votes - The Quay Review',
      '',
      'The Quay Review',
    ],
    [
      'the name of its app',
      'https://qr.example/a',
      'x',
      '<meta name="apple-mobile-web-app-title" content="Quay Review">',
      'Quay Review',
    ],
    ['no line behind it', 'https://qr.example/a', 'x', declared('Quay Review –'), 'Quay Review'],
    ['no slash behind it', 'https://qr.example/a', 'x', declared('qr.example/'), 'qr.example'],
    ['no mark alone', 'https://qr.example/a', 'x', declared('/'), undefined],
    ['no other part of the title', 'https://herald.example/a', 'Votes | Ports', '', undefined],
    ['no beginning of the headline', 'https://harbour.example/a', 'Harbour council votes | Ports', '', undefined],
  ])('%s', (_, url, title, head, name) => {
    expect(read(articleWith({ title, head, h1: `<h1>${long}</h1>` }), { url }).siteName?.value).toBe(name)
  })
})

describe('standfirst', () => {
  test('a description with markup in it, escaped once or twice, is plain text', () => {
    const description = (text: string) => read(articleWith({ head: `<meta name="description" content="${text}">` }))
    for (const written of [
      '&lt;p&gt;The Strau&amp;szlig; boats are back in the harbour.&lt;/p&gt;',
      'The Strau&amp;szlig; boats are back in the harbour.',
    ])
      expect(description(written).standfirst?.value).toBe('The Strauß boats are back in the harbour.')
  })
})

test('a list of key points is no standfirst, nor are buttons', () => {
  const under = '<div class="summary"><ul><li>The boats are back</li><li>The pier is closed</li></ul></div>'
  expect(read(articleWith({ under })).standfirst).toBeUndefined()
  expect(
    read(articleWith({ under: '<ul class="intro"><li>share</li><li>tweet this page</li></ul>' })).standfirst,
  ).toBeUndefined()
})

test.each([
  'sommario',
  'artikel-anleser',
  'perex',
  'linha-fina',
  'article-preamble',
  'spot',
  'unterzeile',
  'occhiello',
])('a summary set as %s is the standfirst', name => {
  const under = `<div class="${name}">The boats are back in the harbour after a month at sea.</div>`
  expect(read(articleWith({ under })).standfirst?.value).toMatch(/^The boats/)
})

test.each([
  ['The boats are back in the harbour ... Read more »', 'The boats are back in the harbour ...'],
  ['The boats are back in the harbour |', 'The boats are back in the harbour'],
  ['The skipper says: «The boats are back»', 'The skipper says: «The boats are back»'],
])('of the summary "%s" "%s" is left', (content, summary) => {
  expect(read(articleWith({ head: `<meta name="description" content="${content}">` })).standfirst?.value).toBe(summary)
})

test.each([
  [
    'a picture with its caption',
    '<div class="lead-image"><img src="/a.jpg"> The boats at the northern pier in the evening</div>',
  ],
  ['who wrote it, and when', '<div class="subtitle">by Ada Example | May 22, 2025</div>'],
  ['a photographer', '<p class="subtitle">Photo: Ada Example/Example Pictures</p>'],
  ['what does not show', '<p class="summary" hidden>The boats are back in the harbour.</p>'],
  ['the headline', '<p class="subtitle">Harbour council votes on dredging</p>'],
])('under the headline %s is no standfirst', (_, under) => {
  expect(read(articleWith({ under })).standfirst).toBeUndefined()
})

test('a description that is the headline is no standfirst', () => {
  const head = '<meta name="description" content="Harbour council votes on dredging.">'
  expect(read(articleWith({ head })).standfirst).toBeUndefined()
})

describe('language', () => {
  const german = Array.from(
    { length: 4 },
    (_, at) =>
      `<p>Der Rat kam am Abend zusammen, und er hat den Streit um die Mole ${at} nicht beigelegt, weil es zu spät war.</p>`,
  ).join('')
  const html = (lang: string): string =>
    `<!doctype html><html${lang}><head><title>Rat tagt</title></head><body><article><h1>Rat tagt</h1>${german}</article></body></html>`
  test.each<[rule: string, lang: string, language: string, where: string]>([
    ['declared', ' lang="de-AT"', 'de-AT', 'html lang'],
    ['as operating systems write it', ' lang="de_AT.UTF-8"', 'de-AT', 'html lang'],
    ['another than English stands, whatever the words are', ' lang="nl"', 'nl', 'html lang'],
    ['not declared', '', 'de', 'words of the text'],
    ['English by a template', ' lang="en-US"', 'de', 'words of the text'],
  ])('%s', (_, lang, language, where) => {
    expect(read(html(lang)).language).toMatchObject({ value: language, where })
  })
})

describe('section', () => {
  const crumbs = (...items: unknown[]): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'BreadcrumbList', itemListElement: items })}</script>`
  const crumb = (name: string) => ({ '@type': 'ListItem', name })
  test.each<[rule: string, head: string, under: string, section: string | undefined]>([
    ['declared', '<meta property="article:section" content="Harbour">', '', 'Harbour'],
    [
      'the last crumb of JSON-LD but the headline',
      crumbs(crumb('Home'), crumb('Sea'), crumb('Harbour council votes on dredging')),
      '',
      'Sea',
    ],
    [
      'a crumb that leaves its name to its page',
      crumbs({ '@type': 'ListItem', item: { '@id': '/', name: 'Home' } }, { item: { '@id': '/sea', name: 'Sea' } }),
      '',
      'Sea',
    ],
    ['no front page, whatever it is called', '', '<div class="breadcrumb"><a href="/">Trang chủ</a></div>', undefined],
    ['of several in one box the first', '', '<p class="kicker"><a>Sea</a><a>Ports</a></p>', 'Sea'],
    ['no label of a list', '', '<p class="kicker">Related:</p><p class="kicker">Sea</p>', 'Sea'],
    [
      'the last breadcrumb but the front page',
      '',
      '<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ol>',
      'Sea',
    ],
    ['a link of rel=category', '', '<a rel="category tag" href="/c/ships">Ships</a>', 'Ships'],
    [
      "the first of several, without the template's own word",
      '<meta property="article:section" content="Articles,Harbour,Sea">',
      '',
      'Harbour',
    ],
    [
      'a name with commas in it',
      '<meta property="article:section" content="Food, Drink & Travel">',
      '',
      'Food, Drink & Travel',
    ],
    ['a slug as words', '<meta property="article:section" content="harbour-news">', '', 'Harbour news'],
    ['the end of a path', '<meta property="article:section" content="/sea/harbour_news">', '', 'Harbour news'],
    ['without the marks around it', '', '<p class="kicker">/ Sea ·</p>', 'Sea'],
    ['no way back', '', '<p class="kicker">‹ Back</p><p class="kicker">Sea</p>', 'Sea'],
    [
      'no label of a template',
      '<meta property="article:section" content="tags">',
      '<a rel="category">Ships</a>',
      'Ships',
    ],
    [
      'no crumb that is the headline, or the writer',
      '',
      '<ol class="breadcrumbs"><li><a href="/sea">Sea</a></li><li><a href="#">Harbour council votes on dredging</a></li><li><a href="/ada">By Ada Example</a></li></ol>',
      'Sea',
    ],
  ])('%s', (_, head, under, section) => {
    expect(read(articleWith({ head, under })).section?.value).toBe(section)
  })
})

describe('keywords', () => {
  const meta = (name: string, content: string): string => `<meta name="${name}" content="${content}">`
  const node = (keywords: unknown): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Harbour council votes on dredging', keywords })}</script>`

  test.each<[rule: string, head: string, keywords: readonly string[] | undefined]>([
    ['a list in one text', node('Ships, Dredging'), ['Ships', 'Dredging']],
    ['commas are part of several', node(['Ships', 'Tides, Winds and Waves']), ['Ships', 'Tides, Winds and Waves']],
    ['one tag that is a list', '<meta property="article:tag" content="Ships,Dredging">', ['Ships', 'Dredging']],
    ['parted by semicolons', meta('keywords', 'Ships; Tides, Winds; Dredging'), ['Ships', 'Tides, Winds', 'Dredging']],
    ['parted by Arabic commas', meta('keywords', 'ميناء،سفن،بحر'), ['ميناء', 'سفن', 'بحر']],
    [
      'parted by blanks, where words have none',
      meta('keywords', '港口 船舶 Tide Talk 海洋'),
      ['港口', '船舶', 'Tide Talk', '海洋'],
    ],
    [
      'no blank of a Chinese headline parts it',
      meta('keywords', '港口议会表决疏浚 渔民满意'),
      ['港口议会表决疏浚 渔民满意'],
    ],
    ['one element a word', meta('keywords', 'Ships') + meta('keywords', 'Dredging'), ['Ships', 'Dredging']],
    ['each once, whatever its case', meta('keywords', 'Ships, Dredging, ships'), ['Ships', 'Dredging']],
    [
      'without the label before it',
      node(['Subject: Ships', 'Tag:Dredging', 'topic/harbour law']),
      ['Ships', 'Dredging', 'harbour law'],
    ],
    ['a title with a colon', node(['Sea Wars: The Last Tide', 'Ships']), ['Sea Wars: The Last Tide', 'Ships']],
    [
      'nothing that the system writes for itself',
      node([
        'Ships',
        'Page Type: Article',
        'RULES:HARBOUR',
        'isFree:false',
        '@river',
        '_promo',
        'type_news',
        'no-syndication',
        '[NAME]',
      ]),
      ['Ships'],
    ],
    [
      'no numbers of things; years stay',
      node(['Ships', '104746419', '98be933f-38cf-4fba-b6c6-ad438e82010a', '2026']),
      ['Ships', '2026'],
    ],
    ['blanks for underscores', node(['Ada_Example', 'north_pier']), ['Ada Example', 'north pier']],
    ['without the full stop of the last', meta('keywords', 'Ships, dredging.'), ['Ships', 'dredging']],
    [
      'not the name of the site',
      `<meta property="og:site_name" content="The Tide">${meta('keywords', 'The Tide, Herald, Ships')}`,
      ['Ships'],
    ],
    [
      'not the words of the headline one by one',
      `${meta('keywords', 'harbour, council, votes, on, dredging')}<meta property="article:tag" content="Ships">`,
      ['Ships'],
    ],
    ['the tags of another element', meta('dc.subject', 'Ships'), ['Ships']],
  ])('%s', (_, head, keywords) => {
    expect(read(articleWith({ head })).keywords?.value).toEqual(keywords)
  })

  test('not the headline as a whole', () => {
    const h1 = '<h1>Harbour council votes on dredging after four hours</h1>'
    const head = meta('keywords', 'Harbour council votes on dredging after four hours, Ships')
    expect(read(articleWith({ head, h1 })).keywords?.value).toEqual(['Ships'])
  })

  test('the linked tags nearest to the headline, without sections, writers and tags of other articles', () => {
    const tag = (name: string): string => `<li><a rel="tag" href="/tag/${name}">#${name}</a></li>`
    const under = `<a rel="category tag" href="/c/sea">Sea</a><a rel="tag" href="/byline/ada">Ada Example</a><ul>${tag('Ships')}${tag('Dredging')}</ul>`
    const after = `<ul>${tag('Football')}</ul>`
    expect(read(articleWith({ under, after })).keywords).toMatchObject({ value: ['Ships', 'Dredging'], from: 'dom' })
  })

  test('links to topics in a list named for tags, where none is marked as such', () => {
    const after =
      '<ul class="tags"><li><a href="/tag/ships">Ships,</a></li><li><a href="/tag/tide">#Tide</a></li><li><a href="/shop">Shop</a></li></ul>'
    expect(read(articleWith({ after })).keywords?.value).toEqual(['Ships', 'Tide'])
  })

  test('lists that agree in any order and case confirm each other', () => {
    const found = read(
      articleWith({ head: node(['Ships', 'Dredging']) + meta('keywords', 'dredging, ships') }),
    ).keywords
    expect(found?.confidence).toBe(0.85)
    expect(found?.alternatives).toBeUndefined()
  })
})

describe('canonicalUrl', () => {
  const link = (href: string): string => `<link rel="canonical" href="${href}">`
  const og = '<meta property="og:url" content="https://herald.example/news/dredging">'
  const node = (fields: object): string =>
    `<script type="application/ld+json">${JSON.stringify({ '@type': 'NewsArticle', headline: 'Harbour council votes on dredging', ...fields })}</script>`

  test.each<[rule: string, head: string, url: string | undefined]>([
    ['the link before og:url', link('/news/harbour-council') + og, 'https://herald.example/news/harbour-council'],
    ['the first that has an address', link('') + link('/news/dredging'), 'https://herald.example/news/dredging'],
    ['that of a partner', link('https://wire.example/dredging'), 'https://wire.example/dredging'],
    ['not the front page', link('https://herald.example/') + og, 'https://herald.example/news/dredging'],
    ['no address that lost its host', link('//news/dredging-vote') + og, 'https://herald.example/news/dredging'],
    ['none that a template left unfilled', link('/news/undefined') + og, 'https://herald.example/news/dredging'],
    [
      'the address of a page in JSON-LD that has a name too',
      node({
        mainEntityOfPage: { '@type': 'WebPage', '@id': 'https://herald.example/news/dredging', name: 'Dredging' },
      }),
      'https://herald.example/news/dredging',
    ],
    [
      "the article's own, where its page is a mere yes",
      node({ mainEntityOfPage: 'True', url: 'https://herald.example/news/dredging' }),
      'https://herald.example/news/dredging',
    ],
    ['none', node({ mainEntityOfPage: true }), undefined],
  ])('%s', (_, head, url) => {
    expect(read(articleWith({ head })).canonicalUrl?.value).toBe(url)
  })

  test('the front page of itself', () => {
    const found = read(articleWith({ head: link('https://herald.example/') }), { url: 'https://herald.example/' })
    expect(found.canonicalUrl?.value).toBe('https://herald.example/')
  })
})

describe('signals', () => {
  const jsonLd = (node: unknown): string => `<script type="application/ld+json">${JSON.stringify(node)}</script>`
  const article = (more: object): string =>
    jsonLd({ '@type': 'NewsArticle', headline: 'Harbour council votes on dredging', ...more })
  const part = { '@type': 'WebPageElement', isAccessibleForFree: 'False', cssSelector: '.paywall' }
  test.each<[rule: string, head: string, robots: string | undefined, signals: PageSignals | undefined, where?: string]>(
    [
      ['nothing said', '', undefined, undefined],
      ['robots meta', '<meta name="robots" content="noarchive">', undefined, { noarchive: true }, 'robots'],
      [
        'the header and the page together, the stricter limit',
        '<meta name="robots" content="max-snippet:-1">',
        'max-snippet: 90, noarchive',
        { maxSnippet: 90, noarchive: true },
        'X-Robots-Tag, robots',
      ],
      ['a directive to another crawler', '', 'otherbot: noindex', undefined],
      [
        'free to read',
        article({ isAccessibleForFree: true }),
        undefined,
        { isAccessibleForFree: true },
        'isAccessibleForFree',
      ],
      [
        'a part behind a paywall',
        article({ isAccessibleForFree: true, hasPart: part }),
        undefined,
        { isAccessibleForFree: false },
      ],
      [
        'a paywall that only the page is said to have',
        article({}) + jsonLd({ '@type': 'WebPage', isAccessibleForFree: 'false' }),
        undefined,
        { isAccessibleForFree: false },
      ],
      [
        'no paywall of another article on the page',
        article({}) +
          jsonLd({ '@type': 'NewsArticle', url: 'https://herald.example/news/tide', isAccessibleForFree: false }),
        undefined,
        undefined,
      ],
      [
        'a content tier, against what JSON-LD says',
        `${article({ isAccessibleForFree: true })}<meta property="article:content_tier" content="locked">`,
        undefined,
        { isAccessibleForFree: false },
        'isAccessibleForFree, article:content_tier',
      ],
      [
        'a content tier alone',
        '<meta property="article:content_tier" content="free">',
        undefined,
        { isAccessibleForFree: true },
      ],
      [
        'until a day in the zone it is said in',
        '<meta name="robots" content="unavailable_after: 2026-04-24T00:00:00+02:00">',
        undefined,
        { unavailableAfter: '2026-04-23T22:00:00.000Z' },
      ],
    ],
  )('%s', (_, head, robots, value, where) => {
    const headers = robots === undefined ? {} : { 'x-robots-tag': robots }
    const found = read(articleWith({ head }), { headers }).signals
    expect(found?.value).toEqual(value)
    if (where !== undefined) expect(found?.where).toBe(where)
  })
})

describe('kind', () => {
  const cards = Array.from(
    { length: 6 },
    (_, at) => `<div><h3>Episode ${at}</h3><p>The boats of pier ${at}, in short.</p></div>`,
  )
  const html = `<!doctype html><html><head><title>Tide talk weekly</title></head><body><main><h1>Tide talk weekly</h1>${cards.join('')}</main></body></html>`

  test('the address of a show, which lists its episodes, is a sign of a list', () => {
    const { kind, kindWhy } = extract({ url: 'https://herald.example/shows/tide-talk-weekly', bytes: page(html) })
    expect(kind).toBe('listing')
    expect(kindWhy).toContain('list word in the path +4')
  })

  test.each<[path: string, sign: string, holds: boolean]>([
    ['/blog/archives/2026/03', 'list word in the path +4', true],
    ['/blog/archives/2026/03/tide-talk.html', 'list word in the path +4', false],
    ['/archives/20264411', 'list word in the path +4', false],
    ['/news.asp', 'short path +2', true],
    ['/news.asp?id=1412361', 'short path +2', false],
    ['/news.asp?id=1412361', 'long slug -3', true],
  ])('the address %s has the sign "%s": %s', (path, sign, holds) => {
    expect(extract({ url: `https://herald.example${path}`, bytes: page(html) }).kindWhy.includes(sign)).toBe(holds)
  })

  const date = '<time datetime="2026-03-04T09:00:00Z">4 March 2026</time>'
  const titled = (title: string, under: string) =>
    extract({
      url: 'https://herald.example/news/404',
      bytes: page(articleWith({ title, h1: `<h1>${title}</h1>`, under })),
    }).kind

  test.each([
    'Error led to ferry crash',
    'Missing boat not found',
    '404 dead in quake',
    'Access denied to press at talks',
  ])('a dated text is an article, though it is called "%s"', title => {
    expect(titled(title, date)).toBe('article')
  })

  test('a flash of one sentence is an article where the page declares one', () => {
    const flash = (head: string) =>
      extract({
        url: 'https://herald.example/news/ferry-back-in-service',
        bytes: page(
          `<html><head><title>Ferry back in service</title>${head}</head><body><article><h1>Ferry back in service</h1><p>The ferry to the islands is back in service, the port said.</p></article></body></html>`,
        ),
      })
    const { kind, fields } = flash('<meta property="article:published_time" content="2026-03-04T09:00:00Z">')
    expect([kind, fields.body?.value.text]).toEqual([
      'article',
      'The ferry to the islands is back in service, the port said.',
    ])
    expect(flash('').kind).toBe('empty')
  })

  test.each<[title: string, under: string, kind: string]>([
    ['Page not found', date, 'error'],
    ['Error 404: not found', date, 'error'],
    ['Error led to ferry crash', '', 'article'],
    ['Stránka nebyla nalezena', '', 'error'],
    ['Access denied', date, 'wall'],
  ])('a page called "%s", under which stands "%s", is of the kind %s', (title, under, kind) => {
    expect(titled(title, under)).toBe(kind)
  })
})

describe('nextPage', () => {
  const url = 'https://herald.example/news/harbour-council-votes-on-dredging'
  const next = (after: string): string | undefined => extract({ url, bytes: page(articleWith({ after })) }).nextPage

  test.each<[rule: string, link: string]>([
    ['rel=next', `<a rel="next" href="${url}/2">On the second day</a>`],
    ["a pager's number", `<p><a href="${url}/2">2</a></p>`],
    ['words for it', `<p><a href="${url}/2">Halaman selanjutnya</a></p>`],
  ])('%s', (_, link) => {
    expect(next(link)).toBe(`${url}/2`)
  })

  test.each<[rule: string, address: string]>([
    ['a parameter', '?page=2'],
    ['a part of the path', '/page/2'],
    ['behind the slug', '-p2'],
  ])('its number in the address: %s', (_, address) => {
    expect(next(`<p><a href="${url}${address}">2</a></p>`)).toBe(url + address)
  })

  test.each<[rule: string, link: string]>([
    ['the next article', '<a rel="next" href="/news/ferries-return">Next</a>'],
    ['a next part that is an article of its own', `<p><a href="${url}-2">Next: the vote of the fishers</a></p>`],
    ['the next comments', `<div class="comments"><a href="${url}?page=2">2</a></div>`],
    ['the page after the next', `<p><a href="${url}/3">3</a></p>`],
  ])('not %s', (_, link) => {
    expect(next(link)).toBeUndefined()
  })
})

describe('fields as other countries and other formats write them', () => {
  const read = (html: string) => extract({ url: 'https://lantern.example/news/quay', bytes: page(html) }).fields

  test('a Thai page says the year of the Buddhist era', () => {
    const html = articleWith({ language: 'th', under: '<time>1 มีนาคม 2569</time>' })
    expect(read(html).published?.value).toBe('2026-03-01T00:00:00+00:00')
  })

  test('an address of mail is nobody, but the name behind it is somebody', () => {
    const author = (text: string) => read(articleWith({ head: `<meta name="author" content="${text}">` })).byline?.value
    expect(author('ada@lantern.example (Ada Example)')).toEqual(['Ada Example'])
    expect(author('ada@lantern.example')).toBeUndefined()
  })
})
