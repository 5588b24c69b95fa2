import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { addConsumer, settingsFor } from '../config/consumer.ts'
import type { OriginProcess } from './origin-process.ts'
import type { Receiver } from './receiver.ts'

export interface DeskParts {
  readonly delayMs?: number
  /** who is sent its events */
  readonly receiver?: Receiver
}

/** A desk whose sources are the feeds of an origin that stands behind it as a proxy. Re-checks are left out: every page is one turn. */
export async function makeDesk(
  dir: string,
  origin: OriginProcess,
  { delayMs = 0, receiver }: DeskParts = {},
): Promise<string> {
  const desk = join(dir, 'desk')
  mkdirSync(join(desk, 'config', 'sources'), { recursive: true })
  const settings = `contact: chaos@desk.example
hub: { port: 0 }
fetch: { proxy: '${origin.proxy}', delayMs: ${delayMs}, timeoutSeconds: 5 }
retry: { attempts: 5, baseSeconds: 1, factor: 2 }
pollMinutes: 60
recheckMinutes: [10080]
log: { level: fatal }
${receiver ? settingsFor(receiver) : ''}
`
  writeFileSync(join(desk, 'config', 'wiredesk.yaml'), settings)
  for (const { host, feeds } of origin.sources) {
    const list = feeds.map(url => `  - { kind: feed, url: '${url}' }`).join('\n')
    writeFileSync(join(desk, 'config', 'sources', `${host.split('.')[0]}.yaml`), `name: ${host}\nfeeds:\n${list}\n`)
  }
  if (receiver) addConsumer(desk, receiver)
  return desk
}
