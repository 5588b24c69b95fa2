/** The words that a page sets below a picture of the text. */

import { type Element, isTag } from 'domhandler'
import { getOrMake } from '../../values/memo.ts'
import { bare } from '../../values/text.ts'
import { CAPTION, CREDIT, captionText } from '../caption-text.ts'
import { holds } from '../holds.ts'
import { type Picture, type Segmentation, standsIn } from './blocks.ts'

/** Further up than this from a picture, captions are not its own. */
const MAX_STEPS = 8

/** Where there is neither caption nor credit, what else is written of it. */
const LINE =
  /(?:image|img|media|photo|picture|bild|gallery)[\w-]{0,20}(?:text|title|desc|meta|info|licen[cs]e|author|label)/i

/**
 * The caption in the nearest element around a picture that has one, no further up than its box, and than what holds other pictures, too: theirs
 * it might be. What several pictures in one figure have stands below the last.
 */
export function captionOf(
  page: Segmentation,
  { element }: Picture,
  box: number,
  before: Picture | undefined,
  next: Picture | undefined,
  texts: Map<Element, string>,
): string {
  const { tree } = page
  const textOf = (element: Element): string => getOrMake(texts, element, () => captionText(element))
  const captionIn = (element: Element, names: RegExp, depth: number, looks: Looks): Element | undefined => {
    for (const child of element.children) {
      if (!isTag(child) || looks.left-- <= 0) continue
      const isCaption = child.name === 'figcaption' && names === CAPTION
      if (isCaption || (names.test(child.attribs['class'] ?? '') && textOf(child) !== '')) return child
      const below = depth > 0 ? captionIn(child, names, depth - 1, looks) : undefined
      if (below) return below
    }
    return undefined
  }
  const own: Element[] = []
  for (let at = element, steps = 0; at >= box && steps < MAX_STEPS; at = tree.parents[at]!, steps++) {
    const around = tree.elements[at]!
    const isFigure = around.name === 'figure'
    if (stands(page, next, at) || (!isFigure && stands(page, before, at))) break
    own.push(around)
    const depth = isFigure ? FIGURE_DEPTH : CAPTION_DEPTH
    const caption = captionIn(around, CAPTION, depth, { left: MAX_LOOKS })
    const credit = captionIn(around, CREDIT, caption ? depth : 1, { left: MAX_LOOKS })
    if (caption ?? credit) return withCredit(caption ? textOf(caption) : '', credit ? textOf(credit) : '')
    if (isFigure && !holds(around, MORE, MAX_LOOKS)) {
      const words = textOf(around)
      if (words !== '') return words.length <= MAX_WORDS ? words : ''
    }
  }
  for (const around of own) {
    const line = captionIn(around, LINE, 1, { left: MAX_LOOKS })
    if (line) return isLine(line) ? textOf(line) : ''
  }
  return ''

  function isLine(element: Element): boolean {
    return !holds(element, MORE, MAX_LOOKS) && textOf(element).length <= MAX_WORDS
  }
}

/** Some set the credit into the caption, and some beside it. */
const withCredit = (caption: string, credit: string): string =>
  bare(caption).includes(bare(credit)) ? caption : `${caption} ${credit}`.trim()

/** Whether a picture stands in an element. */
const stands = ({ tree }: Segmentation, picture: Picture | undefined, element: number): boolean =>
  picture !== undefined && standsIn(tree, picture.element, element)

/** A caption stands this near below the element that holds picture and caption, and not behind hundreds of others. */
const CAPTION_DEPTH = 3
const FIGURE_DEPTH = 6
const MAX_LOOKS = 200

/** All words of a figure without links and headings are its caption, however it is written; longer ones are a text. */
const MAX_WORDS = 300
const MORE: ReadonlySet<string> = new Set(
  'a button h1 h2 h3 h4 h5 h6 table blockquote ul ol pre audio video iframe'.split(' '),
)

interface Looks {
  left: number
}
