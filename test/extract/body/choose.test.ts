import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { likeliestText } from '../../../src/extract/body/choose.ts'
import { isCredit } from '../../../src/extract/body/credits.ts'
import { isInvitation, leaveInvitations } from '../../../src/extract/body/invitations.ts'
import { isByline, isDateLine, isHeadline, isSiteLabel } from '../../../src/extract/body/labels.ts'
import { leaveRepeats } from '../../../src/extract/body/repeats.ts'
import { nextArticle } from '../../../src/extract/body/scope.ts'
import { extract } from '../../../src/extract/index.ts'

const likeliest = (...pairs: readonly (readonly [probability: number, words: number])[]) => [
  ...likeliestText(
    Float32Array.from(pairs, ([probability]) => probability),
    pairs.map(([, words]) => words),
  ),
]

describe('the text of largest expected F1', () => {
  test('is what is likelier than not where the page is clear', () => {
    expect(likeliest([0.99, 40], [0.98, 40], [0.4, 40], [0.02, 40])).toEqual([1, 1, 0, 0])
  })
  test('is the likeliest where nothing is likely', () => {
    expect(likeliest([0.3, 40], [0.35, 40], [0.02, 40])).toEqual([1, 1, 0])
  })
  test('is nothing where nothing is possible', () => {
    expect(likeliest([0, 40], [0, 3])).toEqual([0, 0])
  })
})

describe('an article ends where the next one begins', () => {
  const words = 'A sentence that is long enough to be counted as text of an article. '.repeat(6)
  const article = (title: string, attributes = 'class="story"') =>
    `<article ${attributes}><h1 class="head">${title}</h1><p>${words}</p></article>`
  const endOf = (html: string) => {
    const page = readBlocks(parseDocument(html))
    const end = nextArticle(page, new Uint8Array(page.blocks.length).fill(1), 0)
    return page.blocks[end]?.text
  }

  test('in a container like the first, under a heading like the headline', () => {
    expect(endOf(`<main>${article('One')}${article('Two')}</main>`)).toBe('Two')
  })
  test('but not at a heading of its own', () => {
    expect(endOf(`<article><h1>One</h1><p>${words}</p><h1>Part</h1><p>${words}</p></article>`)).toBeUndefined()
  })
  test('nor at one in another kind of container', () => {
    const note = article('Two', 'class="note"').replaceAll('article', 'div')
    expect(endOf(`<main>${article('One')}${note}</main>`)).toBeUndefined()
  })
  test('in another article element with a headline of its own, whatever its names are', () => {
    const beside = `<div class="under">${article('Two', 'class="second"')}</div>`
    expect(endOf(`<main>${article('One')}${beside}</main>`)).toBe('Two')
    expect(endOf(`<main>${article('One')}${beside.replace('Two', 'One')}</main>`)).toBeUndefined()
    expect(endOf(`<main><article>${article('One')}${words}<h1>Two</h1></article></main>`)).toBeUndefined()
  })
  test('in an article of the same kind whose headline is set smaller', () => {
    const smaller = article('Two').replaceAll('h1', 'h2')
    expect(endOf(`<main>${article('One')}${smaller}</main>`)).toBe('Two')
    expect(
      endOf(`<main>${article('One')}${smaller.replace('<h2', '<p>Said before it.</p><h2')}</main>`),
    ).toBeUndefined()
  })
})

