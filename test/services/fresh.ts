/** An empty database, or an empty queue, on the servers of this test run. */

import { randomBytes } from 'node:crypto'
import { Redis } from 'ioredis'
import { runOn } from './postgres.ts'

/** Makes a database and gives its URL. */
export async function freshDatabase(server: string): Promise<string> {
  const name = `t_${randomBytes(6).toString('hex')}`
  await runOn(server, `create database ${name}`)
  return server.replace(/postgres$/, name)
}

/** Redis has sixteen numbered databases: one for each test file that needs its own. */
export async function emptyRedis(server: string, number: number): Promise<string> {
  const url = `${server}/${number}`
  const redis = new Redis(url)
  await redis.flushdb()
  redis.disconnect()
  return url
}
