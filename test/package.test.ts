/** What `npm pack` makes, as somebody has it who installed it: compiled, with the files it needs beside it. */

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { VERSION } from '../src/version.ts'

const root = join(import.meta.dirname, '..')
const dir = mkdtempSync(join(tmpdir(), 'wiredesk-package-'))
const installed = join(dir, 'node_modules', 'wiredesk')

const run = (program: string, words: readonly string[], cwd: string): string =>
  execFileSync(program, words, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

beforeAll(() => {
  run('npm', ['pack', '--silent', '--pack-destination', dir], root)
  mkdirSync(installed, { recursive: true })
  run('tar', ['-xzf', join(dir, `wiredesk-${VERSION}.tgz`), '-C', installed, '--strip-components=1'], dir)
  // Its dependencies are those of the checkout; installing them again would need a registry.
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
})
afterAll(() => rmSync(dir, { recursive: true }))

describe('the package', () => {
  test('runs the demo to its end', () => {
    const lines = run(
      process.execPath,
      [join(installed, 'dist/bin/wiredesk.js'), 'demo', '--once', '--json', '--port', '0'],
      dir,
    )
    expect(lines.split('\n')[0]).toMatch(/"stored":41/)
  })

  test('makes a desk', () => {
    const words = ['init', 'desk', '--yes', '--name', 'News', '--contact', 'a@desk.example', '--json']
    const [desk = '{}'] = run(process.execPath, [join(installed, 'dist/bin/wiredesk.js'), ...words], dir).split('\n')
    expect(JSON.parse(desk)).toMatchObject({ desk: join(dir, 'desk') })
  })

  test('is a library', () => {
    const program = `import { extract } from 'wiredesk'
const bytes = new TextEncoder().encode('<title>Nothing here</title>')
console.log(extract({ url: 'https://herald.example/', bytes }).kind)`
    writeFileSync(join(dir, 'program.mjs'), program)
    expect(run(process.execPath, ['program.mjs'], dir)).toBe('empty\n')
  })
})
