/** The files of site rules: `config/sites/<domain>.yaml`, and the saved pages that prove them in the folder of that name beside it. */

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stringify } from 'yaml'
import { z } from 'zod'
import { WiredeskError } from '../errors.ts'
import { type ExtractedFields, RULE_FIELDS, type RuleField, type RuleVersion } from '../model.ts'
import { parseJson } from './parse-json.ts'

/** What is expected of a saved page: where and when it came from, and the fields as the rule must read them. */
const provenSchema = z.strictObject({
  url: z.url(),
  fetchedAt: z.iso.datetime().optional(),
  // Of many pages the server alone says the encoding.
  contentType: z.string().optional(),
  fields: z.partialRecord(z.enum(RULE_FIELDS), z.unknown()),
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

/** The saved pages of a domain. Throws BAD_ARGUMENT for one without its expected fields. */
export function provenPages(desk: string, domain: string): ProvenPage[] {
  const folder = join(sitesOf(desk), domain)
  if (!existsSync(folder)) return []
  const pages = readdirSync(folder).filter(file => file.endsWith('.html'))
  return pages.toSorted().map(file => {
    const path = join(folder, file.replace(/\.html$/, ''))
    const name = relative(desk, path)
    if (!existsSync(`${path}.json`))
      throw new WiredeskError('BAD_ARGUMENT', { detail: `${name}.html has no ${name}.json beside it` })
    return { name, bytes: readFileSync(`${path}.html`), expected: readProven(`${path}.json`, `${name}.json`) }
  })
}

function readProven(path: string, name: string): Proven {
  const read = provenSchema.safeParse(parseJson(readFileSync(path, 'utf8'), name))
  if (read.success) return read.data
  throw new WiredeskError('BAD_ARGUMENT', { detail: `${name}: ${z.prettifyError(read.error)}` })
}

/** Writes a first rule with the page that proves it; what is there is not written over. @returns paths within the desk */
export function writeSite(
  desk: string,
  domain: string,
  version: Omit<RuleVersion, 'from'>,
  page: { readonly name: string; readonly bytes: Uint8Array; readonly expected: Proven },
): string[] {
  const rule = join(sitesOf(desk), `${domain}.yaml`)
  const folder = join(sitesOf(desk), domain)
  refuseName(desk, folder, page.name)
  mkdirSync(folder, { recursive: true })
  const written: string[] = []
  if (!existsSync(rule)) {
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
