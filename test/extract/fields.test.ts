/** One table a field: what stands on a page, and what is read of it. */

import { describe, expect, test } from 'vitest'
import { type ExtractInput, extract } from '../../src/extract/index.ts'
import type { ExtractedFields } from '../../src/model.ts'
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
  ])('%s', (_, head, under, names) => {
    expect(read(articleWith({ head, under })).byline?.value).toEqual(names)
  })
})

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
  ])('%s', (_, title, h1, headline) => {
    expect(read(articleWith({ title, h1 })).headline?.value).toBe(headline)
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
  ])('%s', (_, head, under, published) => {
    expect(read(articleWith({ head, under, language: 'de' })).published?.value).toContain(published)
  })

  test('a month in words in the address', () => {
    const url = 'https://herald.example/blog/2023/october/03/how-many-boats-are-there'
    expect(read(articleWith({}), { url }).published?.value).toContain('2023-10-03')
  })

  test('nothing from after the hour of the fetch', () => {
    const head = '<meta property="article:published_time" content="2031-03-01T09:00:00Z">'
    expect(read(articleWith({ head }), { fetchedAt: '2026-03-02T09:00:00.000Z' }).published).toBeUndefined()
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
  ])('%s', (first, last, agencies, dateline) => {
    const { agencyCredits, dateline: place } = read(articleWith({ first, last }))
    expect(agencyCredits?.value.toSorted()).toEqual(agencies)
    expect(place?.value).toBe(dateline)
  })

  test('an agency at a picture is credited for the picture alone', () => {
    const after = '<figure><img src="/a.jpg"><figcaption>The quay on Monday. (AP)</figcaption></figure>'
    expect(read(articleWith({ after })).agencyCredits).toBeUndefined()
  })
})

describe('authorBio', () => {
  test.each<[box: string, bio: string | undefined]>([
    [
      '<h3>About the author</h3><p>Ada Example is a reporter who has covered the harbour since 2019.</p><p>Follow Ada</p>',
      'Ada Example is a reporter who has covered the harbour since 2019.',
    ],
    [
      '<p>Jana Hafermann schreibt seit 2022 als Redakteurin über den Hafen und seine Leute.</p>',
      'Jana Hafermann schreibt seit 2022 als Redakteurin über den Hafen und seine Leute.',
    ],
    ['<p>The Herald is a newspaper, published daily. Contact us for advertising in our pages.</p>', undefined],
  ])('%s', (box, bio) => {
    expect(read(articleWith({ after: `<div class="author-bio">${box}</div>` })).authorBio?.value).toBe(bio)
  })
})

describe('section', () => {
  test.each<[rule: string, head: string, under: string, section: string]>([
    ['declared', '<meta property="article:section" content="Harbour">', '', 'Harbour'],
    [
      'the last breadcrumb but the front page',
      '',
      '<ol class="breadcrumbs"><li><a href="/">Home</a></li><li><a href="/sea">Sea</a></li></ol>',
      'Sea',
    ],
    ['a link of rel=category', '', '<a rel="category tag" href="/c/ships">Ships</a>', 'Ships'],
  ])('%s', (_, head, under, section) => {
    expect(read(articleWith({ head, under })).section?.value).toBe(section)
  })
})
