import { parseDocument } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { isAppeal, leaveAppeals } from '../../../src/extract/body/appeals.ts'
import { readBlocks } from '../../../src/extract/body/blocks.ts'

describe('an appeal', () => {
  test.each([
    'Support our newsroom by contributing as little as $2 a month.',
    'We rely on readers like you to fund our journalism. Become a member today.',
    'Unterstützen Sie unseren unabhängigen Journalismus mit einer Spende.',
    'Soutenez notre rédaction indépendante : faites un don.',
    'Apoya nuestro periodismo independiente: hazte socio.',
    'Sostieni il nostro giornalismo con una donazione.',
    'Apoie o nosso jornalismo: faça uma doação.',
    'Steun onze onafhankelijke journalistiek met een donatie.',
  ])('asks readers for money: %s', line => expect(isAppeal(line)).toBe(true))
  test.each([
    'The paper asked its readers to contribute to the cost of the trial.',
    '"We rely on readers like you to fund our journalism," said the editor, who hopes for donations.',
    'The foundation will support independent journalism with a contribution of 2 million.',
    'Please support our local team at the harbour on Sunday.',
    `We support independent journalism. ${'Much was said about it in the council. '.repeat(20)} You may donate.`,
  ])('is none: %s', line => expect(isAppeal(line)).toBe(false))
})

describe('appeals are left out', () => {
  const APPEAL = 'Support our newsroom by contributing as little as $2 a month.'
  const TEXT =
    'The harbour council met on the evening of the spring tide to settle the dispute over the northern pier. '
      .repeat(2)
      .trim()
  const left = (html: string): string[] => {
    const page = readBlocks(parseDocument(html))
    const isChosen = new Uint8Array(page.blocks.length).fill(1)
    leaveAppeals(page, isChosen)
    return page.blocks.filter((_, i) => isChosen[i]).map(({ text }) => text)
  }

  test('alone where they stand among paragraphs', () => {
    expect(left(`<p>${TEXT}</p><p>${APPEAL}</p><p>What is more.</p>`)).toEqual([TEXT, 'What is more.'])
  })
  test('with what else is said in a box named for them', () => {
    const box = `<div class="reader-support"><p>Free for everyone.</p><p>${APPEAL}</p></div>`
    expect(left(`<p>${TEXT}</p>${box}`)).toEqual([TEXT])
  })
  test('while such a box without one stays', () => {
    expect(left(`<p>${TEXT}</p><div class="support"><p>Beams hold the pier.</p></div>`)).toHaveLength(2)
  })
  test('but not where there is no other text', () => {
    expect(left(`<p>${APPEAL}</p>`)).toEqual([APPEAL])
  })
})
