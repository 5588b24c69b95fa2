/** Four made-up publishers on loopback, each of another make. */

import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { blog } from './blog.ts'
import { liveSite } from './live-site.ts'
import { type Make, type Resource, type Site, utf8 } from './markup.ts'
import { oldSite } from './old-site.ts'
import { drawPicture } from './pictures.ts'
import { type Publication, type Rewrite, readPublication, rewrite } from './stories.ts'
import { wire } from './wire.ts'

export interface DemoPublisher {
  readonly id: string
  readonly name: string
  /** the made-up name under which pages and feeds give their addresses */
  readonly host: string
  readonly port: number
  readonly feedUrl: string
  readonly kind: 'wire' | 'blog' | 'legacy' | 'live'
}

export interface Publishers {
  readonly publishers: readonly DemoPublisher[]
  /** One story of the live site goes on. */
  update(): void
  /** One story of the live site admits an error. */
  correct(): void
  close(): Promise<void>
}

interface Entry {
  readonly id: string
  readonly kind: DemoPublisher['kind']
  readonly make: Make
  readonly feedPath: string
}

const ENTRIES: readonly Entry[] = [
  { id: 'saltmarsh-wire', kind: 'wire', make: wire, feedPath: '/rss.xml' },
  { id: 'ellerby-lantern', kind: 'blog', make: blog, feedPath: '/feed/' },
  { id: 'glos-jarzebnika', kind: 'legacy', make: oldSite, feedPath: '/atom.xml' },
  { id: 'corran-bay', kind: 'live', make: liveSite, feedPath: '/feed.json' },
]

/**
 * Starts them on free ports of 127.0.0.1.
 * @param options.now the instant the stories' ages are counted from; default: now
 */
export async function createPublishers(options: { readonly now?: Date } = {}): Promise<Publishers> {
  const now = options.now ?? new Date()
  const running = await Promise.all(ENTRIES.map(entry => start(entry, now)))
  return {
    publishers: running.map(({ publisher }) => publisher),
    update: () => {
      for (const { change } of running) change('update')
    },
    correct: () => {
      for (const { change } of running) change('correction')
    },
    close: async () => {
      await Promise.all(running.map(({ server }) => closeServer(server)))
    },
  }
}

interface Running {
  readonly publisher: DemoPublisher
  readonly server: Server
  change(kind: Rewrite['kind']): void
}

async function start({ id, kind, make, feedPath }: Entry, now: Date): Promise<Running> {
  let publication = readPublication(id, now)
  let site: Site = new Map()
  const server = createServer((request, response) => answer(site, request, response))
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  // Pictures go by the real address: readers' browsers ask for them, and know nothing of the made-up names.
  const pictureBase = `http://127.0.0.1:${port}`
  const build = (): Site => new Map([...make(publication, pictureBase), ...pictures(publication)])
  site = build()
  return {
    publisher: {
      id,
      kind,
      port,
      name: publication.name,
      host: publication.host,
      feedUrl: `http://${publication.host}${feedPath}`,
    },
    server,
    change(what) {
      publication = rewrite(publication, what, new Date())
      site = build()
    },
  }
}

/** Under addresses without an ending: one of `.svg` is a logo more often than a press picture, and is not taken for one. */
function pictures({ stories }: Publication): [string, Resource][] {
  return stories.flatMap(({ slug, picture, published }, turn) =>
    picture
      ? [
          [`/pictures/${slug}`, utf8('image/svg+xml', drawPicture(picture.scene, turn), published)] as [
            string,
            Resource,
          ],
        ]
      : [],
  )
}

/** A page with its validators, 304 where the asker has it already, or 404. */
function answer(site: Site, request: IncomingMessage, response: ServerResponse): void {
  const resource = site.get(new URL(request.url ?? '/', 'http://publisher.example').pathname)
  if (!resource) {
    response
      .writeHead(404, { 'content-type': 'text/html; charset=utf-8' })
      .end('<title>Not found</title><h1>Not found</h1>')
    return
  }
  const etag = `"${createHash('sha256').update(resource.bytes).digest('hex').slice(0, 16)}"`
  const headers = { etag, 'last-modified': resource.modified.toUTCString(), 'cache-control': 'no-cache' }
  if (isKnown(request, etag, resource.modified)) response.writeHead(304, headers).end()
  else response.writeHead(200, { ...headers, 'content-type': resource.type }).end(resource.bytes)
}

/** If-None-Match counts before If-Modified-Since (RFC 9110, 13.2.2). */
function isKnown({ headers }: IncomingMessage, etag: string, modified: Date): boolean {
  const match = headers['if-none-match']
  if (match !== undefined) return match.split(/\s*,\s*/).includes(etag)
  const since = headers['if-modified-since']
  return since !== undefined && Date.parse(since) >= Math.floor(modified.getTime() / 1000) * 1000
}

function closeServer(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
