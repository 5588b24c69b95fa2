import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { watchCanary } from './canary.ts'
import { makeCertificate } from './certificates.ts'
import type { Answered, Asked } from './hostile-client.ts'
import { measureLoad } from './hostile-load.ts'
import { type HostileCase, type HostileServer, serveCase, servePlainPage } from './hostile-server.ts'
import { readCases, type Suite } from './suite.ts'

/** The host that plays the hostile publisher, and the one that other addresses in the cases name. */
const HOSTILE = 'hostile.example'
const NEIGHBOUR = 'news.example'

/** Beyond every limit of the client: whoever has not answered by then hangs. */
const GIVE_UP_MS = 60_000

/** Fewer cases are a test of the suite itself. */
const CASES_FOR_LOAD = 32

/**
 * Each case served on loopback, and asked for by the product in a process of its own, so that it may die.
 * A client that dies or hangs is replaced for the next case. Where there are cases enough, a desk is then set between healthy and
 * hostile hosts; what both showed is printed.
 */
export const hostile: Suite = async (file, write) => {
  const folder = mkdtempSync(join(tmpdir(), 'hostile-'))
  const authority = makeCertificate({ name: 'Test authority', isAuthority: true })
  const authorityFile = join(folder, 'authority.pem')
  writeFileSync(authorityFile, authority.cert)
  const neighbour = await servePlainPage()
  const canary = await watchCanary()
  const cases = readCases<HostileCase>(file)
  const answers: Prediction[] = []
  let client: ChildProcess | undefined
  try {
    for (const one of cases) {
      if (!client?.connected) client = await startClient(authorityFile)
      const server = await serveCase(withCanary(one, canary.port), HOSTILE, authority)
      const answered = await ask(client, askedOf(one, server, neighbour))
      answers.push(answered)
      write({ id: one.id, ...answered, canary: canary.connections() })
      await server.close()
      if (!answered.process_survived) {
        client.kill('SIGKILL')
        client = undefined
      }
    }
    if (cases.length >= CASES_FOR_LOAD) {
      client?.kill()
      console.log(JSON.stringify({ cases: inShort(answers, canary.connections()) }))
      console.log(JSON.stringify({ load: await measureLoad(cases) }))
    }
  } finally {
    client?.kill()
    await neighbour.close()
    canary.close()
    rmSync(folder, { recursive: true })
  }
}

function inShort(answers: readonly Prediction[], canary: number): object {
  const ranked = (of: (answer: Prediction) => number) => answers.map(of).toSorted((a, b) => a - b)
  const lags = ranked(({ lag_ms }) => lag_ms)
  return {
    answered: answers.length,
    survived: answers.filter(({ process_survived }) => process_survived).length,
    canary,
    slowest_ms: ranked(({ ms }) => ms).at(-1),
    rss_growth_mib: ranked(({ rss_growth_mib }) => rss_growth_mib).at(-1),
    rss_growth_of_all_mib: growthOfAll(answers),
    // Of each case the longest lag counts, so this is no mean of quiet times.
    lag_p99_ms: lags[Math.ceil(lags.length * 0.99) - 1],
  }
}

/** From what the process had before the first case to what it rests at after the last. */
function growthOfAll(answers: readonly Prediction[]): number {
  const [first, last] = [answers[0], answers.at(-1)]
  return first && last ? last.rss_mib - (first.rss_mib - first.rss_growth_mib) : 0
}

function askedOf(one: HostileCase, server: HostileServer, neighbour: HostileServer): Asked {
  const scheme = one.tls ? 'https' : 'http'
  return {
    url: `${scheme}://${HOSTILE}/story`,
    kind: kindOf(one),
    hosts: {
      ...(one.dns === undefined && { [HOSTILE]: `127.0.0.1:${server.port}` }),
      [NEIGHBOUR]: `127.0.0.1:${neighbour.port}`,
    },
  }
}

/** What the operator would have configured the address as, going by what it is served as. */
function kindOf({ headers, description }: HostileCase): Asked['kind'] {
  const type = headers['content-type'] ?? ''
  if (/gzip/.test(type)) return 'sitemap'
  if (/\bfeed\b/i.test(description)) return 'feed'
  return /xml|json|rss|atom|text\/plain/.test(type) && !/xhtml/.test(type) ? 'feed' : 'page'
}

function withCanary(one: HostileCase, port: number): HostileCase {
  return JSON.parse(JSON.stringify(one).replaceAll('{{canary_port}}', String(port)))
}

// ---- the client ----------------------------------------------------------------------------------------------------

type Prediction = Answered & { readonly process_survived: boolean }

async function startClient(authorityFile: string): Promise<ChildProcess> {
  const client = fork(new URL('hostile-client.ts', import.meta.url), {
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_EXTRA_CA_CERTS: authorityFile },
  })
  await once(client, 'message')
  return client
}

async function ask(client: ChildProcess, asked: Asked): Promise<Prediction> {
  const given = new AbortController()
  const { signal } = given
  const begun = performance.now()
  const nothing = (reason: string): Prediction => ({
    outcome: 'retry',
    reason,
    ms: Math.round(performance.now() - begun),
    rss_growth_mib: 0,
    rss_mib: 0,
    lag_ms: 0,
    process_survived: false,
  })
  const answered = once(client, 'message', { signal }).then(([message]) => ({ ...message, process_survived: true }))
  const died = once(client, 'exit', { signal }).then(([code, by]) => nothing(`process ended: ${code ?? by}`))
  const late = sleep(GIVE_UP_MS, undefined, { signal }).then(() => nothing('no answer'))
  client.send(asked)
  try {
    return await Promise.race([answered, died, late])
  } finally {
    for (const loser of [answered, died, late]) loser.catch(() => {})
    given.abort()
  }
}
