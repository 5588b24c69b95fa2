/** Pages that list things must list what there is. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { ERRORS } from '../src/errors.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

describe('docs/errors.md', () => {
  const rows = [...read('docs/errors.md').matchAll(/^\| `([A-Z_]+)` \| (\w+) \| (\w+) \| (.+) \|$/gm)].map(row =>
    row.slice(1),
  )

  test('has a row for every code of the table, as it stands there, and no other', () => {
    expect(rows).toEqual(Object.entries(ERRORS).map(([code, { stage, retry, text }]) => [code, stage, retry, text]))
  })
})

describe('README.md', () => {
  test.each(['npm ci && npm run demo', 'npm ci && npm test'])('names the command %s', command => {
    expect(read('README.md')).toContain(command)
  })
})

describe('docs/decisions', () => {
  test('names the reason for every dependency', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<string, Record<string, string>>
    const reasons = read('docs/decisions/dependencies.md')
    const named = Object.keys({ ...dependencies, ...devDependencies }).filter(name => reasons.includes(`\`${name}\``))
    expect(named).toEqual(Object.keys({ ...dependencies, ...devDependencies }))
  })
})
