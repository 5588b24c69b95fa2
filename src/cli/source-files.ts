import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { stringify } from 'yaml'
import { sourceSchema } from '../config.ts'
import { WiredeskError } from '../errors.ts'
import type { FeedConfig, Permission, Republish } from '../model.ts'

export interface SourceTerms {
  readonly republish?: Republish
  readonly permission?: Permission
}

export interface NewSource extends SourceTerms {
  /** its id; absent: made from the host of its first feed */
  readonly id?: string
  readonly name: string
  readonly homepage?: string
  readonly feeds: readonly FeedConfig[]
}

/** `who|when|document` of the command line. Throws BAD_ARGUMENT. */
export function parsePermission(text: string): Permission {
  const [who, when, document, ...rest] = text.split('|').map(part => part.trim())
  if (!who || !when || !document || rest.length > 0) {
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--permission "${text}": write it as "who|YYYY-MM-DD|document"` })
  }
  return { who, when, document }
}

/**
 * Writes a file for each source; an id that is taken gets a number. All are checked before the first is written, and no file that
 * is there is written over. Throws BAD_ARGUMENT.
 * @returns their paths within the desk
 */
export function writeSources(desk: string, sources: readonly NewSource[]): string[] {
  for (const source of sources) check(source)
  const folder = join(desk, 'config', 'sources')
  mkdirSync(folder, { recursive: true })
  const taken = new Set(readdirSync(folder).map(file => file.replace(/\.ya?ml$/, '')))
  return sources.map(({ id, ...file }) => {
    const free = firstFree(id ?? slugOf(file.feeds), taken)
    taken.add(free)
    const path = join(folder, `${free}.yaml`)
    writeFileSync(path, `# yaml-language-server: $schema=../source.schema.json\n${stringify(file)}`, { flag: 'wx' })
    return relative(desk, path)
  })
}

/** Writes one source's file; see `writeSources`. */
export const writeSource = (desk: string, source: NewSource, id?: string): string =>
  writeSources(desk, [{ ...source, ...(id !== undefined && { id }) }])[0] as string

function check({ id, ...file }: NewSource): void {
  if (id !== undefined && slug(id) !== id) {
    throw new WiredeskError('BAD_ARGUMENT', { detail: `--id ${id}: small letters, digits and hyphens` })
  }
  const { error } = sourceSchema.safeParse(file)
  if (!error) return
  const mistakes = error.issues.map(issue => `${issue.path.join('.')}: ${issue.message}`)
  throw new WiredeskError('BAD_ARGUMENT', { detail: `${file.name}: ${mistakes.join('; ')}` })
}

function firstFree(stem: string, taken: ReadonlySet<string>): string {
  if (!taken.has(stem)) return stem
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`
}

const slugOf = (feeds: readonly FeedConfig[]): string =>
  slug(new URL(feeds[0]?.url ?? '').hostname.replace(/^www\./, '')) || 'source'

const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
