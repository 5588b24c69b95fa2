/** Rules of a robots.txt group and their matching (RFC 9309, 2.2.2 and 2.2.3). */

export interface Rule {
  readonly allow: boolean
  /** octets of the escaped pattern: the longer pattern wins */
  readonly length: number
  /** the pattern cut at its `*`: the first piece stands at the start of the path, the others follow in order */
  readonly pieces: readonly string[]
  /** the pattern ended with `$` */
  readonly toEnd: boolean
}

/** Rules in the order in which they decide: longest first, and allow before disallow where two are equally long. */
export function inOrder(rules: readonly Rule[]): readonly Rule[] {
  return rules.toSorted((a, b) => b.length - a.length || Number(b.allow) - Number(a.allow))
}

/** The rules of one `Allow` or `Disallow` line; an empty pattern rules nothing. */
export function readRules(allow: boolean, value: string): readonly Rule[] {
  const pattern = escapePattern(value)
  if (pattern === '') return []
  // Whoever allows `/news/index.html` means `/news/` too: a habit of the reference matcher that publishers count on.
  const folder = pattern.lastIndexOf('/') + 1
  const isIndex = allow && folder > 0 && pattern.startsWith('index.htm', folder)
  return isIndex ? [ruleOf(allow, pattern), ruleOf(allow, `${pattern.slice(0, folder)}$`)] : [ruleOf(allow, pattern)]
}

function ruleOf(allow: boolean, pattern: string): Rule {
  const toEnd = pattern.endsWith('$')
  return { allow, length: pattern.length, pieces: (toEnd ? pattern.slice(0, -1) : pattern).split('*'), toEnd }
}

/**
 * Whether a rule covers a path.
 * Each piece is looked for once, behind the piece before it. The first place found is the best one for a pattern that knows
 * no other sign than `*`, so nothing is tried twice and stars cannot multiply the work.
 * @param path from the first slash on, with its query, as the address has it
 */
export function covers({ pieces, toEnd }: Rule, path: string): boolean {
  const first = pieces[0] ?? ''
  if (!path.startsWith(first)) return false
  const last = pieces.length - 1
  if (last === 0) return !toEnd || path.length === first.length
  let from = first.length
  for (let i = 1; i < last; i++) {
    const piece = pieces[i] ?? ''
    const at = path.indexOf(piece, from)
    if (at < 0) return false
    from = at + piece.length
  }
  const end = pieces[last] ?? ''
  return toEnd ? path.length - end.length >= from && path.endsWith(end) : path.includes(end, from)
}

/**
 * The part of an address that rules speak about: path and query, without the fragment.
 * Read as it stands, without parsing: it has been parsed once, and a lone `?` at its end counts.
 */
export function pathOf(url: string): string {
  const scheme = url.indexOf('://')
  const authority = url.startsWith('//') ? 2 : scheme < 0 || url.startsWith('/') ? 0 : scheme + 3
  const start = url.slice(authority).search(/[/?#;]/)
  if (start < 0) return '/'
  const fragment = url.indexOf('#', authority)
  const path = url.slice(authority + start, fragment < 0 ? undefined : fragment)
  return path.startsWith('/') ? path : `/${path}`
}

/**
 * Patterns may be written with raw letters or in percent form of either case; both are brought to `%C3%A9` (RFC 9309, 2.2.2),
 * the form that addresses have on the wire. Escapes of plain ASCII stay as they are, as in the reference matcher.
 */
function escapePattern(value: string): string {
  return escapeOctets(value).replace(/%[0-9a-f]{2}/gi, triplet => triplet.toUpperCase())
}

function escapeOctets(text: string): string {
  return text.replace(/[^\0-\x7f]+/g, letters =>
    Array.from(Buffer.from(letters), octet => `%${octet.toString(16).toUpperCase()}`).join(''),
  )
}
