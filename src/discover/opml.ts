/** OPML 2.0, in which feed readers write their lists down (opml.org/spec2.opml). */

import { readElements, type XmlElement } from './feed/elements.ts'

export interface OpmlFeed {
  readonly name: string | undefined
  readonly url: string
  readonly homepage: string | undefined
}

/** The feeds of a list, folders and all, in order; undefined for what is no OPML. */
export function readOpml(text: string): OpmlFeed[] | undefined {
  const root = readElements(text, '')
  const isOpml = root.children.some(child => typeof child !== 'string' && child.name === 'opml')
  return isOpml ? feedsIn(root) : undefined
}

function feedsIn({ children }: XmlElement): OpmlFeed[] {
  return children.flatMap(child => (typeof child === 'string' ? [] : [...feedOf(child), ...feedsIn(child)]))
}

function feedOf({ name, attributes }: XmlElement): OpmlFeed[] {
  const { xmlurl: url, htmlurl: homepage, title, text } = attributes
  return name === 'outline' && url !== undefined ? [{ name: title ?? text, url, homepage }] : []
}
