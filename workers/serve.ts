/** Serves the hub, the API and the feeds; asks no publisher for anything. Takes the options of `wiredesk run`. */

import { main } from '../src/cli/main.ts'

await main(['run', '--role', 'serve', ...process.argv.slice(2)])
