import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { parse as parseYaml } from 'yaml'
import type { z } from 'zod'
import { failAt, WiredeskError } from '../errors.ts'
import type { Consumer, FeedConfig, RuleVersion, SiteRule, Source } from '../model.ts'
import { VERSION } from '../version.ts'
import { ConfigError, type Origin, type Problem, readYaml, toProblems, type YamlFile } from './problems.ts'
import {
  type Config,
  type ConsumerFile,
  configSchemas,
  consumerSchema,
  type Settings,
  type SiteFile,
  type SourceFile,
  settingsSchema,
  siteSchema,
  sourceSchema,
} from './schema.ts'

export interface LoadOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** `fetch.delayMs=0`: values for this run, in YAML */
  readonly set?: readonly string[]
}

/** What the environment overrides. */
const FROM_ENV: Readonly<Record<string, readonly string[]>> = {
  WIREDESK_STORE: ['store', 'url'],
  WIREDESK_QUEUE: ['queue', 'url'],
  WIREDESK_PAGES: ['pages', 'url'],
  WIREDESK_PROXY: ['fetch', 'proxy'],
  WIREDESK_CONTACT: ['contact'],
}

/** Reads and checks a desk's whole configuration. Throws one CONFIG_INVALID with all mistakes of all files. */
export function loadConfig(desk: string, options: LoadOptions = {}): Config {
  const root = resolve(desk)
  const settingsPath = join(root, 'config', 'wiredesk.yaml')
  if (!existsSync(settingsPath)) throw new WiredeskError('DESK_MISSING', { detail: `no ${settingsPath}` })
  const problems: Problem[] = []
  const overrides = overridesOf(options)
  const settings = check(root, settingsPath, settingsSchema, schemas().settings, problems, overrides)
  const each = <Schema extends z.ZodType>(folder: string, schema: Schema, json: object) =>
    filesOf(root, folder).map(({ id, path }) => ({
      id,
      path,
      file: check(root, join(root, path), schema, json, problems, []),
    }))
  const sources = each('sources', sourceSchema, schemas().source)
  const sites = each('sites', siteSchema, schemas().site)
  const consumers = each('consumers', consumerSchema, schemas().consumer)
  for (const named of [sources, consumers, sites]) problems.push(...doubledIds(named))
  problems.push(...sites.flatMap(misnamedDomain))
  problems.push(...unknownSources(consumers, sources))
  if (problems.length > 0 || settings === undefined) throw new ConfigError(problems)
  return freeze({
    ...settings,
    desk: root,
    fetch: {
      ...settings.fetch,
      userAgent:
        settings.fetch.userAgent ??
        `Wiredesk/${VERSION}${settings.contact === undefined ? '' : ` (+${settings.contact})`}`,
    },
    sources: sources.map(({ id, file }) => toSource(id, file as SourceFile, settings)),
    sites: sites.map(({ id, file }) => toSiteRule(id, file as SiteFile)),
    consumers: consumers.map(({ id, file }) => toConsumer(id, file as ConsumerFile)),
  })
}

function check<Schema extends z.ZodType>(
  root: string,
  path: string,
  schema: Schema,
  json: object,
  problems: Problem[],
  overrides: readonly Override[],
): z.infer<Schema> | undefined {
  const yaml: YamlFile = readYaml(relative(root, path), textOf(path))
  problems.push(...yaml.problems)
  if (yaml.problems.length > 0) return undefined
  const result = schema.safeParse(overridden(yaml.value, overrides))
  if (result.success) return result.data
  problems.push(...toProblems(yaml, result.error.issues, keyPath => knownKeys(json, keyPath), originIn(overrides)))
  return undefined
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    return failAt(path, cause)
  }
}

