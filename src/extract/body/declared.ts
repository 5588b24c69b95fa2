/** Text that a page carries outside its visible elements: JSON-LD, the state of its application, fallbacks for browsers without scripts. */

import { type Element, isTag } from 'domhandler'
import { decodeHTML } from 'entities'
import type { Body, Reading } from '../../model.ts'
import { bare, collapse, wordCount } from '../../values/text.ts'
import type { Page } from '../page.ts'
import { parseHtml } from '../parse-html.ts'
import { readBlocks, type Tree } from './blocks.ts'
import { buildBody } from './build.ts'
import { claimsOf } from './claims.ts'
import { text as escaped } from './markup.ts'
import { textsInState } from './state.ts'

/** A page that shows so much text shows all of it. */
const ENOUGH_WORDS = 400

/** Under so many words a page shows next to nothing, and need not begin like the text it carries. */
const FEW_WORDS = 25
const MIN_WORDS = 40

/** A carried text is taken when the page shows less than this share of it. */
const SHOWN_SHARE = 0.5

/** Texts of a state are taken for an article when this share of their letters stands in lines that end like sentences. */
const SENTENCE_SHARE = 0.6

/** Marks that content systems leave where advertising goes. */
const PLACEHOLDER = /^(?:\$\$|%%|##|\[\[|\{\{)[^\n]{0,60}(?:\$\$|%%|##|\]\]|\}\})$/

/** So many bare letters at the beginning tell whether two texts are the same, looked for in so many. */
const PROBE = 32
const REACH = 600

const CARRIED_IN = { article: 'articleBody', state: 'application state', silent: 'noscript' } as const

/** Whether a body is such a text: nothing that the page shows can be counted for it or against it. */
export const isCarried = ({ where }: Reading<Body>): boolean =>
  (Object.values(CARRIED_IN) as readonly string[]).includes(where)

/** The article's text where the page itself shows less than half of it; both must begin alike, for a page carries texts of other articles too. */
export function declaredBody(page: Page, shown: Body): Reading<Body> | undefined {
  if (shown.wordCount >= ENOUGH_WORDS) return undefined
  const isSame = sameText(page, shown)
  for (const [from, where, read] of [
    ['json-ld', CARRIED_IN.article, () => articleBodies(page)],
    ['dom', CARRIED_IN.state, () => textsInState(page.survey.scripts, shown.text.length)],
    ['dom', CARRIED_IN.silent, () => silentMarkup(page)],
  ] as const) {
    let best: Body | undefined
    for (const text of read()) {
      if (text.length < shown.text.length) continue
      const body = bodyOf(text, page.baseUrl)
      if (where !== CARRIED_IN.article && !isProse(body.text)) continue
      if (body.wordCount < MIN_WORDS || shown.wordCount >= body.wordCount * SHOWN_SHARE) continue
      // The node is about this article: where next to nothing is shown there is nothing to compare it with.
      if (!isSame(body) && !(where === CARRIED_IN.article && shown.wordCount < FEW_WORDS)) continue
      if (body.wordCount > (best?.wordCount ?? 0)) best = body
    }
    if (best) return { value: best, from, where, confidence: 0.7 }
  }
  return undefined
}

function articleBodies({ article }: Page): readonly string[] {
  const text = article?.raw['articleBody']
  return typeof text === 'string' && article?.type !== 'LiveBlogPosting' ? [text] : []
}

/** Markup inside elements that browsers with scripts do not show; most pages have some, for a picture or a counter. */
function silentMarkup({ $, survey }: Page): readonly string[] {
  return survey.silent.filter(holdsParagraph).map(element => $(element).html() ?? '')
}

const holdsParagraph = (element: Element): boolean =>
  element.children.some(child => isTag(child) && (child.name === 'p' || holdsParagraph(child)))

/** Tells whether a text is the page's: it holds the beginning of what is shown, or of the page's description of itself. */
function sameText(page: Page, shown: Body): (body: Body) => boolean {
  const first = shown.text
    .split('\n')
    .filter(line => line.length > PROBE)
    .slice(0, 3)
  const probes = [...first, claimsOf(page).description ?? ''].map(text => bare(text).slice(0, PROBE))
  return ({ text }) => {
    const head = bare(text.slice(0, REACH))
    if (probes.some(probe => probe.length >= PROBE / 2 && head.includes(probe))) return true
    return shown.wordCount < FEW_WORDS && text.split('\n').length > 2
  }
}

function isProse(text: string): boolean {
  const lines = text.split('\n')
  const sentences = lines.filter(line => line.length > PROBE && /[.!?。！？।؟]['"”’»)]*$/.test(line))
  return sentences.join('').length >= lines.join('').length * SENTENCE_SHARE
}

/** A body from plain text, or from the HTML that some publishers put where text belongs. */
export function bodyOf(text: string, baseUrl: string): Body {
  const decoded = decodeHTML(text)
  // Many templates escape for HTML what they set into JSON.
  for (const html of [text, decoded]) {
    if (TAG.test(html)) return fromHtml(html, baseUrl)
    if (INLINE.test(html)) return fromHtml(paragraphs(html), baseUrl)
  }
  return fromPlainText(decoded)
}

const TAG = /<(?:p|br|div|h[1-6]|ul|ol|blockquote)\b[^<>]*>/i
/** Links and emphasis in lines. */
const INLINE = /<(a|b|em|i|span|strong|u)\b[^<>]*>[^<]*<\/\1>/i

const paragraphs = (lines: string): string =>
  lines
    .split(/\n+/)
    .map(line => `<p>${line}</p>`)
    .join('')

function fromHtml(html: string, baseUrl: string): Body {
  const page = readBlocks(parseHtml(html, baseUrl))
  const isChosen = Uint8Array.from(page.blocks, ({ element, text }) =>
    isInFigure(page.tree, element) || PLACEHOLDER.test(text) ? 0 : 1,
  )
  return buildBody(page, isChosen, baseUrl)
}

function isInFigure({ elements, parents }: Tree, element: number): boolean {
  for (let at = element; at >= 0; at = parents[at]!)
    if (/^fig/.test(elements[at]!.name) || /\b(?:img|image|photo|caption)/i.test(elements[at]!.attribs['class'] ?? ''))
      return true
  return false
}

function fromPlainText(text: string): Body {
  const lines = text
    .split(/\n+/)
    .map(collapse)
    .filter(line => line !== '')
  const plain = lines.join('\n')
  return { html: lines.map(line => `<p>${escaped(line)}</p>`).join('\n'), text: plain, wordCount: wordCount(plain) }
}
