import { describe, expect, test } from 'vitest'
import { languageOfText } from '../../src/values/text-language.ts'

describe('a text of a few sentences', () => {
  test.each<[language: string, text: string]>([
    [
      'en',
      'The harbour council met on the evening of the spring tide to settle the dispute over the northern pier, which had been closed for a year. The members agreed on a plan that gives each side three days of the week in turn.',
    ],
    [
      'de',
      'Der Hafenrat kam am Abend der Springflut zusammen, um den Streit über die nördliche Mole beizulegen, die seit einem Jahr gesperrt ist. Die Mitglieder einigten sich auf einen Plan, der jeder Seite drei Tage in der Woche gibt.',
    ],
    [
      'fr',
      "Le conseil du port s'est réuni le soir de la grande marée pour régler le différend sur la jetée du nord, qui est fermée depuis un an. Les membres se sont mis d'accord sur un plan qui donne à chaque camp trois jours de la semaine.",
    ],
    [
      'es',
      'El consejo del puerto se reunió la tarde de la marea viva para resolver la disputa sobre el muelle del norte, que lleva un año cerrado. Los miembros acordaron un plan que da a cada parte tres días de la semana.',
    ],
    [
      'ru',
      'Совет порта собрался вечером в день прилива, чтобы решить спор о северном причале, который был закрыт на год. Члены совета согласились на план, по которому каждая сторона получит по три дня в неделю, а в воскресенье он будет закрыт для всех.',
    ],
    [
      'uk',
      'Рада порту зібралася ввечері в день припливу, щоб вирішити суперечку про північний причал, який був закритий на рік. Члени ради погодилися на план, за яким кожна сторона отримає по три дні на тиждень, а у неділю він буде закритий для всіх.',
    ],
    ['ja', '港湾評議会は大潮の夜に集まり、一年間閉鎖されていた北の桟橋をめぐる争いを収めた。'],
    ['zh', '港口委员会在大潮之夜开会，解决了关闭一年的北码头之争。'],
    ['el', 'Το συμβούλιο του λιμανιού συνεδρίασε το βράδυ της παλίρροιας.'],
  ])('%s', (language, text) => {
    expect(languageOfText(text)).toBe(language)
  })
})

test('too few words, names alone and nothing leave it open', () => {
  for (const text of [
    '',
    '12:30',
    'Der Hafen ist zu.',
    'Ada Example Ben Sample Cora Other Dan Fourth Eve Fifth '.repeat(8),
  ])
    expect(languageOfText(text)).toBeUndefined()
})
