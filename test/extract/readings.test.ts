import { describe, expect, test } from 'vitest'
import { changeMarks, shownMarks } from '../accuracy/answers.ts'
import { blockKeys, labelsByReading, loadReadings } from '../accuracy/readings.ts'

describe('Pages read block by block', () => {
  const texts = ['Home', 'The harbour  opened.', 'A line.', 'The harbour opened.']
  const keys = blockKeys(texts)

  test('a block goes by its words, and a second copy by its place among the copies', () => {
    expect(new Set(keys).size).toBe(4)
    expect(keys[3]).toBe(`${keys[1]}.2`)
    expect(blockKeys(['new first block', ...texts]).slice(1)).toEqual(keys)
  })

  test('a reading labels the blocks it names, and leaves the others', () => {
    const page = { dataset: 'd', id: '1', text: `${keys[1]} ${keys[2]}`, open: keys[0]! }
    expect(labelsByReading(page, texts, [1, 3, 2, 3])).toEqual({
      isText: Uint8Array.of(0, 1, 1, 0),
      isOpen: Uint8Array.of(1, 0, 0, 0),
      goldWords: 5,
      f1: 1,
    })
  })

  test('a page that is no article teaches nothing', () => {
    expect(labelsByReading({ dataset: 'd', id: '1', text: '' }, texts, [1, 3, 2, 3])).toBeUndefined()
  })

  test('answers change the marks that were shown', () => {
    const marks = shownMarks(
      '=== d/1  https://a.example/\n3- 0.10 p: Home\n4+  p: The harbour opened.\n7? 0.40 td: 12\n',
    ).get('d/1')!
    expect([...marks]).toEqual([
      [3, '-'],
      [4, '+'],
      [7, '?'],
    ])
    expect([...changeMarks(marks, ['+3', '-4..7']).values()]).toEqual(['+', '-', '-'])
    expect(changeMarks(marks, ['ok'])).toBe(marks)
    expect(changeMarks(marks, ['none']).size).toBe(0)
    expect(() => changeMarks(marks, ['4'])).toThrow('"4" is no change')
  })

  test('every page of the file stands there once, with keys as blocks have them', () => {
    const readings = loadReadings()
    expect(readings.size).toBeGreaterThan(1900)
    for (const { text, open = '' } of readings.values())
      expect(`${text} ${open}`.trim()).toMatch(/^(?:[0-9a-z]{1,5}(?:\.\d+)?(?: |$))*$/)
  })
})
