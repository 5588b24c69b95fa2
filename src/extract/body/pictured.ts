/** What stands under pictures among the chosen blocks: captions have a place of their own, with their figure. */

import { type Block, PARAGRAPH_WORDS, partOf, type Segmentation, type Tree } from './blocks.ts'
import { headingLevel } from './features/place.ts'

const CAPTION = /(?:^|[\s_-])caption(?:$|\s|[_-]text)/i

/** Where they are more, they are the article: galleries whose text is their captions. */
const MAX_SHARE = 0.5

/** Leaves out captions where most of the text stands elsewhere. */
export function leaveCaptions(page: Segmentation, isChosen: Uint8Array): void {
  const { tree, blocks } = page
  const isInBox = pictureBoxes(page)
  const { found, share } = partOf(blocks, isChosen, block => isCaption(tree, block) || isInBox(block))
  if (share >= MAX_SHARE) return
  const captions = new Set(found)
  const begin = blocks.findIndex(({ words }, i) => isChosen[i] && words >= PARAGRAPH_WORDS && !captions.has(i))
  // Before the text the standfirst may be set under the picture.
  for (const i of captions) if ((begin >= 0 && i > begin) || isInBox(blocks[i]!)) isChosen[i] = 0
}

/** A figure may also hold a quotation, with its speaker as the caption. */
function isCaption({ elements, parents }: Tree, { element }: Block): boolean {
  const { name, attribs } = elements[element]!
  if (CAPTION.test(attribs['class'] ?? '')) return true
  const figure = elements[Math.max(0, parents[element]!)]!
  return name === 'figcaption' && !figure.children.some(child => 'name' in child && child.name === 'blockquote')
}

/** What a box of a picture is called, or what stands in it. */
const PICTURE = /ima?ge?|photo|picture|foto|bild|caption/i
/** "image-with-text" may hold a paragraph beside a picture. */
const WITH_TEXT = /text(?!ure)|copy|paragraph/i
/** Such a box is this near, and holds no more lines than a caption and its credit, and no heading: that makes it a card. */
const STEPS = 3
const MAX_LINES = 2
const MAX_WORDS = 80
/** Parts of a page: a picture and a paragraph may be all that they have. */
const PARTS: ReadonlySet<string> = new Set(['body', 'html', 'main', 'article', 'section'])

/** Tells of a block whether it stands in a box that is named for a picture, and has nothing else but one. */
function pictureBoxes({ tree, blocks, pictures }: Segmentation): (block: Block) => boolean {
  const { elements, parents } = tree
  const lines = new Uint16Array(elements.length)
  const hasPicture = new Uint8Array(elements.length)
  for (const block of blocks) {
    const count = headingLevel(tree, block) > 0 ? MAX_LINES + 1 : 1
    for (let at = block.element, step = 0; at >= 0 && step <= STEPS; at = parents[at]!, step++) lines[at]! += count
  }
  for (const { element } of pictures)
    for (let at = element, step = 0; at >= 0 && step <= STEPS * 2; at = parents[at]!, step++) hasPicture[at] = 1
  return block => {
    if (block.words > MAX_WORDS) return false
    let isNamed = false
    for (let at = block.element, step = 0; at >= 0 && step <= STEPS; at = parents[at]!, step++) {
      const { name, attribs } = elements[at]!
      if (PARTS.has(name) || lines[at]! > MAX_LINES) return false
      const { class: classes = '' } = attribs
      isNamed ||= PICTURE.test(classes)
      if (WITH_TEXT.test(classes)) return false
      if (isNamed && hasPicture[at]) return true
    }
    return false
  }
}
