/**
 * What stands behind the last paragraph: the heading of a box whose text was left, a word about the writer and where to write to, who made an
 * agency's report, small print.
 */

import { type Block, nearest, type Segmentation, type Tree } from './blocks.ts'
import { isSignOff } from './credits.ts'
import { headingLevel } from './features/place.ts'

/** Longer headings, and sentences, are said to the reader. */
const MAX_HEADING_WORDS = 7

/** Begins with a letter, for numbered ones are entries of a list, and is no sentence: "More on this:" is said of what was left. */
const IS_TITLE = /^\p{L}.*[^.?!…。？！]$/u

/** A text of fewer blocks may be about the person whose name it begins with. */
const MIN_BLOCKS = 4
const MAX_BIO_WORDS = 90
const MAX_POINTER_WORDS = 30

/** What only small print says. */
const SURE =
  /for (?:general |informational |educational |information ){1,2}(?:purposes )?only|past performance (?:is|does|may)|investment in securities involves|investing (?:is subject to|involves)[^.]{0,40} risk|à titre (?:purement )?informatif|fines (?:meramente )?informativos|^comments on this (?:piece|article|story) (?:are|will be) (?:pre-?)?moderated|^[<‹〈＜[(]\s?저작권자[^<>‹›]{1,60}(?:전재|재배포)[^<>‹›]{0,60}[>›〉＞\])]$/iu

/** What a text disclaims, by language, and that it is itself which does. */
const DISCLAIMED = new RegExp(
  [
    '(?:is|are|does|do|should|shall) not (?:intended (?:as|to)|constitute|be construed as|a substitute for|(?:financial|investment|legal|tax|medical) )[^.]{0,80}\\badvice',
    'keine (?:anlage|rechts|steuer|finanz)\\p{L}*beratung|stellt keine [^.]{0,60}(?:empfehlung|beratung) dar|ersetzt (?:keine|nicht) [^.]{0,60}(?:beratung|arzt)',
    'ne constitue(?:nt)? (?:pas|en aucun cas) [^.]{0,40}(?:conseil|recommandation)',
    'no constituye[^.]{0,60}(?:asesoramiento|recomendación|consejo)',
    'non costituisc[^.]{0,60}(?:consulenza|consiglio|raccomandazion)|não constitu[^.]{0,60}(?:aconselhamento|recomendação)',
  ].join('|'),
  'iu',
)
const ITSELF =
  /\b(?:this|these|our|the|any) [^.]{0,40}(?:article|content|information|material|post|publication|(?:web)?site|page|blog|here)|\bnothing (?:herein|(?:in|on) this)|\bdiese[rs]? (?:text|artikel|beitrag|inhalt)|\b(?:cet(?:te)?|ces) (?:article|contenu|information|publication)|\best[ea]s? (?:artículo|contenido|informaci|publicaci|artigo|conteúdo|informa)|\bquest[oaie] (?:articolo|contenut|informazion)/iu

/** What is in quotation marks somebody else says. */
const QUOTED = /["“„«]/

/** Whether a paragraph disclaims what the text says. */
const isSmallPrint = (text: string): boolean =>
  !QUOTED.test(text) && (SURE.test(text) || (DISCLAIMED.test(text) && ITSELF.test(text)))

/** Where readers reach the writer. */
const CONTACT =
  /^\P{L}*(?:you (?:can|may) |(?:got|have) a (?:news )?tip\?\s*)?(?:e-?mail|contact|reach)\s[^.?!]{3,60}\sat\s\S+@\S|\b(?:send|submit) (?:us )?your [^.?!]{3,60}\sto\s\S+@\S/iu

/** What a subscription offers, by language. */
const OFFER =
  /\bcancel (?:at )?any\s?time\b|\b(?:get|enjoy|for|with) (?:unlimited|full)(?: digital)? access\b|\bjederzeit kündbar|\bjederzeit kündigen|\brésiliable à tout moment|\bsans engagement\b|\bcancel(?:a|ar|e)?(?: tu suscripción)? (?:cuando quieras|en cualquier momento|quando quiser|a qualquer momento)|\b(?:disdici|annulla) quando vuoi|\bop elk moment op(?:zegbaar|zeggen)/iu
const MAX_OFFER_WORDS = 60

/** Where the story goes on, minute by minute. */
const LIVE =
  /(?:(?:finden|lesen|erfahren) sie (?=[^.?!]*?in unserem (?:live|news)-?(?:blog|ticker))|(?:follow|read|see) (?=[^.?!]*?\bour live (?:blog|coverage|updates))|suivez (?=[^.?!]*?\bnotre direct\b)|sig[ua]e? (?=[^.?!]*?\ben directo\b))[^.?!]{0,90}[.:]?$/iu

/**
 * Leaves out headings with nothing under them and what is said beside the text, from the end up to the first block that is neither.
 */
export function leaveEnd({ tree, blocks }: Segmentation, isChosen: Uint8Array, names: readonly string[]): void {
  const full = names.filter(name => /\S\s+\S/.test(name)).map(name => name.toLowerCase())
  let count = isChosen.reduce((sum, flag) => sum + flag, 0)
  for (let last = isChosen.lastIndexOf(1); last >= 0; last = isChosen.lastIndexOf(1, last)) {
    const isBeside = count >= MIN_BLOCKS && isSaidBeside(blocks[last]!, full)
    if (!isBeside && !(count > 1 && isEmptyHeading(tree, blocks, last))) return
    isChosen[last] = 0
    count--
  }
}

/** Of the writers, of how to reach one, of where the story goes on, or small print. */
function isSaidBeside(block: Block, names: readonly string[]): boolean {
  const { text, words } = block
  if (words <= MAX_POINTER_WORDS && LIVE.test(text)) return true
  if (words <= MAX_OFFER_WORDS && OFFER.test(text) && !QUOTED.test(text)) return true
  if (words <= MAX_BIO_WORDS && (CONTACT.test(text) || tellsOfWriter(text, names))) return true
  return isSignOff(text) || isSmallPrint(text)
}

/** The rows of a table under a heading need not be chosen. */
function isEmptyHeading(tree: Tree, blocks: readonly Block[], at: number): boolean {
  const { text, words } = blocks[at]!
  if (words > MAX_HEADING_WORDS || !IS_TITLE.test(text) || headingLevel(tree, blocks[at]!) === 0) return false
  const next = blocks[at + 1]
  return next === undefined || nearest(tree, next.element, TABLE) < 0
}

const TABLE: ReadonlySet<string> = new Set(['table'])

/** "Ada Example is a reporter": the name, and what is said of it. A colon makes it a speaker. */
function tellsOfWriter(text: string, names: readonly string[]): boolean {
  const line = text.toLowerCase()
  return names.some(
    name => line.startsWith(name) && /^(?:\s*\([^()]{1,40}\))?,?\s+\p{L}/u.test(line.slice(name.length)),
  )
}
