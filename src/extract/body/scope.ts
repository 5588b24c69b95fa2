/** Where the article ends on a page that goes on with the next one. */

import { nearest, type Segmentation, type Tree } from './blocks.ts'

/** A headline's words may stand in an element inside it. */
const HEADING_STEPS = 3

/** With fewer words under it, the first headline is one of a list. */
const MIN_WORDS = 60

/**
 * Index of the first block of a second article: one in a container like that of the headline, under a heading set like the headline, or under
 * any where both are article elements and it begins with the heading; or any article element beside that of the headline, with an `h1` of
 * other words as the headline is one. The number of blocks when there is none.
 */
export function nextArticle({ tree, blocks }: Segmentation, isChosen: Uint8Array, headlineBlock: number): number {
  if (headlineBlock < 0) return blocks.length
  const headline = headingOf(tree, blocks[headlineBlock]!.element)
  if (headline < 0) return blocks.length
  const looks = lookOf(tree, headline)
  let words = 0
  for (let i = headlineBlock + 1; i < blocks.length; i++) {
    const heading = headingOf(tree, blocks[i]!.element)
    if (words >= MIN_WORDS && heading >= 0 && heading !== headline) {
      const [mine, other] = branches(tree, headline, heading)
      const isRepeated = mine !== headline && lookOf(tree, mine) === lookOf(tree, other)
      const isLike =
        lookOf(tree, heading) === looks || (isArticle(tree, mine) && !isIn(tree, blocks[i - 1]!.element, other))
      const isOther = blocks[i]!.text !== blocks[headlineBlock]!.text
      if ((isRepeated && isLike) || (isOther && areArticles(tree, headline, heading, mine, other)))
        return firstBlockIn(tree, blocks, other, i)
    }
    if (isChosen[i]) words += blocks[i]!.words
  }
  return blocks.length
}

function headingOf({ elements, parents }: Tree, element: number): number {
  for (let at = element, steps = 0; at >= 0 && steps < HEADING_STEPS; at = parents[at]!, steps++)
    if (/^h[1-3]$/.test(elements[at]!.name)) return at
  return -1
}

/** Tag and names: equal for what a template repeats. Identifiers differ from one article to the next. */
function lookOf({ elements }: Tree, at: number): string {
  const element = elements[at]!
  return `${element.name} ${element.attribs['class'] ?? ''}`
}

/** The two children of the lowest common ancestor that hold one each. */
function branches({ parents, depths }: Tree, a: number, b: number): [number, number] {
  let [left, right] = [a, b]
  while (parents[left] !== parents[right]) {
    if (depths[left]! >= depths[right]!) left = parents[left]!
    else right = parents[right]!
  }
  return [left, right]
}

function firstBlockIn(tree: Tree, blocks: Segmentation['blocks'], element: number, from: number): number {
  let first = from
  while (first > 0 && isIn(tree, blocks[first - 1]!.element, element)) first--
  return first
}

function isIn({ parents }: Tree, at: number, element: number): boolean {
  for (let up = at; up >= element; up = parents[up]!) if (up === element) return true
  return false
}

/** Whether an element calls itself an article: one that begins with a heading has its headline there, in whatever size. */
const isArticle = ({ elements }: Tree, at: number): boolean => elements[at]!.name === 'article'

/** Whether two first-order headings stand in article elements of their own, each within its branch. */
function areArticles(tree: Tree, headline: number, heading: number, mine: number, other: number): boolean {
  const isOwn = (at: number, branch: number): boolean =>
    tree.elements[at]!.name === 'h1' && nearest(tree, at, ARTICLE) >= branch
  return isOwn(headline, mine) && isOwn(heading, other)
}

const ARTICLE: ReadonlySet<string> = new Set(['article'])
