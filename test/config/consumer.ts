/** A consumer of a desk: its file, and the settings without which its server on loopback is not reached. */

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the environment of a command holds its secret under. */
export const CONSUMER_SECRET = 'APP_SECRET'

interface Server {
  readonly origin: string
}

export const settingsFor = ({ origin }: Server): string =>
  `webhooks: { allowPrivate: [127.0.0.0/8], ports: [${new URL(origin).port}] }\n`

/** Writes `config/consumers/app.yaml`. */
export function addConsumer(desk: string, { origin }: Server): void {
  const folder = join(desk, 'config', 'consumers')
  mkdirSync(folder, { recursive: true })
  const webhook = `{ url: '${origin}/events', secrets: ['env:${CONSUMER_SECRET}'] }`
  writeFileSync(join(folder, 'app.yaml'), `name: App\nwebhook: ${webhook}\n`)
}
