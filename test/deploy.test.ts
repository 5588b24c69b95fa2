/** What deploy/ says must hold together with the program, as far as it shows without an engine. */

import { execFileSync, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Command } from 'commander'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { createProgram } from '../src/cli/main.ts'
import { loadConfig } from '../src/config.ts'
import { openPostgres } from '../src/store/postgres.ts'
import { VERSION } from '../src/version.ts'
import { runOn } from './services/postgres.ts'

const server = inject('postgresUrl')
const root = join(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

// biome-ignore lint/suspicious/noExplicitAny: documents of others' schemas
type Doc = any

const documents = (path: string): Doc[] => parseAllDocuments(read(path), { merge: true }).map(each => each.toJS())

const program = await createProgram()

/** Throws unless these words are a command of ours with options that it has. */
function requireCommand(words: readonly string[]): void {
  let command: Command = program
  let rest = [...words]
  for (let next = childOf(command, rest[0]); next; next = childOf(command, rest[0])) {
    command = next
    rest = rest.slice(1)
  }
  if (command.commands.length > 0) throw new Error(`no command: ${words.join(' ')}`)
  const known = new Set(command.options.map(option => option.long))
  const unknown = rest.find(word => word.startsWith('--') && !known.has(word))
  if (unknown !== undefined) throw new Error(`${words.join(' ')}: no option ${unknown}`)
}

const childOf = (command: Command, name: string | undefined): Command | undefined =>
  command.commands.find(each => each.name() === name)

const has = (program: string): boolean => spawnSync(program, ['--version']).status === 0

describe('the image', () => {
  const dockerfile = read('deploy/Dockerfile')
  const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(match => match[1] as string)

  test('stands on one release of Node that has its security fixes', () => {
    expect(new Set(bases)).toEqual(new Set(['node:26.12.1-slim']))
  })
  test('runs as uid 10001, with a health check, and ends at SIGTERM', () => {
    expect(dockerfile).toMatch(/^USER 10001:10001$/m)
    expect(dockerfile).toMatch(/^HEALTHCHECK /m)
    expect(dockerfile).toMatch(/^STOPSIGNAL SIGTERM$/m)
    expect(dockerfile).not.toMatch(/^ADD |:latest|curl|--unsafe-perm/m)
  })
  test('copies only what there is', () => {
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(match =>
      (match[1] as string).split(' '),
    )
    expect(copied.filter(path => globSync(path, { cwd: root }).length === 0)).toEqual([])
    expect(copied).toContain('package-lock.json')
  })
  test('starts a command that there is', () => {
    const [entry, words] = ['ENTRYPOINT', 'CMD'].map(name =>
      JSON.parse(new RegExp(`^${name} (\\[.+\\])$`, 'm').exec(dockerfile)?.[1] ?? '[]'),
    ) as [string[], string[]]
    expect(entry).toEqual(['node', '/app/dist/bin/wiredesk.js'])
    requireCommand(words)
  })
})

describe('compose', () => {
  const compose = documents('deploy/compose/compose.yaml')[0]
  const services: [string, Doc][] = Object.entries(compose.services)
  const ours = services.filter(([, service]) => service.image.startsWith('wiredesk'))

  test('every image has a tag, and none is the latest', () => {
    expect(services.map(([, { image }]) => image).filter(image => !/:\d+\.\d+/.test(image))).toEqual([])
  })
  test('has a worker of each role, in the version of the package', () => {
    expect(ours.map(([name]) => name)).toEqual(['discover', 'ingest', 'deliver', 'serve'])
    expect(new Set(ours.map(([, { image }]) => image))).toEqual(new Set([`wiredesk:${VERSION}`]))
    for (const [, { command }] of ours) requireCommand(command)
  })
  test.each(ours)('%s has no rights that it does not need, and time to end', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      user: '10001:10001',
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
      stop_grace_period: '30s',
    })
  })
  test('Redis keeps everything, on disk too', () => {
    expect(compose.services.redis.command.join(' ')).toMatch(/--appendonly yes .*--maxmemory-policy noeviction/)
  })
  test('the databases are reached by the workers only, and no password is written down', () => {
    expect(compose.networks.back.internal).toBe(true)
    expect(compose.services.postgres).not.toHaveProperty('ports')
    expect(compose.services.redis).not.toHaveProperty('ports')
    expect(read('deploy/compose/compose.yaml')).not.toMatch(/PASSWORD: "?[^$"\s]/)
  })
  test('every name of a volume and network is one that is declared', () => {
    const named = services.flatMap(([, { volumes = [], networks = [] }]) => [
      ...volumes.map((volume: string) => volume.split(':')[0]).filter((name: string) => !name.startsWith('.')),
      ...networks,
    ])
    const declared = [...Object.keys(compose.volumes), ...Object.keys(compose.networks)]
    expect(named.filter(name => !declared.includes(name))).toEqual([])
  })
  test('its configuration is one that the program reads', () => {
    expect(
      loadConfig(join(root, 'deploy/compose'), { env: { WIREDESK_CONTACT: 'a@desk.example' } }).sources,
    ).toHaveLength(1)
  })
})

