import { type Command, Option } from 'commander'
import { type App, openApp } from '../app.ts'
import { requireContact, watchConfig } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import { createHealthServer } from '../http/health.ts'
import { createServer } from '../http/server.ts'
import { JOB_KINDS, type JobKind } from '../ports.ts'
import { configOf, type DeskOptions, onDesk } from './desk-option.ts'
import { toFault } from './faults.ts'
import { startFleet } from './fleet.ts'
import { warnOfNode } from './node-warning.ts'
import { note, printJson } from './print.ts'
import { runHub } from './serve.ts'
import { interruption, untilAborted } from './stop.ts'

interface RunOptions extends DeskOptions {
  readonly role: Role
  readonly processes?: string
  readonly healthPort?: string
}

/** What a process of each role works on; only `all` and `serve` have the hub. */
const ROLES = {
  all: JOB_KINDS,
  discover: ['discover'],
  ingest: ['ingest'],
  deliver: ['deliver'],
  serve: [],
} as const satisfies Record<string, readonly JobKind[]>

export type Role = keyof typeof ROLES

/** `wiredesk run`: works until it is stopped, by role, in one process or several. */
export function addRun(program: Command): void {
  onDesk(program.command('run'))
    .description('crawl, and serve the hub, until it is stopped; edited configuration counts at once')
    .addOption(
      new Option('--role <role>', 'what this process does').choices(Object.keys(ROLES)).default('all' satisfies Role),
    )
    .option('--processes <n>', 'as many processes that ingest, beside this one; needs a PostgreSQL store')
    .option('--health-port <port>', 'where a process without the hub answers /healthz and /readyz')
    .addHelpText(
      'after',
      `
Exit codes:
  0 stopped by SIGINT or SIGTERM, with what was under way done
  1 fault   2 usage   5 configuration   6 store or queue   8 another process works on the desk

Examples:
  wiredesk run --desk /srv/desk
  wiredesk run --set hub.port=80 --set hub.host=0.0.0.0
  wiredesk run --processes 4
  wiredesk run --role ingest --health-port 8090`,
    )
    .action(run)
}

async function run(options: RunOptions): Promise<void> {
  warnOfNode()
  const config = configOf(options)
  const processes = options.processes === undefined ? 0 : wholeNumber('--processes', options.processes)
  if (processes > 0 && config.store.url.startsWith('sqlite:'))
    throw new WiredeskError('BAD_ARGUMENT', {
      detail: '--processes: SQLite is for one process; set store.url to PostgreSQL',
    })
  if (options.role === 'serve') return runHub(options)

  const stopped = interruption()
  const fleet = startFleet(processes, options)
  // Beside processes that ingest, this one is left to what they do not do.
  const kinds: readonly JobKind[] = ROLES[options.role].filter((kind: JobKind) => processes === 0 || kind !== 'ingest')
  const app = await openApp(config, { kinds })
  const ailments = async () => [...(await app.ailments()), ...fleet.ailments()]
  try {
    const server = await listen(app, options, ailments)
    app.start()
    const unwatch = watchConfig(
      config.desk,
      { env: process.env, set: options.set ?? [] },
      edited => void reconfigure(app, edited),
      error => app.log.error({ code: error.code, detail: error.detail }, 'the edited configuration is not taken over'),
    )
    await untilAborted(stopped)
    unwatch()
    await server?.close()
  } finally {
    await Promise.all([fleet.stop(), app.close()])
  }
}

/** The hub, or for a process without it the two questions about its health where a port is named. */
async function listen(app: App, options: RunOptions, ailments: () => Promise<readonly string[]>) {
  const { store, clock, config } = app
  if (options.role === 'all') {
    const server = createServer({ store, clock, hub: config.hub, contact: config.contact, ailments })
    const address = await server.listen({ host: config.hub.host, port: config.hub.port })
    if (options.json) printJson({ address })
    note(`hub at ${address}; Ctrl-C to stop`)
    return server
  }
  if (options.healthPort === undefined) return undefined
  const server = createHealthServer(ailments)
  const port = wholeNumber('--health-port', options.healthPort)
  const address = await server.listen({ host: config.hub.host, port })
  if (options.json) printJson({ address })
  return server
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

function wholeNumber(option: string, text: string): number {
  if (!/^\d{1,5}$/.test(text)) throw new WiredeskError('BAD_ARGUMENT', { detail: `${option} ${text}: a whole number` })
  return Number(text)
}
