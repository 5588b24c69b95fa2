/** The article's text: the part of the page with most of the good paragraphs, cleared of what is not text. */

import type { Element } from 'domhandler'
import type { Body, Reading } from '../../model.ts'
import { collapse, wordCount } from '../../values/text.ts'
import type { Page } from '../page.ts'
import { buildBody, fromText } from './build.ts'
import { type Furniture, furnitureOf } from './furniture.ts'

/** A paragraph of fewer words is a label or a caption more often than text. */
const MIN_PARAGRAPH_WORDS = 8

/** Above this share of link text a paragraph is a list of links. */
const MAX_LINK_SHARE = 0.5

/** How much of a paragraph's weight its parent, grandparent and so on receive: text sits in one container, sometimes wrapped once more. */
const SHARES = [1, 0.6, 0.2]

/** JSON-LD repeats the text of many pages; it is taken when the page shows less than half of it. */
const LEAST_SHARE_OF_DECLARED = 0.5

/** Below this the page shows no article text. */
const MIN_BODY_WORDS = 25

/** The body, from the page's elements, or from JSON-LD where the page shows no text without its scripts. */
export function readBody(page: Page, headline: string | undefined): Reading<Body> | undefined {
  const furniture = furnitureOf(page)
  const container = bestContainer(page, furniture)
  const shown = container && buildBody(page, container, headline, furniture)
  const declared = page.article?.text('articleBody')
  if (
    declared !== undefined &&
    wordCount(declared) >= MIN_BODY_WORDS &&
    (shown?.wordCount ?? 0) < wordCount(declared) * LEAST_SHARE_OF_DECLARED
  ) {
    return {
      value: fromText(page.article?.raw['articleBody'] as string),
      from: 'json-ld',
      where: 'articleBody',
      confidence: 0.7,
    }
  }
  if (!shown || shown.wordCount < MIN_BODY_WORDS) return undefined
  return {
    value: shown,
    from: 'dom',
    where: describe(container as Element),
    confidence: Math.min(0.95, 0.5 + shown.wordCount / 600),
  }
}

/**
 * The element whose children hold most text in paragraphs: each paragraph gives its words to its ancestors in falling shares
 * (the idea of Arc90's Readability, 2009).
 */
function bestContainer(page: Page, furniture: Furniture): Element | undefined {
  const scores = new Map<Element, number>()
  for (const paragraph of page.$('p, pre, blockquote > :not(p), li, td > br, div > br').toArray() as Element[]) {
    const block = paragraph.name === 'br' ? (paragraph.parent as Element) : paragraph
    if (furniture.isInside(block)) continue
    const weight = weightOf(page, block) * (paragraph.name === 'li' ? 0.3 : 1)
    if (weight === 0) continue
    let ancestor = paragraph.name === 'br' ? block : (block.parent as Element | null)
    for (const share of SHARES) {
      if (!ancestor?.attribs) break
      scores.set(ancestor, (scores.get(ancestor) ?? 0) + weight * share)
      ancestor = ancestor.parent as Element | null
    }
  }
  let best: Element | undefined
  for (const [element, score] of scores) if (!best || score > (scores.get(best) as number)) best = element
  return best
}

function weightOf({ $ }: Page, element: Element): number {
  const text = collapse($(element).text())
  const words = wordCount(text)
  if (words < MIN_PARAGRAPH_WORDS) return 0
  const linked = collapse($(element).find('a').text()).length / Math.max(1, text.length)
  return linked > MAX_LINK_SHARE ? 0 : Math.min(words, 100) * (1 - linked)
}

function describe({ name, attribs }: Element): string {
  const named = attribs['id']
    ? `#${attribs['id']}`
    : attribs['class']
      ? `.${attribs['class'].trim().split(/\s+/)[0]}`
      : ''
  return name + named
}
