/** The demo command in a process of its own: `node test/demo/command.ts demo --once`. */

import { Command } from 'commander'
import { addDemo } from '../../src/cli/demo.ts'

const program = new Command('wiredesk')
addDemo(program)
await program.parseAsync(process.argv)
