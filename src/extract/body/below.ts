/** What the elements around a block are called, and whether they show at all. */

import type { Element } from 'domhandler'
import { hides } from '../look.ts'
import { SCREEN_READER, type Tree } from './blocks.ts'

/**
 * Tells of an element whether it, or one above it, is such a one; each is looked at once. Wrappers of the whole page are none, nor are headings.
 * @param ends where the way up ends
 */
export function below(
  { elements, parents }: Tree,
  isSuch: (element: Element) => boolean,
  ends: (at: number) => boolean = () => false,
): (element: number) => boolean {
  const known = new Int8Array(elements.length)
  const verdictOn = (at: number): number => {
    if (at < 0 || ends(at)) return -1
    const { name } = elements[at]!
    // The classes of a whole page say what it may have, not what it is, and the names of a heading repeat its words.
    if (name === 'body' || name === 'html' || name === 'main') return -1
    if (/^h[1-6]$/.test(name)) return 0
    return isSuch(elements[at]!) ? 1 : 0
  }
  return element => {
    const path: number[] = []
    let verdict = 0
    for (let at = element; verdict === 0; at = parents[at]!) {
      verdict = at >= 0 && known[at] !== 0 ? known[at]! : verdictOn(at)
      if (at >= 0) path.push(at)
    }
    for (const at of path) known[at] = verdict
    return verdict > 0
  }
}

/** What an article is about, as themes have it among its classes: "tag-polls" is no poll. */
const TOPICS = /(?:^|\s)(?:tag|category|topic)-\S+/g

/** Whether the classes or the identifier of an element hold such a name. */
export const isNamed =
  (name: RegExp) =>
  ({ attribs }: Element): boolean =>
    name.test((attribs['class'] ?? '').replace(TOPICS, '')) || name.test(attribs['id'] ?? '')

/** Classes of widespread style sheets. */
const HIDDEN = /(?:^|\s)(?:hidden|hide|is-hidden|d-none|w-condition-invisible)(?:\s|$)/
/** With one like `md:block` or `d-md-block` beside it the element shows on wider screens. */
const SHOWN = /(?:^|\s)(?:(?:sm|md|lg|xl|2xl):(?!hidden)|d-(?:sm|md|lg|xl|xxl)-(?!none))/
/** What readers unfold: answers under their questions, the pages of tabs, the rest of a text. */
const isFolded = isNamed(
  /accordion|collaps|faq|answer|toggle|expand|tab|fold|panel|more|rest\b|full|content|(?:article|story|post|entry)[_-]{0,2}(?:body|text)/i,
)

/** Whether an element says itself that it does not show, and is nothing that readers unfold. */
export function isHidden(element: Element): boolean {
  const { class: classes = '' } = element.attribs
  const isUnseen = HIDDEN.test(classes) || SCREEN_READER.test(classes)
  return (hides(element.attribs) || (isUnseen && !SHOWN.test(classes))) && !isFolded(element)
}
