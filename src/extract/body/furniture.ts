/** Telling the article from what surrounds it, by tags, roles and names, but never against the evidence of the text itself. */

import { type ChildNode, type Element, isTag, isText } from 'domhandler'
import type { Page } from '../page.ts'

/** Never text of an article, however much is in them. */
const UNREAD = new Set([
  'script',
  'style',
  'template',
  'iframe',
  'svg',
  'object',
  'noscript',
  'select',
  'textarea',
  'input',
  'button',
  'head',
])

const TAGS = new Set([
  'nav',
  'footer',
  'aside',
  'form',
  'button',
  'select',
  'textarea',
  'input',
  'dialog',
  'script',
  'style',
  'noscript',
  'template',
  'iframe',
  'svg',
  'object',
  'menu',
])

/** Class and id tokens of what surrounds articles: sharing, newsletters, teasers, comments, consent, advertising, author boxes. */
const TOKENS =
  /(?:^|[\s_-])(?:share|sharing|social|newsletter|subscribe|subscription|signup|sign-up|related|recommend\w*|teaser|promo|promoted|sponsor\w*|advert\w*|ads?|ad-\w+|banner|cookie|consent|gdpr|comments?|disqus|breadcrumbs?|pagination|pager|sidebar|widget|toolbar|menu|navigation|navbar|masthead|trending|popular|most-?read|read-?more|more-?stories|outbrain|taboola|tags?|tag-?list|author-?(?:box|bio|info|card)|biography|about-?author|byline|metadata|post-?meta|entry-?meta|caption|credit|copyright|print-only|screen-reader-text|sr-only|visually-hidden|visuallyhidden|modal|popup|overlay|paywall|donat\w*|jump-?nav|toc|table-of-contents|legal|disclaimer|skip-link|player|carousel|slideshow)(?:$|[\s_-])/i

const ROLES = /^(?:navigation|banner|contentinfo|complementary|search|dialog|menu|toolbar|alert)$/

/** Elements whose class lists carry a whole page's state: their tokens say nothing about the element. */
const TOO_LARGE = new Set(['html', 'body', 'main', 'article'])

/** Names lie: with this share of the page's paragraphs in it, an element is the article whatever it is called. */
const MAIN_SHARE = 0.35

/** Judges elements of one page. */
export interface Furniture {
  /** whether the element is no text of an article; a judgement on the element alone */
  is(element: Element): boolean
  /** the same for the element or any of its ancestors */
  isInside(element: Element): boolean
}

/** Weighs the page's paragraphs once, and judges by them. */
export function furnitureOf(page: Page): Furniture {
  const letters = new Map<Element, number>()
  const root = page.$.root()[0] as unknown as Element
  const total = Math.max(1, weigh(root, false, letters))
  const judged = new Map<Element, boolean>()

  const is = (element: Element): boolean => {
    const known = judged.get(element)
    if (known !== undefined) return known
    const isOut =
      UNREAD.has(element.name) || (isNamedFurniture(element) && (letters.get(element) ?? 0) < total * MAIN_SHARE)
    judged.set(element, isOut)
    return isOut
  }
  const isInside = (element: Element): boolean => {
    for (let at: Element | null = element; at?.attribs; at = at.parent as Element | null) if (is(at)) return true
    return false
  }
  return { is, isInside }
}

/** Letters within paragraphs, for every element. */
function weigh(element: Element, inParagraph: boolean, letters: Map<Element, number>): number {
  let sum = 0
  for (const child of element.children as ChildNode[]) {
    if (isText(child)) sum += inParagraph ? child.data.trim().length : 0
    else if (isTag(child) && !UNREAD.has(child.name))
      sum += weigh(child, inParagraph || child.name === 'p' || child.name === 'li', letters)
  }
  letters.set(element, sum)
  return sum
}

function isNamedFurniture({ name, attribs }: Element): boolean {
  if (TAGS.has(name)) return true
  if (TOO_LARGE.has(name)) return false
  if (ROLES.test(attribs['role'] ?? '') || attribs['aria-hidden'] === 'true' || 'hidden' in attribs) return true
  if (/display\s*:\s*none/i.test(attribs['style'] ?? '')) return true
  const tokens = `${attribs['class'] ?? ''} ${attribs['id'] ?? ''}`
  return tokens.length < 300 && TOKENS.test(tokens.replace(/([a-z])([A-Z])/g, '$1-$2'))
}
