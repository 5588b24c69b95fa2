/** The encoding that an HTML document names near its beginning: HTML Standard, 13.2.3.2, step by step. */

const SPACE = new Set(['\t', '\n', '\f', '\r', ' '])

/**
 * The label of the first `meta` that declares an encoding, or undefined.
 * @param head the document's first bytes as Latin-1, so that a character is a byte
 * @param isKnown whether a label names an encoding; one that does not is passed over
 */
export function prescan(head: string, isKnown: (label: string) => boolean): string | undefined {
  for (let at = head.indexOf('<'); at >= 0; at = head.indexOf('<', at + 1)) {
    if (head.startsWith('!--', at + 1)) {
      // The comment may end with the dashes that began it: `<!-->`.
      at = head.indexOf('-->', at + 2)
      if (at < 0) return undefined
    } else if (isMeta(head, at)) {
      const { label, end } = readMeta(head, at + 5)
      if (label !== undefined && isKnown(label)) return label
      if (end < 0) return undefined
      at = end - 1
    } else if (/^<\/?[a-z]/i.test(head.slice(at, at + 3))) {
      at = afterAttributes(head, nameEnd(head, at)) - 1
      if (at < 0) return undefined
    } else if (/^[!/?]/.test(head[at + 1] ?? '')) {
      at = head.indexOf('>', at)
      if (at < 0) return undefined
    }
  }
  return undefined
}

function isMeta(head: string, at: number): boolean {
  const next = head[at + 5] ?? ''
  return head.slice(at + 1, at + 5).toLowerCase() === 'meta' && (SPACE.has(next) || next === '/')
}

function nameEnd(head: string, from: number): number {
  let at = from
  while (at < head.length && head[at] !== '>' && !SPACE.has(head[at] as string)) at++
  return at
}

/** @returns the index behind the tag's attributes, or 0 when the text ends before them */
function afterAttributes(head: string, from: number): number {
  let at = from
  for (let attribute = readAttribute(head, at); attribute; attribute = readAttribute(head, at)) {
    if (attribute.end >= head.length) return 0
    at = attribute.end
  }
  return at < head.length ? at : 0
}

function readMeta(head: string, from: number): { readonly label: string | undefined; readonly end: number } {
  const seen = new Set<string>()
  let isPragma = false
  let needsPragma: boolean | undefined
  let label: string | undefined
  let at = from
  for (let attribute = readAttribute(head, at); attribute; attribute = readAttribute(head, at)) {
    at = attribute.end
    if (at >= head.length) return { label: undefined, end: -1 }
    const { name, value } = attribute
    if (seen.has(name)) continue
    seen.add(name)
    if (name === 'http-equiv') isPragma ||= value === 'content-type'
    if (name === 'content' && label === undefined) {
      label = charsetInContent(value)
      if (label !== undefined) needsPragma = true
    }
    if (name === 'charset') {
      label = value
      needsPragma = false
    }
  }
  const counts = needsPragma === false || (needsPragma === true && isPragma)
  return { label: counts ? label : undefined, end: at }
}

/** "Extracting a character encoding from a meta element", 2.4.6. */
function charsetInContent(content: string): string | undefined {
  for (let at = content.indexOf('charset'); at >= 0; at = content.indexOf('charset', at + 7)) {
    const [, quoted, single, bare] =
      /^\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s;"'][^\s;]*))/.exec(content.slice(at + 7, at + 200)) ?? []
    const label = quoted ?? single ?? bare
    if (label !== undefined) return label
    // An equals sign without a usable value ends the search; anything else goes on to the next `charset`.
    if (/^\s*=/.test(content.slice(at + 7, at + 200))) return undefined
  }
  return undefined
}

interface Attribute {
  /** in lower case, as all that is compared here */
  readonly name: string
  readonly value: string
  readonly end: number
}

/** "Get an attribute": undefined at the end of the tag; `end` reaches the end of the text where that breaks off. */
function readAttribute(head: string, from: number): Attribute | undefined {
  let at = from
  while (at < head.length && (SPACE.has(head[at] as string) || head[at] === '/')) at++
  if (head[at] === '>') return undefined
  const start = at
  // Not `\s`: it holds bytes that part nothing here (0xA0, the second one of an "à"), and the search would stand still before one.
  const isEnd = (sign: string): boolean =>
    SPACE.has(sign) || sign === '/' || sign === '>' || (sign === '=' && at > start)
  while (at < head.length && !isEnd(head[at] as string)) at++
  const name = head.slice(start, at).toLowerCase()
  let next = at
  while (next < head.length && SPACE.has(head[next] as string)) next++
  if (head[next] !== '=')
    return { name, value: '', end: next >= head.length ? next : SPACE.has(head[at] as string) ? next : at }
  next++
  while (next < head.length && SPACE.has(head[next] as string)) next++
  const quote = head[next]
  if (quote === '"' || quote === "'") {
    const close = head.indexOf(quote, next + 1)
    if (close < 0) return { name, value: '', end: head.length }
    return { name, value: head.slice(next + 1, close).toLowerCase(), end: close + 1 }
  }
  const end = nameEnd(head, next)
  return { name, value: head.slice(next, end).toLowerCase(), end }
}
