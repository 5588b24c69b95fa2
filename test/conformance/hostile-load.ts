/**
 * How much healthy publishers suffer from hostile ones: a desk at work on twenty healthy hosts, first alone, then with thirty-two
 * hostile ones beside them that are asked again and again.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startOrigin } from '../chaos/origin-process.ts'
import type { DeskFigures } from './hostile-desk.ts'
import { type HostileHosts, hostileName, startHostileHosts } from './hostile-hosts.ts'
import type { HostileCase } from './hostile-server.ts'

export interface LoadFigures {
  /** healthy articles a second, without and with hostile hosts beside them */
  readonly alone: number
  readonly beside: number
  /** share of throughput lost */
  readonly lost: number
  /** of the desk's main loop while hostile hosts were asked */
  readonly lag_p99_ms: number
  /** resident memory when the hostile hosts have gone, over that of the run without them */
  readonly rss_growth_mib: number
  readonly hostile_requests: number
  readonly process_survived: boolean
}

const HEALTHY_HOSTS = 20
const HOSTILE_HOSTS = 32

const WARM_UP_MS = 5000
const MEASURED_MS = 20_000

/** A desk that has said nothing by then hangs. */
const GIVE_UP_MS = WARM_UP_MS + MEASURED_MS + 60_000

/** More than can be asked for in that time at one a second. */
const LINKS_PER_HOST = 100

/** A machine that others work on is not the same from minute to minute: of several pairs of runs the middle one counts. */
const PAIRS = 3

/** Measures runs without and with hostile hosts in turn; gives the pair that lost the middle share. */
export async function measureLoad(cases: readonly HostileCase[]): Promise<LoadFigures> {
  const chosen = spreadOver(cases, HOSTILE_HOSTS)
  const pairs: LoadFigures[] = []
  while (pairs.length < PAIRS) pairs.push(await measurePair(chosen))
  return pairs.toSorted((a, b) => a.lost - b.lost)[Math.floor(PAIRS / 2)] as LoadFigures
}

async function measurePair(chosen: readonly HostileCase[]): Promise<LoadFigures> {
  const alone = await runDesk([])
  const beside = await runDesk(chosen)
  return {
    alone: perSecond(alone.figures),
    beside: perSecond(beside.figures),
    lost: Math.round((1 - perSecond(beside.figures) / perSecond(alone.figures)) * 1000) / 1000,
    lag_p99_ms: beside.figures?.lagMs ?? Infinity,
    rss_growth_mib: (beside.figures?.rssMib ?? Infinity) - (alone.figures?.rssMib ?? 0),
    hostile_requests: beside.requests,
    process_survived: beside.figures !== undefined,
  }
}

const perSecond = (figures: DeskFigures | undefined): number =>
  Math.round(((figures?.articles ?? 0) / (MEASURED_MS / 1000)) * 10) / 10

/** Cases of every class: every so-manieth of the list. */
function spreadOver(cases: readonly HostileCase[], count: number): readonly HostileCase[] {
  const step = Math.max(1, cases.length / count)
  return Array.from({ length: Math.min(count, cases.length) }, (_, at) => cases[Math.floor(at * step)] as HostileCase)
}

async function runDesk(cases: readonly HostileCase[]) {
  const dir = mkdtempSync(join(tmpdir(), 'hostile-load-'))
  const origin = await startOrigin({
    pages: HEALTHY_HOSTS * LINKS_PER_HOST,
    hosts: HEALTHY_HOSTS,
    seed: 'load',
    faults: false,
  })
  const hostile = await startHostileHosts(cases)
  const feeds = await serveFeeds(cases)
  writeDesk(dir, origin, cases, hostile, feeds.port)
  const desk = fork(new URL('hostile-desk.ts', import.meta.url), [dir, String(WARM_UP_MS), String(MEASURED_MS)], {
    execArgv: ['--expose-gc'],
  })
  try {
    const ended = once(desk, 'exit').then(() => undefined)
    const hangs = sleep(GIVE_UP_MS, undefined, { ref: false })
    const figures = await Promise.race([figuresOf(desk), ended, hangs])
    return { figures, requests: await hostile.connections() }
  } finally {
    desk.kill('SIGKILL')
    origin.kill()
    feeds.close()
    hostile.kill()
    await sleep(200)
    rmSync(dir, { recursive: true, force: true })
  }
}

async function figuresOf(desk: ChildProcess): Promise<DeskFigures> {
  const [figures] = await once(desk, 'message')
  return figures as DeskFigures
}

/** Harmless feeds that name the hostile pages. */
async function serveFeeds(cases: readonly HostileCase[]) {
  const server = createServer((request, response) => {
    const at = Number(/^\/(\d+)$/.exec(request.url ?? '')?.[1])
    if (Number.isNaN(at)) return void response.writeHead(404).end()
    const scheme = cases[at]?.tls ? 'https' : 'http'
    const links = Array.from({ length: LINKS_PER_HOST }, (_, n) => `${scheme}://${hostileName(at)}/story?n=${n}`)
    const items = links.map(link => `<item><title>A story</title><link>${link}</link></item>`)
    response.setHeader('content-type', 'application/rss+xml')
    response.end(`<rss version="2.0"><channel><title>Feed</title>${items.join('')}</channel></rss>`)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function writeDesk(
  dir: string,
  origin: Awaited<ReturnType<typeof startOrigin>>,
  cases: readonly HostileCase[],
  hostile: HostileHosts,
  feedPort: number,
): void {
  const sources = join(dir, 'config', 'sources')
  mkdirSync(sources, { recursive: true })
  const place = new URL(origin.proxy).host
  const hosts = {
    ...Object.fromEntries(origin.sources.map(({ host }) => [host, place])),
    ...Object.fromEntries(hostile.ports.map((port, at) => [hostileName(at), `127.0.0.1:${port}`])),
    ...Object.fromEntries(cases.map((_, at) => [`feed${at}.example`, `127.0.0.1:${feedPort}`])),
  }
  const settings = {
    fetch: { hosts, allowPrivate: ['127.0.0.0/8'] },
    log: { level: 'silent' },
  }
  writeFileSync(join(dir, 'config', 'wiredesk.yaml'), JSON.stringify(settings))
  const write = (id: string, feeds: readonly string[]) =>
    writeFileSync(join(sources, `${id}.yaml`), JSON.stringify({ name: id, feeds: feeds.map(url => ({ url })) }))
  for (const { host, feeds } of origin.sources) write(host.replaceAll('.', '-'), feeds)
  for (const at of cases.keys()) write(`hostile-${at}`, [`http://feed${at}.example/${at}`])
}
