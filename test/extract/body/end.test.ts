import { describe, expect, test } from 'vitest'
import { leaveEnd } from '../../../src/extract/body/end.ts'
import { leftBy } from './left.ts'

const NAMES = ['Ada Example', 'Ben Sample']
const TEXT = '<p>One is said.</p><p>Two is said.</p><p>Three is said.</p>'

/** What is left of the blocks behind the text. */
const left = leftBy((page, isChosen) => leaveEnd(page, isChosen, NAMES))
const behind = (html: string, ...unchosen: string[]): string[] => left(TEXT + html, ...unchosen).slice(3)

describe('behind the last paragraph', () => {
  test('a heading with nothing under it is none of the text', () => {
    expect(behind('<h2>More headlines</h2><ul><li>The pier</li></ul>', 'The pier')).toEqual([])
    expect(behind('<h2>More on the harbour:</h2><ul><li>The pier</li></ul>', 'The pier')).toEqual([])
  })
  test('how to reach the writer is none of the text, nor are the rules for comments', () => {
    expect(behind('<p>You can email Ada Example at ada@news.example or write a letter.</p>')).toEqual([])
    expect(behind('<p>Every week Ada answers a question. Please send your question to ada@news.example.</p>')).toEqual(
      [],
    )
    expect(behind('<p>Comments on this piece are premoderated.</p>')).toEqual([])
  })
  test('where the story goes on is none of the text', () => {
    expect(behind('<p>Aktuelle Meldungen zum Hafen finden Sie jederzeit in unserem Liveblog:</p>')).toEqual([])
    expect(behind('<p>Follow the storm in our live coverage.</p>')).toEqual([])
    expect(behind('<p>Those who follow our live coverage know the storm. It came from the west.</p>')).toHaveLength(1)
  })
  test('what a subscription offers is none of the text', () => {
    expect(behind('<p>Get unlimited access to every story and our app. Cancel any time.</p>')).toEqual([])
    expect(behind('<p>Lesen Sie weiter, monatlich und jederzeit kündbar.</p>')).toEqual([])
    expect(behind('<p>“You may cancel any time,” the ferry company tells its passengers.</p>')).toHaveLength(1)
  })
  test('an address that is part of what is said stays', () => {
    expect(
      behind('<p>The port may be reached at any hour, and sends its reports to harbour@port.example.</p>'),
    ).toHaveLength(1)
  })
  test('a sentence set as a heading stays, as do numbered entries and what stands over a table', () => {
    expect(behind('<h2>What do you think?</h2>')).toHaveLength(1)
    expect(behind('<h3>25. The northern pier</h3>')).toHaveLength(1)
    expect(behind('<h3>The results</h3><table><tr><td>4</td></tr></table>', '4')).toEqual(['The results'])
  })
  test.each([
    '<p>Ada Example is a columnist for the Herald.</p>',
    '<p><em>Ada Example ist Redakteurin im Ressort Regionales.</em></p>',
    '<p>Ada Example, a fisher, writes about boats.</p><p>Ben Sample (31) covers the harbour.</p>',
    '<h3>About the author</h3><p>Ben Sample covers the harbour.</p>',
  ])('what is said of the writers is none: %s', html => expect(behind(html)).toEqual([]))
  test.each([
    '<p>This article is for informational purposes only.</p>',
    '<p>&lt;저작권자(c) 등대신문, 무단 전재-재배포, AI 학습 및 활용 금지&gt;</p>',
    '<p>‹저작권자ⓒ등대신문. 무단전재-재배포 금지›</p>',
    '<p>The views in this post do not constitute investment advice.</p><p>Past performance is no guide to the future.</p>',
    '<p>Dieser Text ersetzt keine Beratung durch einen Arzt.</p>',
    '<p>Ces informations ne constituent pas un conseil en investissement.</p>',
    '<p>Cet article ne constitue pas une recommandation.</p>',
  ])('small print is none: %s', html => expect(behind(html)).toEqual([]))
  test('small print before other text stays', () => {
    expect(behind('<p>This is for informational purposes only.</p><p>So said the council.</p>')).toHaveLength(2)
  })
  test.each([
    '<p>(Rédigé par Ada Exemple, édité par Ben Modèle)</p>',
    '<p>(Reportage Ada Exemple, version française Ben Modèle)</p>',
    '<p>(Bericht von Ada Beispiel, redigiert von Ben Muster. Bei Rückfragen schreiben Sie an desk@wire.example)</p>',
    '<p>(Reporte de Ada Ejemplo; editado en español por Ben Modelo)</p>',
    '<p>(Por Ada Exemplo; Edição de Ben Modelo)</p>',
    '<p>[Tradotto da Ada Esempio, editing Ben Modello]</p>',
    '<p>ae/bs</p>',
    '<p>ae/ bsm/</p><p>-30-</p>',
    '<p>###</p>',
  ])('nor is who made a report, and that it ends: %s', html => expect(behind(html)).toEqual([]))
  test.each([
    '<p>dpa/ae</p>',
    '<p>(Por ahora el puerto queda cerrado; nadie sabe más.)</p>',
    '<p>(Bericht von gestern)</p>',
    '<p>(Reporting by the paper led to a change of the law.)</p>',
    '<p>120 km/h</p>',
    '<p>저작권자는 무단 전재를 금지했다.</p>',
    '<p>30</p>',
  ])('an agency is credited, and a word in brackets is text: %s', html => expect(behind(html)).toHaveLength(1))
  test.each([
    '<p>The court held that such letters do not constitute legal advice.</p>',
    '<p>“This article is for informational purposes only,” it says under every one of them.</p>',
    '<p>Ada Example: And what do you say to that?</p>',
    '<p>Cora Other is a fisher of the east quay.</p>',
    '<p>Ada Example is a fisher.</p><p>She went to sea.</p>',
  ])('other text stays: %s', html => expect(behind(html).length).toBeGreaterThan(0))
})
