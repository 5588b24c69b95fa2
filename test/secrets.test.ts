import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createSecrets, hideQuerySecrets } from '../src/secrets.ts'

const desk = mkdtempSync(join(tmpdir(), 'secrets-'))
writeFileSync(join(desk, 'key.txt'), 'from-a-file\n')
const secrets = createSecrets({ HERALD: 'Bearer opensesame', EMPTY: '' }, desk)

describe('a reference', () => {
  test.each([
    ['env:HERALD', 'Bearer opensesame'],
    ['file:key.txt', 'from-a-file'],
    ['text/html', 'text/html'],
  ])('%s is %s', (reference, value) => {
    expect(secrets.resolve(reference)).toBe(value)
  })
  test.each(['env:NOBODY', 'env:EMPTY', 'file:nowhere.txt'])('to nothing is an error: %s', reference => {
    expect(() => secrets.resolve(reference)).toThrow(
      expect.objectContaining({ code: 'SECRET_MISSING', detail: reference }),
    )
  })
})

describe('hidden are', () => {
  test('secrets that were resolved, whole and in part', () => {
    secrets.resolve('env:HERALD')
    expect(secrets.hide('got Bearer opensesame')).toBe('got [secret]')
    expect(secrets.hide('{"token":"opensesame"}')).toBe('{"token":"[secret]"}')
  })
  test('a secret within another one leaves nothing of the longer', () => {
    const two = createSecrets({ A: 'sesame', B: 'sesame-street' }, desk)
    two.resolve('env:A')
    two.resolve('env:B')
    expect(two.hide('sesame-street')).toBe('[secret]')
  })
  test.each([
    ['https://h.example/rss?key=abc&page=2', 'https://h.example/rss?key=[secret]&page=2'],
    ['<https://h.example/?x=1&access_token=abc> failed', '<https://h.example/?x=1&access_token=[secret]> failed'],
    ['https://h.example/keys?page=2', 'https://h.example/keys?page=2'],
  ])('query secrets: %s', (text, hidden) => {
    expect(hideQuerySecrets(text)).toBe(hidden)
  })
})
