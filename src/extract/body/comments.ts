/** What readers say below an article, however much of it there is. */

import type { Element } from 'domhandler'
import type { Segmentation } from './blocks.ts'

/** Classes and ids of what holds comments. `item-comment` and its kin may be anything: a caption, an entry of a live blog. */
const COMMENTS =
  /(?:^|\s)(?:comments?|disqus_thread|comment-\d+)(?=\s|$)|comments?[-_]?(?:list|section|area|box|thread|wrapper|container|rules)/i

/** With fewer words beside them the comments are what the page is about. */
const ARTICLE_WORDS = 40

/** Wrappers of the whole page: their classes speak of its kind. */
const WHOLE: ReadonlySet<string> = new Set(['html', 'body', 'main', 'article'])

/** Leaves chosen blocks that stand among comments: a thread with more words than the article can look like the text itself. */
export function leaveComments({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const known = new Int8Array(tree.elements.length).fill(-1)
  const found: number[] = []
  let words = 0
  blocks.forEach((block, i) => {
    if (!isChosen[i]) return
    if (isInside(block.element)) found.push(i)
    else words += block.words
  })
  if (words >= ARTICLE_WORDS) for (const i of found) isChosen[i] = 0

  /** Each element is asked once. */
  function isInside(at: number): boolean {
    if (at < 0) return false
    if (known[at]! < 0) known[at] = holdsComments(tree.elements[at] as Element) || isInside(tree.parents[at]!) ? 1 : 0
    return known[at] === 1
  }
}

function holdsComments({ name, attribs }: Element): boolean {
  const { class: classes = '', id = '' } = attribs
  return !WHOLE.has(name) && (COMMENTS.test(classes) || COMMENTS.test(id))
}
