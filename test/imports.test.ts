/** Imports point down only (ARCHITECTURE.md, "The folders"): what a layer may import is a list, and this holds it. */

import { globSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, test } from 'vitest'

const root = join(import.meta.dirname, '..')
const NOUNS = ['src/model.ts', 'src/errors.ts']
const STAGES = ['discover', 'policy', 'extract', 'normalize', 'dedupe', 'outputs'].map(folder => `src/${folder}/`)
const OUTSIDE = ['fetch', 'store', 'queue'].map(folder => `src/${folder}/`)

/** The first rule whose folder a file is in decides what of ours it may import, besides its own folder. */
const RULES: readonly (readonly [folder: string, allowed: readonly string[]])[] = [
  ['src/model.ts', []],
  ['src/errors.ts', ['src/model.ts']],
  ['src/ports.ts', NOUNS],
  ['src/values/', []],
  ['src/extract/pool.ts', ['src/', 'workers/']],
  ...STAGES.map(folder => [folder, [...NOUNS, 'src/values/', ...STAGES]] as const),
  ...OUTSIDE.map(folder => [folder, [...NOUNS, 'src/ports.ts', 'src/values/']] as const),
  ['src/warc/', [...NOUNS, 'src/values/', 'src/fetch/decode.ts', 'src/fetch/limits.ts']],
  ['src/pipeline/', [...NOUNS, 'src/ports.ts', 'src/log.ts', 'src/values/', ...STAGES]],
  ['src/http/', [...NOUNS, 'src/ports.ts', 'src/log.ts', 'src/values/', 'src/outputs/', 'src/policy/']],
  ['src/demo/', ['src/values/', ...NOUNS]],
]

const files = globSync('{src,workers}/**/*.ts', { cwd: root })

function importsOf(file: string): string[] {
  const code = readFileSync(join(root, file), 'utf8')
  const paths = [...code.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map(match => match[1] as string)
  return paths.map(path => relative(root, join(root, dirname(file), path)))
}

function forbidden(file: string): string[] {
  const rule = RULES.find(([folder]) => file.startsWith(folder))
  if (!rule) return []
  const [folder, allowed] = rule
  return importsOf(file).filter(path => !path.startsWith(folder) && !allowed.some(prefix => path.startsWith(prefix)))
}

describe('imports point down only', () => {
  test('the files are found', () => {
    expect(files).toContain('src/model.ts')
  })
  test.each(files)('%s', file => {
    expect(forbidden(file)).toEqual([])
  })
})

describe('one guarded way out', () => {
  /** Modules that can open a socket, and the globals that can. */
  const MODULES =
    /(?:from|import)\s*\(?\s*'(?:undici|node:(?:net|tls|dgram|dns|dns\/promises|http|https|http2|quic)|ws)'/
  const GLOBALS = /(?<![\w.'"`])(?:fetch\((?!\w+: )|new (?:WebSocket|EventSource)\()/
  /** Asks the one server that the operator has named, and never an address that was found. */
  const PAGE_STORE = 'src/store/pages-s3.ts'
  /** Looks names up, and connects to nobody. */
  const NAMES = 'src/doctor/dns.ts'
  /** What listens on loopback for the demonstration asks nobody. */
  const LISTENERS = ['src/demo/', 'src/cli/demo.ts']

  test('no other module than the fetcher can open a connection', () => {
    const openers = files.filter(file => {
      const code = readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
      return MODULES.test(code) || GLOBALS.test(code)
    })
    const strangers = openers.filter(
      file => ![...LISTENERS, PAGE_STORE, NAMES, 'src/fetch/'].some(place => file.startsWith(place)),
    )
    expect(strangers).toEqual([])
  })

  test('the demonstration only listens', () => {
    const code = files.filter(file => LISTENERS.some(place => file.startsWith(place)))
    const text = code.map(file => readFileSync(join(root, file), 'utf8')).join('\n')
    expect(text).not.toMatch(/import \{[^}]*\b(?:connect|request|get|createConnection|Agent)\b[^}]*\} from 'node:/)
  })
})
