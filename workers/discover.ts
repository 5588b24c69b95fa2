/** Polls feeds and sitemaps for new links; ingests and serves nothing. Takes the options of `wiredesk run`. */

import { main } from '../src/cli/main.ts'

await main(['run', '--role', 'discover', ...process.argv.slice(2)])
