/** Sentences of the text that stand beside it a second time, set large. */

import type { Segmentation, Tree } from './blocks.ts'

/** What sets a line apart from the text: its element, or one so near above it. */
const APART = /^(?:blockquote|aside|figure|q)$/
const CLASS = /pull-?_?quote/i
const STEPS = 4

/** Shorter sayings may well be quoted twice; longer ones are paragraphs. */
const MIN_LETTERS = 24
const MAX_LETTERS = 400
/** What the sentence stands in goes on at least so far. */
const MORE_LETTERS = 15

/** Each is searched for in the whole text. */
const MAX_TRIES = 40

/** Signs of quotation, stops and blanks around the words. */
const AROUND = /^[\s\p{P}]+|[\s\p{P}]+$/gu

/** Leaves quotations set apart whose words stand in another line of the text. */
export function leavePullQuotes({ tree, blocks }: Segmentation, isChosen: Uint8Array): void {
  const apart = blocks.flatMap(({ element, text }, i) =>
    isChosen[i] && text.length <= MAX_LETTERS && isApart(tree, element) ? [i] : [],
  )
  if (apart.length === 0) return
  const quotes = new Set(apart)
  const rest = blocks.filter((_, i) => isChosen[i] && !quotes.has(i)).map(({ text }) => text)
  const whole = rest.join('\n')
  for (const i of apart.slice(0, MAX_TRIES)) {
    // A capital may stand where the sentence was cut out.
    const words = blocks[i]!.text.replace(AROUND, '').slice(1)
    if (words.length < MIN_LETTERS || !whole.includes(words)) continue
    if (rest.some(text => text.length >= words.length + MORE_LETTERS && text.includes(words))) isChosen[i] = 0
  }
}

function isApart({ elements, parents }: Tree, element: number): boolean {
  for (let at = element, step = 0; at >= 0 && step < STEPS; at = parents[at]!, step++) {
    const { name, attribs } = elements[at]!
    if (APART.test(name) || CLASS.test(attribs['class'] ?? '')) return true
  }
  return false
}
