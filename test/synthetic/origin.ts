/** A synthetic web on loopback: publishers with feeds and pages of real size and, where asked for, scripted faults. It answers as an HTTP proxy. */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
import { makeArticle, pageOf } from './article.ts'
import { drawFrom } from './draw.ts'
import { type Seen, watchManners } from './manners.ts'

export interface OriginOptions {
  readonly pages: number
  readonly hosts: number
  readonly seed: string
  /** 5 % of the pages fail twice, 3 % fail for good, 2 % are poison to a parser */
  readonly faults: boolean
  /** how long an answer takes */
  readonly slowMs?: number
  /** robots.txt asks for so many seconds between two requests */
  readonly crawlDelay?: number
}

export interface Origin {
  /** the address to use as HTTP proxy */
  readonly proxy: string
  readonly sources: readonly { readonly host: string; readonly feeds: readonly string[] }[]
  readonly urls: readonly string[]
  /** how it was asked so far */
  manners(): Seen
  close(): Promise<void>
}

type Fate = 'good' | 'fails-twice' | 'dead' | 'poison'

/** A feed of news has tens of items, an archive feed some hundreds. */
const ITEMS_PER_FEED = 500

/** Ways to fail that pass, and ways that do not. */
const PASSING = [500, 503, 429] as const
const LASTING = [404, 410, 500] as const

/** Markup that is short to send and long to parse. */
const POISON = [
  '<div>'.repeat(20_000),
  '<b id=i><p>'.repeat(4000),
  `<p ${Array.from({ length: 50_000 }, (_, at) => `a${at}=1`).join(' ')}>`,
]

/** Starts the origin on a free port. */
export async function startSyntheticOrigin(options: OriginOptions): Promise<Origin> {
  const draw = drawFrom(options.seed)
  const tries = new Map<number, number>()
  const manners = watchManners()
  const delayLine = options.crawlDelay === undefined ? '' : `Crawl-delay: ${options.crawlDelay}\n`
  const hosts = Array.from({ length: options.hosts }, (_, at) => `site${at}.example`)
  const urls = Array.from({ length: options.pages }, (_, n) => `http://${hostOf(n)}/article/${n}`)
  const server = createServer(answer)
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    proxy: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sources: hosts.map(host => ({ host, feeds: feedsOf(host) })),
    urls,
    manners: () => manners.seen(),
    close: () => closeServer(server),
  }

  function hostOf(n: number): string {
    return hosts[n % hosts.length] as string
  }

  function pagesOf(host: string): number[] {
    return Array.from({ length: options.pages }, (_, n) => n).filter(n => hostOf(n) === host)
  }

  function feedsOf(host: string): string[] {
    const feeds = Math.ceil(pagesOf(host).length / ITEMS_PER_FEED)
    return Array.from({ length: feeds }, (_, at) => `http://${host}/feed/${at}`)
  }

  function fateOf(n: number): Fate {
    const at = options.faults ? draw('fate', n) : 1
    return at < 0.05 ? 'fails-twice' : at < 0.08 ? 'dead' : at < 0.1 ? 'poison' : 'good'
  }

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`)
    if (url.pathname === '/manners') return send(response, 200, 'application/json', JSON.stringify(manners.seen()))
    manners.began(url)
    response.once('close', () => manners.ended(url, response))
    setTimeout(() => answerFor(url, response), options.slowMs ?? 0)
  }

  function answerFor(url: URL, response: ServerResponse): void {
    const article = /^\/article\/(\d+)$/.exec(url.pathname)?.[1]
    const feed = /^\/feed\/(\d+)$/.exec(url.pathname)?.[1]
    if (url.pathname === '/robots.txt') send(response, 200, 'text/plain', `User-agent: *\n${delayLine}Disallow:\n`)
    else if (feed !== undefined) send(response, 200, 'application/rss+xml', rss(url.hostname, Number(feed)))
    else if (article !== undefined) sendPage(response, url.hostname, Number(article))
    else send(response, 404, 'text/html', '<h1>Not found</h1>')
  }

  function sendPage(response: ServerResponse, host: string, n: number): void {
    const attempt = (tries.get(n) ?? 0) + 1
    tries.set(n, attempt)
    const fate = fateOf(n)
    const pick = <T>(list: readonly T[]): T => list[Math.floor(draw('way', n) * list.length)] as T
    if (fate === 'dead') return send(response, pick(LASTING), 'text/html', '<h1>Gone</h1>')
    if (fate === 'fails-twice' && attempt <= 2)
      return send(response, pick(PASSING), 'text/plain', 'later', { 'retry-after': '1' })
    if (fate === 'poison') return send(response, 200, 'text/html', `<html><body>${pick(POISON)}`)
    manners.servedWell(`${host}/${n}`)
    send(response, 200, 'text/html; charset=utf-8', pageOf(makeArticle(n, draw), host, draw), { etag: `"${n}"` })
  }

  function rss(host: string, at: number): string {
    const items = pagesOf(host)
      .slice(at * ITEMS_PER_FEED, (at + 1) * ITEMS_PER_FEED)
      .map(
        n =>
          `<item><title>Article ${n}</title><link>http://${host}/article/${n}</link><guid isPermaLink="false">${n}</guid></item>`,
      )
    return `<?xml version="1.0"?><rss version="2.0"><channel><title>${host}</title>${items.join('')}</channel></rss>`
  }
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): void {
  const bytes = body.length > 500 ? gzipSync(body, { level: 1 }) : Buffer.from(body)
  // Set beforehand: headers that are given with the status alone cannot be looked up afterwards.
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value)
  response.writeHead(status, {
    'content-type': type,
    'content-length': bytes.length,
    ...(body.length > 500 && { 'content-encoding': 'gzip' }),
  })
  response.end(bytes)
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  return new Promise(resolve => server.close(() => resolve()))
}