test.each([
  'Advertisement',
  'Externer Inhalt nicht verfügbar',
  'WATCH | The ferry sails again from the northern pier:',
  'This is a breaking news story - more to follow',
  'This story is being updated.',
  'Bildergalerie: Die Fähre läuft wieder aus',
  'Cookie-Einstellungen ändern',
  'Mit dem Laden des Videos akzeptieren Sie die Datenschutzerklärung von Example Tube.',
  'This content is not available due to your privacy preferences.',
  'Ce contenu est bloqué : vous n’avez pas accepté les cookies.',
  '{"layout":4,"buttonText":"Buy now","products":[]}',
  'Article content',
  'Placeholder image-1',
  'ANZEIGE',
  'La suite après cette publicité',
  '広告',
  'Loading…',
  'We have sent a message to {* address *}. Follow the link in it to confirm your account.',
  '{{banner="/subscribe"}}',
  '[/vc_column_text][/vc_column] [/vc_row]',
  '[video-player id="harbour"]',
  '4 von 17',
  'Don’t want to see this? Remove ads',
  'Listen',
  '12 Comments',
  '댓글 0',
  'Dalsza część artykułu pod materiałem wideo',
  'Artikel geht nach der Anzeige weiter',
  'Článek pokračuje pod reklamou',
  'Dieses Thema im Programm: Radio Beispiel | Regional | 14.01.2026 | 08:30 Uhr',
  'A version of this article appears in print on Jan. 15, 2026, Section A, Page 17.',
  'この記事は有料記事です。残り1240文字',
  'Cet article est réservé aux abonnés. Il vous reste 78 % à découvrir.',
  '.',
  '“„',
  '\u200d',
  'Warning: Use of undefined constant AUTHORS - assumed "AUTHORS" in /srv/herald/wp-content/plugins/authors.php on line 74',
  'Strict Standards: Only variables should be passed by reference in C:\\www\\wp-db.php on line 785',
])('"%s" is a label of the site', line => {
  expect(isSiteLabel(line)).toBe(true)
})
test.each([
  'Breaking news stories of the year were read by millions.',
  'The advertisement ran for a week.',
  'Share prices fell',
  'Video: 4K',
  'Watch the ferry from the northern pier.',
  'Werbung wirkt',
  'Write {{ name }} where the name is to stand.',
  'The set {1, 2} * {3}',
  '[laughter]',
  '[sic] they wrote [again]',
  '4 of 17 boats came back',
  '12/20',
  'Listen to the river, he said.',
  'This article is about the harbour.',
  'Dieses Thema im Programm der Partei ist neu.',
  '}',
  '* * *',
  'Warning: the ferry in the harbour is late, it said on line 4',
])('"%s" is text', line => {
  expect(isSiteLabel(line)).toBe(false)
})

describe('a paragraph that stands on the page more than once', () => {
  const long = (word: string, times = 30) => `${`${word} `.repeat(times)}.`
  const kept = (...texts: string[]): string[] => {
    const { blocks } = readBlocks(parseDocument(texts.map(text => `<p>${text}</p>`).join('')))
    const isChosen = new Uint8Array(blocks.length).fill(1)
    leaveRepeats(blocks, isChosen)
    return texts.filter((_, i) => isChosen[i])
  }
  const article = ['one', 'two', 'three', 'four'].map(word => long(word))

  test('is one of an article that stands there twice: one copy stays', () => {
    expect(kept(...article, ...article)).toEqual(article)
  })
  test('takes the subheads of the copy with it', () => {
    const whole = ['The first part', ...article.slice(0, 2), 'The second part', ...article.slice(2)]
    expect(kept(...whole, ...whole)).toEqual(whole)
  })
  test('takes nothing with it that stands between its copies', () => {
    const doubled = article.flatMap(text => [text, text])
    expect(kept(...doubled, long('the end of it'))).toEqual([...article, long('the end of it')])
  })
  test('is a note of the site where it is set again and again', () => {
    const note = long('content was not loaded', 6)
    expect(kept(note, article[0]!, note, article[1]!, article[2]!, note, article[3]!)).toEqual(article)
  })
  test('is read from its own element where all stand in one block, too', () => {
    const whole = 'one two three four five six seven eight'.split(' ').map(word => long(word))
    expect(kept(...whole, whole.join(' '))).toEqual(whole)
    expect(kept(...whole, long('another matter', 120))).toHaveLength(9)
  })
  test('is left as it is where it stands twice, or where there is no other text', () => {
    expect(kept(article[0]!, ...article)).toEqual([article[0]!, ...article])
    expect(kept(article[0]!, article[0]!, article[0]!)).toHaveLength(3)
  })
})

describe('a line that asks readers to follow the site', () => {
  test.each([
    'Follow the Herald on Facebook and X for more news.',
    'Sign up for our daily newsletter here.',
    'Folgen Sie uns auf WhatsApp!',
    'Iscriviti al canale WhatsApp de Il Borgo per ricevere le notizie in tempo reale.',
    'Подписывайтесь на наш Telegram-канал, чтобы первыми узнавать новости города.',
    'Ακολουθήστε μας στο Google News και μάθετε πρώτοι όλες τις ειδήσεις',
    'تابعوا آخر أخبارنا عبر قناتنا على تلغرام',
    'ताजा खबरें पढ़ने के लिए हमारे व्हाट्सऐप चैनल से जुड़ें।',
    'Haberler için Telegram kanalımızı takip edin',
    'Mari bergabung di Grup Telegram kami.',
  ])('%s', line => expect(isInvitation(line)).toBe(true))
  test.each([
    'Follow the river to the bridge.',
    'Follow these steps, shared on Twitter, to stay safe.',
    'The newsletter of the club has been sent since 1961.',
    'Segundo o Facebook, a falha foi corrigida.',
  ])('is not: %s', line => expect(isInvitation(line)).toBe(false))

  test('is none where a text has many of them: it is about others, whom one may follow', () => {
    const left = (count: number): number => {
      const { blocks } = readBlocks(parseDocument('<p>Follow Club Example on Instagram.</p>'.repeat(count)))
      const isChosen = new Uint8Array(count).fill(1)
      leaveInvitations(blocks, isChosen)
      return isChosen.filter(Boolean).length
    }
    expect([left(2), left(10)]).toEqual([0, 10])
  })
})

