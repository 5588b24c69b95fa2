/** Sends consumers the events of the log; asks no publisher for anything. Takes the options of `wiredesk run`. */

import { main } from '../src/cli/main.ts'

await main(['run', '--role', 'deliver', ...process.argv.slice(2)])
