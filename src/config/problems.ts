/** What is wrong with a configuration, by file, line, column and key. */

import { type Document, isMap, isNode, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { WiredeskError } from '../errors.ts'

export interface Problem {
  /** within the desk; for a value that came from elsewhere its name: `--set`, `WIREDESK_STORE` */
  readonly file: string
  /** counted from 1; absent where the value stands in no file */
  readonly line?: number
  readonly column?: number
  /** `fetch.delayMs`, `feeds.1.url`; empty for the file as a whole */
  readonly key: string
  readonly message: string
  /** the values or keys that may stand there, where they are a list */
  readonly allowed?: readonly string[]
}

/** A YAML file with the positions of its nodes. */
export interface YamlFile {
  readonly file: string
  readonly value: unknown
  readonly problems: readonly Problem[]
  /** Where a value stands; the key itself for `key`. What is missing stands where it is missing from. */
  at(path: readonly PropertyKey[], what: 'key' | 'value'): { readonly line: number; readonly column: number }
}

/** Reads YAML text; mistakes of its syntax are problems, not errors. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const position = (offset: number) => {
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  const problems = document.errors.map(error => ({ file, ...position(error.pos[0]), key: '', message: error.message }))
  return {
    file,
    ...(problems.length > 0 ? { value: undefined, problems } : readValue(file, document)),
    at: (path, what) => position(offsetOf(document, path, what)),
  }
}

/** Aliases are only followed here: one without its anchor, or one that grows without end, is a mistake of the file. */
function readValue(file: string, document: Document): Pick<YamlFile, 'value' | 'problems'> {
  try {
    return { value: document.toJS() ?? {}, problems: [] }
  } catch (error) {
    return { value: undefined, problems: [{ file, line: 1, column: 1, key: '', message: (error as Error).message }] }
  }
}

function offsetOf(document: Document, path: readonly PropertyKey[], what: 'key' | 'value'): number {
  let at: unknown = document.contents
  let offset = 0
  for (const [depth, part] of path.entries()) {
    const pair = isMap(at) ? at.items.find(({ key }) => isScalar(key) && String(key.value) === String(part)) : undefined
    const next = isSeq(at) ? at.items[Number(part)] : pair?.value
    const isWanted = what === 'value' && depth === path.length - 1 && isNode(next)
    const node = pair && !isWanted ? pair.key : next
    if (!isNode(node)) break
    offset = node.range?.[0] ?? offset
    at = next
  }
  return offset
}

/** What a place of the configuration is called when its value stands in no file. */
export type Origin = (path: readonly PropertyKey[]) => string | undefined

/** The issues of a zod check as problems of the file; an unknown key at its own place, with the name that may have been meant. */
export function toProblems(
  yaml: YamlFile,
  issues: readonly z.core.$ZodIssue[],
  known: (path: readonly PropertyKey[]) => readonly string[],
  originOf: Origin = () => undefined,
): Problem[] {
  return issues.flatMap(issue => {
    if (issue.code !== 'unrecognized_keys') return [problemAt(issue.path, 'value', issue.message, allowedBy(issue))]
    return issue.keys.map(key => unknownKey([...issue.path, key], key, known(issue.path)))
  })

  function problemAt(
    path: readonly PropertyKey[],
    what: 'key' | 'value',
    message: string,
    allowed?: readonly string[],
  ): Problem {
    const origin = originOf(path)
    const place = origin === undefined ? { file: yaml.file, ...yaml.at(path, what) } : { file: origin }
    return { ...place, key: path.join('.'), message, ...(allowed && { allowed }) }
  }

  function unknownKey(path: readonly PropertyKey[], key: string, names: readonly string[]): Problem {
    const meant = closest(key, names)
    const message = meant ? `unknown key; did you mean ${meant}?` : `unknown key; allowed are ${names.join(', ')}`
    return problemAt(path, 'key', message, names)
  }
}

function allowedBy(issue: z.core.$ZodIssue): readonly string[] | undefined {
  return issue.code === 'invalid_value' ? issue.values.map(String) : undefined
}

/** Two slips of the finger, or one in a short word: further away it is another word. */
function closest(key: string, names: readonly string[]): string | undefined {
  const reach = key.length < 5 ? 1 : 2
  const ranked = names
    .map(name => ({ name, away: distance(name.toLowerCase(), key.toLowerCase()) }))
    .toSorted((a, b) => a.away - b.away)
  return ranked.find(({ away }) => away <= reach)?.name
}

/** All mistakes of a configuration in one error. */
export class ConfigError extends WiredeskError {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super('CONFIG_INVALID', { detail: `\n${problems.map(formatProblem).join('\n')}` })
    this.problems = problems
  }
}

/** `config/wiredesk.yaml:3:10 fetch.delayMs: ...` */
export const formatProblem = ({ file, line, column, key, message }: Problem): string =>
  `  ${file}${line === undefined ? '' : `:${line}:${column}`}${key && ` ${key}`}: ${message}`

/** Levenshtein's edit distance. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++)
      next[j] = Math.min(next[j - 1]! + 1, row[j]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    row = next
  }
  return row[b.length] as number
}
