import { execFileSync } from 'node:child_process'
import { chownSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { findProgram, freePort, lowUser, postgresFolders, ServiceMissing } from './find.ts'
import { type Service, startService } from './service.ts'

export interface PostgresServer extends Service {
  /** Makes an empty database and gives its URL. */
  createDatabase(name: string): Promise<string>
  /** Runs one statement as superuser. */
  run(statement: string): Promise<readonly Record<string, unknown>[]>
}

export interface PostgresServerOptions {
  /** keeps what it has committed through a kill; slower */
  readonly isDurable?: boolean
  readonly maxConnections?: number
}

/** Starts a PostgreSQL of its own. */
export async function startPostgres(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const folders = postgresFolders()
  const [initdb, program] = [findProgram(['initdb'], folders), findProgram(['postgres'], folders)]
  if (initdb === undefined || program === undefined)
    throw new ServiceMissing('PostgreSQL is not installed: "apt-get install postgresql" on Debian and Ubuntu.')
  const user = lowUser()
  const folder = mkdtempSync(join(tmpdir(), 'wiredesk-postgres-'))
  if (user) chownSync(folder, user.uid, user.gid)
  const data = join(folder, 'data')
  execFileSync(initdb, ['-D', data, '-U', 'wiredesk', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
    ...user,
    cwd: folder,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const port = await freePort()
  const url = `postgres://wiredesk@127.0.0.1:${port}/postgres`
  const settings = {
    shared_buffers: '128MB',
    max_connections: String(options.maxConnections ?? 100),
    superuser_reserved_connections: '0',
    ...(options.isDurable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  }
  const words = ['-D', data, '-h', '127.0.0.1', '-p', String(port), '-k', folder]
  const service = await startService({
    name: 'postgres',
    url,
    port,
    folder,
    program,
    words: [...words, ...Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`])],
    spawn: { ...user, cwd: folder },
    isReady: () => runOn(url, 'select 1').then(Boolean, () => false),
  })
  return {
    ...service,
    run: statement => runOn(url, statement),
    async createDatabase(name) {
      await runOn(url, `create database ${name}`)
      return url.replace(/postgres$/, name)
    },
  }
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}
