/** Names of tags and attributes out of markup, as strings that are made once: a page repeats some dozens of them thousands of times. */

import { ownCopy } from '../values/text.ts'

/** A place for each remainder of a hash; names that meet in one take turns. */
const PLACES = 2048

export class NameTable {
  private readonly names: (string | undefined)[] = new Array(PLACES).fill(undefined)

  /** The text between two places of the markup, in lower case. */
  nameAt(html: string, start: number, stop: number): string {
    let hash = stop - start
    for (let at = start; at < stop; at++) hash = (Math.imul(hash, 31) + lower(html.charCodeAt(at))) | 0
    const place = (hash ^ (hash >>> 11)) & (PLACES - 1)
    const known = this.names[place]
    if (known !== undefined && isAt(known, html, start, stop)) return known
    const name = ownCopy(html.slice(start, stop).toLowerCase())
    this.names[place] = name
    return name
  }
}

function isAt(name: string, html: string, start: number, stop: number): boolean {
  if (name.length !== stop - start) return false
  for (let at = start; at < stop; at++) if (name.charCodeAt(at - start) !== lower(html.charCodeAt(at))) return false
  return true
}

/** Of an ASCII letter; letters of other scripts are compared as they are, and written as `toLowerCase` does. */
const lower = (code: number): number => (code >= 65 && code <= 90 ? code | 32 : code)
