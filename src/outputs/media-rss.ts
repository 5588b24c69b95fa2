/** The lead picture in RSS and Atom, as Media RSS 1.5.1 (RSS Advisory Board) describes it. */

import type { LeadImage } from '../model.ts'
import { element, parent } from '../values/xml.ts'

export const MEDIA_NAMESPACE = { 'xmlns:media': 'http://search.yahoo.com/mrss/' } as const

/** The picture's address, with its size, what is said below it and whom it is credited to, where they are known. */
export function mediaContent({ url, width, height, caption, alt, credit }: LeadImage): string {
  const description = caption ?? alt
  const attributes = {
    url,
    medium: 'image',
    ...(width !== undefined && { width: String(width) }),
    ...(height !== undefined && { height: String(height) }),
  }
  const children = [
    description !== undefined && element('media:description', description, { type: 'plain' }),
    credit !== undefined && element('media:credit', credit),
  ].filter(child => child !== false)
  return children.length === 0
    ? element('media:content', undefined, attributes)
    : parent('media:content', attributes, children)
}
