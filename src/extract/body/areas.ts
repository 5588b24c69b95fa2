/**
 * Parts of a page that are no article where there is another text: readers' comments, boxes that are named for something else or do not show,
 * headings of boxes whose text was left.
 */

import { below, isHidden, isNamed } from './below.ts'
import { partOf, type Segmentation } from './blocks.ts'
import { headingLevel } from './features/place.ts'

/** What readers write under a text, by the names of its box. */
const COMMENTS =
  /(?:^|\s)comment(?:-\d+)?(?:$|\s)|(?:^|[\s_-])comments(?:$|\s|[_-](?:area|list|section|container|wrapper|page|block|body|inner|rules))|comment-?(?:list|body|content|text|area|item|thread)(?:$|[\s_-])|disqus|guest-?book/i
/** The next article, windows over the page, facts and other things beside the text, small print, polls, who the writer is. */
const BESIDE =
  /(?:^|[\s_-])(?:next-?(?:article|story|post)|(?:dialog|modal)s?|overlay|fact-?box|faktaboks|disclaimer|polls?|author-?(?:bio|description)|elementor-posts)(?:$|\s|[_-])|(?:^|\s)(?:aside|side-?bar)(?:$|\s)/i
const BOX = /newsletter|sign-?up|subscri|related|promo|teaser|recommend/i

/** Where less is left, readers' words are the article: threads of a forum. */
const MIN_WORDS = 25
/** Such boxes may hold more than a short article, but where they hold nearly all they are what the page shows one by one. */
const MAX_BESIDE = 0.6
/** Where so much is left there is an article, however much they hold. */
const WHOLE_WORDS = 300

/** Leaves out comments where a text of its own stands before them, boxes where there is one elsewhere, and headings of boxes. */
export function leaveAreas(page: Segmentation, isChosen: Uint8Array): void {
  leaveComments(page, isChosen)
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

function leaveBeside({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const isBox = isNamed(BESIDE)
  const isBeside = below(tree, element => isBox(element) || isHidden(element))
  const { found, share, rest } = partOf(blocks, isChosen, ({ element }) => isBeside(element))
  if (share < MAX_BESIDE || rest >= WHOLE_WORDS) for (const i of found) isChosen[i] = 0
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
