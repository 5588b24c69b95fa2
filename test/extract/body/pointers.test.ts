import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { readBlocks } from '../../../src/extract/body/blocks.ts'
import { isPointer, leavePointers } from '../../../src/extract/body/pointers.ts'
import { leftBy, paragraph } from './left.ts'

describe('a line that points to another article', () => {
  const first = (html: string) => readBlocks(parseDocument(html)).blocks[0]!

  test.each([
    '<p>READ MORE: <a href="/b">Church says priest has been defrocked</a></p>',
    '<p><strong>Les også:</strong> <a href="/b">Hva som skjedde i går kveld</a></p>',
    '<p>Новости по теме</p>',
    '<p>Alte știri de Portul.example</p>',
    '<p>Lire aussi :</p>',
    '<h3>Related Recipes</h3>',
    '<div><a href="/b">Read our full Harbour Lamp review</a></div>',
    '<p>▶ Lesen Sie auch: <a href="/b">Was gestern geschah</a></p>',
    '<p><b>Leggi anche</b> <a href="/b">Le altre biblioteche, una per una</a></p>',
    '<p>[ Also read <a href="/b">Three bridges in five are old</a>. ]</p>',
    '<p>Διαβάστε ακόμα:</p>',
    '<p>İlgili Haberler</p>',
    '<p>REQUIRED READING: <a href="/b">Three bridges in five are old</a></p>',
    '<p>MORE: <a href="/b">Three bridges in five are old</a></p>',
    '<p>Lesetipp: <a href="/b">Was gestern geschah</a></p>',
    '<p>Citeşte şi: <a href="/b">Ce s-a întâmplat ieri în port</a></p>',
    '<p>ΔΙΑΒΑΣΤΕ ΕΠΙΣΗΣ <a href="/b">Τι έγινε χθες</a></p>',
    '<p>İLGİLİ HABER <a href="/b">Dün limanda neler oldu, kimler geldi</a></p>',
    '<p>AYRICA OKUYUN: <a href="/b">Dün limanda neler oldu, kimler geldi</a></p>',
    '<p>إقرأ أيضاً: <a href="/b">ماذا حدث أمس في ميناء المدينة القديم</a></p>',
    '<p>আরও পড়ুন: <a href="/b">গতকাল কী ঘটেছে</a></p>',
    '<p>อ่านข่าวเพิ่มเติม: <a href="/b">เมื่อวานเกิดอะไรขึ้น</a></p>',
    '<p>延伸阅读：<a href="/b">昨天发生了什么</a></p>',
    '<p>Olvasta már? <a href="/b">Mi történt tegnap</a></p>',
  ])('%s is one', html => expect(isPointer(first(html))).toBe(true))

  test.each([
    '<p>Related: the owner of the ship is a cousin of the minister.</p>',
    '<p>Read more books, <a href="/b">the minister told the children of the city</a>.</p>',
    '<p>The council will see also to the roads.</p>',
    '<p>More <a href="/b">bridges are old than new</a>.</p>',
    '<p>Watch the ferry <a href="/b">from the northern pier</a>.</p>',
    '<p>Polecamy <a href="/b">wszystkim spacer nad rzeką</a> wieczorem.</p>',
  ])('%s is none', html => expect(isPointer(first(html))).toBe(false))
})

describe('a label and the title of another article, alone between paragraphs', () => {
  const left = leftBy((page, isChosen) => leavePointers(page, isChosen, 'https://lantern.example/news/pier'))
  const [ONE, TWO] = [paragraph('one'), paragraph('two')]
  const between = (html: string): string[] => left(`<p>${ONE}</p>${html}<p>${TWO}</p>`)
  const TITLE = 'Why no ship calls here any more'

  test.each([
    `<p><strong>Zum Hafen: <a href="/b">${TITLE}</a></strong></p>`,
    `<p>Ranije objavljeno | <a href="https://www.lantern.example/b">${TITLE}</a></p>`,
    `<blockquote><p>» <a href="/b">${TITLE}</a>.</p></blockquote>`,
    `<p>Te dejamos: <a href="/b"><b>${TITLE}</b></a></p>`,
  ])('%s is a pointer, whatever the label says', html => expect(between(html)).toEqual([ONE, TWO]))

  test.each([
    ['the title is said by another site', `<p>From the archive: <a href="https://gazette.example/b">${TITLE}</a></p>`],
    ['it says whose report this is', `<p>Source: <a href="/b">${TITLE}</a></p>`],
    ['it is a name', '<p>Tickets: <a href="/b">Harbour Hall</a></p>'],
    ['it is a file', `<p>The report: <a href="/b.pdf">${TITLE}</a></p>`],
    ['it is a place on this page', `<p>See below: <a href="#b">${TITLE}</a></p>`],
    ['there are several', `<p>Ships: <a href="/b">${TITLE}</a> <a href="/c">${TITLE}</a></p>`],
    ['the label is a sentence', `<p>What the council said of the old pier: <a href="/b">${TITLE} or the next</a></p>`],
    ['more is said behind it', `<p>The crew: <a href="/b">${TITLE}</a>, said all.</p>`],
    ['it is an entry of a list', `<ul><li>Ships: <a href="/b">${TITLE}</a></li></ul>`],
    ['one line follows the other', `<p>Ships: <a href="/b">${TITLE}</a></p><p>Boats: <a href="/c">${TITLE}</a></p>`],
  ])('is text where %s', (_, html) => expect(between(html).length).toBeGreaterThan(2))
})
