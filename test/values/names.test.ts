import { describe, expect, test } from 'vitest'
import { splitNames } from '../../src/values/names.ts'

describe('names in a line that readers see', () => {
  test.each<[line: string, names: readonly string[]]>([
    ['By Ada Example and Ben Sample', ['Ada Example', 'Ben Sample']],
    ['Veröffentlicht von Jana Hafermann', ['Jana Hafermann']],
    ['Rédigé par Lucie Marchefer', ['Lucie Marchefer']],
    ['Scritto da Carla Molo', ['Carla Molo']],
    ['Ein Gastbeitrag von Jana Hafermann', ['Jana Hafermann']],
    ['Ein Interview von Jana Hafermann mit Otto Beispiel', ['Jana Hafermann']],
    ['Text & Fotos: Jana Hafermann', ['Jana Hafermann']],
    ['Text von Jana Hafermann Illustration von Max Muster', ['Jana Hafermann']],
    ['Foto von Max Muster', []],
    ['Johann von Hafen Junior', ['Johann von Hafen Junior']],
    ['Jana Hafermann am 14.01.2026', ['Jana Hafermann']],
    ['Ada Example | 5 min read', ['Ada Example']],
    ['Politics · Ada Example', ['Ada Example']],
    ['14 January 2026 | Ada Example', ['Ada Example']],
    ['A. J. Example View in digital edition', ['A. J. Example']],
    ['harbour.example Redaktion', ['harbour.example Redaktion']],
    ['記者陳小明／台北報導', ['陳小明']],
    ['文/張三', ['張三']],
    ['بقلم محمد أحمد', ['محمد أحمد']],
    ['Από: Γιώργος Παράδειγμα', ['Γιώργος Παράδειγμα']],
    ['Írta: Minta Péter', ['Minta Péter']],
    ['Tous les articles', []],
    ['Ver más', []],
    ['留言', []],
    ['Projektleiterin der Stiftung', []],
  ])('%s', (line, names) => {
    expect(splitNames(line, { visible: true })).toEqual(names)
  })
})
