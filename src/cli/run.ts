import type { Command } from 'commander'
import { type App, openApp } from '../app.ts'
import { requireContact, watchConfig } from '../config.ts'
import { createServer } from '../http/server.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { toFault } from './faults.ts'
import { warnOfNode } from './node-warning.ts'
import { note, printJson } from './print.ts'
import { interruption, untilAborted } from './stop.ts'

/** `wiredesk run`: everything in one process. */
export function addRun(program: Command): void {
  onDesk(program.command('run'))
    .description('crawl, and serve the hub, until it is stopped; edited configuration counts at once')
    .addHelpText(
      'after',
      `
Exit codes:
  0 stopped by SIGINT or SIGTERM, with what was under way done
  1 fault   5 configuration   6 store   8 another process works on the desk

Examples:
  wiredesk run --desk /srv/desk
  wiredesk run --set hub.port=80 --set hub.host=0.0.0.0`,
    )
    .action(run)
}

async function run(options: DeskOptions): Promise<void> {
  warnOfNode()
  const app = await openApp(configOf(options))
  try {
    const { store, clock, config } = app
    const stopped = interruption()
    const server = createServer({ store, clock, hub: config.hub, contact: config.contact })
    const address = await server.listen({ host: config.hub.host, port: config.hub.port })
    if (options.json) printJson({ address })
    note(`hub at ${address}; Ctrl-C to stop`)
    app.start()
    const unwatch = watchConfig(
      config.desk,
      { env: process.env, set: options.set ?? [] },
      edited => void reconfigure(app, edited),
      error => app.log.error({ code: error.code, detail: error.detail }, 'the edited configuration is not taken over'),
    )
    await untilAborted(stopped)
    unwatch()
    await server.close()
  } finally {
    await app.close()
  }
}

/** An edit may not bring what a start would refuse. A store that is busy just then must not end the process: the next edit, or start, counts. */
async function reconfigure(app: App, edited: App['config']): Promise<void> {
  try {
    requireContact(edited)
    await app.reconfigure(edited)
    app.log.info({ sources: edited.sources.length }, 'configuration read again')
  } catch (error) {
    const { code, detail } = toFault(error)
    app.log.error({ code, detail }, 'the edited configuration could not be taken over')
  }
}