describe('systemd', () => {
  const units = globSync('deploy/systemd/*', { cwd: root }).toSorted()
  const services = units.filter(path => path.endsWith('.service'))

  test.each(services)('%s runs commands that there are, as nobody in particular', path => {
    const unit = read(path)
    const words = [...unit.matchAll(/^Exec\w+=\/usr\/bin\/wiredesk (.+)$/gm)].map(match =>
      (match[1] as string).split(' '),
    )
    expect(words.length).toBeGreaterThan(0)
    for (const each of words) requireCommand(each)
    expect(unit).toMatch(/^User=wiredesk$/m)
    expect(unit).toMatch(/^NoNewPrivileges=yes$/m)
    expect(unit).toMatch(/^ProtectSystem=strict$/m)
  })
  test('every timer has its service', () => {
    const timers = units.filter(path => path.endsWith('.timer')).map(path => path.replace(/timer$/, 'service'))
    expect(timers.filter(path => !services.includes(path))).toEqual([])
  })
  test.skipIf(!has('systemd-analyze'))('systemd-analyze finds nothing wrong with any', () => {
    const dir = mkdtempSync(join(tmpdir(), 'wiredesk-units-'))
    onTestFinished(() => rmSync(dir, { recursive: true }))
    const paths = units.map(path => {
      const copy = join(dir, basename(path))
      // The program need not be installed where the tests run.
      writeFileSync(copy, read(path).replaceAll('/usr/bin/wiredesk', process.execPath))
      return copy
    })
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], { encoding: 'utf8' })
    const ours = stderr.split('\n').filter(line => line.includes(dir) || line.includes('wiredesk'))
    expect([status, ours]).toEqual([0, []])
  })
})

