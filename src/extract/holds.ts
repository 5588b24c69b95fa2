/** Whether an element of some kind stands in another. */

import { type Element, isTag } from 'domhandler'

/**
 * Whether one of these elements stands in an element, however deep.
 * @param most so many elements are looked at; one that has more may hold anything
 */
export function holds(element: Element, names: ReadonlySet<string>, most: number): boolean {
  let left = most
  const isIn = ({ children }: Element): boolean =>
    children.some(child => isTag(child) && (left-- <= 0 || names.has(child.name) || isIn(child)))
  return isIn(element)
}
