/** The words at a picture. */

import type { Element } from 'domhandler'
import { collapse } from '../../values/text.ts'
import { captionText } from '../caption-text.ts'
import { textOf } from '../element-text.ts'

/** "Photo: Name / Agency" at the end of a caption, or in a place of its own. */
const CREDIT =
  /(?:^|[.|(\s])((?:©\s?|(?:photo(?:graph|graphy)?|picture|image|credit|foto|bild|bilder|crédits?|photos|fotografía|immagine|zdjęcie)(?:\s+(?:by|credit|von|de|di))?\s*[:/]\s*|(?:photo(?:graph)?|picture|image) by\s+)[^.|()]{3,80})\)?\.?$/i
const MAX_CAPTION = 600

/** The caption of the figure that a picture stands in, and the credit, which may be a part of it. */
export function captionOf(element: Element): { caption?: string; credit?: string } {
  const figure = figureOf(element)
  if (!figure) return {}
  const caption = captionText(descendant(figure, child => child.name === 'figcaption'))
  const credit = textOf(
    descendant(
      figure,
      child => /credit|copyright|source|author/i.test(child.attribs['class'] ?? '') && child.name !== 'figure',
    ),
  )
  const inline = CREDIT.exec(caption)?.[1]
  const text = caption.length > MAX_CAPTION ? '' : caption
  const named = credit !== '' && credit.length < 120 ? credit : inline
  return { ...(text && { caption: text }), ...(named && { credit: collapse(named) }) }
}

function figureOf(element: Element): Element | undefined {
  let at = element.parent as Element | null
  for (let up = 0; at?.attribs && up < 6; up++, at = at.parent as Element | null) if (at.name === 'figure') return at
  return undefined
}

function descendant(element: Element, is: (child: Element) => boolean): Element | undefined {
  for (const child of element.children) {
    if (!('attribs' in child)) continue
    if (is(child)) return child
    const found = descendant(child, is)
    if (found) return found
  }
  return undefined
}
