/** Texts in the state that a page carries for its own scripts: JSON of an application, assignments of JSON, streamed parts of it. */

/** Larger scripts are programs or caches. */
const MAX_SCRIPT = 4_000_000
const MAX_DEPTH = 24

/** Shorter strings are labels. */
const MIN_LETTERS = 40

/** Keys of texts that belong to a picture or an advertisement, not to the article. */
const OTHER_TEXT = /caption|credit|alt|description|summary|teaser|excerpt|url|href|src|style|class|query/i

/** Every text of a page's scripts that might be an article: an HTML string, or the paragraphs of one list, joined by line feeds. */
export function textsInState(scripts: readonly string[]): readonly string[] {
  const found: string[] = []
  const streamed: string[] = []
  for (const script of scripts) {
    if (script.length < 400 || script.length > MAX_SCRIPT) continue
    const part = /^\s*self\.__next_f\.push\(\s*(\[[\s\S]*\])\s*\)\s*;?\s*$/.exec(script)
    if (part) {
      const pushed = parse(part[1]!)
      if (Array.isArray(pushed) && typeof pushed[1] === 'string') streamed.push(pushed[1])
    } else collect(parse(jsonIn(script)), found, 0)
  }
  // One line of the stream is `id:json`; a value goes on over several pushes.
  for (const line of streamed.join('').split('\n')) collect(parse(line.slice(line.indexOf(':') + 1)), found, 0)
  return found
}

/** The JSON of a script that is JSON, or that assigns it to one name. */
function jsonIn(script: string): string {
  const text = script.trim()
  if (text.startsWith('{') || text.startsWith('[')) return text
  const assigned = /^(?:window|self|var|let|const)[\w.\s[\]"'$]{0,80}=\s*(?=[{[])/.exec(text)
  return assigned ? text.slice(assigned[0].length).replace(/;\s*$/, '') : ''
}

function parse(json: string): unknown {
  if (json === '') return undefined
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

function collect(value: unknown, found: string[], depth: number): void {
  if (depth > MAX_DEPTH) return
  if (typeof value === 'string') {
    if (value.length > 400 && /<p[\s>]/i.test(value)) found.push(value)
    return
  }
  if (Array.isArray(value)) {
    const paragraphs = value.map(item => paragraphIn(item, 0)).filter(text => text !== undefined)
    if (paragraphs.length > 1) found.push(paragraphs.join('\n'))
    for (const item of value) collect(item, found, depth + 1)
  } else if (typeof value === 'object' && value !== null)
    for (const each of Object.values(value)) collect(each, found, depth + 1)
}

/** The text of one item of a list of paragraphs: its longest string, or its strings joined when they are parts of a line. */
function paragraphIn(item: unknown, depth: number): string | undefined {
  if (depth > 6) return undefined
  if (typeof item === 'string') return isSentence(item) ? item : undefined
  if (typeof item !== 'object' || item === null) return undefined
  let best: string | undefined
  for (const [key, value] of Object.entries(item)) {
    if (OTHER_TEXT.test(key)) continue
    const text = paragraphIn(value, depth + 1)
    if (text !== undefined && text.length > (best?.length ?? 0)) best = text
  }
  return best
}

const isSentence = (text: string): boolean =>
  text.length >= MIN_LETTERS / 2 && /[\s。、]/.test(text) && !/^https?:/.test(text)
