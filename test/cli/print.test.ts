import { describe, expect, test } from 'vitest'
import { layTable } from '../../src/cli/print.ts'
import { parsePermission } from '../../src/cli/source-files.ts'

const HEAD = ['id', 'source', 'headline']
const ROW = [
  '01JDB7Q0V6N3K8M2X4Y5Z6A7B8',
  'the-example-herald-of-the-northern-coast',
  'Harbour council settles dispute'.repeat(3),
]

describe('a table', () => {
  test('has columns as wide as their content', () => {
    expect(
      layTable(
        ['a', 'b'],
        [
          ['long', 1],
          [undefined, 'x'],
        ],
      ),
    ).toEqual(['a     b', 'long  1', '      x'])
  })

  test('fits 80 columns, and never cuts the id', () => {
    const lines = layTable(HEAD, [ROW], 80)
    expect(lines.map(line => line.length)).toEqual([expect.toSatisfy(length => length <= 80), 80])
    expect(lines[1]).toContain('01JDB7Q0V6N3K8M2X4Y5Z6A7B8  ')
  })

  test('is whole where there is no terminal', () => {
    expect(layTable(HEAD, [ROW])[1]).toBe(ROW.join('  '))
  })

  test('lets no control character of a stranger through', () => {
    expect(layTable(['a'], [['red\x1b[31m\nnext\x9b']])[1]).toBe('red[31m next')
  })
})

test('a permission has three parts', () => {
  expect(parsePermission(' Ada Example |2026-01-05| c/1.pdf')).toEqual({
    who: 'Ada Example',
    when: '2026-01-05',
    document: 'c/1.pdf',
  })
})
