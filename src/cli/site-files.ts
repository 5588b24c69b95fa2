/** The files of site rules: `config/sites/<domain>.yaml`, and the saved pages that prove them in the folder of that name beside it. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { failAt, WiredeskError } from '../errors.ts'
import { ruleFor } from '../extract/site-rule.ts'
import { type ExtractedFields, RULE_FIELDS, type RuleField, type RuleVersion, type SiteRule } from '../model.ts'
import { parseJson } from './parse-json.ts'

/** What is expected of a saved page: where and when it came from, and the fields as the rule must read them. */
const provenSchema = z.strictObject({
  url: z.url(),
  fetchedAt: z.union([z.iso.datetime(), z.iso.date()]).optional(),
  // Of many pages the server alone says the encoding.
  contentType: z.string().optional(),
  nextPage: z.url().optional(),
  fields: z
    .partialRecord(z.enum(RULE_FIELDS), z.unknown())
    .refine(fields => Object.keys(fields).length > 0, 'names no field, so it proves nothing'),
})
export type Proven = z.infer<typeof provenSchema>

/** A saved page with what is expected of it. */
export interface ProvenPage {
  /** its path within the desk, without its ending */
  readonly name: string
  readonly bytes: Uint8Array
  readonly expected: Proven
}

const sitesOf = (desk: string): string => join(desk, 'config', 'sites')

/** A proof by its name: its path within the desk, and on the disk, both without ending. */
export interface ProofName {
  readonly name: string
  readonly path: string
}

/** The proofs of a domain. Throws BAD_ARGUMENT for a file beside them that would be passed over. */
export function proofsOf(desk: string, domain: string): ProofName[] {
  const folder = join(sitesOf(desk), domain)
  if (!existsSync(folder)) return []
  const files = readdirSync(folder).filter(file => !file.startsWith('.'))
  const other = files.find(file => !/\.(?:html|json)$/.test(file))
  if (other !== undefined)
    throw new WiredeskError('BAD_ARGUMENT', {
      detail: `${relative(desk, join(folder, other))} proves nothing: a page ends in .html, what is expected of it in .json`,
    })
  const names = new Set(files.map(file => file.replace(/\.\w+$/, '')))
  return [...names].toSorted().map(each => {
    const path = join(folder, each)
    return { name: relative(desk, path), path }
  })
}

/** Reads one. Throws BAD_ARGUMENT for a page without its expected fields, for expected fields without their page, and for a page that another rule would read. */
export function readProof(rules: readonly SiteRule[], domain: string, { name, path }: ProofName): ProvenPage {
  for (const [ending, other] of [
    ['.html', '.json'],
    ['.json', '.html'],
  ])
    if (!existsSync(path + other))
      throw new WiredeskError('BAD_ARGUMENT', { detail: `${name}${ending} has no ${name}${other} beside it` })
  const expected = readProven(path, name)
  refuseElsewhere(rules, expected.url, domain, `${name}.json`)
  return { name, bytes: readFile(`${path}.html`), expected }
}

function readFile(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (cause) {
    return failAt(path, cause)
  }
}

/** The folders of saved pages whose rule is gone, or was never written: nothing would read them. */
export function pagesWithoutRule(desk: string, domains: readonly string[]): string[] {
  const sites = sitesOf(desk)
  if (!existsSync(sites)) return []
  const folders = readdirSync(sites, { withFileTypes: true }).filter(entry => entry.isDirectory())
  return folders.map(({ name }) => name).filter(name => !domains.includes(name))
}

/** The rule would never be asked for it. */
function refuseElsewhere(rules: readonly SiteRule[], url: string, domain: string, name: string): void {
  const reading = ruleFor(rules, url)?.domain
  if (reading === domain) return
  const why = reading === undefined ? `is no page of ${domain}` : `is read by the rule of ${reading}`
  throw new WiredeskError('BAD_ARGUMENT', { detail: `${name}: url: ${url} ${why}` })
}

function readProven(path: string, name: string): Proven {
  const read = provenSchema.safeParse(parseJson(readFile(`${path}.json`).toString(), `${name}.json`))
  if (read.success) return read.data
  const faults = read.error.issues.map(({ path, message }) => [...path, message].join(': '))
  throw new WiredeskError('BAD_ARGUMENT', { detail: `${name}.json: ${faults.join('; ')}` })
}

/**
 * Writes a page that proves a rule, and a first rule with it; what is there is not written over.
 * @param version absent: the site has its rule
 * @returns paths within the desk
 */
export function writeSite(
  desk: string,
  domain: string,
  version: Omit<RuleVersion, 'from'> | undefined,
  page: { readonly name: string; readonly bytes: Uint8Array; readonly expected: Proven },
): string[] {
  const rule = join(sitesOf(desk), `${domain}.yaml`)
  const folder = join(sitesOf(desk), domain)
  refuseName(desk, folder, page.name)
  mkdirSync(folder, { recursive: true })
  const written: string[] = []
  if (version) {
    const { fields, optional, remove } = version
    const text = `# yaml-language-server: $schema=../site.schema.json\n${stringify({ versions: [{ fields, optional, remove }] })}`
    writeFileSync(rule, text, { flag: 'wx' })
    written.push(relative(desk, rule))
  }
  writeFileSync(join(folder, `${page.name}.html`), page.bytes, { flag: 'wx' })
  writeFileSync(join(folder, `${page.name}.json`), `${JSON.stringify(page.expected, undefined, 2)}\n`, { flag: 'wx' })
  return [
    ...written,
    relative(desk, join(folder, `${page.name}.html`)),
    relative(desk, join(folder, `${page.name}.json`)),
  ]
}

/** Before anything is written: a rule without its proof would be left behind. */
function refuseName(desk: string, folder: string, name: string): void {
  if (!/^\w[\w.-]*$/.test(name))
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--name ${name}: letters, digits, dots and dashes alone` })
  const taken = [`${name}.html`, `${name}.json`].map(file => join(folder, file)).find(path => existsSync(path))
  if (taken !== undefined)
    throw new WiredeskError('BAD_ARGUMENT', {
      detail: `${relative(desk, taken)} is there already; choose another --name`,
    })
}

/** The values of a page's fields as they are compared: of a body its text, of a picture its address. */
export function comparable(fields: ExtractedFields, wanted: readonly RuleField[]): Record<string, unknown> {
  const values = wanted.flatMap(field => {
    const reading = fields[field]
    if (reading === undefined) return []
    const value =
      field === 'body' ? fields.body?.value.text : field === 'leadImage' ? fields.leadImage?.value.url : reading.value
    return [[field, value] as const]
  })
  return Object.fromEntries(values)
}