describe('Kubernetes', () => {
  const files = globSync('deploy/kubernetes/*.yaml', { cwd: root }).toSorted()
  const manifests: [string, Doc][] = files
    .filter(path => !path.endsWith('kustomization.yaml'))
    .flatMap(path => documents(path).map(doc => [`${doc.kind} ${doc.metadata.name}`, doc] as [string, Doc]))
  const templateOf = (doc: Doc): Doc =>
    doc.kind === 'CronJob' ? doc.spec.jobTemplate.spec.template : doc.spec.template
  const workloads = manifests.filter(([, doc]) => ['Deployment', 'CronJob'].includes(doc.kind))
  const kustomization = parse(read('deploy/kubernetes/kustomization.yaml'))

  test('everything has a version, a kind and a name', () => {
    expect(manifests.filter(([, doc]) => !doc.apiVersion || !doc.kind || !doc.metadata?.name)).toEqual([])
  })
  test('the kustomization names files that there are, and the version of the package', () => {
    expect(kustomization.resources.filter((name: string) => !files.includes(`deploy/kubernetes/${name}`))).toEqual([])
    expect(kustomization.images).toEqual([{ name: 'wiredesk', newTag: VERSION }])
  })
  test('there is a deployment for each role, a crawl by the clock, and a backup', () => {
    expect(workloads.map(([name]) => name)).toEqual([
      'CronJob backup',
      'CronJob crawl',
      'Deployment deliver',
      'Deployment discover',
      'Deployment ingest',
      'Deployment serve',
    ])
  })
  test.each(workloads)('%s: a command that there is, no rights that it does not need', (_, doc) => {
    const { spec } = templateOf(doc)
    const [container] = spec.containers
    requireCommand(container.args)
    expect(spec.securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 })
    expect(spec.terminationGracePeriodSeconds).toBeGreaterThanOrEqual(30)
    expect(container.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    })
    expect(container.resources).toMatchObject({
      requests: { memory: expect.any(String) },
      limits: { memory: expect.any(String) },
    })
  })
  test.each(workloads)('%s mounts volumes that it has, and reads a secret that there is', (_, doc) => {
    const { spec } = templateOf(doc)
    const [container] = spec.containers
    const volumes = spec.volumes.map((volume: Doc) => volume.name)
    expect(container.volumeMounts.map((mount: Doc) => mount.name).toSorted()).toEqual(volumes.toSorted())
    const names = manifests.map(([name]) => name)
    expect(names).toContain(`Secret ${container.envFrom[0].secretRef.name}`)
    for (const { configMap } of spec.volumes) if (configMap) expect(names).toContain(`ConfigMap ${configMap.name}`)
  })
  test.each(manifests.filter(([, doc]) => doc.kind === 'Deployment'))(
    '%s has probes, and a budget for disruptions',
    (_, doc) => {
      const [container] = doc.spec.template.spec.containers
      expect(container.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' })
      expect(container.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' })
      const budget = manifests.find(([name]) => name === `PodDisruptionBudget ${doc.metadata.name}`)?.[1]
      expect(budget?.spec.selector.matchLabels).toEqual(doc.spec.selector.matchLabels)
      expect(doc.spec.template.metadata.labels).toMatchObject(doc.spec.selector.matchLabels)
    },
  )
  test('the queue is as old as the host that has waited longest; who ingests is scaled by it', () => {
    const scaled = manifests.find(([name]) => name === 'ScaledObject ingest')?.[1]
    expect(scaled.spec.scaleTargetRef.name).toBe('ingest')
    expect(scaled.spec.triggers[0].metadata.query).toContain('ready_at_ms')
    expect(manifests.find(([name]) => name === 'Deployment ingest')?.[1].spec).not.toHaveProperty('replicas')
  })
  test.skipIf(server === undefined)(
    'that age is seconds: none where nothing waits, and as many as a host has been ready',
    async () => {
      const scaled = manifests.find(([name]) => name === 'ScaledObject ingest')?.[1]
      const ageOf = async (): Promise<number> => {
        const [row] = await runOn(url, scaled.spec.triggers[0].metadata.query)
        return Number(Object.values(row ?? {})[0])
      }
      const name = `d_${randomBytes(6).toString('hex')}`
      await runOn(server as string, `create database ${name}`)
      const url = (server as string).replace(/postgres$/, name)
      const store = await openPostgres(url)
      onTestFinished(() => store.close())
      expect(await ageOf()).toBe(0)
      const found = { url: 'https://herald.example/a', hints: { from: 'feed' } } as const
      await store.claimFound('herald', found, new Date(Date.now() - 60_000).toISOString(), 1)
      expect(Math.abs((await ageOf()) - 60)).toBeLessThan(10)
    },
  )
  test.skipIf(spawnSync('kubectl', ['kustomize', '--help']).status !== 0)('kubectl builds it', () => {
    const built = execFileSync('kubectl', ['kustomize', join(root, 'deploy/kubernetes')], { encoding: 'utf8' })
    expect(built).toContain(`image: wiredesk:${VERSION}`)
    expect(built).not.toContain(':latest')
  })
})
