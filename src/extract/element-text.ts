/** The text of one element, as a reader sees it. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import { collapse } from '../values/text.ts'

const SILENT = new Set(['script', 'style', 'noscript', 'template', 'svg', 'button', 'iframe', 'textarea', 'select'])
const INLINE = new Set(
  'a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q ruby s samp small span strike strong sub sup time tt u var wbr'.split(
    ' ',
  ),
)

/** Text without scripts and buttons; blocks and line breaks part words, inline elements do not. */
export function textOf(node: ChildNode | undefined): string {
  return node === undefined ? '' : collapse(raw(node))
}

/** So many characters of markup's white space may stand for one of the text. */
const SLACK = 8

/** The text of an element that is no longer than so many characters; of a longer one nothing is put together. */
export function shortTextOf(node: ChildNode | undefined, most: number): string | undefined {
  const text = node === undefined ? '' : raw(node, ' ', most * SLACK)
  const folded = text.length > most * SLACK ? undefined : collapse(text)
  return folded !== undefined && folded.length <= most ? folded : undefined
}

/** The text, with a line break for each block: a byline box read as lines. */
export function linesOf(node: ChildNode): string[] {
  return raw(node, '\n').split('\n').map(collapse).filter(Boolean)
}

/** The same, with a mark between inline elements that style alone sets apart: "Lou Hart<span>Reporter</span>". */
export function linesSetApart(node: ChildNode): string[] {
  return raw(node, '\n', Number.POSITIVE_INFINITY, '; ').split('\n').map(collapse).filter(Boolean)
}

/** The element whose line an inline element stands in. */
export function blockOf(element: Element): Element {
  let block = element
  while (INLINE.has(block.name) && block.parent && isTag(block.parent)) block = block.parent
  return block
}

/**
 * @param enough the walk ends when there is more text than this
 * @param seam what is put between an element that ends in the middle of a line and the next, where no blank is
 */
function raw(node: ChildNode, blank = ' ', enough = Number.POSITIVE_INFINITY, seam = ''): string {
  if (isText(node)) return blank === ' ' ? node.data : node.data.replace(/\s+/g, ' ')
  if (!isTag(node) || SILENT.has(node.name)) return ''
  if (node.name === 'br') return blank
  let text = ''
  let isBehindTag = false
  /** the last letters before: a seam is told by them, and the text so far may be the page's */
  let end = ''
  for (const child of node.children) {
    if (text.length > enough) break
    const more = raw(child, blank, enough - text.length, seam)
    if (seam !== '' && more !== '') {
      if ((isBehindTag || isTag(child)) && isSeam(end, more)) text += seam
      isBehindTag = isTag(child)
      end = more.slice(-2)
    }
    text += more
  }
  return INLINE.has(node.name) ? text : blank + text + blank
}

/** A capital or a number right behind a small letter, and a capitalised word right behind capitals or a number, begin something else. */
const isSeam = (before: string, after: string): boolean =>
  (/\p{Ll}$/u.test(before) && /^[\p{Lu}\d]/u.test(after)) ||
  (/[\p{Lu}\d]$/u.test(before) && /^\p{Lu}\p{Ll}/u.test(after))
