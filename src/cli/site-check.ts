/** `site check`: the saved pages of the rules, read again. */

import type { Config } from '../config.ts'
import { apart } from '../dedupe/differences.ts'
import { WiredeskError } from '../errors.ts'
import { extract } from '../extract/index.ts'
import type { RuleField, SiteRule } from '../model.ts'
import { configOf, type DeskOptions } from './desk-option.ts'
import { EXIT, exitCodeOf } from './exit-codes.ts'
import { toFault } from './faults.ts'
import { note, print, printJson } from './print.ts'
import { comparable, type ProvenPage, pagesWithoutRule, proofsOf, readProof } from './site-files.ts'

interface Difference {
  readonly field: string
  readonly expected: unknown
  readonly read: unknown
}

/** One saved page, or a rule or folder that has none to check. */
interface Checked {
  readonly rule: string
  /** its path within the desk, without its ending */
  readonly page?: string
  readonly isAsExpected: boolean
  readonly differences: readonly Difference[]
  readonly fault?: WiredeskError
}

/** Checks every page of the rules; one that cannot be read, or would prove nothing, is named, and the others are checked nevertheless. */
export function checkSites(domains: readonly string[], options: DeskOptions): void {
  const config = configOf(options)
  const unknown = domains.find(domain => !config.sites.some(rule => rule.domain === domain))
  if (unknown !== undefined) throw new WiredeskError('NOT_FOUND', { detail: `no rule config/sites/${unknown}.yaml` })
  const rules = config.sites.filter(({ domain }) => domains.length === 0 || domains.includes(domain))
  const all = [...rules.flatMap(rule => checkRule(config, rule)), ...(domains.length === 0 ? lostFolders(config) : [])]
  if (all.length === 0) note('there is no rule in config/sites of this desk')
  for (const checked of all) report(options, checked)
  const fault = all.find(checked => checked.fault)?.fault
  if (fault) process.exitCode = exitCodeOf(fault.code)
  else if (all.some(({ isAsExpected }) => !isAsExpected)) process.exitCode = EXIT.unhealthy
}

function checkRule(config: Config, rule: SiteRule): Checked[] {
  const proofs = attempt(rule.domain, undefined, () => proofsOf(config.desk, rule.domain))
  if (!Array.isArray(proofs)) return [proofs]
  if (proofs.length === 0) return [{ rule: rule.domain, isAsExpected: false, differences: [] }]
  return proofs.map(({ name, path }) => {
    const checked = attempt(rule.domain, name, () => {
      const differences = differencesOf(rule, readProof(config.sites, rule.domain, { name, path }), name)
      return { rule: rule.domain, page: name, isAsExpected: differences.length === 0, differences }
    })
    return checked
  })
}

/** What is thrown ends the check of one page, not of all. */
function attempt<T>(rule: string, page: string | undefined, run: () => T): T | Checked {
  try {
    return run()
  } catch (thrown) {
    const fault = toFault(thrown)
    return { rule, ...(page !== undefined && { page }), isAsExpected: false, differences: [], fault }
  }
}

/** Folders of saved pages that nothing would read. */
function lostFolders({ desk, sites }: Config): Checked[] {
  const domains = sites.map(({ domain }) => domain)
  return pagesWithoutRule(desk, domains).map(domain => ({
    rule: domain,
    isAsExpected: false,
    differences: [],
    fault: new WiredeskError('NOT_FOUND', {
      detail: `config/sites/${domain} holds saved pages, but there is no rule config/sites/${domain}.yaml`,
    }),
  }))
}

function report({ json }: DeskOptions, { fault, ...checked }: Checked): void {
  if (json) {
    const error = fault && { code: fault.code, ...(fault.detail !== undefined && { detail: fault.detail }) }
    return printJson({ ...checked, ...(error && { error }) })
  }
  if (fault) return note(`wiredesk: ${fault.message}`)
  if (checked.page === undefined) return print(`${checked.rule}: no saved page proves this rule; add one with site new`)
  print(`${checked.page}: ${checked.isAsExpected ? 'as expected' : 'not as expected'}`)
  for (const { field, expected, read } of checked.differences) {
    const { from = '(none)', to = '(none)' } = apart(JSON.stringify(expected), JSON.stringify(read))
    print(`  ${field}\n  - ${from}\n  + ${to}`)
  }
}

/** What the engine reads in a saved page with the rule, against what is expected. */
function differencesOf(rule: SiteRule, { bytes, expected }: ProvenPage, name: string): Difference[] {
  const { url, fetchedAt, contentType, fields, nextPage } = expected
  const article = extractProof(name, {
    url,
    bytes,
    rule,
    // Of a page of that day everything may be.
    ...(fetchedAt !== undefined && { fetchedAt: fetchedAt.length > 10 ? fetchedAt : `${fetchedAt}T23:59:59.000Z` }),
    ...(contentType !== undefined && { headers: { 'content-type': contentType } }),
  })
  const wanted = Object.keys(fields) as RuleField[]
  const read = comparable(article.fields, wanted)
  const differences: Difference[] = wanted
    .filter(field => JSON.stringify(read[field]) !== JSON.stringify(fields[field]))
    .map(field => ({ field, expected: fields[field], read: read[field] }))
  if (nextPage !== undefined && article.nextPage !== nextPage)
    differences.push({ field: 'next page', expected: nextPage, read: article.nextPage })
  if (article.rule === undefined)
    differences.push({ field: 'version', expected: 'one that had begun', read: `none at ${fetchedAt}` })
  const stale = article.rule?.stale ?? []
  return stale.length === 0 ? differences : [...differences, { field: 'stale selectors', expected: [], read: stale }]
}

/** Throws with the file's name for a page that is refused. */
function extractProof(name: string, input: Parameters<typeof extract>[0]): ReturnType<typeof extract> {
  try {
    return extract(input)
  } catch (thrown) {
    const { code, detail } = toFault(thrown)
    throw new WiredeskError(code, { detail: `${name}.html${detail === undefined ? '' : `: ${detail}`}`, cause: thrown })
  }
}
