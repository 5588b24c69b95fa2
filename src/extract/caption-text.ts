/** Captions: how elements are named that hold them, and their text as a reader sees it. */

import { type ChildNode, isTag, isText } from 'domhandler'
import { collapse } from '../values/text.ts'
import { BLOCK_TAGS, isEntered, isUnseen } from './body/blocks.ts'

export const CAPTION = /caption|legend|cutline|bildtext|bildunterschrift/i
/** Who took a picture. */
export const CREDIT = /credit|copyright|bildquelle/i

/** Words of a caption and its credit are often set apart by style alone; what is for screen readers, or to be clicked, is none of them. */
export function captionText(node: ChildNode | undefined): string {
  return node === undefined ? '' : collapse(words(node)).replace(CONTROLS, '').trim()
}

function words(node: ChildNode): string {
  if (isText(node)) return node.data
  if (!isEntered(node) || node.name === 'button' || node.attribs['role'] === 'button' || isUnseen(node)) return ''
  if (node.name === 'br') return ' '
  let text = ''
  let end = ''
  for (const child of node.children) {
    const more = words(child)
    const isApart = isTag(child) && (IN_WORDS.has(child.name) ? STOP : END).test(end) && BEGINNING.test(more)
    text += isApart ? ` ${more}` : more
    end = more.slice(-1) || end
  }
  return BLOCK_TAGS.has(node.name) ? ` ${text} ` : text
}

/** What a caption may end with before its credit; inside a sentence only what ends one. */
const END = /[\p{Ll}\p{N}.!?)”"»]/u
const STOP = /[.!?)”"»]/
const BEGINNING = /^(?:\p{Lu}|[©(])/u
/** What stands inside a sentence. */
const IN_WORDS: ReadonlySet<string> = new Set('a abbr b code em i q strong sub sup u'.split(' '))
const CONTROLS =
  /^enlarge(?: this image)?(?: \/)?|(?: ?(?:toggle|hide) caption){1,3}$| ?purchase licensing rights\b.*$/gi
