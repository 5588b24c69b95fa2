/** docs/commands.md lists the commands there are, with the options they have, and the codes they end with. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, test } from 'vitest'
import { EXIT } from '../../src/cli/exit-codes.ts'
import { createProgram } from '../../src/cli/main.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'commands.md'), 'utf8')
const SHARED = ['--desk <dir>', '--json', '--set <path=value>']

/** The commands that do something, by their words. */
function leavesOf(command: Command, words: readonly string[] = []): [words: string, command: Command][] {
  if (command.commands.length > 0) return command.commands.flatMap(each => leavesOf(each, [...words, each.name()]))
  const asked = command.registeredArguments.map(each => {
    const name = each.variadic ? `${each.name()}...` : each.name()
    return each.required ? `<${name}>` : `[${name}]`
  })
  return [[[...words, ...asked].join(' '), command]]
}

const leaves = leavesOf(await createProgram())
const optionsIn = (text: string): string[] =>
  [...text.matchAll(/^\| `(--.+?)` \|/gm)].map(row => (row[1] as string).replaceAll('\\|', '|'))
const section = (words: string): string => page.split(`\n### ${words}\n`)[1]?.split(/\n##+ /)[0] ?? ''
const flagsOf = (command: Command): string[] => command.options.map(option => option.flags)

describe('docs/commands.md', () => {
  test('lists every command and no other', () => {
    const headings = [...page.matchAll(/^### (.+)$/gm)].map(heading => heading[1])
    expect(headings.toSorted()).toEqual(leaves.map(([words]) => words).toSorted())
  })

  test.each(leaves)('%s: its own options', (words, command) => {
    const own = flagsOf(command).filter(flags => !SHARED.includes(flags) || words.startsWith('demo'))
    expect(optionsIn(section(words)).toSorted()).toEqual(own.toSorted())
  })

  test('names the options that every desk command has', () => {
    expect(optionsIn(page.split('\n## On every desk command\n')[1]?.split('\n## ')[0] ?? '')).toEqual(SHARED)
  })

  test('lists every exit code', () => {
    const rows = [...page.matchAll(/^\| (\d+) \| `(\w+)` \|/gm)].map(row => [row[2], Number(row[1])])
    expect(rows).toEqual(Object.entries(EXIT))
  })
})

describe('every command', () => {
  test.each(leaves)('%s can answer in JSON', (_, command) => {
    expect(flagsOf(command)).toContain('--json')
  })

  test.each(leaves)('%s shows an example in its help', (_, command) => {
    let help = ''
    command.configureOutput({ writeOut: text => (help += text) }).outputHelp()
    expect(help).toMatch(/Examples?:\n {2}wiredesk /)
  })
})
