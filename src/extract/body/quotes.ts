/** Pull quotes: a sentence of the text, set large beside it. */

import { bare } from '../../values/text.ts'
import { type Block, PARAGRAPH_WORDS, type Segmentation, type Tree } from './blocks.ts'

/** A quote's own elements stand so far above its words at most. */
const STEPS = 3
const QUOTE_TAG = /^(?:blockquote|aside|figure|q)$/
const QUOTE_NAME = /quote|zitat|citation/i

/** Of fewer words, "Yes, of course" may well be said twice. */
const MIN_WORDS = 5
/** Longer ones are passages, and quoted from elsewhere. */
const MAX_LETTERS = 400
/** No page has more, and each is looked for in the whole text. */
const MAX_QUOTES = 12
/** What holds more lines is a passage, or a post in a forum. */
const MAX_LINES = 3
/** Who said it, under the words. */
const MAX_SPEAKER_WORDS = 10

/** Leaves out quotes set apart whose words stand in a paragraph of the text, too, with the name under them. */
export function leavePullQuotes({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const quoteOf = (block: Block): number => quoteAround(tree, block.element)
  const quotes: number[] = []
  const lines = new Map<number, number>()
  let hasBegun = false
  blocks.forEach((block, i) => {
    const quote = isChosen[i] ? quoteOf(block) : -1
    if (quote < 0) hasBegun ||= isChosen[i] === 1 && block.words >= PARAGRAPH_WORDS
    // Before the text a sentence of it is its standfirst.
    if (quote < 0 || !hasBegun) return
    lines.set(quote, (lines.get(quote) ?? 0) + 1)
    if (mayBePulled(block) && quotes.length < MAX_QUOTES) quotes.push(i)
  })
  if (quotes.length === 0) return
  const paragraphs = blocks.flatMap((block, i) => (isChosen[i] && !quotes.includes(i) ? [bare(block.text)] : []))
  for (const i of quotes) {
    if (lines.get(quoteOf(blocks[i]!))! > MAX_LINES || !isSaidIn(paragraphs, bare(blocks[i]!.text))) continue
    isChosen[i] = 0
    const speaker = blocks[i + 1]
    if (speaker && speaker.words <= MAX_SPEAKER_WORDS && quoteOf(speaker) === quoteOf(blocks[i]!)) isChosen[i + 1] = 0
  }
}

/** Of a sentence that long a third may be said otherwise: where the paragraph has "said Example" in it. */
const LONG = 60

function isSaidIn(paragraphs: readonly string[], quote: string): boolean {
  if (quote.length < LONG) return paragraphs.some(text => text.includes(quote))
  const third = Math.ceil(quote.length / 3)
  const thirds = [0, third, 2 * third].map(at => quote.slice(at, at + third))
  return paragraphs.some(text => thirds.filter(part => text.includes(part)).length >= 2)
}

const mayBePulled = ({ text, words, letters }: Block): boolean =>
  words >= MIN_WORDS && letters <= MAX_LETTERS && !/[:：]$/.test(text)

/** The outermost near element that is a quote by its tag or its name, -1 without one. */
function quoteAround({ elements, parents }: Tree, element: number): number {
  let found = -1
  for (let at = element, step = 0; at >= 0 && step < STEPS; at = parents[at]!, step++) {
    const { name, attribs } = elements[at]!
    if (QUOTE_TAG.test(name) || QUOTE_NAME.test(attribs['class'] ?? '')) found = at
  }
  return found
}
