import { describe, expect, test } from 'vitest'
import { isOrganisation, splitNames } from '../../src/values/names.ts'
import { growth, LINEAR } from '../growth.ts'

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
    ['By M. S. Example and B.A. Sample', ['M. S. Example', 'B.A. Sample']],
    ['Ada Example, M.A. Journalism', ['Ada Example']],
    ['harbour.example Redaktion', ['harbour.example Redaktion']],
    ['記者陳小明／台北報導', ['陳小明']],
    ['文/張三', ['張三']],
    ['بقلم محمد أحمد', ['محمد أحمد']],
    ['Από: Γιώργος Παράδειγμα', ['Γιώργος Παράδειγμα']],
    ['Írta: Minta Péter', ['Minta Péter']],
    ['By John A Sample and Mary E Example', ['John A Sample', 'Mary E Example']],
    ['Ada Example i Jan Wzór', ['Ada Example', 'Jan Wzór']],
    ['ADA ESEMPIO E MARIO CAMPIONE', ['ADA ESEMPIO', 'MARIO CAMPIONE']],
    ['By Ahmed al-Sample', ['Ahmed al-Sample']],
    ['Jan van ’t Voorbeeld', ['Jan van ’t Voorbeeld']],
    ['By Neil deSample Jones', ['Neil deSample Jones']],
    ['Kovács Példa János és Nagy Minta Éva', ['Kovács Példa János', 'Nagy Minta Éva']],
    ['Ion Exemplu și Ana Probă', ['Ion Exemplu', 'Ana Probă']],
    ['Анна Зразок та Борис Приклад', ['Анна Зразок', 'Борис Приклад']],
    ['Άννα Παράδειγμα και Γιώργος Δείγμα', ['Άννα Παράδειγμα', 'Γιώργος Δείγμα']],
    ['Budi Contoh dan Siti Sampel', ['Budi Contoh', 'Siti Sampel']],
    ['Dan Sample', ['Dan Sample']],
    ['Текст: Анна Примерова, фото: Борис Образцов', ['Анна Примерова']],
    ['Reporting by Ada Example; Editing by Ben Sample', ['Ada Example']],
    ['Jana Hafermann (Text), Max Muster (Fotos)', ['Jana Hafermann']],
    ['Words: Ada Example Photos: Ben Sample', ['Ada Example']],
    ['By Ada Example Special to The Herald', ['Ada Example']],
    ['By Ada Example as told to Ben Sample', ['Ada Example']],
    ['By Ada Example in Quayton and Ben Sample in Kyiv', ['Ada Example', 'Ben Sample']],
    ['By Ada Example, New York', ['Ada Example']],
    ['Por Ana Muelle. Madrid', ['Ana Muelle']],
    ['By ADA EXAMPLE and BEN SAMPLE Herald Staff Writers', ['ADA EXAMPLE', 'BEN SAMPLE']],
    ['By Ada Example, White House Correspondent', ['Ada Example']],
    ['Ada Example; Senior Europe Correspondent', ['Ada Example']],
    ['Ada Example Reporter; Ben Sample Editor', ['Ada Example', 'Ben Sample']],
    ['Ada Example and Ben Sample Staff Writer', ['Ada Example', 'Ben Sample']],
    ['The Quayside Editors', ['The Quayside Editors']],
    ['João Exemplo, da Folhapress', ['João Exemplo']],
    ['Propos recueillis par Lucie Marchefer', ['Lucie Marchefer']],
    ['Reporter: Kajsa Exempel', ['Kajsa Exempel']],
    ['Haber: Ayşe Örnek - Kamera: Ali Örnek', ['Ayşe Örnek']],
    ['oprac. Jan Wzór', ['Jan Wzór']],
    ['Opracowanie: Jan Wzór', ['Jan Wzór']],
    ['Подготовила Анна Примерова', ['Анна Примерова']],
    ['Γράφει ο Νίκος Παράδειγμα', ['Νίκος Παράδειγμα']],
    ['إعداد: أحمد مثال', ['أحمد مثال']],
    ['本报记者 张三', ['张三']],
    ['来源：港口日报 作者：张小三', ['张小三']],
    ['文：陳小明 圖：李大海', ['陳小明']],
    ['取材・文＝見本太郎', ['見本太郎']],
    ['記者・見本太郎', ['見本太郎']],
    ['ロンドン＝見本太郎', ['見本太郎']],
    ['[보기일보 홍보기 기자]', ['홍보기']],
    ['홍보기·김예시 기자', ['홍보기', '김예시']],
    ['글 홍보기 사진 김예시', ['홍보기']],
    ['見本太郎 例山花子', ['見本太郎', '例山花子']],
    ['例山川 健太郎', ['例山川 健太郎']],
    ['編集委員 見本太郎', ['見本太郎']],
    ['입력 2026.11.24. 21:40', []],
    ['홍수정 기자', ['홍수정']],
    ['From Ada Example in Quayton', ['Ada Example']],
    ['From the archive', []],
    ['Story and photos by Ada Example', ['Ada Example']],
    ['Photos by Ada Example', []],
    ['Exclusive by Ada Example', ['Ada Example']],
    ['Napsal: Jan Vzor', ['Jan Vzor']],
    ['Редакция', ['Редакция']],
    ['新聞編集部', ['新聞編集部']],
    ['New Delhi', []],
    ['Breaking Stories', []],
    ['Sponsored Content', []],
    ['Redaktion: Jana Hafermann', []],
    ['Tous les articles', []],
    ['Ver más', []],
    ['留言', []],
    ['Projektleiterin der Stiftung', []],
  ])('%s', (line, names) => {
    expect(splitNames(line, { visible: true })).toEqual(names)
  })
})

test('a place behind a declared name is none of its words', () => {
  expect(splitNames('Ada Example in New York and Ben Sample in Paris')).toEqual(['Ada Example', 'Ben Sample'])
})

test.each(['নিজস্ব প্রতিবেদক', 'ऑनलाइन डेस्क', '編集部', '온라인뉴스팀', 'Редакция', 'Haber Merkezi'])(
  '%s is a desk',
  name => {
    expect(isOrganisation(name)).toBe(true)
  },
)

test.each(['a@a.', '(', '@a'])('a line of nothing but %s is read in linear time', unit => {
  expect(growth(size => splitNames(unit.repeat(size)), 20_000)).toBeLessThan(LINEAR)
})