/** The files of a folder of `config/`, each named for its id: of a site rule that is its domain. */
function filesOf(root: string, folder: string): { readonly id: string; readonly path: string }[] {
  return (
    globSync(`config/${folder}/*.{yaml,yml}`, { cwd: root })
      .toSorted()
      .map(path => ({ id: basename(path).replace(/\.ya?ml$/, ''), path }))
      // By id: the ends of the names would put herald-2 before herald.
      .toSorted((a, b) => (a.id === b.id ? 0 : a.id < b.id ? -1 : 1))
  )
}

function toConsumer(id: string, { sources, ...file }: ConsumerFile): Consumer {
  return { id, ...file, ...(sources && { sources }) }
}

function toSiteRule(domain: string, { versions }: SiteFile): SiteRule {
  return {
    domain,
    versions: versions.map(({ from, fields, optional, remove, next }) => ({
      // The schema gives a key only where the file has one.
      fields: fields as RuleVersion['fields'],
      optional,
      remove,
      ...(from !== undefined && { from }),
      ...(next !== undefined && { next }),
    })),
  }
}

/** Two files that give one id: `herald.yaml` and `herald.yml`. */
function doubledIds(sources: readonly { readonly id: string; readonly path: string }[]): Problem[] {
  const first = new Map(sources.toReversed().map(({ id, path }) => [id, path]))
  return sources
    .filter(({ id, path }) => first.get(id) !== path)
    .map(({ id, path }) => ({
      file: path,
      line: 1,
      column: 1,
      key: '',
      message: `${first.get(id)} has the id ${id} already`,
    }))
}

/** A rule is looked for by the name of a page's host, so one under any other name would never be found. */
function misnamedDomain({ id, path }: { readonly id: string; readonly path: string }): Problem[] {
  const host = URL.parse(`http://${id}`)?.hostname.replace(/\.$/, '')
  if (host === id) return []
  const advice = host === undefined ? '' : `; name the file ${host}.yaml`
  return [{ file: path, line: 1, column: 1, key: '', message: `${id} is no domain as it stands in addresses${advice}` }]
}

/** A consumer that names a source which is not there would never hear of it, and nobody would know why. */
function unknownSources(
  consumers: readonly { readonly path: string; readonly file: ConsumerFile | undefined }[],
  sources: readonly { readonly id: string }[],
): Problem[] {
  return consumers.flatMap(({ path, file }) =>
    (file?.sources ?? [])
      .filter(wanted => !sources.some(({ id }) => id === wanted))
      .map(wanted => ({ file: path, line: 1, column: 1, key: 'sources', message: `there is no source ${wanted}` })),
  )
}

let cached: ReturnType<typeof configSchemas> | undefined
const schemas = (): ReturnType<typeof configSchemas> => (cached ??= configSchemas())

/** The keys that are allowed at a place. */
function knownKeys(schema: object, path: readonly PropertyKey[]): string[] {
  type Node = {
    readonly properties?: Readonly<Record<string, object>>
    readonly items?: object
    readonly propertyNames?: { readonly enum?: readonly string[] }
  }
  let at: Node | undefined = schema
  for (const part of path) at = typeof part === 'number' ? at?.items : at?.properties?.[String(part)]
  return [...(at?.propertyNames?.enum ?? Object.keys(at?.properties ?? {}))]
}

/** A value that counts for this run in place of the file's. */
interface Override {
  readonly origin: string
  readonly path: readonly string[]
  readonly value: unknown
}

/** The environment's values, then the command line's: the later one counts. Throws BAD_ARGUMENT. */
function overridesOf({ env = {}, set = [] }: LoadOptions): Override[] {
  const fromEnv = Object.entries(FROM_ENV)
    .filter(([name]) => env[name])
    .map(([origin, path]) => ({ origin, path, value: env[origin] }))
  return [...fromEnv, ...set.map(parseAssignment)]
}

function parseAssignment(assignment: string): Override {
  const at = assignment.indexOf('=')
  const path = assignment.slice(0, Math.max(at, 0)).split('.')
  if (path.includes('') || path.includes('__proto__')) {
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--set ${assignment}: write it as path=value` })
  }
  try {
    return { origin: '--set', path, value: parseYaml(assignment.slice(at + 1)) }
  } catch (cause) {
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--set ${assignment}: the value is not YAML`, cause })
  }
}

