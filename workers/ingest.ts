/** Fetches, extracts and stores what is due; polls and serves nothing. Takes the options of `wiredesk run`. */

import { main } from '../src/cli/main.ts'

await main(['run', '--role', 'ingest', ...process.argv.slice(2)])
