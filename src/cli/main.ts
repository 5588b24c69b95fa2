import { Command, CommanderError } from 'commander'
import { VERSION } from '../version.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { toFault } from './faults.ts'
import { commands } from './index.ts'
import { note } from './print.ts'

/** Runs one command line; the process's exit code says how it ended. */
export async function main(words: readonly string[]): Promise<void> {
  endWithReader()
  try {
    const program = await createProgram(words[0])
    await program.parseAsync(words, { from: 'user' })
  } catch (thrown) {
    if (thrown instanceof CommanderError) {
      process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage
      return
    }
    const fault = toFault(thrown)
    note(`wiredesk: ${fault.message}`)
    if (fault.code === 'INTERNAL' && thrown instanceof Error) note(thrown.stack ?? '')
    process.exitCode = exitCodeOf(fault.code)
  }
}

/**
 * The command tree; documentation tests walk it.
 * @param only the command that was asked for; the tree is whole when it is absent or none of ours
 */
export async function createProgram(only?: string): Promise<Command> {
  const program = new Command('wiredesk')
    .description('News ingestion and republishing: every article keeps its attribution and its Source link')
    .version(VERSION)
    .exitOverride()
    .showHelpAfterError('(see --help)')
  const asked = only !== undefined && Object.hasOwn(commands, only) ? commands[only] : undefined
  const loaded = asked ? [await asked()] : await Promise.all(Object.values(commands).map(load => load()))
  for (const add of loaded) add(program)
  return program
}

/** `wiredesk link list | head`: a reader that has seen enough is no fault. */
function endWithReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(EXIT.ok)
    throw error
  })
}
