import { describe, expect, test } from 'vitest'
import { extract } from '../../src/extract/index.ts'
import { page } from './made-up.ts'

const URL = 'https://herald.example/2026/03/harbour-council-votes-on-dredging'
const kindOf = (html: string, url = URL) => extract({ url, bytes: page(html) }).kind

const said = (title: string, text: string, under = ''): string =>
  `<html><head><title>${title} | The Herald</title></head><body><h1>${title}</h1>${under}<p>${text}</p></body></html>`

const DATE = '<time datetime="2026-03-01T10:00:00Z">1 March 2026</time>'
const BYLINE = `<p class="byline">By Ada Example</p>${DATE}`
const NEWS =
  'The harbour council met on the evening of the spring tide to settle the dispute over the northern pier. The fishers had asked for a longer season, while the ferry company wanted the berth for itself alone.'

describe('an error page is told by what it says of itself', () => {
  test.each([
    'Sorry, we couldn’t find that page',
    'This article has been removed',
    'Diese Seite gibt es nicht',
    'Cette page n’existe pas',
    'La página que buscas no existe',
    'La pagina non esiste',
    'Esta página não existe',
    'Deze pagina bestaat niet',
    'Nie znaleziono strony',
    'Sidan hittades inte',
    'Siden findes ikke',
    'Fant ikke siden',
    'Stranica nije pronađena',
    'Такой страницы не существует',
    'الصفحة غير موجودة',
    'הדף לא נמצא',
    '页面不存在',
    '존재하지 않는 페이지입니다',
    'お探しのページは見つかりませんでした',
    'Trang không tồn tại',
    'Error 404',
    '503 Service Unavailable',
  ])('%s', title => {
    expect(kindOf(said(title, 'Back to the start.'))).toBe('error')
  })

  test('in a sentence, under a title that says nothing', () => {
    expect(kindOf(said('Uh oh', 'The page you asked for could not be found. Try one of these stories.'))).toBe('error')
  })

  test.each([
    '500 jobs to go at shipyard',
    '404 boats in the bay',
    'Fishing forbidden off the island',
    'Pier closed since no cause was found',
  ])('but not by a number, or by a word that news have too: "%s"', title => {
    expect(kindOf(said(title, NEWS))).toBe('article')
  })
})

describe('a wall is told by what it asks for', () => {
  test.each([
    [
      'Making sure you’re not a bot!',
      `You see this because the administrator of this site protects its server from programs that read it. ${NEWS}`,
    ],
    ['Nur einen Moment…', 'Überprüfung, ob Sie ein Mensch sind.'],
    ['Ой!', 'Подтвердите, что запросы отправляли вы, а не робот'],
    ['安全验证', '请拖动滑块'],
    ['herald.example', 'Please enable JS and disable any ad blocker'],
    ['Log in', 'Enter your email to go on.'],
    ['Anmelden', 'Bitte melden Sie sich an.'],
    ['Register to continue reading', 'Create a free account.'],
  ])('%s', (title, text) => {
    expect(kindOf(said(title, text))).toBe('wall')
  })

  test('but not an article above the login to the rest of it', () => {
    const form = '<form><input type="email"><input type="password"></form>'
    expect(kindOf(said('Council votes on dredging', `${NEWS}</p>${form}<p>`, BYLINE))).toBe('article')
    expect(kindOf(said('Sign here', `Your account, please.</p>${form}<p>`))).toBe('wall')
  })

  test('but not short news of consent, with a writer and a day', () => {
    const text = `The council wants an end to cookie banners: consent should be given once. Privacy groups agreed, while partners and vendors warned of the end of tracking. ${NEWS}`
    expect(kindOf(said('Cookie banners to go', text, BYLINE))).toBe('article')
    expect(kindOf(said('Welcome', text))).toBe('wall')
  })
})

describe('a list is told', () => {
  const cards = Array.from(
    { length: 8 },
    (_, at) =>
      `<article><a href="/2026/03/0${at + 1}/story-${at}"><h3>Story number ${at} about the harbour and the sea</h3></a><p>The boats of pier ${at}, in short.</p><time datetime="2026-03-0${at + 1}">March ${at + 1}</time></article>`,
  ).join('')
  const list = (head: string) =>
    `<html><head><title>Ada Example</title>${head}</head><body><h1>Ada Example</h1><p>Ada Example writes about the harbour, its people and the sea.</p>${cards}</body></html>`

  test.each([
    ['a page of one writer', '/profile/ada-example-of-the-harbour', '<meta property="og:type" content="profile">'],
    [
      'a profile in JSON-LD',
      '/profile/ada-example-of-the-harbour',
      '<script type="application/ld+json">{"@type":"ProfilePage"}</script>',
    ],
    ['an address that is a month', '/2026/03/', ''],
    ['an address that is a day', '/2026/03/01', ''],
  ])('by %s', (_, path, head) => {
    expect(kindOf(list(head), `https://herald.example${path}`)).toBe('listing')
  })
})

describe('a page of a film or of pictures', () => {
  const media = (type: string, name = 'Ferry turns in the fog') =>
    `<html><head><title>Ferry turns in the fog | Herald</title><script type="application/ld+json">${JSON.stringify({
      '@type': type,
      name,
      uploadDate: '2026-03-01',
      description: 'A ferry turned on its heel in thick fog on Sunday, as this film shows.',
    })}</script></head><body><h1>Ferry turns in the fog</h1><div class="player"></div></body></html>`
  const read = (html: string) =>
    extract({ url: 'https://herald.example/video/ferry-turns-in-the-fog', bytes: page(html) })

  test('is one where it describes itself as that, with what it says of it as its text', () => {
    const { kind, fields } = read(media('VideoObject'))
    expect([kind, fields.published?.value, fields.body?.value.text]).toEqual([
      'video',
      '2026-03-01T00:00:00+00:00',
      'A ferry turned on its heel in thick fog on Sunday, as this film shows.',
    ])
    expect(read(media('ImageGallery')).kind).toBe('gallery')
  })

  test('is none where the film has another name', () => {
    expect(read(media('VideoObject', 'Our offer')).kind).toBe('empty')
  })
})