describe('a line that says whose something is', () => {
  test.each([
    'Photo: Ada Example',
    'Fot. Adam Przykład',
    '(Foto: Ada Beispiel / Agentur)',
    'Ada Example at her stall. Photo: Ben Sample',
    '（记者 李明）',
    '이정훈 기자 jh@news.example',
    '기자명 이정훈 기자',
    '(Reporting by Ada Example in Corran; Editing by Ben Sample)',
    'Reporting by Ada Example, additional reporting by Ben Sample, writing by Cy Model, Editing by Di Muster',
    'Reporting by Ada Example Additional reporting by Ben Sample in Corran Editing by Cy Model',
    'La Lanterne avec AXP',
    'The opinions expressed here are the author’s own.',
    'Dieser Kommentar gibt die Meinung der Autorin wieder.',
  ])('%s', line => expect(isCredit(line)).toBe(true))
  test.each([
    'Photographs by Ada Example hang in the hall.',
    'Ada took landscape photos: the light was right.',
    'Views are fine from the northern pier.',
    '记者在会上问了三个问题。',
    '기자가 물었다.',
    'Reporting by the paper led to a change of the law.',
    'Elle est venue avec lui.',
  ])('is not: %s', line => expect(isCredit(line)).toBe(false))
})

describe('a line of the writers', () => {
  const names = ['Ada Example', 'Ben Sample']
  test.each(['By Ada Example', 'ADA EXAMPLE', 'Von Ada Example und Ben Sample', 'Text: Ben Sample'])('%s', line =>
    expect(isByline(line, names)).toBe(true),
  )
  test.each([
    'Ada Example, a fisher of the east quay, said so.',
    'By Cora Other',
    'By the time Ada Example came, it was over.',
    'The council of the harbour met.',
  ])('is not: %s', line => expect(isByline(line, names)).toBe(false))

  test('is left out of the text where it stands before or behind it, not between paragraphs', () => {
    const long = (word: string) => `<p>${`The ${word} of the harbour met on the quay and voted on it. `.repeat(6)}</p>`
    const by = '<p>By Ada Example</p>'
    const html = `<html><head><meta name="author" content="Ada Example"></head><body><article><h1>The harbour votes on dredging</h1>
      ${by}${long('council')}<p>Ada Example:</p>${long('crew')}${long('owners')}</article></body></html>`
    const { fields } = extract({ url: 'https://news.example/a', bytes: new TextEncoder().encode(html) })
    const lines = fields.body?.value.text.split('\n') ?? []
    expect(lines.filter(line => line.startsWith('By'))).toEqual([])
    expect(lines.filter(line => line.startsWith('The'))).toHaveLength(3)
  })
})

describe('a line that is a date', () => {
  test.each([
    '30.01.2024',
    '2026-03-04',
    '12. Januar 2022,',
    'January 22, 2014',
    '17:41 JST, October 13, 2024',
    '2026年1月4日 11時00分',
    'Tuesday, 24 November 2026',
    'Posted: Thursday, April 21, 2022. 10:11 pm CST.',
    'Last updated: January 12, 2026.',
    'Article mis à jour le 7 janvier 2020.',
    'Stand des Artikels: 26. Februar 2020, 12:30 Uhr',
  ])('is: %s', line => expect(isDateLine(line)).toBe(true))
  test.each([
    'Bonn, 11.10.2021',
    'Wiesbaden, 11. November 2021',
    'Termin: Montag, 15. November 2021',
    'Version 3, 29 June 2007',
    'In 2026',
    '9.30 to 10.45',
    'The pier, as of March 2026',
  ])('is not: %s', line => expect(isDateLine(line)).toBe(false))

  test('before the first paragraph is no text; behind it, it is', () => {
    const line =
      'The harbour council of the northern town met on Tuesday evening and settled the dispute over the pier, it said.'
    const html = `<h1>Council settles</h1><div><p>4 March 2026</p><p>${line}</p><p>5 March 2026</p><p>Then ${line}</p></div>`
    const { body } = extract({
      url: 'https://lantern.example/2026/council-settles',
      bytes: new TextEncoder().encode(`<html><body><article>${html}</article></body></html>`),
    }).fields
    expect(body?.value.text.split('\n')).toEqual([line, '5 March 2026', `Then ${line}`])
  })
})

