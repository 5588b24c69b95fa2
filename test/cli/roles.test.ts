/** Several processes on one desk: by role, through PostgreSQL and Redis, and as a fleet. */

import { execFileSync } from 'node:child_process'
import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { startReceiver } from '../chaos/receiver.ts'
import { addConsumer, CONSUMER_SECRET, settingsFor } from '../config/consumer.ts'
import { makeDesk } from '../config/desk.ts'
import { emptyRedis, freshDatabase } from '../services/fresh.ts'
import { deskFor, startHerald } from './publication.ts'
import { start, wiredesk } from './wiredesk.ts'

const postgres = inject('postgresUrl')
const redis = inject('redisUrl')

test('SQLite is for one process', async () => {
  const { code, stderr } = await wiredesk([
    'run',
    '--processes',
    '2',
    '--desk',
    makeDesk({ 'wiredesk.yaml': 'log: { level: error }' }),
  ])
  expect(code).toBe(2)
  expect(stderr).toContain('SQLite is for one process')
})

describe.skipIf(postgres === undefined || redis === undefined)(
  'through PostgreSQL and Redis',
  { timeout: 90_000 },
  () => {
    test('one process polls, one ingests, one tells consumers, one serves; all end cleanly', async () => {
      const herald = await startHerald()
      const receiver = await startReceiver()
      onTestFinished(() => receiver.close())
      const desk = deskFor(herald, `hub: { port: 0 }\n${settingsFor(receiver)}`)
      addConsumer(desk, receiver)
      const env = {
        WIREDESK_STORE: await freshDatabase(postgres as string),
        WIREDESK_QUEUE: await emptyRedis(redis as string, 3),
        [CONSUMER_SECRET]: receiver.secret,
      }
      const at = ['--json', '--desk', desk]
      const discover = start(['run', '--role', 'discover', ...at], env)
      const ingest = start(['run', '--role', 'ingest', '--health-port', '0', ...at], env)
      const deliver = start(['run', '--role', 'deliver', ...at], env)
      const serve = start(['run', '--role', 'serve', ...at], env)
      const all = [discover, ingest, deliver, serve]
      onTestFinished(() => all.forEach(({ child }) => void child.kill('SIGKILL')))

      const [health, hub] = await Promise.all([addressOf(ingest), addressOf(serve)])
      await vi.waitUntil(async () => (await textOf(`${hub}/v1/articles`)).includes(`${herald.origin}/2`), 20_000)
      await vi.waitUntil(() => receiver.taken.length === 2, 10_000)
      expect(await textOf(`${health}/readyz`)).toBe('{"status":"ready"}')
      expect(await textOf(`${hub}/readyz`)).toBe('{"status":"ready"}')

      for (const { child } of all) child.kill('SIGTERM')
      expect((await Promise.all(all.map(({ ended }) => ended))).map(({ code }) => code)).toEqual([0, 0, 0, 0])
    })

    test('a fleet starts again what was killed, and ends together', async () => {
      const herald = await startHerald()
      const desk = deskFor(herald, 'hub: { port: 0 }\n')
      const env = { WIREDESK_STORE: await freshDatabase(postgres as string) }
      const fleet = start(['run', '--processes', '2', '--json', '--desk', desk], env)
      onTestFinished(() => void fleet.child.kill('SIGKILL'))
      const hub = await addressOf(fleet)
      await vi.waitUntil(async () => (await textOf(`${hub}/v1/articles`)).includes(`${herald.origin}/2`), 20_000)

      const [first] = childrenOf(fleet.child.pid)
      process.kill(first as number, 'SIGKILL')
      await vi.waitUntil(async () => (await textOf(`${hub}/readyz`)).includes('is not running'), 5000)
      await vi.waitUntil(() => childrenOf(fleet.child.pid).length === 2, 5000)

      fleet.child.kill('SIGTERM')
      expect((await fleet.ended).code).toBe(0)
    })
  },
)

type Started = ReturnType<typeof start>

const addressOf = ({ child }: Started): Promise<string> =>
  new Promise(resolve => child.stdout.once('data', data => resolve(JSON.parse(String(data)).address)))

const textOf = async (url: string): Promise<string> => (await globalThis.fetch(url)).text()

function childrenOf(pid: number | undefined): number[] {
  const rows = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' })
  const pairs = rows
    .trim()
    .split('\n')
    .map(row => row.trim().split(/\s+/).map(Number))
  return pairs.filter(([, parent]) => parent === pid).map(([child]) => child as number)
}
