/** Texts in the state that a page carries for its own scripts: JSON of an application, assignments of JSON, streamed parts of it. */

/** Larger scripts are programs or caches. */
const MAX_SCRIPT = 4_000_000
const MAX_DEPTH = 24

/** Shorter HTML is a caption or a teaser. */
const MIN_HTML = 400

/** Shorter lines of a list are labels. */
const MIN_PARAGRAPH = 20

/** How deep below an item of a list the words of a paragraph stand. */
const MAX_PARAGRAPH_DEPTH = 6

/** Keys under which content systems keep running text. */
const TEXT_KEY =
  /^(?:text|value|html|content|contents|children|body|paragraph|markdown|markup|data|props|node|attributes|fields|article_?body)$/i

/**
 * Every text of a page's scripts that might be an article: an HTML string, or the paragraphs of one list, joined by line feeds.
 * @param least shorter scripts hold no text that is asked for
 */
export function textsInState(scripts: readonly string[], least = 0): readonly string[] {
  const found: string[] = []
  const streamed: string[] = []
  for (const script of scripts) {
    if (script.length > MAX_SCRIPT) continue
    if (/^\s*self\.__next_f\.push\(/.test(script)) {
      const part = parse(jsonIn(script))
      if (Array.isArray(part) && typeof part[1] === 'string') streamed.push(part[1])
    } else if (script.length >= Math.max(MIN_HTML, least)) collect(parse(jsonIn(script)), found, 0)
  }
  readStream(streamed.join(''), found)
  return found
}

/** The JSON of a script that is JSON, assigns it to a name, or pushes it onto a list. */
function jsonIn(script: string): string {
  const text = script.trim()
  if (text.startsWith('{') || text.startsWith('[')) return text
  const assigned = /^(?:window|self|var|let|const)[\w.\s[\]"'$]{0,80}=\s*(?=[{[]["{[\]}])/.exec(text)
  if (assigned) return text.slice(assigned[0].length).replace(/;\s*$/, '')
  const pushed = text.indexOf('.push(')
  return pushed < 0 || pushed > 300 ? '' : text.slice(pushed + 6, text.lastIndexOf(')'))
}

function parse(json: string): unknown {
  if (json === '') return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** React's stream of a page: lines `id:json`, and long texts as `id:Tlength,text` with the length in bytes and no line feed after them. */
function readStream(stream: string, found: string[]): void {
  let at = 0
  while (at < stream.length) {
    const colon = stream.indexOf(':', at)
    if (colon < 0) return
    const raw = /^T([\da-f]{1,7}),/.exec(stream.slice(colon + 1, colon + 10))
    if (raw) {
      const start = colon + 1 + raw[0].length
      at = afterBytes(stream, start, Number.parseInt(raw[1]!, 16))
      collect(stream.slice(start, at), found, 0)
    } else {
      const end = stream.indexOf('\n', colon)
      const line = stream.slice(colon + 1, end < 0 ? undefined : end)
      if (line.length >= MIN_HTML) collect(parse(line), found, 0)
      at = end < 0 ? stream.length : end + 1
    }
  }
}

function afterBytes(text: string, start: number, bytes: number): number {
  let at = start
  for (let left = bytes; left > 0 && at < text.length; at++) {
    const code = text.charCodeAt(at)
    // A pair of surrogates is four bytes, two for each half.
    left -= code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code < 0xe000) ? 2 : 3
  }
  return at
}

function collect(value: unknown, found: string[], depth: number): void {
  if (depth > MAX_DEPTH) return
  if (typeof value === 'string') {
    if (value.length >= MIN_HTML && /<p[\s>]/i.test(value)) found.push(value)
    return
  }
  if (Array.isArray(value)) {
    const paragraphs = value.map(item => textOf(item, 0)).filter(isParagraph)
    if (paragraphs.length > 1) found.push(paragraphs.join('\n'))
    for (const item of value) collect(item, found, depth + 1)
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collect(each, found, depth + 1)
}

/** The text of one item: parts of a list are one line, of several texts under different names the longest counts. */
function textOf(item: unknown, depth: number): string {
  if (depth > MAX_PARAGRAPH_DEPTH) return ''
  if (typeof item === 'string') return item
  if (Array.isArray(item)) return item.map(part => textOf(part, depth + 1)).join('')
  if (typeof item !== 'object' || item === null) return ''
  let longest = ''
  for (const [key, value] of Object.entries(item)) {
    if (!TEXT_KEY.test(key)) continue
    const text = textOf(value, depth + 1)
    if (text.length > longest.length) longest = text
  }
  return longest
}

const isParagraph = (text: string): boolean =>
  text.length >= MIN_PARAGRAPH && /[\s。、]/.test(text) && !/^(?:https?:|[[{])/.test(text)
