import { join } from 'node:path'
import { withoutTracking } from '../../src/values/tracking.ts'
import { isHomepage, parseHttpUrl, registrableDomain } from '../../src/values/url.ts'
import { addressKey, dedupeKey, feedKey } from '../../src/values/url-key.ts'
import { readCases, type Suite } from './suite.ts'

interface UrlCase {
  readonly id: string
  readonly task: string
  readonly fn: string
  readonly args: readonly unknown[]
  readonly options: { readonly baseURL?: string; readonly feedURL?: string }
  /** the address that the suite holds equal; only its key is asked for, the two sides are compared by the scorer */
  readonly expected: unknown
}

type Answer = (args: readonly string[], options: UrlCase['options']) => unknown

const resolve: Answer = ([base = '', address = '']) => parseHttpUrl(address, base)?.href ?? ''

/** The tasks that Wiredesk has a function for; the others are left out. */
const TASKS: Readonly<Record<string, Answer>> = {
  origin: ([url = '']) => parseHttpUrl(url)?.origin ?? '',
  resolve,
  domain: ([url = '']) => domainOf(url),
  homepage: ([url = '']) => isHomepage(url.trim()),
  tracking: ([url = ''], { baseURL, feedURL }) =>
    withoutTracking(
      url,
      [baseURL, feedURL].filter(address => address !== undefined).map(address => new URL(address).hostname),
    ),
  canonical: ([url = '']) => addressKey(url),
  'dedupe-key': ([url = '']) => dedupeKey(url),
  'feed-dedupe-key': ([url = '']) => feedKey(url),
}

/** Functions that hold addresses apart by their fragments or logins are answered at that level. */
const BY_FUNCTION: Readonly<Record<string, Answer>> = {
  canonicalize_url: ([url = '']) => addressKey(url, { login: true }),
  normalizeUrl: ([url = '']) => addressKey(url, { fragment: true }),
  normalize_url: ([url = '']) => addressKey(url, { fragment: true }),
}

const KEYED = new Set(['canonical', 'tracking', 'dedupe-key', 'feed-dedupe-key'])

/** Addresses: the folder holds `cases.ndjson`. */
export const urls: Suite = async (folder, write) => {
  for (const { id, task, fn, args, options, expected } of readCases<UrlCase>(join(folder, 'cases.ndjson'))) {
    const answer = (task === 'canonical' ? BY_FUNCTION[fn] : undefined) ?? TASKS[task]
    // Keys are for addresses of documents; there is none for what holds its document itself.
    if (!answer || /^data:/i.test(String(args[0]))) continue
    const value = typeof args[0] === 'string' ? answer(args as string[], options) : null
    const other = KEYED.has(task) && typeof expected === 'string' ? { of_expected: answer([expected], options) } : {}
    write({ id, value, ...other })
  }
}

const domainOf = (url: string): string | null => {
  const parsed = parseHttpUrl(url)
  return parsed ? registrableDomain(parsed.hostname) : null
}
