/**
 * Parts of a page that are no article where there is another text: readers' comments, what stands under pictures, boxes that are named for
 * something else or do not show, headings of boxes whose text was left.
 */

import { below, isHidden, isNamed } from './below.ts'
import { type Block, PARAGRAPH_WORDS, type Segmentation, type Tree } from './blocks.ts'
import { headingLevel } from './features/place.ts'

/** What readers write under a text, by the names of its box. */
const COMMENTS =
  /(?:^|\s)comment(?:-\d+)?(?:$|\s)|(?:^|[\s_-])comments(?:$|\s|[_-](?:area|list|section|container|wrapper|page|block|body|inner|rules))|comment-?(?:list|body|content|text|area|item|thread)(?:$|[\s_-])|disqus|guest-?book/i
/** The next article, windows over the page, facts and other things beside the text, small print. */
const BESIDE =
  /(?:^|[\s_-])(?:next-?(?:article|story|post)|(?:dialog|modal)s?|overlay|fact-?box|faktaboks|disclaimer)(?:$|\s|[_-])|(?:^|\s)(?:aside|side-?bar)(?:$|\s)/i
const BOX = /newsletter|sign-?up|subscri|related|promo|teaser|recommend/i
const CAPTION = /(?:^|[\s_-])caption(?:$|\s|[_-]text)/i

/** Where less is left the boxes are the article: threads of a forum, galleries whose text is their captions. */
const MIN_WORDS = 25
const MIN_SHARE = 0.5
/** Such boxes may hold more than a short article, but where they hold nearly all they are what the page shows one by one. */
const MAX_BESIDE = 0.6

/**
 * Leaves out comments where a text of its own stands before them, captions behind its beginning and boxes where most of the text stands
 * elsewhere, and headings of boxes.
 */
export function leaveAreas(page: Segmentation, isChosen: Uint8Array): void {
  leaveComments(page, isChosen)
  leaveCaptions(page, isChosen)
  leaveBeside(page, isChosen)
  leaveBoxHeadings(page, isChosen)
}

function leaveComments({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const isComment = below(tree, isNamed(COMMENTS))
  let before = 0
  const first = blocks.findIndex(({ element, words }, i) => {
    if (!isChosen[i]) return false
    if (isComment(element)) return true
    before += words
    return false
  })
  if (first < 0 || before < MIN_WORDS) return
  for (let i = first; i < blocks.length; i++) if (isChosen[i] && isComment(blocks[i]!.element)) isChosen[i] = 0
}

function leaveCaptions({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const captions: number[] = []
  let words = 0
  let inCaptions = 0
  let hasBegun = false
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    words += block.words
    if (!isCaption(tree, block)) {
      if (block.words >= PARAGRAPH_WORDS) hasBegun = true
    } else {
      inCaptions += block.words
      // Before the text the standfirst may be set under the picture.
      if (hasBegun) captions.push(i)
    }
  })
  if (inCaptions < words * MIN_SHARE) for (const i of captions) isChosen[i] = 0
}

/** A figure may also hold a quotation, with its speaker as the caption. */
function isCaption({ elements, parents }: Tree, { element }: Block): boolean {
  const { name, attribs } = elements[element]!
  if (CAPTION.test(attribs['class'] ?? '')) return true
  const figure = elements[Math.max(0, parents[element]!)]!
  return name === 'figcaption' && !figure.children.some(child => 'name' in child && child.name === 'blockquote')
}

function leaveBeside({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const isBox = isNamed(BESIDE)
  const isBeside = below(tree, element => isBox(element) || isHidden(element))
  const found: number[] = []
  let words = 0
  let inBoxes = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    words += block.words
    if (!isBeside(block.element)) return
    inBoxes += block.words
    found.push(i)
  })
  if (inBoxes < words * MAX_BESIDE) for (const i of found) isChosen[i] = 0
}

/** Behind the beginning of the text a heading stands for its box when nothing else of that was chosen. */
function leaveBoxHeadings({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const { elements, parents } = tree
  const headings: number[] = []
  let hasBegun = false
  const holdsText = new Uint8Array(elements.length)
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    if (headingLevel(tree, block) > 0) {
      if (hasBegun) headings.push(i)
      return
    }
    hasBegun = true
    for (let at = block.element; at >= 0 && holdsText[at] === 0; at = parents[at]!) holdsText[at] = 1
  })
  const isBox = below(tree, isNamed(BOX), at => holdsText[at] === 1)
  for (const i of headings) if (isBox(blocks[i]!.element)) isChosen[i] = 0
}
