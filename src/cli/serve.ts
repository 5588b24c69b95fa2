import type { Command } from 'commander'
import { systemClock } from '../clock.ts'
import { createServer } from '../http/server.ts'
import { type DeskOptions, onDesk, withStore } from './desk-option.ts'
import { note, printJson } from './print.ts'
import { interruption, untilAborted } from './stop.ts'

/** `wiredesk serve`: the hub alone, beside crawls from cron. */
export function addServe(program: Command): void {
  onDesk(program.command('serve'))
    .description('serve the hub, the API and the feeds, without crawling')
    .addHelpText('after', '\nExamples:\n  wiredesk serve --desk /srv/desk\n  wiredesk serve --set hub.port=8081')
    .action(runHub)
}

/** Serves the hub until it is stopped. */
export function runHub(options: DeskOptions): Promise<void> {
  return withStore(options, async (store, config) => {
    const stopped = interruption()
    const server = createServer({ store, clock: systemClock, hub: config.hub, contact: config.contact })
    const address = await server.listen({ host: config.hub.host, port: config.hub.port })
    if (options.json) printJson({ address })
    note(`hub at ${address}; Ctrl-C to stop`)
    await untilAborted(stopped)
    await server.close()
  })
}
