import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findProgram, freePort, ServiceMissing } from './find.ts'
import { type Service, startService } from './service.ts'

export interface RedisServer extends Service {}

/**
 * Starts a Redis (or Valkey) of its own.
 * @param settings over those that a queue needs: `['--maxmemory', '50mb']`
 */
export async function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const program = findProgram(['redis-server', 'valkey-server'])
  if (program === undefined)
    throw new ServiceMissing('Redis is not installed: "apt-get install redis-server" on Debian and Ubuntu.')
  const folder = mkdtempSync(join(tmpdir(), 'wiredesk-redis-'))
  const port = await freePort()
  const words = {
    '--port': String(port),
    '--bind': '127.0.0.1',
    '--dir': folder,
    '--save': '',
    '--appendonly': 'yes',
    '--maxmemory-policy': 'noeviction',
    '--enable-debug-command': 'yes',
  }
  return startService({
    name: 'redis-server',
    url: `redis://127.0.0.1:${port}`,
    port,
    folder,
    program,
    words: [...Object.entries(words).flat(), ...settings],
  })
}
