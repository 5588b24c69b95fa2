/** Plain text: white space, words, excerpts. */

const { charCodeAt } = String.prototype

/**
 * `text.charCodeAt(at)`, for loops over the letters of any text. V8 keeps texts in many forms: cut out of others or put together, of one byte
 * or two. Where a loop has met more than four it looks up the method itself anew for each letter, which took twice as long as the rest of the
 * loop; a function that is named it puts in place. Read `length` before the loop for the same reason.
 */
export const codeAt = (text: string, at: number): number => charCodeAt.call(text, at)

/** White space folded to single blanks, ends trimmed; invisible marks gone. */
export function collapse(text: string): string {
  const trimmed = text.trim()
  // Most of what stands between tags is white space alone, and most of the rest is as it should be.
  return trimmed === '' || !UNEVEN.test(trimmed) ? trimmed : squeeze(trimmed.replace(INVISIBLE, ''))
}

const INVISIBLE = /[\u200b\u2060\ufeff\u00ad]/g
/** An invisible mark, or white space that is no single blank. */
const UNEVEN = /[[\s\u200b\u2060\u00ad]--[ ]]| {2}/v

/** White space folded to single blanks, ends trimmed; invisible marks stay. */
export function squeeze(text: string): string {
  return text.trim().replace(ROUGH, ' ')
}

/** What no page and no feed can hold: control characters but for tabs and line breaks, noncharacters, and halves of surrogate pairs. */
const UNPRINTABLE = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|\p{Surrogate}/gu

/** Text without what no page and no feed can hold. */
export const printable = (text: string): string => text.replace(UNPRINTABLE, '')

/** The same text in memory of its own: one that was cut out of a page keeps the whole page. For what outlives the page. */
export function ownCopy(text: string): string {
  return text.length < SHORTEST_PART ? text : Buffer.from(text, 'utf16le').toString('utf16le')
}

/** V8 copies shorter parts of a text, and lets longer ones point into it (`SlicedString::kMinLength`). */
const SHORTEST_PART = 13

/** White space that is no single blank: most texts have none, and most white space is left as it is. */
const ROUGH = /[^\S ]\s*|\s\s+/g

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Letters a word has on average in scripts that put no blanks between words. */
const LETTERS_A_WORD = 2

/** Number of words; in scripts written without blanks, an estimate from the letters. */
export function wordCount(text: string): number {
  let spaced = 0
  let unspaced = 0
  let isInWord = false
  signs ??= makeSigns()
  const { length } = text
  for (let at = 0; at < length; at++) {
    const sign = signs[codeAt(text, at)]
    if (sign === undefined) return countByPattern(text)
    if (sign === UNSPACED_LETTER) unspaced++
    if (sign === LETTER && !isInWord) spaced++
    isInWord = sign === LETTER || (isInWord && sign === IN_WORD)
  }
  return spaced + Math.ceil(unspaced / LETTERS_A_WORD)
}

function countByPattern(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0
  const spaced =
    (unspaced > 0 ? text.replace(UNSPACED, ' ') : text).match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0
  return spaced + Math.ceil(unspaced / LETTERS_A_WORD)
}

const OTHER = 0
const LETTER = 1
const IN_WORD = 2
const UNSPACED_LETTER = 3

/** What each character of the alphabets means to a word, so that their texts need no pattern: the signs, arrows and Han beyond them do. */
const makeSigns = (): Uint8Array => Uint8Array.from({ length: 0x2100 }, (_, code) => signOf(String.fromCharCode(code)))
/** Made when words are first counted: most commands count none. */
let signs: Uint8Array | undefined

function signOf(character: string): number {
  if (character.match(UNSPACED)) return UNSPACED_LETTER
  if (/[\p{L}\p{N}]/u.test(character)) return LETTER
  return /[\p{M}'’.-]/u.test(character) ? IN_WORD : OTHER
}

/** Letters and digits in lower case, and nothing else: what two spellings of a text have in common. */
export function bare(text: string): string {
  const lower = text.toLowerCase()
  return isAscii(lower) ? lower.replace(/[^a-z0-9]+/g, '') : lower.replace(/[^\p{L}\p{N}]+/gu, '')
}

/** How many characters are no white space. */
export const lettersIn = (text: string): number => text.replace(/\s/g, '').length

/** Whether patterns without the tables of Unicode, which take many times as long, say all there is to say of a text. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text)

/** Whether a text holds the place that a template sets a value in, and which nobody filled: `{{ title }}`, `{$site.name}`, `${name}`, `<%= x %>`. */
export const isUnfilled = (text: string): boolean =>
  /\{\{[^{}]{1,200}\}\}|\{\$[\w.]{1,100}\}|\$\{[\w.]{1,100}\}|<%[^%]{1,200}%>/.test(text)

export interface Limits {
  readonly maxWords: number
  readonly maxCharacters: number
  /** share of the text's words, 0 to 1 */
  readonly maxShare: number
}

/**
 * The beginning of a text within three limits at once, ending on a whole word, with "..." where something was left out.
 * The dots count as characters. Its lines stay apart: a heading or the row of a table is no part of the sentence behind it.
 */
export function excerpt(text: string, limits: Limits): string {
  const whole = text.split('\n').map(collapse).filter(Boolean).join('\n')
  const maxWords = Math.min(limits.maxWords, wordsIn(whole, limits.maxShare))
  let read = 0
  let end = 0
  let words = 0
  for (const { segment, index, isWordLike } of wordSegmenter.segment(
    whole.slice(0, Math.max(0, limits.maxCharacters + 1)),
  )) {
    if (isWordLike && ++words > maxWords) break
    read = index + segment.length
    if (read <= limits.maxCharacters - ELLIPSIS.length) end = read
  }
  if (read === whole.length && read <= limits.maxCharacters) return whole
  const kept = whole.slice(0, end).replace(/[\s,;:–—(|-]+$/, '')
  return kept === '' ? '' : kept + ELLIPSIS
}

/** A share of the words. All of them is no limit: the segmenter counts more words than there are, the parts of "state-of-the-art" each. */
const wordsIn = (text: string, share: number): number =>
  share >= 1 ? Number.POSITIVE_INFINITY : Math.floor(wordCount(text) * share)

const ELLIPSIS = '...'
const wordSegmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
