/** Everything in one process: polls, ingests, and serves the hub. Takes the options of `wiredesk run`. */

import { main } from '../src/cli/main.ts'

await main(['run', '--role', 'all', ...process.argv.slice(2)])
