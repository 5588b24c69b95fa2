import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { OriginProcess } from './origin-process.ts'

/** A desk whose sources are the feeds of an origin that stands behind it as a proxy. */
export async function makeDesk(dir: string, origin: OriginProcess): Promise<string> {
  const desk = join(dir, 'desk')
  mkdirSync(join(desk, 'config', 'sources'), { recursive: true })
  const settings = `contact: chaos@desk.example
fetch: { proxy: '${origin.proxy}', delayMs: 0, timeoutSeconds: 5 }
retry: { attempts: 5, baseSeconds: 1, factor: 2 }
log: { level: error }
`
  writeFileSync(join(desk, 'config', 'wiredesk.yaml'), settings)
  for (const { host, feeds } of origin.sources) {
    const list = feeds.map(url => `  - { kind: feed, url: '${url}' }`).join('\n')
    writeFileSync(join(desk, 'config', 'sources', `${host.split('.')[0]}.yaml`), `name: ${host}\nfeeds:\n${list}\n`)
  }
  return desk
}
