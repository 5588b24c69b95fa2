import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline/promises'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { stringify } from 'yaml'
import { loadConfig } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { EXIT } from './exit-codes.ts'
import { print, printJson } from './print.ts'

interface Answers {
  readonly name?: string | undefined
  readonly contact?: string | undefined
}

interface InitOptions {
  readonly yes?: boolean
  readonly name?: string
  readonly contact?: string
  readonly json?: boolean
}

/** The files a desk begins with: beside the sources in a checkout, two levels up in the compiled package. */
const TEMPLATES = ['../../config', '../../../config']
  .map(path => fileURLToPath(new URL(path, import.meta.url)))
  .find(path => existsSync(join(path, 'wiredesk.yaml'))) as string

/** `wiredesk init DIR` */
export function addInit(program: Command): void {
  program
    .command('init <dir>')
    .description('make a desk: a folder with config/ and data/')
    .option('--yes', 'ask nothing')
    .option('--name <name>', 'the name of the hub')
    .option('--contact <address>', 'an e-mail address or page under which publishers reach you')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  wiredesk init mydesk\n  wiredesk init mydesk --yes --name "Harbour News" --contact news@harbour.example',
    )
    .action(async (dir: string, options: InitOptions) => {
      const answers = options.yes || !process.stdin.isTTY ? options : await ask(options)
      const desk = createDesk(dir, answers)
      const { contact, fetch } = loadConfig(desk)
      const { userAgent } = fetch
      if (options.json) return printJson({ desk, userAgent })
      print(`A desk is ready in ${desk}`)
      print(`Publishers will see it as "${userAgent}"`)
      if (contact === undefined) print('Without a contact in config/wiredesk.yaml only this machine is crawled')
      print(`Next: wiredesk source add <feed address> --desk ${dir}`)
    })
}

/** Writes a new desk's files. Throws BAD_ARGUMENT where one is already. */
export function createDesk(dir: string, { name, contact }: Answers): string {
  const desk = resolve(dir)
  const settings = join(desk, 'config', 'wiredesk.yaml')
  if (existsSync(settings)) throw new WiredeskError('BAD_ARGUMENT', { detail: `there is a desk in ${desk} already` })
  mkdirSync(join(desk, 'config', 'sources'), { recursive: true })
  mkdirSync(join(desk, 'data'), { recursive: true })
  for (const schema of ['wiredesk.schema.json', 'source.schema.json', 'site.schema.json', 'consumer.schema.json'])
    copyFileSync(join(TEMPLATES, schema), join(desk, 'config', schema))
  const template = readFileSync(join(TEMPLATES, 'wiredesk.yaml'), 'utf8')
  writeFileSync(settings, withAnswers(template, { name, contact }))
  return desk
}

/** The template's own lines with the answers in them: its comments and its order stay. */
function withAnswers(template: string, { name, contact }: Answers): string {
  return template
    .replace(/^# contact: .*$/m, line => (contact === undefined ? line : lineOf('contact', contact)))
    .replace(/^ {2}name: .*$/m, line => (name === undefined ? line : `  ${lineOf('name', name)}`))
}

const lineOf = (key: string, value: string): string => stringify({ [key]: value }, { lineWidth: 0 }).trimEnd()

/** Asks on the terminal for what the options do not say; an empty answer leaves the template's value. */
async function ask({ name, contact }: Answers): Promise<Answers> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  terminal.on('SIGINT', () => process.exit(EXIT.interrupted))
  // Read as a stream of lines: what is typed, or pasted, before its question comes is kept.
  const lines = terminal[Symbol.asyncIterator]()
  const question = async (text: string): Promise<string | undefined> => {
    terminal.setPrompt(text)
    terminal.prompt()
    const { value = '' } = await lines.next()
    return value.trim() || undefined
  }
  try {
    return {
      name: name ?? (await question('Name of the hub: ')),
      contact: contact ?? (await question('E-mail address or page under which publishers reach you: ')),
    }
  } finally {
    terminal.close()
  }
}
