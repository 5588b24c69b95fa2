/** Pictures that belong to the text: between its blocks, and in no box of their own that is about something else. */

import { type Element, isTag } from 'domhandler'
import { getOrMake } from '../../values/memo.ts'
import { collapse } from '../../values/text.ts'
import { parseHttpUrl } from '../../values/url.ts'
import { textOf } from '../element-text.ts'
import { largestSource } from '../fields/picture-address.ts'
import type { Picture, Segmentation } from './blocks.ts'
import { attribute } from './markup.ts'

export interface Figure {
  /** number of blocks before it */
  readonly before: number
  /** the picture itself, by its number in the tree */
  readonly element: number
  /** the img element */
  readonly image: string
  /** empty where the page has none for it */
  readonly caption: string
}

/** Smaller pictures are icons and marks of counters. */
const MIN_SIDE = 90

/** Further down than this from the text, a picture belongs to a box. */
const MAX_STEPS = 8

/** More words beside a picture than a caption has are a teaser. */
const MAX_LETTERS_BESIDE = 600

const CAPTION = /caption|legend|cutline|bildtext|bildunterschrift/i
const PICTURE_ADDRESS = /\.(?:jpe?g|png|webp|gif|avif)(?:$|[?#])/i

/** The figures between the first and the last chosen block, each picture once. */
export function figuresBetween(page: Segmentation, isChosen: Uint8Array, baseUrl: string): readonly Figure[] {
  const first = isChosen.indexOf(1)
  const last = isChosen.lastIndexOf(1)
  if (first < 0) return []
  const holdsText = elementsWithText(page, isChosen)
  const seen = new Set<string>()
  const letters = new Map<number, number>()
  const figures: Figure[] = []
  for (const picture of page.pictures) {
    if (picture.before <= first || picture.before > last) continue
    const box = boxOf(page, picture, holdsText)
    if (box < 0 || getOrMake(letters, box, () => textOf(page.tree.elements[box]!).length) > MAX_LETTERS_BESIDE) continue
    const image = page.tree.elements[picture.element]!
    const src = parseHttpUrl(largestSource(image) ?? '', baseUrl)?.href
    if (src === undefined || seen.has(src) || isSmall(image)) continue
    seen.add(src)
    figures.push({
      before: picture.before,
      element: picture.element,
      image: imageTag(src, image),
      caption: captionOf(page, picture, box),
    })
  }
  return figures
}

/** By element: whether chosen text stands in it. */
function elementsWithText({ tree, blocks }: Segmentation, isChosen: Uint8Array): Uint8Array {
  const holds = new Uint8Array(tree.elements.length)
  blocks.forEach((block, i) => {
    if (isChosen[i]) for (let at = block.element; at >= 0 && !holds[at]; at = tree.parents[at]!) holds[at] = 1
  })
  return holds
}

/** The largest element around a picture that holds no chosen text; -1 for the picture of a teaser. A picture inside the text's own element is its own box. */
function boxOf({ tree }: Segmentation, { element }: Picture, holdsText: Uint8Array): number {
  let box = element
  for (let at = element, steps = 0; steps < MAX_STEPS; at = tree.parents[at]!, steps++) {
    const { name, attribs } = tree.elements[at]!
    if (name === 'a' && isLinkElsewhere(attribs['href'] ?? '')) return -1
    if (name === 'aside' || name === 'nav' || name === 'footer' || name === 'button') return -1
    box = at
    const parent = tree.parents[at]!
    if (parent < 0 || holdsText[parent]) return box
  }
  return -1
}

/** A picture that links to a page is that page's teaser; one that links to a picture is a smaller copy of it. */
function isLinkElsewhere(href: string): boolean {
  return href !== '' && !href.startsWith('#') && !PICTURE_ADDRESS.test(href)
}

function isSmall({ attribs }: Element): boolean {
  return [attribs['width'], attribs['height']].some(side => side !== undefined && Number.parseInt(side, 10) < MIN_SIDE)
}

function imageTag(src: string, { attribs }: Element): string {
  return `<img src="${attribute(src)}" alt="${attribute(collapse(attribs['alt'] ?? ''))}">`
}

/** The caption in the nearest element around a picture that has one, no further up than its box. */
function captionOf({ tree }: Segmentation, { element }: Picture, box: number): string {
  for (let at = element, steps = 0; at >= box && steps < MAX_STEPS; at = tree.parents[at]!, steps++) {
    const caption = captionIn(tree.elements[at]!, CAPTION_DEPTH)
    if (caption) return collapse(textOf(caption))
  }
  return ''
}

/** A caption stands this near below the element that holds picture and caption, and not behind dozens of siblings. */
const CAPTION_DEPTH = 3
const MAX_SIBLINGS = 12

function captionIn(element: Element, depth: number): Element | undefined {
  for (const child of element.children.slice(0, MAX_SIBLINGS)) {
    if (!isTag(child)) continue
    if (child.name === 'figcaption' || CAPTION.test(child.attribs['class'] ?? '')) return child
    const below = depth > 0 ? captionIn(child, depth - 1) : undefined
    if (below) return below
  }
  return undefined
}
