/** Strings out of markup that are made once: a page repeats some dozens of names, and some hundred lists of classes, thousands of times. */

import { codeAt } from '../values/text.ts'

/** A place for each remainder of a hash, powers of two; strings that meet in one take turns. */
const NAME_PLACES = 2048
const VALUE_PLACES = 512

/** Longer names are nobody's: they are not kept, for tables outlive the page, and what it fills them with would stay. */
const MAX_NAME = 64

/** From this code on, `A`, a character is part of a name. */
const LETTERS = 65

/** Names of tags or attributes, in lower case; the table outlives the page. */
export class NameTable {
  private readonly written: (string | undefined)[] = new Array(NAME_PLACES).fill(undefined)
  private readonly names: string[] = new Array(NAME_PLACES).fill('')
  private readonly bitsOfNames = new Int32Array(NAME_PLACES)
  private readonly bitsOf: (name: string) => number
  /** by character code: whether a name ends there */
  private readonly isEnd: Uint8Array
  /** where the name ended that was read last */
  stop = 0
  /** what there is to know of it */
  bits = 0

  /**
   * @param ends the characters of ASCII, all below the letters, that end a name
   * @param bitsOf what there is to know of a name, asked once
   */
  constructor(ends: string, bitsOf: (name: string) => number = () => 0) {
    this.bitsOf = bitsOf
    this.isEnd = Uint8Array.from({ length: LETTERS }, (_, code) => (ends.includes(String.fromCharCode(code)) ? 1 : 0))
  }

  /** The name that begins at a place of the markup, in lower case. Its first character belongs to it, whatever it is. */
  read(html: string, start: number, end: number): string {
    let hash = html.charCodeAt(start)
    let at = start + 1
    // The hash is made on the way to the end: no letter is looked at twice for it.
    for (; at < end; at++) {
      const code = html.charCodeAt(at)
      if (code < LETTERS && this.isEnd[code] === 1) break
      hash = (Math.imul(hash, 31) + code) | 0
    }
    this.stop = at
    const place = (hash ^ (hash >>> 11)) & (NAME_PLACES - 1)
    const known = this.written[place]
    if (known === undefined || !isAt(known, html, start, at)) {
      if (at - start > MAX_NAME) {
        this.bits = 0
        return html.slice(start, at).toLowerCase()
      }
      this.learn(html.slice(start, at), place)
    }
    this.bits = this.bitsOfNames[place]!
    return this.names[place]!
  }

  private learn(text: string, place: number): void {
    const written = unique(text)
    const name = unique(written.toLowerCase())
    this.written[place] = written
    this.names[place] = name
    this.bitsOfNames[place] = this.bitsOf(name)
  }
}

/** So many letters of a value make its hash: the values themselves are compared in any case. */
const MAX_SAMPLES = 8

/** Values that repeat within one page: what is known of one is found again by a string whose hash is known. */
export class ValueTable {
  private readonly values: (string | undefined)[] = new Array(VALUE_PLACES).fill(undefined)

  /** The text between two places of the markup. */
  at(html: string, start: number, stop: number): string {
    const place = valuePlace(html, start, stop)
    const known = this.values[place]
    const value = html.slice(start, stop)
    if (known === value) return known
    this.values[place] = value
    return value
  }
}

/** What is known of values that repeat within one page. V8's own maps look through each string that is cut out of a page, to the end. */
export class ValueBits {
  private readonly values: (string | undefined)[] = new Array(VALUE_PLACES).fill(undefined)
  private readonly bits = new Int32Array(VALUE_PLACES)
  private readonly bitsOf: (value: string) => number

  /** @param bitsOf what there is to know of a value; asked again for one that another has driven out */
  constructor(bitsOf: (value: string) => number) {
    this.bitsOf = bitsOf
  }

  of(value: string): number {
    const place = valuePlace(value, 0, value.length)
    if (this.values[place] === value) return this.bits[place]!
    const bits = this.bitsOf(value)
    this.values[place] = value
    this.bits[place] = bits
    return bits
  }
}

function valuePlace(text: string, start: number, stop: number): number {
  const step = Math.ceil((stop - start) / MAX_SAMPLES)
  let hash = stop - start
  for (let at = stop - 1; at >= start; at -= step) hash = (Math.imul(hash, 31) + codeAt(text, at)) | 0
  return (hash ^ (hash >>> 9)) & (VALUE_PLACES - 1)
}

function isAt(text: string, html: string, start: number, stop: number): boolean {
  if (text.length !== stop - start) return false
  for (let at = start; at < stop; at++) if (text.charCodeAt(at - start) !== html.charCodeAt(at)) return false
  return true
}

/** The one copy that V8 keeps of a property's name: compared by its place in memory, found in maps without a look at its letters. */
function unique(text: string): string {
  // Without a prototype it is a hash table: no shape is made for each name.
  const holder = Object.create(null) as Record<string, true>
  holder[text] = true
  return Object.keys(holder)[0]!
}
