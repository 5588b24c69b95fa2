/** Starts one Redis and one PostgreSQL for the whole test run; where one is missing its tests are skipped, in CI the run fails. */

import type { TestProject } from 'vitest/node'
import { ServiceMissing } from './find.ts'
import { startPostgres } from './postgres.ts'
import { startRedis } from './redis.ts'
import type { Service } from './service.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** undefined: not installed */
    readonly redisUrl: string | undefined
    readonly postgresUrl: string | undefined
  }
}

export default async function setup({ provide }: TestProject): Promise<() => Promise<void>> {
  const services: Service[] = []
  provide('redisUrl', await start(startRedis, services))
  provide('postgresUrl', await start(startPostgres, services))
  return async () => {
    for (const service of services) await service.stop()
  }
}

async function start(run: () => Promise<Service>, services: Service[]): Promise<string | undefined> {
  try {
    const service = await run()
    services.push(service)
    return service.url
  } catch (error) {
    if (!(error instanceof ServiceMissing) || process.env['CI']) throw error
    console.warn(`${error.message} Its tests are skipped.`)
    return undefined
  }
}