const originIn =
  (overrides: readonly Override[]): Origin =>
  path =>
    overrides.findLast(override => override.path.every((key, depth) => key === path[depth]))?.origin

function overridden(value: unknown, overrides: readonly Override[]): unknown {
  // A file that is not a map is the check's to refuse.
  if (!isPlainMap(value)) return value
  const settings = structuredClone(value)
  for (const override of overrides) put(settings, override.path, override.value)
  return settings
}

function put(settings: Record<string, unknown>, path: readonly string[], value: unknown): void {
  let at = settings
  for (const key of path.slice(0, -1)) {
    const next = isPlainMap(at[key]) ? at[key] : {}
    at[key] = next
    at = next
  }
  at[path.at(-1) as string] = value
}

const isPlainMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** A feed with little news waits so much longer than one with much, unless the operator says otherwise. */
const QUIET_FACTOR = 4

function toSource(id: string, file: SourceFile, settings: Settings): Source {
  const keepPagesDays = file.keepPagesDays ?? settings.pages.keepDays
  const { feed, feeds = [], republish, permission, excerpt, images, homepage, language, section } = file
  const pollMinutes = file.pollMinutes ?? settings.pollMinutes
  return {
    id,
    name: file.name,
    feeds: [...(feed === undefined ? [] : [{ kind: 'feed' as const, url: feed }]), ...feeds.map(toFeed)],
    terms: { republish, excerpt, images, ...(permission && { permission }) },
    delayMs: file.delayMs ?? settings.fetch.delayMs,
    pollMinutes,
    pollMinutesMax: file.pollMinutesMax ?? settings.pollMinutesMax ?? QUIET_FACTOR * pollMinutes,
    enabled: file.enabled,
    ...(file.headers && { headers: inLowerCase(file.headers) }),
    ...(keepPagesDays !== undefined && { keepPagesDays }),
    ...(homepage !== undefined && { homepage }),
    ...(language !== undefined && { language }),
    ...(section !== undefined && { section }),
  }
}

const inLowerCase = (headers: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))

const toFeed = ({ links, ...feed }: NonNullable<SourceFile['feeds']>[number]): FeedConfig => ({
  ...feed,
  ...(links !== undefined && { links }),
})

function freeze<T extends object>(value: T): T {
  for (const each of Object.values(value)) if (typeof each === 'object' && each !== null) freeze(each)
  return Object.freeze(value)
}

/**
 * Throws CONTACT_MISSING when others than this machine would be asked by somebody who cannot be reached.
 * @param urls what is to be asked; by default every feed of every source that is on
 */
export function requireContact(config: Config, urls: readonly string[] = enabledFeeds(config)): void {
  if (config.contact !== undefined) return
  const stranger = urls.find(url => !isLoopback(new URL(url).hostname, config.fetch.hosts))
  if (stranger !== undefined) throw new WiredeskError('CONTACT_MISSING', { url: stranger })
}

const enabledFeeds = ({ sources }: Config): string[] =>
  sources.filter(source => source.enabled).flatMap(source => source.feeds.map(feed => feed.url))

/** @param host as a URL has it: an IPv4 address is four numbers there, whatever was written */
function isLoopback(host: string, hosts: Readonly<Record<string, string>>): boolean {
  const address = Object.hasOwn(hosts, host) ? String(hosts[host]).replace(/:\d+$/, '') : host
  return address === 'localhost' || address === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(address)
}

/** The desk a command works on: named, from the environment, or the folder it stands in. Throws DESK_MISSING. */
export function findDesk(named: string | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const desk = resolve(named ?? env['WIREDESK_DESK'] ?? '.')
  if (!existsSync(join(desk, 'config', 'wiredesk.yaml'))) throw new WiredeskError('DESK_MISSING', { detail: desk })
  return desk
}
