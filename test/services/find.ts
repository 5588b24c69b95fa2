/** Where the servers' programs are on this machine. */

import { accessSync, constants, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { delimiter, join } from 'node:path'

/** A program that a test needs is not installed. */
export class ServiceMissing extends Error {
  override name = 'ServiceMissing'
}

/** The path of the first of these programs that can be run. */
export function findProgram(names: readonly string[], extraFolders: readonly string[] = []): string | undefined {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin']
  const paths = [...folders, ...extraFolders].flatMap(folder => names.map(name => join(folder, name)))
  return paths.find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Distributions keep PostgreSQL's programs off the PATH, one folder a version; the newest comes first. */
export function postgresFolders(): string[] {
  const roots = ['/usr/lib/postgresql', '/usr/local/lib/postgresql'].filter(root => existsSync(root))
  const newestFirst = (a: string, b: string): number => b.localeCompare(a, undefined, { numeric: true })
  const debian = roots.flatMap(root =>
    readdirSync(root)
      .toSorted(newestFirst)
      .map(version => join(root, version, 'bin')),
  )
  return [...debian, ...[19, 18, 17, 16, 15].map(version => `/usr/pgsql-${version}/bin`)]
}

/** PostgreSQL refuses to run as root, so root becomes "postgres" or "nobody"; undefined for everybody else. */
export function lowUser(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const users = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map(line => line.split(':'))
  const user = users.find(([name]) => name === 'postgres') ?? users.find(([name]) => name === 'nobody')
  if (!user) throw new Error('running as root, and there is neither a user "postgres" nor a user "nobody"')
  return { uid: Number(user[2]), gid: Number(user[3]) }
}

/** A port that nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { readonly port: number }
      server.close(() => resolve(port))
    })
  })
}
