/** Plain text: white space, words, excerpts. */

/** White space folded to single blanks, ends trimmed; invisible marks gone. */
export function collapse(text: string): string {
  // Most texts need nothing: looking is cheaper than rewriting.
  return squeeze(INVISIBLE.test(text) ? text.replace(/[\u200b\u2060\ufeff\u00ad]/g, '') : text)
}

/** White space folded to single blanks, ends trimmed; invisible marks stay. */
export function squeeze(text: string): string {
  return text.replace(ROUGH, ' ').trim()
}

/** The same text in memory of its own: one that was cut out of a page keeps the whole page. For what outlives the page. */
export function ownCopy(text: string): string {
  return Buffer.from(text, 'utf16le').toString('utf16le')
}

const INVISIBLE = /[\u200b\u2060\ufeff\u00ad]/
/** White space that is no single blank: most texts have none, and most white space is left as it is. */
const ROUGH = /[^\S ]\s*|\s\s+/g

const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/gu

/** Letters a word has on average in scripts that put no blanks between words. */
const LETTERS_A_WORD = 2

/** Number of words; in scripts written without blanks, an estimate from the letters. */
export function wordCount(text: string): number {
  const unspaced = text.match(UNSPACED)?.length ?? 0
  const spaced =
    (unspaced > 0 ? text.replace(UNSPACED, ' ') : text).match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}'’.-]*/gu)?.length ?? 0
  return spaced + Math.ceil(unspaced / LETTERS_A_WORD)
}

export interface Limits {
  readonly maxWords: number
  readonly maxCharacters: number
  /** share of the text's words, 0 to 1 */
  readonly maxShare: number
}

/**
 * The beginning of a text within three limits at once, ending on a whole word, with "..." where something was left out.
 * The dots count as characters.
 */
export function excerpt(text: string, limits: Limits): string {
  const whole = collapse(text)
  const maxWords = Math.min(limits.maxWords, Math.floor(wordCount(whole) * limits.maxShare))
  const room = limits.maxCharacters - ELLIPSIS.length
  let end = 0
  let words = 0
  for (const { segment, index, isWordLike } of wordSegmenter.segment(
    whole.slice(0, Math.max(0, limits.maxCharacters + 1)),
  )) {
    if (isWordLike && ++words > maxWords) break
    if (index + segment.length > room) break
    end = index + segment.length
  }
  if (end === whole.length) return whole
  const kept = whole.slice(0, end).replace(/[\s,;:–—(-]+$/, '')
  return kept === '' ? '' : kept + ELLIPSIS
}

const ELLIPSIS = '...'
const wordSegmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