describe('a line that is the headline', () => {
  const headline = 'Harbour reopens after a long winter'
  test.each([
    'Harbour reopens after a long winter',
    'HARBOUR REOPENS: after a long winter!',
    'Opinion Harbour reopens after a long winter',
  ])('is one: %s', line => expect(isHeadline(line, headline)).toBe(true))
  test.each([
    'Harbour reopens after a long winter, and the boats are back',
    'What nobody on the whole island expected has come to pass: harbour reopens after a long winter',
    'Harbour reopens',
  ])('is none: %s', line => expect(isHeadline(line, headline)).toBe(false))
  test('a short headline may end any line', () => {
    expect(isHeadline('They met on the pier', 'The pier')).toBe(false)
    expect(isHeadline('The Pier', 'The pier')).toBe(true)
    expect(isHeadline('The pier', undefined)).toBe(false)
    const parted = 'Dispute over the pier: council votes at last'
    expect(isHeadline('Dispute over the pier', parted)).toBe(true)
    expect(isHeadline('Dispute over the pier,', parted)).toBe(false)
  })
})

describe('comments', () => {
  const say = (word: string): string =>
    `The ${word} said the pier had been closed for far too long, and that nobody had asked the crews about it.`
  const read = (text: string, thread: string): readonly string[] => {
    const html = `<html><head><meta property="og:type" content="article"></head><body><article><h1>Harbour pier opens again</h1>${text}</article>${thread}</body></html>`
    const { fields } = extract({
      url: 'https://news.example/harbour-pier-opens-again',
      bytes: new TextEncoder().encode(html),
    })
    return fields.body?.value.text.split('\n') ?? []
  }
  const p = (line: string): string => `<p>${line}</p>`
  const story = ['council', 'mayor', 'harbour master'].map(say)
  const thread = Array.from({ length: 30 }, (_, i) => say(`reader ${i}`))

  test.each([
    ['a list of them', '<ol id="commentlist">', '<li id="comment-7">', '</li>', '</ol>'],
    ['a section', '<div class="comments">', '<div>', '</div>', '</div>'],
  ])('are no text, however long: %s', (_, open, from, to, close) => {
    const lines = read(story.map(p).join(''), open + thread.map(line => from + p(line) + to).join('') + close)
    expect(lines).toEqual(story)
  })
  test('a page that calls its entries so keeps them', () => {
    const entries = thread.map(line => `<div class="match-comment">${p(line)}</div>`).join('')
    expect(read(`<div class="entries">${entries}</div>`, '')).toEqual(thread)
  })
})

describe('a quotation set apart', () => {
  const p = (line: string): string => `<p>${line}</p>`
  const story = ['council', 'mayor', 'crew'].map(
    who =>
      `The ${who} said on Tuesday that “nobody had asked the ${who} about the pier before,” and that it would take years to mend it again.`,
  )
  const read = (apart: string): readonly string[] => {
    const html = `<html><body><article><h1>Harbour pier opens again</h1>${p(story[0]!)}${apart}${p(story[1]!)}${p(story[2]!)}</article></body></html>`
    const { fields } = extract({
      url: 'https://news.example/harbour-pier-opens-again',
      bytes: new TextEncoder().encode(html),
    })
    return fields.body?.value.text.split('\n') ?? []
  }
  test.each(['blockquote', 'aside', 'figure'])('is no text where its words stand in it: %s', name => {
    expect(read(`<${name}><p>“Nobody had asked the crew about the pier before”</p></${name}>`)).toEqual(story)
  })
  test('is text where they do not', () => {
    const quote =
      'We had been asked about nothing at all since the day the pier was built, and that is all there is to say.'
    expect(read(`<blockquote><p>${quote}</p></blockquote>`)).toContain(quote)
  })
})

test('a line with the headline before the first paragraph is no text', () => {
  const line =
    'The harbour council of the northern town met on Tuesday evening and settled the dispute over the pier, it said.'
  const html = `<html><head><title>Old Gazette - Council settles dispute</title></head><body><table><tr><td><a href="/">Home</a></td>
    <td><b>Council settles dispute</b><br>${[1, 2, 3].map(n => `${line} ${n}.`).join('<br><br>')}</td></tr></table></body></html>`
  const { fields } = extract({ url: 'https://gazette.example/story?id=4', bytes: new TextEncoder().encode(html) })
  expect(fields.body?.value.text.split('\n')).toEqual([1, 2, 3].map(n => `${line} ${n}.`))
})
