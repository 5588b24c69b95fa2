/** Secrets by reference: the configuration holds `env:NAME` or `file:PATH`, never the secret, so it can be shown and kept anywhere. */

import { readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { WiredeskError } from './errors.ts'

export interface Secrets {
  /**
   * What a value stands for: the secret of a reference, any other text as it is. Read anew each time, so that a secret
   * can be changed while the program runs.
   * @throws SECRET_MISSING
   */
  resolve(value: string): string
  /** Takes a secret that came in another way, such as the password of a proxy. */
  know(secret: string): void
  /** A text without any of the secrets that were resolved or made known. */
  hide(text: string): string
}

const HIDDEN = '[secret]'

/** Parts shorter than this are words ("Bearer"), and hiding them would spoil the text. */
const SHORTEST = 6

/**
 * @param env the environment
 * @param desk the folder that relative paths start in
 */
export function createSecrets(env: Readonly<Record<string, string | undefined>>, desk: string): Secrets {
  // Longest first: a secret that holds another one must not leave its rest behind.
  let known: readonly string[] = []

  return { resolve, know, hide: text => known.reduce((hidden, secret) => hidden.replaceAll(secret, HIDDEN), text) }

  function know(secret: string): void {
    const words = [secret, ...secret.split(/\s+/)]
    // Lines of the log are JSON, in which a quotation mark is written otherwise.
    const forms = new Set(words.flatMap(word => [word, JSON.stringify(word).slice(1, -1)]))
    const parts = [...forms].filter(form => form.length >= SHORTEST && !known.includes(form))
    if (parts.length > 0) known = [...known, ...parts].toSorted((a, b) => b.length - a.length)
  }

  function resolve(value: string): string {
    const [, kind, name = ''] = /^(env|file):(.+)$/s.exec(value) ?? []
    if (kind === undefined) return value
    const secret = (kind === 'env' ? env[name] : readSecret(isAbsolute(name) ? name : join(desk, name)))?.trim()
    if (!secret) throw new WiredeskError('SECRET_MISSING', { detail: value })
    know(secret)
    return secret
  }
}

function readSecret(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** Values of query parameters that are mostly secrets; bounded, so that no text takes more than linear time. */
const QUERY_SECRET =
  /([?&;][\w.-]{0,20}(?:token|key|secret|passw(?:or)?d|auth|signature|sig)[\w.-]{0,20}=)[^&;\s"'<>#\\]{1,2000}/gi

/** A text with the secrets of its addresses cut out: `https://herald.example/rss?key=[secret]`. */
export const hideQuerySecrets = (text: string): string => text.replace(QUERY_SECRET, `$1${HIDDEN}`)
